/** A list that is kept with a visit (outcomes, treatments): changed with the version that was read, never over newer work. */

import { useState } from "preact/hooks";
import { Refused } from "../api/client";
import { people } from "../api/people";
import type { Documents, Kept } from "../api/people";

type ListKind = "outcomes" | "treatments";

export interface KeptList<T> {
  list: T[];
  problem: string | null;
  busy: boolean;
  /** True when it is kept. On a conflict the newer list is shown, nothing is written, and the form stays filled. */
  change: (how: (list: T[]) => T[]) => Promise<boolean>;
}

export const CONFLICT =
  "This list was changed in another window meanwhile. The newer list is shown above, and your entries are still here: look, then keep them again.";

export function useKeptList<K extends ListKind>(code: string, visit: string, kind: K, start: Kept<Documents[K]> | undefined): KeptList<Documents[K][number]> {
  type Item = Documents[K][number];
  const [held, setHeld] = useState<{ version: number | null; list: Item[] }>({ version: start?.version ?? null, list: start?.body ?? [] });
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const change = async (how: (list: Item[]) => Item[]): Promise<boolean> => {
    const list = how(held.list);
    setBusy(true);
    setProblem(null);
    try {
      const { version } = await people.keep(code, visit, kind, list as Documents[K], held.version);
      setHeld({ version, list });
      return true;
    } catch (failure) {
      const current = conflictIn<Item[]>(failure);
      if (current !== undefined) setHeld({ version: current?.version ?? null, list: current?.body ?? [] });
      setProblem(current !== undefined ? CONFLICT : failure instanceof Error ? failure.message : String(failure));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { list: held.list, problem, busy, change };
}

/** What is kept instead, where the failure is a conflict (null: nothing any more); undefined for any other failure. */
function conflictIn<T>(failure: unknown): Kept<T> | null | undefined {
  if (!(failure instanceof Refused) || failure.status !== 409) return undefined;
  return (failure.body as { current?: Kept<T> | null } | null)?.current ?? null;
}
