/** One visit: its chart, what was treated before it, how it is measured. */

import { useEffect, useState } from "preact/hooks";
import { people } from "../../api/people";
import type { VisitRecord } from "../../api/people";
import type { PersonCourse, VisitState } from "../../api/course";
import { ChartPicture } from "../../app/ChartPicture";
import { Dialog, Trouble, useTitle, Waiting } from "../../app/parts";
import { visitCase } from "../../state/home";
import { usePerson } from "../../state/person";
import type { PersonNow } from "../../state/person";
import { useRemote } from "../../state/remote";
import { go, href, personHref } from "../../state/route";
import { loadVocabulary, regions } from "../../state/vocabulary";
import { dayWords, standingWords } from "../../words/course";
import { flagText, URGENCY } from "../../words/texts";
import { voice } from "../../state/settings";
import { markWords } from "../case/Given";
import { useAction } from "./action";
import { OutcomeForms } from "./OutcomeForms";
import { PEOPLE } from "./PersonPage";
import { Treatments } from "./Treatments";

export function VisitPage({ code, visit }: { code: string; visit: string }) {
  const now = usePerson(code);
  const held = useRemote(`visit ${code} ${visit}`, (signal) => people.visit(code, visit, signal));
  useEffect(() => void loadVocabulary(), []);
  const title = held.value ? `Visit of ${dayWords(held.value.day)}` : "Visit";
  useTitle(title);
  return (
    <div class="page people">
      <nav class="crumbs" aria-label="Where this is">
        <a href={PEOPLE}>People</a> / <a href={personHref(code)}>{now.person.value?.label ?? code}</a>
      </nav>
      <h1 tabIndex={-1}>{title}</h1>
      <Waiting remote={held} what="This visit">{(one) => <Visit visit={one} now={now} onChange={() => { held.retry(); now.reload(); }} />}</Waiting>
    </div>
  );
}

function Visit({ visit, now, onChange }: { visit: VisitRecord; now: PersonNow; onChange: () => void }) {
  const file = visit.documents.case?.body;
  const state = stateOf(now.course.value, visit.id);
  void regions.value; // the words of places come with the vocabulary
  const marks = file?.chart?.marks ?? [];
  return (
    <>
      <div class="row">
        <a class="button primary" href={href({ page: "case", id: visitCase(visit.person, visit.id), step: null })}>{file ? "Open chart and questions" : "Begin chart and questions"}</a>
        <a class="button" href={personHref(visit.person, "course")}>Course</a>
        <Manage visit={visit} onChange={onChange} />
      </div>
      {now.course.problem && !now.course.loading && <Trouble message={`What is urgent cannot be reckoned. ${now.course.problem}`} onRetry={now.course.retry} />}
      {state && <Urgent state={state} />}
      <section>
        <h2>Chart</h2>
        {!file && <p class="lead">This visit has no case yet.</p>}
        {file && marks.length === 0 && <p class="lead">Nothing is marked on the chart{file.chart?.completed ? "; it was declared complete" : ""}.</p>}
        {file && marks.length > 0 && (
          <div class="with-chart">
            <div class="charts"><ChartPicture file={file} view="front" /><ChartPicture file={file} view="back" /></div>
            <div>
              <ul class="plain-list">{marks.map((mark, index) => <li key={index}>{markWords(mark)}</li>)}</ul>
              <p class="fine">{file.chart?.completed ? "The chart was declared complete: what is not marked is free." : "The chart was not declared complete: what is not marked is unknown, not free."}</p>
            </div>
          </div>
        )}
      </section>
      <OutcomeForms key={`outcomes ${visit.id}`} visit={visit} before={before(now.course.value, visit.id)} onKept={now.course.retry} />
      <Treatments key={`treatments ${visit.id}`} visit={visit} course={now.course.value} onKept={now.course.retry} />
    </>
  );
}

function Urgent({ state }: { state: VisitState }) {
  return (
    <section class={`summary-urgency ${state.urgency}`} aria-label="Urgency at this visit">
      <h2>{URGENCY[state.urgency].title}</h2>
      {state.flags.length === 0 && <p>{URGENCY.routine.doNow}</p>}
      <ul>
        {state.flags.map((one, index) => {
          const words = flagText(one.flag, voice.value);
          return <li key={index}><b>{words.what}.</b> {words.action} <span class="fine">{standingWords(one)}</span></li>;
        })}
      </ul>
    </section>
  );
}

function stateOf(course: PersonCourse | null, visit: string): VisitState | null {
  const place = course?.visits.findIndex((one) => one.id === visit) ?? -1;
  return course?.report?.visits[place] ?? null;
}

/** The visits before this one, the nearest first. */
function before(course: PersonCourse | null, visit: string): VisitState[] {
  const place = course?.visits.findIndex((one) => one.id === visit) ?? -1;
  return course?.report?.visits.slice(0, Math.max(place, 0)).reverse() ?? [];
}

function Manage({ visit, onChange }: { visit: VisitRecord; onChange: () => void }) {
  const [asking, setAsking] = useState<"day" | "erase" | null>(null);
  const [day, setDay] = useState(visit.day);
  const { problem, busy, act } = useAction(onChange);
  const close = () => setAsking(null);
  const move = () => act(async () => {
    await people.moveVisit(visit.person, visit.id, day, visit.version);
    close();
    onChange();
  });
  const erase = () => act(async () => {
    await people.removeVisit(visit.person, visit.id, visit.version);
    go({ page: "people", code: visit.person, at: null, query: "", from: 0 });
  });
  return (
    <>
      <button type="button" class="quiet-button" onClick={() => setAsking("day")}>Other day</button>
      <button type="button" class="quiet-button" onClick={() => setAsking("erase")}>Erase visit…</button>
      {asking === "day" && (
        <Dialog title="The day of this visit" onClose={close}>
          <form onSubmit={(event) => { event.preventDefault(); void move(); }}>
            <label class="stacked"><span>Day</span><input type="date" required value={day} onInput={(event) => setDay(event.currentTarget.value)} /></label>
            {problem && <p class="field-problem" role="alert">{problem}</p>}
            <div class="row"><button type="button" onClick={close}>Cancel</button><button type="submit" class="primary" disabled={busy}>Keep</button></div>
          </form>
        </Dialog>
      )}
      {asking === "erase" && (
        <Dialog title={`Erase the visit of ${dayWords(visit.day)}?`} onClose={close}>
          <p>Its chart, assessment, measures and plan are erased for good. It cannot be taken back.</p>
          {problem && <p class="field-problem" role="alert">{problem}</p>}
          <div class="row"><button type="button" onClick={close}>Keep it</button><button type="button" class="danger" disabled={busy} onClick={() => void erase()}>Erase for good</button></div>
        </Dialog>
      )}
    </>
  );
}
