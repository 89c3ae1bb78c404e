/** One undo history: pure values in, values out. Changes with the same `merge` word in a row are one step. */

export interface Step<T> {
  value: T;
  label: string;
}

export interface History<T> {
  past: Step<T>[];
  present: T;
  future: Step<T>[];
  /** The merge word of the last change and when it was made; typing a name is one step, not twelve. */
  merge: string | null;
  at: number;
}

const DEEPEST = 200;
const MERGE_WITHIN_MS = 2000;

export function begin<T>(present: T): History<T> {
  return { past: [], present, future: [], merge: null, at: 0 };
}

export function change<T>(history: History<T>, next: T, label: string, merge: string | null, now: number): History<T> {
  if (Object.is(next, history.present)) return history;
  const joins = merge !== null && merge === history.merge && now - history.at < MERGE_WITHIN_MS;
  const past = joins ? history.past : [...history.past, { value: history.present, label }].slice(-DEEPEST);
  return { past, present: next, future: [], merge, at: now };
}

export function undo<T>(history: History<T>): History<T> {
  const last = history.past.at(-1);
  if (!last) return history;
  return {
    past: history.past.slice(0, -1),
    present: last.value,
    future: [{ value: history.present, label: last.label }, ...history.future],
    merge: null,
    at: 0,
  };
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...rest] = history.future;
  if (!next) return history;
  return {
    past: [...history.past, { value: history.present, label: next.label }],
    present: next.value,
    future: rest,
    merge: null,
    at: 0,
  };
}
