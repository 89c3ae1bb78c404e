/**
 * The open case: one signal that everything reads, one `update` that everything writes through.
 *
 * A change goes four ways at once: into the undo history, into the journal of this browser (so that a reload
 * loses nothing), to the server (revision-checked), and to the assessment.
 */

import { batch, computed, effect, signal } from "@preact/signals";
import { api, Refused, Unreachable } from "../api/client";
import type { Assessment, AssessResponse, CaseFile, Question } from "../api/types";
import { Assessor } from "./assessor";
import { saveCase } from "./home";
import { begin, change, redo as redone, undo as undone } from "./history";
import type { History } from "./history";
import { Journal } from "./journal";
import { makeRefiner } from "./refiner";
import { Saver } from "./saver";
import type { SaveState } from "./saver";
import { role } from "./settings";
import { announceSaved, tabId } from "./tabs";

export { role, voice } from "./settings";

export interface Problem {
  message: string;
  field: string | null;
  /** True when the server failed; false when the case itself cannot be assessed. */
  failed: boolean;
}

export const journal = new Journal(localStorage, tabId);

const history = signal<History<CaseFile>>(begin({}));
const saver = signal<Saver | null>(null);

/** The case as it is now. Change it with `update`. */
export const caseFile = computed(() => history.value.present);
export const caseId = computed(() => saver.value?.id ?? null);
export const saveState = computed<SaveState>(() => saver.value?.state.value ?? { kind: "saved" });

/** The newest answer of the service; it stays while a newer one is under way or cannot be had. */
export const result = signal<AssessResponse | null>(null);
export const nextQuestion = signal<Question | null | undefined>(undefined);
export const assessment = computed<Assessment | null>(() => result.value?.assessment ?? null);
export const pending = signal(false);
/** True when `result` answers an older state of the case. */
export const outdated = signal(false);
export const problem = signal<Problem | null>(null);
export const unreachable = signal(false);
/** False when this browser refuses to keep anything (private mode, storage full). */
export const kept = signal(true);

/** The source whose overlay the body shows; `selected` is what it falls back to when nothing is hovered. */
export const hovered = signal<string | null>(null);
export const selected = signal<string | null>(null);
/** Question keys put aside that the case file cannot hold. */
export const skipped = signal<string[]>([]);

export const canUndo = computed(() => history.value.past.length > 0);
export const canRedo = computed(() => history.value.future.length > 0);
export const undoLabel = computed(() => history.value.past.at(-1)?.label ?? null);
export const redoLabel = computed(() => history.value.future[0]?.label ?? null);

/** Change the case. Changes with the same `merge` word in quick succession are one undo step. */
export function update(how: (file: CaseFile) => CaseFile, label: string, merge: string | null = null): void {
  move(change(history.value, how(caseFile.value), label, merge, Date.now()));
}

export function undo(): void {
  move(undone(history.value));
}

export function redo(): void {
  move(redone(history.value));
}

function move(next: History<CaseFile>): void {
  if (next === history.value) return;
  history.value = next;
  write(true);
  saver.value?.touch();
  assess();
}

/** Open a case that the journal or the server holds, or a new one (`revision` null). */
export function open(id: string, file: CaseFile, revision: number | null, state: { dirty: boolean; skipped?: string[] }): void {
  batch(() => {
    leave();
    begun(id, file, revision, state);
  });
  write(state.dirty);
  if (state.dirty) saver.value?.touch();
  assess();
}

function begun(id: string, file: CaseFile, revision: number | null, state: { skipped?: string[] }): void {
  const mine = new Saver(id, revision, {
    put: saveCase,
    current: () => caseFile.value,
    saved: (now, file) => {
      if (saver.peek() !== mine) return; // closed meanwhile: `leave` sees to it
      write(file !== caseFile.value);
      announceSaved(id, now);
    },
  });
  history.value = begin(file);
  saver.value = mine;
  skipped.value = state.skipped ?? [];
}

/** Nothing of a case that was closed stays in view, its urgency included. */
function forgetAnswer(): void {
  result.value = null;
  nextQuestion.value = undefined;
  problem.value = null;
  outdated.value = false;
  hovered.value = null;
  selected.value = null;
}

/** Close the open case; what is not saved yet stays in the journal and is sent. */
export function leave(): void {
  const last = saver.value;
  assessor.drop();
  refiner.drop();
  if (!last) return;
  const entry = { id: last.id, case: caseFile.value, skipped: skipped.value };
  const unsaved = last.state.value.kind !== "saved" && last.state.value.kind !== "conflict";
  const ended = last.close();
  batch(() => {
    saver.value = null;
    history.value = begin({});
    forgetAnswer();
  });
  if (unsaved) void ended.then(() => sendLeft(last, entry));
  else if (last.revision !== null) journal.forget(last.id);
}

/** Close the open case without saving it (it is being deleted). */
export function discard(): void {
  const last = saver.value;
  if (!last) return;
  last.state.value = { kind: "saved" };
  leave();
  journal.forgetEverywhere(last.id);
}

/** The last changes of a case that was left. What cannot be sent stays in the journal. */
async function sendLeft(last: Saver, entry: { id: string; case: CaseFile; skipped: string[] }): Promise<void> {
  try {
    if (last.held !== entry.case) announceSaved(entry.id, (await saveCase(entry.id, entry.case, last.revision)).revision);
    if (caseId.value !== entry.id) journal.forget(entry.id);
  } catch {
    if (caseId.value !== entry.id) journal.write({ ...entry, revision: last.revision, dirty: true, at: Date.now() });
  }
}

export function putAside(key: string): void {
  if (skipped.value.includes(key)) return;
  skipped.value = [...skipped.value, key];
  write(saveState.value.kind !== "saved");
  assess();
}

export function takeUpAgain(key: string): void {
  if (!skipped.value.includes(key)) return;
  skipped.value = skipped.value.filter((one) => one !== key);
  write(saveState.value.kind !== "saved");
  assess();
}

export const retrySave = (): Promise<void> => saver.value?.flush() ?? Promise.resolve();

function write(dirty: boolean): void {
  const open = saver.value;
  if (!open) return;
  kept.value = journal.write({
    id: open.id, case: caseFile.value, revision: open.revision, dirty, skipped: skipped.value, at: Date.now(),
  });
}

// ---- the assessment ----

/** Nothing in it yet that could be assessed; only the opening questions make sense. */
export function saysNothing(file: CaseFile): boolean {
  const answered = Object.values(file.findings ?? {}).some((answer) => answer !== null);
  const placed = [...(file.chart?.marks ?? []), ...(file.chart?.absent ?? [])].some((mark) => mark.regions.length > 0);
  return !answered && !placed && (file.duration_days === undefined || file.duration_days === null);
}

/** Keys of questions that were asked and not known: the case holds them as null. */
export function notKnown(file: CaseFile): string[] {
  const keys = [...Object.entries(file.findings ?? {}), ...Object.entries(file.context ?? {})];
  return keys.filter(([, answer]) => answer === null).map(([key]) => key);
}

interface Asked {
  file: CaseFile;
  role: "person" | "clinician";
  skipped: string[];
}

type Answered = { result: AssessResponse | null; next: Question | null };

const refiner = makeRefiner<Asked, AssessResponse>(
  ({ file, role: who, skipped: aside }) => api.assess(file, who, aside, false),
  (answer) => (result.value = answer), // the question that is being asked stays
);

const assessor = new Assessor<Asked, Answered>({
  ask: async ({ file, role: who, skipped: aside }) => {
    if (!saysNothing(file)) {
      const answer = await api.assess(file, who, aside, true);
      return { result: answer, next: answer.next };
    }
    return { result: null, next: (await api.next(file, who, aside)).question };
  },
  answered: (answer, asked) => {
    if (answer.result?.final === false) refiner.soon(asked);
    batch(() => {
      result.value = answer.result;
      nextQuestion.value = answer.next;
      problem.value = null;
      outdated.value = false;
      unreachable.value = false;
    });
  },
  failed: (failure) =>
    batch(() => {
      outdated.value = true;
      unreachable.value = failure instanceof Unreachable;
      if (failure instanceof Unreachable) return;
      const refused = failure instanceof Refused ? failure : null;
      const message = failure instanceof Error ? failure.message : String(failure);
      problem.value = { message, field: refused?.field ?? null, failed: refused === null || refused.status >= 500 };
    }),
  busy: (busy) => {
    pending.value = busy;
  },
});

/** Ask again, for instance when the server is back. */
export function assess(): void {
  if (!saver.value) return;
  refiner.drop();
  assessor.ask(about(caseFile.value));
}

function about(file: CaseFile): Asked {
  return { file, role: role.value, skipped: [...new Set([...skipped.value, ...notKnown(file)])] };
}

/** The case will probably be this in a moment: its answer can be got ready. */
export function expectCase(file: CaseFile): void {
  const { role: who, skipped: aside } = about(file);
  void api.ahead(file, who, aside).catch(() => undefined); // the answer is asked for all the same
}

let lastRole = role.peek();
effect(() => {
  if (role.value === lastRole) return;
  lastRole = role.value;
  assess();
});

/** The revision of the server that this tab shows. */
export const shownRevision = (): number | null => saver.value?.revision ?? null;
