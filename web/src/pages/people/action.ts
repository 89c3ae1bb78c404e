/** Something that a button does on the server: busy meanwhile, a plain sentence when it fails. */

import { useState } from "preact/hooks";
import { Refused } from "../../api/client";

const AGAIN = "This was changed in another window meanwhile; nothing was overwritten, and your entry is still here. Look at what is kept now, then try once more.";

export interface Action {
  problem: string | null;
  busy: boolean;
  act: (what: () => Promise<void>) => Promise<void>;
}

/** `afterwards` reads again what is kept, so that a second try after a conflict starts from the newest version. */
export function useAction(afterwards?: () => void): Action {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const act = async (what: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await what();
    } catch (failure) {
      const conflict = failure instanceof Refused && failure.status === 409;
      setProblem(conflict ? AGAIN : failure instanceof Error ? failure.message : String(failure));
      if (conflict) afterwards?.();
    } finally {
      setBusy(false);
    }
  };
  return { problem, busy, act };
}
