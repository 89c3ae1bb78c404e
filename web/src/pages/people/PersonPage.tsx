/** One person: visits in time, the course in a line, and what can be done with the whole. */

import { useState } from "preact/hooks";
import type { PersonCourse } from "../../api/course";
import { people } from "../../api/people";
import type { PersonRecord, VisitCard } from "../../api/people";
import { Dialog, Trouble, useTitle, Waiting } from "../../app/parts";
import { erasePerson, usePerson } from "../../state/person";
import type { PersonNow } from "../../state/person";
import { go, href, personHref } from "../../state/route";
import { dayWords, DIRECTION } from "../../words/course";
import { counted } from "../../words/scale";
import { URGENCY } from "../../words/texts";
import { useAction } from "./action";
import { AddVisit } from "./AddVisit";

export const PEOPLE = href({ page: "people", code: null, at: null, query: "", from: 0 });

export function PersonPage({ code }: { code: string }) {
  const now = usePerson(code);
  useTitle(now.person.value?.label ?? code);
  return (
    <div class="page people">
      <nav class="crumbs" aria-label="Where this is"><a href={PEOPLE}>People</a></nav>
      <h1 tabIndex={-1}>{now.person.value?.label ?? code}</h1>
      <Waiting remote={now.person} what="This person">{(person) => <Person person={person} now={now} />}</Waiting>
    </div>
  );
}

function Person({ person, now }: { person: PersonRecord; now: PersonNow }) {
  const [adding, setAdding] = useState(false);
  return (
    <>
      <p class="fine">{person.label && <>Code {person.code} · </>}{counted(person.visits.length, "visit")}</p>
      <div class="row">
        <button type="button" class={adding ? undefined : "primary"} aria-expanded={adding} onClick={() => setAdding(!adding)}>Add a visit</button>
        <Whole person={person} onChange={now.reload} />
      </div>
      {adding && <AddVisit person={person} />}
      {person.visits.length === 0 && !adding && <p class="lead">No visit yet. Add the first one: from a case that is kept, or a new one.</p>}
      {person.visits.length > 0 && <Followed code={person.code} now={now} />}
      {person.visits.length > 0 && (
        <section>
          <h2>Visits</h2>
          <ol class="visit-list">{person.visits.map((visit) => <Visit key={visit.id} code={person.code} visit={visit} course={now.course.value} />)}</ol>
        </section>
      )}
    </>
  );
}

function Followed({ code, now }: { code: string; now: PersonNow }) {
  const { value, problem, retry, loading } = now.course;
  if (problem && !loading) return <Trouble message={`The course cannot be reckoned, so what is urgent in it is not known here. ${problem}`} onRetry={retry} />;
  if (!value) return <p class="quiet" role="status">Reckoning the course…</p>;
  const { report } = value;
  if (!report) return <p class="lead">No visit has a case yet, so there is no course.</p>;
  const [step, whole] = [report.steps.at(-1), report.overall];
  return (
    <p class="lead">
      {whole && <>From the first visit to the last: <b>{DIRECTION[whole.direction].word.toLowerCase()}</b>. </>}
      {step ? <>Since the visit before: <b>{DIRECTION[step.direction].word.toLowerCase()}</b>, {DIRECTION[step.direction].says}. </> : "A course needs a second visit. "}
      <a href={personHref(code, "course")}>{step ? "The whole course" : "What is known so far"}</a>
    </p>
  );
}

function Visit({ code, visit, course }: { code: string; visit: VisitCard; course: PersonCourse | null }) {
  const place = course?.visits.findIndex((one) => one.id === visit.id) ?? -1;
  const urgency = course?.report?.visits[place]?.urgency ?? visit.urgency;
  const kept = visit.documents.filter((kind) => kind !== "case" && kind !== "assessment");
  return (
    <li>
      <a href={personHref(code, visit.id)}>{dayWords(visit.day)}</a>
      <span>{visit.documents.includes("case") ? visit.title ?? "Untitled case" : "No case yet"}{kept.length > 0 && <small>with {kept.join(", ")}</small>}</span>
      {urgency && <span class={`chip ${urgency}`}>{URGENCY[urgency].short}</span>}
    </li>
  );
}

/** Label, export, erasure. */
function Whole({ person, onChange }: { person: PersonRecord; onChange: () => void }) {
  const [asking, setAsking] = useState<"label" | "erase" | null>(null);
  const { problem, busy, act } = useAction();
  const close = () => setAsking(null);
  return (
    <>
      <button type="button" class="quiet-button" onClick={() => setAsking("label")}>Change file number</button>
      <button type="button" class="quiet-button" disabled={busy} onClick={() => void act(() => download(person.code))}>Export</button>
      <button type="button" class="quiet-button" onClick={() => setAsking("erase")}>Erase…</button>
      {problem && <p class="field-problem" role="alert">{problem}</p>}
      {asking === "label" && <Label person={person} onClose={close} onChange={onChange} />}
      {asking === "erase" && <Erase person={person} onClose={close} />}
    </>
  );
}

function Label({ person, onClose, onChange }: { person: PersonRecord; onClose: () => void; onChange: () => void }) {
  const [label, setLabel] = useState(person.label ?? "");
  const { problem, busy, act } = useAction(onChange);
  const save = () => act(async () => {
    await people.relabel(person.code, label.trim() || null, person.version);
    onClose();
    onChange();
  });
  return (
    <Dialog title="File number" onClose={onClose}>
      <form onSubmit={(event) => { event.preventDefault(); void save(); }}>
        <label class="stacked"><span>File number (may be left empty)</span><input value={label} maxLength={40} autoComplete="off" onInput={(event) => setLabel(event.currentTarget.value)} /></label>
        {problem && <p class="field-problem" role="alert">{problem}</p>}
        <div class="row"><button type="button" onClick={onClose}>Cancel</button><button type="submit" class="primary" disabled={busy}>Keep</button></div>
      </form>
    </Dialog>
  );
}

function Erase({ person, onClose }: { person: PersonRecord; onClose: () => void }) {
  const { problem, busy, act } = useAction();
  const erase = () => act(async () => {
    await erasePerson(person.code);
    go({ page: "people", code: null, at: null, query: "", from: 0 });
  });
  return (
    <Dialog title={`Erase ${person.label ?? person.code}?`} onClose={onClose}>
      <p>
        Everything kept of this person is erased for good: {counted(person.visits.length, "visit")} with charts, assessments, measures and plans. It cannot be
        taken back. Only the code stays in the audit trail.
      </p>
      <p>Not touched: cases kept under “Cases”, exported files, and backups made before.</p>
      {problem && <p class="field-problem" role="alert">{problem}</p>}
      <div class="row">
        <button type="button" onClick={onClose}>Keep everything</button>
        <button type="button" class="danger" disabled={busy} onClick={() => void erase()}>Erase for good</button>
      </div>
    </Dialog>
  );
}

async function download(code: string): Promise<void> {
  const text = JSON.stringify(await people.export(code), null, 1);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = `legwise-${code}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
