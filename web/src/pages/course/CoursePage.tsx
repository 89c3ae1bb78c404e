/** A person's visits in time: what is urgent first, then what moved, the charts, the measures, what treatment did. */

import type { CourseReport, CourseStep, PersonCourse, ScoreChange } from "../../api/course";
import { useTitle, Waiting } from "../../app/parts";
import { usePerson } from "../../state/person";
import { personHref } from "../../state/route";
import { voice } from "../../state/settings";
import { dayWords, DEFINITION, DIRECTION, raised, RESPONSE_NOTE, responses, scoreChangeWords, standingWords, TREND } from "../../words/course";
import { counted } from "../../words/scale";
import { flagText, readable, URGENCY } from "../../words/texts";
import { PEOPLE } from "../people/PersonPage";
import { ChartPair } from "./ChartPair";
import { Trends } from "./Trends";

export function CoursePage({ code }: { code: string }) {
  const now = usePerson(code);
  const name = now.person.value?.label ?? code;
  useTitle(`Course of ${name}`);
  return (
    <div class="page people course">
      <nav class="crumbs" aria-label="Where this is"><a href={PEOPLE}>People</a> / <a href={personHref(code)}>{name}</a></nav>
      <h1 tabIndex={-1}>Course</h1>
      <Waiting remote={now.course} what="The course">{(followed) => <Followed followed={followed} code={code} />}</Waiting>
    </div>
  );
}

function Followed({ followed, code }: { followed: PersonCourse; code: string }) {
  const { report } = followed;
  if (!report) return <p class="lead">No visit has a case yet. <a href={personHref(code)}>Open a visit</a> and begin its chart and questions.</p>;
  return (
    <>
      <p class="fine">
        {counted(report.visits.length, "visit")}, {dayWords(report.visits[0]!.date)} to {dayWords(report.visits.at(-1)!.date)}
        {followed.without_case.length > 0 && `; not part of it, because they have no case: ${followed.without_case.map((one) => dayWords(one.day)).join(", ")}`}
      </p>
      <UrgentNow report={report} />
      <Moved report={report} />
      <section>
        <h2>Two charts side by side</h2>
        <ChartPair code={code} report={report} />
      </section>
      <section>
        <h2>Trends</h2>
        <Trends report={report} />
      </section>
      <Treatment report={report} />
      <Steps report={report} />
      {report.notes.length > 0 && <ul class="plain-list fine">{report.notes.map((note) => <li key={note}>{note}</li>)}</ul>}
      <p class="fine">Decision support, not a diagnosis. Knowledge {report.knowledge_version}.</p>
    </>
  );
}

/** Urgency first: what stands at the latest visit, and when it rose. */
function UrgentNow({ report }: { report: CourseReport }) {
  const last = report.visits.at(-1)!;
  const rises = report.steps.filter(raised);
  return (
    <section class={`summary-urgency ${report.urgency}`} aria-label="Urgency in this course">
      <h2>{URGENCY[report.urgency].title}</h2>
      {last.flags.length === 0 && <p>{URGENCY.routine.doNow}</p>}
      <ul>
        {last.flags.map((one, index) => {
          const words = flagText(one.flag, voice.value);
          return <li key={index}><b>{words.what}.</b> {words.action} <span class="fine">{standingWords(one)}</span></li>;
        })}
      </ul>
      {rises.map((step) => (
        <p key={step.after} class="fine">
          It rose from “{URGENCY[step.urgency_before].short.toLowerCase()}” to “{URGENCY[step.urgency_after].short.toLowerCase()}” at visit {step.after}, {dayWords(report.visits[step.after - 1]!.date)}.
        </p>
      ))}
    </section>
  );
}

function Moved({ report }: { report: CourseReport }) {
  const latest = report.steps.at(-1);
  if (!latest) return <p class="lead">A course needs a second visit.</p>;
  const whole = report.overall;
  return (
    <section>
      <h2>Where the pain went</h2>
      {whole && <Direction step={whole} when="From the first visit to the last" />}
      <Direction step={latest} when="Since the visit before" />
      <p class="fine definition">{DEFINITION}</p>
    </section>
  );
}

function Direction({ step, when }: { step: CourseStep; when: string }) {
  const words = DIRECTION[step.direction];
  return (
    <div class={`direction ${step.direction}`}>
      <h3>{when}: {words.word.toLowerCase()}</h3>
      <p><b>{words.says.charAt(0).toUpperCase() + words.says.slice(1)}.</b> {step.why.charAt(0).toUpperCase() + step.why.slice(1)}</p>
    </div>
  );
}

function Treatment({ report }: { report: CourseReport }) {
  const told = responses(report);
  const treated = report.visits.flatMap((visit) => visit.treated.map((one) => ({ visit: visit.number, ...one })));
  if (treated.length === 0) return null;
  return (
    <section>
      <h2>What treatment did</h2>
      <ul class="plain-list">
        {treated.map((one, index) => (
          <li key={index}>Visit {one.visit}: {nameOf(report, one.source)}, {one.intervention.replace(/_/g, " ")}{one.change ? <>: <b>{one.change === "same" ? "the same" : one.change}</b></> : ""}</li>
        ))}
      </ul>
      {told.length > 0 && (
        <>
          <h3>What that says of the sources</h3>
          <ul class="plain-list">{told.map((one) => <li key={`${one.visit} ${one.name}`}>Visit {one.visit}: <b>{one.name}</b>: {one.text}</li>)}</ul>
        </>
      )}
      <p class="fine">{RESPONSE_NOTE}</p>
    </section>
  );
}

function nameOf(report: CourseReport, key: string): string {
  return report.visits.flatMap((visit) => visit.sources).find((one) => one.key === key)?.name ?? key;
}

function Steps({ report }: { report: CourseReport }) {
  if (report.steps.length === 0) return null;
  return (
    <section>
      <h2>From visit to visit</h2>
      <ol class="course-steps" reversed>{[...report.steps].reverse().map((step) => <StepRow key={step.after} step={step} report={report} />)}</ol>
    </section>
  );
}

function StepRow({ step, report }: { step: CourseStep; report: CourseReport }) {
  const moved = step.areas.filter((one) => one.quality !== "all" || step.areas.length === 1);
  const words = DIRECTION[step.direction];
  return (
    <li>
      <h3>Visit {step.before} to {step.after}, {dayWords(report.visits[step.after - 1]!.date)}: {words.word.toLowerCase()} {raised(step) && <span class={`chip ${step.urgency_after}`}>now {URGENCY[step.urgency_after].short.toLowerCase()}</span>}</h3>
      <p>{step.why.charAt(0).toUpperCase() + step.why.slice(1)}</p>
      {moved.length > 0 && <p class="fine">Area: {moved.map((one) => `${readable(one.quality).toLowerCase()} ${Math.round(one.before)} to ${Math.round(one.after)} cm² (${TREND[one.trend]})`).join("; ")}.</p>}
      {step.scores.length > 0 && <ul class="plain-list">{step.scores.map((one) => <ScoreRow key={one.name} one={one} />)}</ul>}
    </li>
  );
}

function ScoreRow({ one }: { one: ScoreChange }) {
  return <li>{one.name}: {scoreChangeWords(one)}.{one.note && ` ${one.note}.`}</li>;
}
