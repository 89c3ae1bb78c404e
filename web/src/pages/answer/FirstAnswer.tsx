/** Says that the answer in view is a rough one, how far it can be off, and afterwards what took its place. */

import { useRef } from "preact/hooks";
import { caseId, result } from "../../state/caseStore";

export function FirstAnswer() {
  const roughOf = useRef<string | null | undefined>(undefined); // the case whose answer was rough at first
  const now = result.value;
  if (!now) return null;
  const off = now.assessment.computation.error;
  const bound = `no probability is off by more than ${off.toFixed(2)}`;
  if (!now.final) {
    roughOf.current = caseId.value;
    return <p class="notice-inline first-answer">A first answer to many findings: {bound}. A closer one takes its place as soon as it is ready.</p>;
  }
  if (roughOf.current !== caseId.value) return null;
  // stays, so that what is being read does not move when the closer answer comes
  return (
    <p class="notice-inline first-answer closer no-print">A closer answer has taken the place of the first one: {off > 0 ? bound : "it is worked out exactly"}.</p>
  );
}
