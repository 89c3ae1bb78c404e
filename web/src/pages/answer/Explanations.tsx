/** Joint explanations: the few structures that together account for the complaint. */

import type { Assessment, Explanation } from "../../api/types";
import { hovered, selected } from "../../state/caseStore";
import { voice } from "../../state/settings";
import { css } from "../../words/bars";
import { observationWords } from "../../words/observations";
import { percent } from "../../words/scale";
import { sourceNames } from "../../words/texts";

export function Explanations({ now }: { now: Assessment }) {
  if (now.explanations.length === 0) return null;
  return (
    <section class="explanations">
      <h3>Taken together</h3>
      <p class="fine">Several sources may be at work at once. These are the likeliest sets.</p>
      <ul>{now.explanations.map((item) => <Card key={item.sources.join("+")} item={item} now={now} />)}</ul>
    </section>
  );
}

function Card({ item, now }: { item: Explanation; now: Assessment }) {
  const members = item.sources.map((key, index) => {
    const source = now.sources.find((one) => one.key === key);
    return { key, name: source ? sourceNames(source, voice.value).first : item.names[index] ?? key, explains: source?.explains ?? [] };
  });
  const parts = [...new Set(members.flatMap((member) => member.explains))].map(observationWords);
  return (
    <li class="card">
      <p class="card-share"><b>{percent(item.probability)}</b><span class="track" aria-hidden="true"><span class="fill" style={{ width: css(item.probability) }} /></span></p>
      {members.length === 0 && <p>{item.names.join(", ")}</p>}
      <ul class="members">
        {members.map((member) => (
          <li key={member.key}>
            <button
              type="button" class="link" aria-label={`Show on the body: ${member.name}`} onClick={() => { selected.value = member.key; hovered.value = member.key; }}
              onMouseEnter={() => (hovered.value = member.key)} onMouseLeave={() => (hovered.value = selected.value)}
              onFocus={() => (hovered.value = member.key)} onBlur={() => (hovered.value = selected.value)}
            >{member.name}</button>
          </li>
        ))}
      </ul>
      {parts.length > 0 && <p class="fine">Explains: {parts.slice(0, 3).join("; ")}{parts.length > 3 ? `; and ${parts.length - 3} more` : ""}</p>}
    </li>
  );
}
