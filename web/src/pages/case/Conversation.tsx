/** The middle zone: danger first, then the place, then one question at a time. */

import { useEffect, useRef } from "preact/hooks";
import { Places } from "../../app/chart";
import { caseFile, caseId, role, skipped, putAside } from "../../state/caseStore";
import { href, replace } from "../../state/route";
import type { CaseStep } from "../../state/route";
import { chartGiven, firstStep, safetyLeft } from "../../state/flow";
import { vocabulary } from "../../state/vocabulary";
import { show } from "./CasePage";
import { Facts } from "./Facts";
import { Given, countGiven } from "./Given";
import { Questions } from "./Questions";
import { Safety } from "./Safety";
import { Sheet } from "./Sheet";

export function Conversation({ step }: { step: CaseStep | null }) {
  const words = vocabulary.value;
  const id = caseId.value;
  const place = useRef<HTMLDivElement>(null);
  const before = useRef(step);
  useEffect(() => {
    // An address without a step is given one once, so that no answer moves the page away from under the hand.
    if (words && id && !step) replace({ page: "case", id, step: firstStep(caseFile.value, words, role.value, skipped.value) });
  }, [words, id, step]);
  useEffect(() => {
    const moved = before.current !== null && before.current !== step;
    before.current = step;
    if (!moved) return;
    place.current?.querySelector("h2")?.focus({ preventScroll: true });
    place.current?.parentElement?.scrollTo(0, 0);
    if (!matchMedia("(min-width: 1100px)").matches) window.scrollTo(0, 0);
  }, [step]);
  if (!words || !step) return <p class="quiet" role="status">Loading the questions…</p>;
  return (
    <div ref={place}>
      <StepNav here={step} />
      <StepBody here={step} />
    </div>
  );
}

interface StepLink {
  step: CaseStep;
  text: string;
  note: string;
}

function StepNav({ here }: { here: CaseStep }) {
  const left = safetyLeft(caseFile.value, vocabulary.value!, role.value).length;
  const clinician = role.value === "clinician";
  const way: StepLink[] = [
    { step: "safety", text: "1. Safety", note: left ? `${left} left` : "done" },
    { step: "where", text: "2. Where", note: chartGiven(caseFile.value) ? "given" : "open" },
    { step: "questions", text: "3. Questions", note: "one at a time" },
  ];
  const beside: StepLink[] = [
    { step: "facts", text: clinician ? "Patient" : "About you", note: "" },
    { step: "sheet", text: clinician ? "Examination" : "All questions", note: "" },
    { step: "given", text: "Given", note: String(countGiven(caseFile.value)) },
    { step: "plan", text: "Plan", note: "" },
  ];
  const link = ({ step, text, note }: StepLink) => (
    <li key={step}>
      <a href={href({ page: "case", id: caseId.value!, step })} aria-current={step === here ? "step" : undefined}>{text}{note && <small>{note}</small>}</a>
    </li>
  );
  return (
    <nav class="steps" aria-label="Steps">
      <ol>{way.map(link)}</ol>
      <ul>{beside.map(link)}</ul>
    </nav>
  );
}

function StepBody({ here }: { here: CaseStep }) {
  switch (here) {
    case "safety":
      return <Safety />;
    case "where":
      return <Where />;
    case "facts":
      return <Facts />;
    case "sheet":
      return <Sheet />;
    case "given":
      return <Given />;
    default:
      return <Questions />;
  }
}

function Where() {
  const id = caseId.value!;
  const given = chartGiven(caseFile.value);
  return (
    <div class="step">
      <h2 tabIndex={-1}>Where is it felt?</h2>
      <p class="lead">Paint it on the body, or choose the places in this list. Both are the same chart.</p>
      <p class="narrow-only"><button type="button" onClick={() => show("body")}>Paint on the body</button></p>
      <Places />
      <div class="row">
        <a class="button primary" href={href({ page: "case", id, step: "questions" })} onClick={() => !given && putAside("chart")}>
          {given ? "Go on to the questions" : "Skip for now"}
        </a>
      </div>
    </div>
  );
}
