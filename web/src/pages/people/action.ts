/** Something that a button does on the server: busy meanwhile, a plain sentence when it fails. */

import { useState } from "preact/hooks";

export interface Action {
  problem: string | null;
  busy: boolean;
  act: (what: () => Promise<void>) => Promise<void>;
}

export function useAction(): Action {
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const act = async (what: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await what();
    } catch (failure) {
      setProblem(failure instanceof Error ? failure.message : String(failure));
    } finally {
      setBusy(false);
    }
  };
  return { problem, busy, act };
}
