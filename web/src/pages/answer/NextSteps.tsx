/** What to ask or test next: why, how, and how much it would tell; it can be answered on the spot. */

import { useState } from "preact/hooks";
import type { NextStep } from "../../api/types";
import { isAnswered, split } from "../../state/answers";
import { assessment, caseFile, role } from "../../state/caseStore";
import { voice } from "../../state/settings";
import { findings } from "../../state/vocabulary";
import { css, tells } from "../../words/bars";
import { inVoice, questionText } from "../../words/texts";
import { AnswerControl, OneAnswer } from "../case/AnswerControl";

export function NextSteps({ steps }: { steps: NextStep[] }) {
  if (steps.length === 0) return null;
  const best = Math.max(...steps.map((step) => step.bits));
  const mine = (step: NextStep) => role.value === "clinician" || (findings.value.get(split(step.finding).name)?.who.includes("person") ?? false);
  const [now, examined] = [steps.filter(mine), steps.filter((step) => !mine(step))];
  return (
    <section class="next-steps">
      <h3>What would tell most now</h3>
      {now.length > 0 && <ul>{now.map((step) => <StepRow key={step.finding} step={step} best={best} />)}</ul>}
      {examined.length > 0 && (
        <>
          <h4>What an examination could add</h4>
          <ul>{examined.map((step) => <StepRow key={step.finding} step={step} best={best} />)}</ul>
        </>
      )}
    </section>
  );
}

function StepRow({ step, best }: { step: NextStep; best: number }) {
  const [open, setOpen] = useState(false);
  const { side, name } = split(step.finding);
  const finding = findings.value.get(name);
  const { text, side: sideText } = questionText({ kind: "finding", key: step.finding, text: step.question, how: step.clinician, why: "", bits: step.bits });
  const clinical = voice.value === "clinical" || step.kind !== "history";
  const much = tells(step.bits, best);
  const answered = finding ? isAnswered(caseFile.value, "findings", name, side !== null) : false;
  return (
    <li>
      <p class="step-what"><b>{clinical ? step.name : `${text}${sideText ? ` (${sideText} side)` : ""}`}</b></p>
      <p class="step-much"><span class="much" aria-hidden="true"><span style={{ width: css(much.length) }} /></span>{much.word}</p>
      {step.separates.length > 0 && <p class="fine">Helps to tell about {step.separates.map((name) => inVoice(name, assessment.value?.sources ?? [], voice.value)).join(" and ")}.</p>}
      {clinical && step.clinician && <p class="fine">How: {step.clinician}</p>}
      {finding && (
        <button type="button" class="quiet-button" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? "Close" : answered ? "Change the answer" : "Enter the answer"}</button>
      )}
      {open && finding && (side === null
        ? <AnswerControl field="findings" asked={finding} />
        : <OneAnswer field="findings" name={step.name} answerKey={step.finding} measure={finding.measure} />)}
    </li>
  );
}
