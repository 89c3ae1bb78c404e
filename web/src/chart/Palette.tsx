/** What it feels like: one pen per quality, the common ones first. */

import { useId } from "preact/hooks";
import { quality, takePen } from "./pen";
import { GROUPS, QUALITIES } from "./qualities";
import { Swatch } from "./Swatch";

const [COMMON, ...OTHERS] = GROUPS;

export function Palette() {
  const name = useId();
  const isOther = QUALITIES.some((one) => one.id === quality.value && one.group !== COMMON);
  return (
    <fieldset class="palette">
      <legend>What does it feel like?</legend>
      <Pens group={COMMON} name={name} />
      <details open={isOther || undefined}>
        <summary>More feelings</summary>
        {OTHERS.map((group) => (
          <div key={group} role="group" aria-label={group}>
            <p class="palette-group" aria-hidden="true">{group}</p>
            <Pens group={group} name={name} />
          </div>
        ))}
      </details>
    </fieldset>
  );
}

function Pens({ group, name }: { group: string; name: string }) {
  return (
    <div class="pens">
      {QUALITIES.filter((one) => one.group === group).map(({ id, says }) => (
        <label key={id} class="pen" data-quality={id}>
          <input type="radio" name={name} value={id} checked={quality.value === id} onChange={() => takePen(id)} />
          <Swatch quality={id} />
          <span>{says}</span>
        </label>
      ))}
    </div>
  );
}
