/** How strong and when: of the patch the pen goes on with, or in advance of the next one. */

import { useId } from "preact/hooks";
import { Dial } from "./Dial";
import { quality } from "./pen";
import { infoOf } from "./qualities";
import { activeFeeling, activeLayer, sayFeeling, sayHours } from "./session";
import { Swatch } from "./Swatch";
import { hoursOf, OCCASIONS, withOccasion } from "./when";

export function FeelingEditor() {
  const feeling = activeFeeling.value;
  const hours = feeling.hours || hoursOf(feeling.when);
  return (
    <div class="feeling">
      <p class="feeling-of">
        <Swatch quality={quality.value} />
        <span>{infoOf(quality.value).says}{activeLayer.value === null ? ", not painted yet" : ", as painted"}</span>
      </p>
      <Strength value={feeling.intensity} />
      <fieldset>
        <legend>When do you feel it?</legend>
        <Dial hours={hours} change={sayHours} />
        <div class="toggles">
          {OCCASIONS.map(({ word, says }) => {
            const on = feeling.when.includes(word);
            return (
              <button
                key={word} type="button" class="toggle" aria-pressed={on}
                onClick={() => sayFeeling({ when: withOccasion(feeling.when, word, !on) }, "Say when it is felt")}
              >
                {says}
              </button>
            );
          })}
        </div>
      </fieldset>
    </div>
  );
}

function Strength({ value }: { value: number | null }) {
  const name = useId();
  const say = (intensity: number | null) => sayFeeling({ intensity }, "Say how strong it is");
  return (
    <fieldset class="strength">
      <legend>How strong, at its worst?</legend>
      <div class="numbers">
        {Array.from({ length: 11 }, (_, step) => (
          <label key={step}>
            <input type="radio" name={name} checked={value !== null && Math.round(value) === step} onChange={() => say(step)} />
            <span>{step}</span>
          </label>
        ))}
        <label class="unsaid">
          <input type="radio" name={name} checked={value === null} onChange={() => say(null)} />
          <span>not said</span>
        </label>
      </div>
      <p class="hint">{value === 0 ? "0 says: this place is free of it." : "0 is nothing, 10 the worst you can imagine."}</p>
    </fieldset>
  );
}
