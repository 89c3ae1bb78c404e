/** Brings one case to the server: soon after each change, again when the server was gone, never over another's work. */

import { signal } from "@preact/signals";
import { Refused, Unreachable } from "../api/client";
import type { StoredCase } from "../api/library";
import type { CaseFile } from "../api/types";

export type SaveState =
  | { kind: "saved" }
  | { kind: "waiting" }
  | { kind: "saving" }
  | { kind: "offline" }
  | { kind: "refused"; message: string }
  /** Somebody else saved it meanwhile; null: somebody deleted it. */
  | { kind: "conflict"; current: StoredCase | null };

export interface SaverPorts {
  put: (id: string, file: CaseFile, revision: number | null) => Promise<{ revision: number }>;
  /** What is to be saved now. */
  current: () => CaseFile;
  /** The server has `file` as `revision`. */
  saved: (revision: number, file: CaseFile) => void;
  wait?: number;
  retry?: number;
}

export class Saver {
  readonly state = signal<SaveState>({ kind: "saved" });
  /** What the server holds as `revision`, as far as this saver knows. */
  held: CaseFile | null = null;
  /** What was sent without an answer: the server may have it or not. It is sent again before anything newer. */
  private unsure: CaseFile | null = null;
  private running: Promise<void> = Promise.resolve();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private again = false;
  private closed = false;
  private failures = 0;

  constructor(
    readonly id: string,
    public revision: number | null,
    private readonly ports: SaverPorts,
  ) {}

  /** Something changed. */
  touch(): void {
    const kind = this.state.value.kind;
    if (kind === "conflict" || this.closed) return;
    if (kind === "saving") {
      this.again = true;
      return;
    }
    if (kind !== "offline") this.state.value = { kind: "waiting" };
    this.plan(kind === "offline" ? this.pause() : this.ports.wait ?? 500);
  }

  /** Save now; used by "try again", by the browser coming online, and before leaving. */
  async flush(): Promise<void> {
    const kind = this.state.value.kind;
    if (kind === "saved" || kind === "saving" || kind === "conflict") return;
    clearTimeout(this.timer);
    await this.start();
  }

  /** Stop planning further saves (the case is being left). Resolves when a save under way has ended. */
  close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    return this.running;
  }

  private plan(delay: number): void {
    clearTimeout(this.timer);
    if (!this.closed) this.timer = setTimeout(() => void this.start(), delay);
  }

  private pause(): number {
    return Math.min((this.ports.retry ?? 2000) * 2 ** Math.max(0, this.failures - 1), 15_000);
  }

  private start(): Promise<void> {
    this.running = this.send();
    return this.running;
  }

  private async send(): Promise<void> {
    const newest = this.ports.current();
    const file = this.unsure ?? newest;
    this.state.value = { kind: "saving" };
    this.again = file !== newest;
    try {
      const { revision } = await this.ports.put(this.id, file, this.revision);
      this.unsure = null;
      this.revision = revision;
      this.held = file;
      this.failures = 0;
      this.ports.saved(revision, file);
      this.state.value = this.again ? { kind: "waiting" } : { kind: "saved" };
      if (this.again) this.plan(this.ports.wait ?? 500);
    } catch (failure) {
      this.failed(failure, file);
    }
  }

  private failed(failure: unknown, sent: CaseFile): void {
    this.unsure = null;
    if (failure instanceof Unreachable || (failure instanceof Refused && failure.status === 503)) {
      this.unsure = sent;
      this.failures += 1;
      this.state.value = { kind: "offline" };
      this.plan(this.pause());
      return;
    }
    if (failure instanceof Refused && failure.status === 409) {
      const current = (failure.body as { current?: StoredCase | null } | null)?.current ?? null;
      this.state.value = { kind: "conflict", current };
      return;
    }
    this.state.value = { kind: "refused", message: failure instanceof Error ? failure.message : String(failure) };
  }
}
