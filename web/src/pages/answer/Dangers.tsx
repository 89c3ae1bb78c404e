/** What is dangerous, not raised, and not ruled out either. */

import type { OpenDanger } from "../../api/types";
import { percent } from "../../words/scale";
import { assessment } from "../../state/caseStore";
import { voice } from "../../state/settings";
import { inVoice, URGENCY } from "../../words/texts";

export function Dangers({ dangers }: { dangers: OpenDanger[] }) {
  if (dangers.length === 0) return null;
  return (
    <section class="dangers">
      <h3>Not ruled out</h3>
      <p class="fine">Dangerous causes that are not likely, and that nothing said so far excludes.</p>
      <ul>
        {dangers.map((danger) => (
          <li key={danger.id}>
            <p><b>{inVoice(danger.name, assessment.value?.sources ?? [], voice.value)}</b> <span class="fine">{percent(danger.probability)}, if so: {URGENCY[danger.urgency].short.toLowerCase()}</span></p>
            <p class="fine">What would rule it out: {danger.ruled_out_by}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
