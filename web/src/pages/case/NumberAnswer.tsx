/** The number field of a question that can be answered by a number (age, ferritin, a range of movement). */

import { useState } from "preact/hooks";
import type { MeasureRange, Question } from "../../api/types";
import { answerOf, numberOf, split, withAnswer } from "../../state/answers";
import { caseFile, update } from "../../state/caseStore";
import { findings } from "../../state/vocabulary";
import { NumberField } from "./NumberField";
import { asksBothSides, label } from "./options";

const AGE: MeasureRange = { unit: "years", low: 0, high: 120 };

export function rangeOf(question: Question): MeasureRange | null {
  if (question.kind === "age") return AGE;
  if (question.kind !== "finding" || asksBothSides(question)) return null;
  return question.measure ?? findings.value.get(split(question.key).name)?.measure ?? null;
}

export function NumberAnswer({ question, onDone }: { question: Question; onDone: () => void }) {
  const range = rangeOf(question);
  const field = question.kind === "age" ? "context" : "findings";
  const given = numberOf(answerOf(caseFile.value, field, question.key))?.value ?? null;
  const [typed, setTyped] = useState<number | null>(given);
  if (!range) return null;
  const enter = () => {
    if (typed === null) return;
    const answer = question.kind === "age" ? typed : { value: typed, unit: range.unit };
    update((file) => withAnswer(file, field, question.key, answer), label(question));
    onDone();
  };
  return (
    <form class="number-answer" onSubmit={(event) => { event.preventDefault(); enter(); }}>
      <NumberField label={question.kind === "age" ? "Age" : "As a number"} range={range} value={given} onValue={setTyped} />
      <button type="submit" class="primary" disabled={typed === null}>Enter</button>
    </form>
  );
}
