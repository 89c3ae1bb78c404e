/** The plan of a case: danger first, then the session beside the body, the weeks at home, and everything around. */

import { useEffect } from "preact/hooks";
import { Target } from "../../app/chart";
import { Choices, Trouble, useTitle } from "../../app/parts";
import { MINUTES } from "../../api/plan";
import type { Plan } from "../../api/plan";
import { assessment, caseFile, caseId, saysNothing } from "../../state/caseStore";
import { chosenRole, planMinutes, planRole } from "../../state/planning";
import { href } from "../../state/route";
import { voice } from "../../state/settings";
import { namesOf, planSentence, ROLES } from "../../words/plan";
import { AskBefore, Care, LeftOutList, Measures, Referrals, ReviewWhen, Warnings } from "./Around";
import { Reports } from "./Reports";
import { Session } from "./Session";
import { openedLine, pointedLine, shownLine } from "./spot";
import { usePlan } from "./usePlan";
import { Week } from "./Week";

export function PlanPage() {
  const file = caseFile.value;
  const name = file.title || "New case";
  useTitle(`Plan: ${name}`);
  useEffect(() => () => void (pointedLine.value = openedLine.value = null), []);
  return (
    <div class="page plan">
      <p class="crumbs"><a href={href({ page: "case", id: caseId.value!, step: null })}>Back to the case</a></p>
      <h1 tabIndex={-1}>Plan: {name}</h1>
      {saysNothing(file)
        ? <p class="lead">Nothing was said yet that could be planned for. Say first where it is felt, and what was found; the plan then stands here.</p>
        : <Asked />}
    </div>
  );
}

function Asked() {
  const state = usePlan(caseFile.value, planMinutes.value, planRole());
  const plan = state.value;
  const emergency = (assessment.value?.urgency ?? plan?.urgency) === "emergency" || plan?.reach === "none";
  return (
    <>
      {!emergency && <Controls plan={plan} />}
      {state.problem && <Trouble message={`${plan ? "The plan below is the last one that could be made." : "The plan cannot be made now."} ${state.problem}`} onRetry={state.retry} />}
      {!plan && !state.problem && <p class="quiet" role="status">Planning…</p>}
      {plan && (
        <div class={state.older ? "plan-older" : undefined} aria-busy={state.loading}>
          <p class="sr" role="status">{state.loading ? "" : spoken(plan)}</p>
          {emergency ? <Emergency plan={plan} /> : <Whole plan={plan} />}
        </div>
      )}
      {emergency && !plan && <p class="lead">While an emergency is possible there is no plan. Do what stands above now.</p>}
    </>
  );
}

function spoken(plan: Plan): string {
  if (plan.reach === "none") return "No plan: an emergency comes first.";
  if (plan.reach === "waiting") return "Nothing is treated for now: a doctor should look at this today.";
  return `Plan for ${plan.minutes} minutes: ${plan.session.length} steps, ${plan.home.length} things for the weeks at home.`;
}

function Controls({ plan }: { plan: Plan | null }) {
  const minutes = planMinutes.value;
  return (
    <div class="plan-controls">
      {plan?.reach !== "waiting" && (
        <label class="plan-length" for="plan-minutes">
          <span>Length of the session: <b>{minutes} minutes</b></span>
          <input
            id="plan-minutes" type="range" min={MINUTES.least} max={MINUTES.most} step={MINUTES.step} value={minutes} aria-valuetext={`${minutes} minutes`}
            onInput={(event) => (planMinutes.value = event.currentTarget.valueAsNumber)}
          />
          <small aria-hidden="true"><span>{MINUTES.least}</span><span>{MINUTES.most}</span></small>
        </label>
      )}
      <Choices legend="Who treats" value={planRole()} onChoose={(value) => (chosenRole.value = value)} choices={ROLES} />
    </div>
  );
}

/** No plan, no option: only the way to care, and what helps to get there. */
function Emergency({ plan }: { plan: Plan }) {
  return (
    <>
      <Care plan={plan} />
      <Reports planned={false} />
    </>
  );
}

function Whole({ plan }: { plan: Plan }) {
  return (
    <>
      <div class="plan-first">
        <Care plan={plan} />
        <AskBefore questions={plan.ask_first} />
        <Warnings warnings={plan.warnings} />
      </div>
      <div class="plan-zones">
        <div class="plan-act">
          <Body plan={plan} />
          {plan.reach === "full" && <section class="plan-session" aria-label="The session"><h2>The session</h2><Session plan={plan} /></section>}
        </div>
        <div class="plan-rest">
          {plan.home.length > 0 && <section aria-label="The weeks at home"><h2>The weeks at home</h2><Week home={plan.home} /></section>}
          <Measures measures={plan.measures} />
          <Referrals referrals={plan.referrals} />
          <LeftOutList items={plan.left_out} />
          <ReviewWhen review={plan.review} />
          <Reports planned />
          <Notes plan={plan} />
        </div>
      </div>
    </>
  );
}

function Body({ plan }: { plan: Plan }) {
  const shown = shownLine(plan, pointedLine.value, openedLine.value);
  if (!shown) return null;
  return <div class="plan-body"><Target regions={shown.aim.regions} sourceKey={shown.aim.key} says={namesOf(shown, voice.value).first} /></div>;
}

function Notes({ plan }: { plan: Plan }) {
  return (
    <section>
      <h2>How to read this plan</h2>
      <ul class="plain-list">{plan.notes.map((note) => <li key={note}>{planSentence(note, null, assessment.value?.sources ?? [], voice.value)}</li>)}</ul>
      <p class="fine">
        Chosen from {plan.computed.candidates} possible lines: {plan.computed.method}. Knowledge {plan.computed.knowledge_version}.
      </p>
    </section>
  );
}
