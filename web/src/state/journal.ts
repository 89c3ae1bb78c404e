/** What must survive a reload or a crash: every case that this tab changed, in this browser's storage. */

import type { CaseFile } from "../api/types";

export interface Entry {
  id: string;
  case: CaseFile;
  /** Revision on the server that this builds on; null when the server never saw it. */
  revision: number | null;
  /** True until the server has it. */
  dirty: boolean;
  /** Question keys put aside with "don't know" that the case file cannot hold (the chart). */
  skipped: string[];
  at: number;
  /** The tab that wrote it. */
  tab: string;
}

const PREFIX = "legwise.case.";

function isEntry(value: unknown): value is Entry {
  const entry = value as Partial<Entry> | null;
  return typeof entry === "object" && entry !== null && typeof entry.id === "string" && typeof entry.case === "object" && entry.case !== null;
}

/** Each tab writes its own entry, so that two tabs on one case never overwrite each other here. */
export class Journal {
  constructor(private readonly store: Storage, private readonly tab: string) {}

  private key(id: string, tab = this.tab): string {
    return `${PREFIX}${id}.${tab}`;
  }

  /** False when the browser refuses (storage is full or switched off). */
  write(entry: Omit<Entry, "tab">): boolean {
    try {
      this.store.setItem(this.key(entry.id), JSON.stringify({ ...entry, tab: this.tab }));
      return true;
    } catch {
      return false;
    }
  }

  forget(id: string, tab = this.tab): void {
    this.store.removeItem(this.key(id, tab));
  }

  forgetEverywhere(id: string): void {
    for (const key of this.keys()) if (key.startsWith(`${PREFIX}${id}.`)) this.store.removeItem(key);
  }

  own(id: string): Entry | null {
    return this.read(this.key(id));
  }

  /** The newest entry about this case that some tab could not bring to the server. */
  unsaved(id: string): Entry | null {
    return this.all().filter((entry) => entry.id === id && entry.dirty).sort((a, b) => b.at - a.at)[0] ?? null;
  }

  all(): Entry[] {
    return this.keys().map((key) => this.read(key)).filter((entry): entry is Entry => entry !== null);
  }

  private keys(): string[] {
    return Array.from({ length: this.store.length }, (_, n) => this.store.key(n) ?? "").filter((key) => key.startsWith(PREFIX));
  }

  private read(key: string): Entry | null {
    try {
      const value: unknown = JSON.parse(this.store.getItem(key) ?? "null");
      return isEntry(value) ? value : null;
    } catch {
      return null;
    }
  }
}
