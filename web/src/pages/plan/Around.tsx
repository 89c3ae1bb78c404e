/** What stands around the treatment: the way to care, what to ask first, what to measure, whom to ask, when to look again. */

import { GradeChip, SourceLinks } from "../../app/Cited";
import type { AskFirst, CareStep, Caution, LeftOut, LeftOutBecause, Measurement, Plan, Referral, Review } from "../../api/plan";
import { assessment } from "../../state/caseStore";
import { voice } from "../../state/settings";
import { observationList, observationWords } from "../../words/observations";
import { LEFT_OUT, planSentence, REFERRALS, WHENS } from "../../words/plan";
import { counted, gradeWords } from "../../words/scale";
import { URGENCY } from "../../words/texts";
import { Cautions, Effect } from "./LineDetails";

const said = (text: string, aim: Referral["aim"] = null): string => planSentence(text, aim, assessment.value?.sources ?? [], voice.value);

/** What the red flags ask for; it comes before everything, and in an emergency it is all there is. */
export function Care({ plan }: { plan: Plan }) {
  if (plan.care.length === 0 && !plan.reach_why) return null;
  return (
    <section class={`summary-urgency ${plan.urgency}`} aria-label="The way to care">
      <h2>{URGENCY[plan.urgency].title}</h2>
      {plan.reach_why && <p><b>{plan.reach_why}</b></p>}
      <ul>{plan.care.map((step) => <CareRow key={step.id} step={step} />)}</ul>
    </section>
  );
}

function CareRow({ step }: { step: CareStep }) {
  return (
    <li>
      <p><b>{step.name}.</b> {voice.value === "plain" ? step.plain_action : step.action}</p>
      <details class="more">
        <summary>Why</summary>
        <p>{step.reason} <span class="fine">Because of: {observationList(step.because)}. {gradeWords(step.grade)}.</span></p>
        <SourceLinks sources={step.sources} facts={step.facts} />
      </details>
    </li>
  );
}

export function AskBefore({ questions }: { questions: readonly AskFirst[] }) {
  if (questions.length === 0) return null;
  const [forbid, soften] = [questions.filter((one) => one.severity === "absolute"), questions.filter((one) => one.severity === "relative")];
  return (
    <details class="plan-ask">
      <summary>
        <b>Ask before you begin.</b> {counted(questions.length, "question")} of this case {questions.length === 1 ? "is" : "are"} open.
        {forbid.length > 0 && ` A yes to one of ${forbid.length} forbids a part of this plan.`}
        {soften.length > 0 && ` A yes to one of ${soften.length} makes a part gentler.`}
      </summary>
      <AskList title="A yes forbids" questions={forbid} />
      <AskList title="A yes makes it gentler" questions={soften} />
    </details>
  );
}

function AskList({ title, questions }: { title: string; questions: readonly AskFirst[] }) {
  if (questions.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul class="plain-list">{questions.map((one) => <li key={one.id}>{one.question} <span class="fine">{one.concerns.join("; ")}</span></li>)}</ul>
    </>
  );
}

export function Warnings({ warnings }: { warnings: readonly Caution[] }) {
  if (warnings.length === 0) return null;
  return (
    <section class="plan-warnings" aria-label="Warnings">
      <h2>Mind in everything below</h2>
      <ul class="plain-list">{warnings.map((one) => <li key={one.id}><b>{one.says}</b>{one.because.length > 0 && ` Because of: ${one.because.map(observationWords).join("; ")}.`}</li>)}</ul>
    </section>
  );
}

const MEASURED: readonly Measurement["when"][] = ["before_and_after", "before", "weekly", "review"];

export function Measures({ measures }: { measures: readonly Measurement[] }) {
  if (measures.length === 0) return null;
  const groups = MEASURED.map((when) => [when, measures.filter((one) => one.when === when)] as const).filter(([, some]) => some.length > 0);
  return (
    <section>
      <h2>What to measure</h2>
      {groups.map(([when, some]) => (
        <div key={when} class="plan-group">
          <h3>{WHENS[when]}</h3>
          <ul class="plan-notes">
            {some.map((one) => (
              <li key={one.id}>
                <p><b>{one.name}</b> <GradeChip grade={one.grade} cited={one.sources.length + one.facts.length > 0} /></p>
                <p>{one.how}</p>
                <Why text={one.why} sources={one.sources} facts={one.facts} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}

function Why({ text, sources, facts }: { text: string; sources: string[]; facts: string[] }) {
  return (
    <details class="more">
      <summary>Why</summary>
      <p>{text}</p>
      <SourceLinks sources={sources} facts={facts} />
    </details>
  );
}

export function Referrals({ referrals }: { referrals: readonly Referral[] }) {
  if (referrals.length === 0) return null;
  return (
    <section>
      <h2>To ask or have tested</h2>
      <p class="fine">Nothing here is a reason to start, stop or change a medicine: it is a question for the doctor.</p>
      <ul class="plan-notes">
        {referrals.map((one) => (
          <li key={one.id}>
            <p>
              <b>{one.name}</b> <span class="chip">{REFERRALS[one.kind]}</span>{" "}
              {!one.evidence && <GradeChip grade={one.grade} cited={one.sources.length + one.facts.length > 0} />}
            </p>
            <p>{said(one.says, one.aim)}</p>
            {one.evidence && <Effect evidence={one.evidence} />}
            <Cautions cautions={one.cautions} />
            <Why text={said(one.why, one.aim)} sources={one.sources} facts={one.facts} />
          </li>
        ))}
      </ul>
    </section>
  );
}

const ORDER: readonly LeftOutBecause[] = ["contraindicated", "advised_against", "no_benefit_expected", "measure_first", "not_this_role", "no_time"];

export function LeftOutList({ items }: { items: readonly LeftOut[] }) {
  if (items.length === 0) return null;
  const groups = ORDER.map((because) => [because, items.filter((one) => one.because === because)] as const).filter(([, some]) => some.length > 0);
  return (
    <section>
      <h2>What is left out, and why</h2>
      {groups.map(([because, some]) => (
        <details key={because} class="group" open={because === "contraindicated" || because === "advised_against"}>
          <summary>{LEFT_OUT[because]} <small>{some.length}</small></summary>
          <ul class="plan-notes">
            {some.map((one) => (
              <li key={one.intervention + one.reason}>
                <p><b>{one.name}.</b> {said(one.reason)}</p>
                {one.aims.length > 0 && <p class="fine">Weighed for: {one.aims.map((aim) => said(aim)).join("; ")}</p>}
                {one.sources.length > 0 && <Sourced sources={one.sources} />}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}

function Sourced({ sources }: { sources: string[] }) {
  return <details class="more"><summary>Sources</summary><SourceLinks sources={sources} facts={[]} /></details>;
}

export function ReviewWhen({ review }: { review: Review | null }) {
  if (!review) return null;
  return (
    <section>
      <h2>Look again after {counted(review.after_days, "day")}</h2>
      <p>{review.why}</p>
      <table class="summary-table plan-changes">
        <caption>What would change the plan before then</caption>
        <thead><tr><th scope="col">If this is seen</th><th scope="col">then</th></tr></thead>
        <tbody>
          {review.changes.map((one) => (
            <tr key={one.when}>
              <th scope="row">{one.when} {one.urgency && <span class={`chip ${one.urgency}`}>{URGENCY[one.urgency].short}</span>}</th>
              <td>{one.then}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

