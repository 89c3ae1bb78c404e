/** Says that the answer in view is a rough one, and how far it can be off. */

import { result } from "../../state/caseStore";

export function FirstAnswer() {
  const now = result.value;
  if (!now || now.final) return null;
  return (
    <p class="notice-inline">
      A first answer to many findings: no probability is off by more than {now.assessment.computation.error.toFixed(2)}. A closer one takes its place
      as soon as it is ready.
    </p>
  );
}
