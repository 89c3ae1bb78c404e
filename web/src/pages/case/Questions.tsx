/** One question at a time, in the order that the interview gives. */

import { useLayoutEffect, useRef } from "preact/hooks";
import type { Question } from "../../api/types";
import { assessment, caseFile, caseId, nextQuestion, pending, putAside, unreachable } from "../../state/caseStore";
import { href } from "../../state/route";
import { split } from "../../state/answers";
import { role, voice } from "../../state/settings";
import { back, canGoBack, forward, isBefore, shown, wasAnswered } from "../../state/trail";
import { findings } from "../../state/vocabulary";
import { inVoice, questionText } from "../../words/texts";
import { keyOf, optionsFor, standing } from "./options";
import type { Option } from "./options";
import { NumberAnswer } from "./NumberAnswer";

export function Questions() {
  const question = shown.value;
  if (question === undefined) {
    return <div class="step"><h2 tabIndex={-1}>Questions</h2><p class="quiet" role="status">{unreachable.value ? "The next question comes when the server is back." : "Looking for the next question…"}</p></div>;
  }
  if (question === null) return <Done />;
  return <Card key={question.key} question={question} />;
}

function Card({ question }: { question: Question }) {
  const { text: asked, side } = questionText(question);
  const finding = question.kind === "finding" ? findings.value.get(split(question.key).name) : undefined;
  const clinical = voice.value === "clinical" && finding !== undefined;
  const text = clinical ? finding.name : asked;
  const heading = useRef<HTMLHeadingElement>(null);
  const card = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (wantsFocus) heading.current?.focus({ preventScroll: true });
    wantsFocus = false;
  }, []);
  const options = optionsFor(question);
  const given = standing(caseFile.value, question);
  const waiting = pending.value && !isBefore.value && given !== null;
  const choose = (option: Option) => {
    wantsFocus = true;
    option.give();
    wasAnswered(question);
  };
  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target as HTMLElement).tagName === "INPUT") return;
    const option = options.find((one) => keyOf(one) === event.key.toLowerCase());
    if (!option || waiting) return;
    event.preventDefault();
    choose(option);
  };
  return (
    <div class="step question" ref={card} onKeyDown={pressed}>
      <p class="question-why"><b>Why this is asked:</b> {inVoice(question.why, assessment.value?.sources ?? [], voice.value)}.</p>
      <h2 ref={heading} tabIndex={-1}>{text}{side && <> <span class="side-tag">{side} side</span></>}</h2>
      {clinical && finding.kind === "history" && <p>To ask: “{asked}”</p>}
      {role.value === "clinician" && question.how && question.kind !== "chart" && <p class="how"><b>How:</b> {question.how}</p>}
      {question.kind === "chart" ? (
        <p><a class="button primary" href={href({ page: "case", id: caseId.value!, step: "where" })}>Show where</a></p>
      ) : (
        <NumberAnswer question={question} onDone={() => { wantsFocus = true; wasAnswered(question); }} />
      )}
      <div class="options" role="group" aria-label="Answers">
        {options.map((option) => (
          <button
            key={option.label} type="button" class={`option${given === option.label ? " on" : ""}`} aria-pressed={given === option.label}
            disabled={waiting} onClick={() => choose(option)}
          >
            <span>{option.label}</span><kbd aria-hidden="true">{keyOf(option).toUpperCase()}</kbd>
          </button>
        ))}
      </div>
      <div class="row question-nav">
        <button type="button" class="quiet-button" disabled={!canGoBack.value} onClick={() => { wantsFocus = true; back(); }}>Previous question</button>
        {isBefore.value && <button type="button" class="quiet-button" onClick={() => { wantsFocus = true; forward(); }}>Next question</button>}
        {question.kind === "chart" && <button type="button" class="quiet-button" onClick={() => { wantsFocus = true; putAside("chart"); }}>Skip for now</button>}
      </div>
    </div>
  );
}

/** The next card takes the focus only when the last one was answered, never when it comes by itself. */
let wantsFocus = false;

function Done() {
  const id = caseId.value!;
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    if (wantsFocus) heading.current?.focus({ preventScroll: true });
    wantsFocus = false;
  }, []);
  return (
    <div class="step">
      <h2 ref={heading} tabIndex={-1}>Nothing more is worth asking now</h2>
      <p class="lead">
        No further {role.value === "person" ? "question" : "question or test"} would change the answer much.
        {nextQuestion.value === null && role.value === "person" && " An examination can still tell more: the summary is a page to take along."}
      </p>
      <div class="row">
        <a class="button primary" href={href({ page: "case", id, step: "summary" })}>Summary to print</a>
        <a class="button" href={href({ page: "case", id, step: "sheet" })}>All questions</a>
        <button type="button" class="quiet-button" disabled={!canGoBack.value} onClick={back}>Previous question</button>
      </div>
    </div>
  );
}
