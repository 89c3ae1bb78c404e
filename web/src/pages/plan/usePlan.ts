/** The plan of the open case: asked for again when the case, the minutes or the role change. */

import { useMemo } from "preact/hooks";
import { planOf } from "../../api/plan";
import type { Plan, PlanRole } from "../../api/plan";
import type { CaseFile } from "../../api/types";
import { useRemote } from "../../state/remote";
import type { Remote } from "../../state/remote";

const WAIT_MS = 150; // a slider that is being moved asks only where it rests

export interface Planned {
  plan: Plan;
  /** What it was made for. */
  words: string;
}

export interface PlanState extends Remote<Plan> {
  /** True while the plan shown was made for other minutes or another role. */
  older: boolean;
}

/** A plan that was made for another state of the case is never shown: what changed may forbid it. */
export function usePlan(file: CaseFile, minutes: number, role: PlanRole): PlanState {
  const words = useMemo(() => JSON.stringify(file), [file]);
  const asked = useRemote<Planned>(`${role} ${minutes} ${words}`, async (stop) => {
    await pause(WAIT_MS);
    stop.throwIfAborted();
    return { plan: await planOf(file, minutes, role, stop), words };
  });
  const plan = asked.value?.words === words ? asked.value.plan : null;
  return { ...asked, value: plan, older: plan !== null && (plan.minutes !== minutes || plan.role !== role) };
}

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
