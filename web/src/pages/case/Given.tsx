/** Everything that was said so far, to change or to take back. */

import { useState } from "preact/hooks";
import type { Answer, CaseFile, Mark } from "../../api/types";
import { numberOf, split, withAnswer } from "../../state/answers";
import type { Field } from "../../state/answers";
import { caseFile, caseId, skipped, takeUpAgain, update } from "../../state/caseStore";
import { durationWords } from "../../state/duration";
import { href } from "../../state/route";
import { factors, findings, qualities, regions } from "../../state/vocabulary";
import { observationWords } from "../../words/observations";
import { number } from "../../words/scale";
import { AnswerControl } from "./AnswerControl";

export function countGiven(file: CaseFile): number {
  const marks = (file.chart?.marks?.length ?? 0) + (file.chart?.absent?.length ?? 0);
  const duration = file.duration_days === undefined || file.duration_days === null ? 0 : 1;
  return Object.keys(file.findings ?? {}).length + Object.keys(file.context ?? {}).length + marks + duration;
}

export function answerWords(answer: Answer): string {
  if (answer === null) return "not known";
  if (typeof answer === "boolean") return answer ? "yes" : "no";
  const amount = numberOf(answer);
  return amount ? `${number(amount.value)}${amount.unit ? ` ${amount.unit}` : ""}` : String(answer);
}

export function markWords(mark: Pick<Mark, "regions" | "qualities" | "intensity">): string {
  const places = mark.regions.map(observationWords);
  const shown = places.length > 4 ? `${places.slice(0, 3).join("; ")}; and ${places.length - 3} more` : places.join("; ");
  const what = (mark.qualities ?? []).map((quality) => qualities.value.get(quality)?.says ?? quality).join(", ") || "pain";
  const how = mark.intensity === null || mark.intensity === undefined ? "" : ` (${mark.intensity} of 10)`;
  return `${what}${how}: ${shown || "no place yet"}`;
}

export function Given() {
  const file = caseFile.value;
  void regions.value; // the words of places come with the vocabulary
  const marks = file.chart?.marks ?? [];
  const absent = file.chart?.absent ?? [];
  return (
    <div class="step">
      <h2 tabIndex={-1}>What you said so far</h2>
      {countGiven(file) === 0 && <p class="lead">Nothing yet. <a href={href({ page: "case", id: caseId.value!, step: "safety" })}>Begin with the safety questions</a></p>}
      {marks.length + absent.length > 0 && (
        <section>
          <h3>On the body</h3>
          <ul class="given">
            {marks.map((mark, index) => <li key={index}><span>{markWords(mark)}</span></li>)}
            {absent.map((one, index) => <li key={`free${index}`}><span>free: {one.regions.map(observationWords).join("; ")}</span></li>)}
          </ul>
          <p><a href={href({ page: "case", id: caseId.value!, step: "where" })}>Change the chart</a></p>
        </section>
      )}
      <Said field="findings" title="Questions and findings" answers={file.findings ?? {}} />
      <Said field="context" title="Facts" answers={file.context ?? {}} />
      {file.duration_days !== undefined && file.duration_days !== null && (
        <ul class="given"><li><span>It has lasted {durationWords(file.duration_days)}</span><a href={href({ page: "case", id: caseId.value!, step: "facts" })}>Change</a></li></ul>
      )}
      {skipped.value.length > 0 && (
        <ul class="given">
          {skipped.value.map((key) => (
            <li key={key}><span>Put aside: {key === "chart" ? "where it is felt" : observationWords(key)}</span><button type="button" class="quiet-button" onClick={() => takeUpAgain(key)}>Ask again</button></li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Said({ field, title, answers }: { field: Field; title: string; answers: Record<string, Answer> }) {
  const keys = Object.keys(answers);
  if (keys.length === 0) return null;
  return (
    <section>
      <h3>{title}</h3>
      <ul class="given">{keys.map((key) => <SaidRow key={key} field={field} answerKey={key} answer={answers[key] ?? null} />)}</ul>
    </section>
  );
}

function SaidRow({ field, answerKey, answer }: { field: Field; answerKey: string; answer: Answer }) {
  const [editing, setEditing] = useState(false);
  const { name } = split(answerKey);
  const known = field === "findings" ? findings.value.get(name) : factors.value.get(name);
  const words = observationWords(answerKey);
  return (
    <li class={editing ? "editing" : undefined}>
      <span>{words}: <b>{answerWords(answer)}</b></span>
      <span class="row">
        {known && <button type="button" class="quiet-button" aria-expanded={editing} onClick={() => setEditing(!editing)} aria-label={`Change: ${words}`}>{editing ? "Close" : "Change"}</button>}
        <button type="button" class="quiet-button" aria-label={`Remove: ${words}`} onClick={() => update((file) => withAnswer(file, field, answerKey, undefined), `took out ${words.toLowerCase()}`)}>Remove</button>
      </span>
      {editing && known && <div class="edit"><AnswerControl field={field} asked={known} /></div>}
    </li>
  );
}
