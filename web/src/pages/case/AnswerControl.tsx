/** The control for one finding or factor, whatever it takes: yes or no, each side, a number. */

import { Choices } from "../../app/parts";
import type { MeasureRange } from "../../api/types";
import { answerOf, numberOf, withAnswer } from "../../state/answers";
import type { Field, Known } from "../../state/answers";
import { caseFile, update } from "../../state/caseStore";
import { NumberField } from "./NumberField";

interface Asked {
  id: string;
  name: string;
  sided: boolean;
  measure?: MeasureRange | null;
}

interface AnswerControlProps {
  field: Field;
  asked: Asked;
}

export function AnswerControl({ field, asked }: AnswerControlProps) {
  if (!asked.sided) return <OneAnswer field={field} name={asked.name} answerKey={asked.id} measure={asked.measure ?? null} />;
  return (
    <div class="both-sides">
      {(["L", "R"] as const).map((side) => (
        <div key={side} class="one-side">
          <span class="side-word" aria-hidden="true">{side === "L" ? "Left" : "Right"}</span>
          <OneAnswer
            field={field} name={`${asked.name}, ${side === "L" ? "left" : "right"}`} answerKey={`${side}:${asked.id}`}
            measure={asked.measure ?? null}
          />
        </div>
      ))}
    </div>
  );
}

interface OneAnswerProps {
  field: Field;
  name: string;
  answerKey: string;
  measure: MeasureRange | null;
}

type Word = "yes" | "no" | "unknown" | "nothing";

export function OneAnswer({ field, name, answerKey, measure }: OneAnswerProps) {
  const answer = answerOf(caseFile.value, field, answerKey);
  const amount = measure && numberOf(answer);
  const label = name.toLowerCase();
  const say = (value: Known, merge: string | null = null) => update((file) => withAnswer(file, field, answerKey, value), label, merge);
  return (
    <div class="one-answer">
      <Choices<Word>
        small hideLegend legend={name} value={amount ? null : wordOf(answer)}
        choices={[
          { value: "yes", label: "Yes" },
          { value: "no", label: "No" },
          { value: "unknown", label: "Unsure" },
          { value: "nothing", label: "Open", calm: true },
        ]}
        onChoose={(word) => say(word === "nothing" ? undefined : word === "unknown" ? null : word === "yes")}
      />
      {measure && (
        <NumberField
          label={`${name} in ${measure.unit}`} hideLabel range={measure} value={amount ? amount.value : null}
          onValue={(value) => {
            if (value !== null) say({ value, unit: amount?.unit ?? measure.unit }, `number ${answerKey}`);
            else if (amount) say(undefined, `number ${answerKey}`);
          }}
        />
      )}
    </div>
  );
}

function wordOf(answer: Known): Word | null {
  if (answer === undefined) return "nothing";
  if (answer === null) return "unknown";
  if (answer === true) return "yes";
  return answer === false ? "no" : null;
}
