/** What was treated since the visit before, and what came of it: weak evidence for the course. */

import { useState } from "preact/hooks";
import type { PersonCourse, SourceNow } from "../../api/course";
import type { Treated, VisitRecord } from "../../api/people";
import { Choices } from "../../app/parts";
import { useKeptList } from "../../state/kept";
import { RESPONSE_NOTE } from "../../words/course";

type Change = "better" | "same" | "worse" | "unknown";

const CHANGE: { value: Change; label: string }[] = [
  { value: "better", label: "Better" }, { value: "same", label: "The same" }, { value: "worse", label: "Worse" }, { value: "unknown", label: "Not known" },
];

export function Treatments({ visit, course, onKept }: { visit: VisitRecord; course: PersonCourse | null; onKept: () => void }) {
  const kept = useKeptList(visit.person, visit.id, "treatments", visit.documents.treatments);
  const sources = sourcesAround(course, visit.id);
  const name = (key: string) => sources.find((one) => one.key === key)?.name ?? key.replace(/_/g, " ");
  const change = (how: (list: Treated[]) => Treated[]) => kept.change(how).then((done) => { if (done) onKept(); return done; });
  return (
    <section>
      <h2>Treated since the visit before</h2>
      {kept.list.length === 0 && <p class="quiet">Nothing is entered.</p>}
      <ul class="kept-list">
        {kept.list.map((one, index) => (
          <li key={index}>
            <span><b>{name(one.source)}</b>: {one.intervention.replace(/_/g, " ")}{one.change && <>, then <b>{one.change === "same" ? "the same" : one.change}</b></>}</span>
            <button type="button" class="quiet-button" disabled={kept.busy} aria-label={`Remove ${name(one.source)}`} onClick={() => void change((list) => list.filter((_, at) => at !== index))}>Remove</button>
          </li>
        ))}
      </ul>
      {kept.problem && <p class="field-problem" role="alert">{kept.problem}</p>}
      {sources.length > 0
        ? <TreatedForm sources={sources} busy={kept.busy} onAdd={(one) => change((list) => [...list, one])} />
        : <p class="fine">Sources to choose from are there once this visit or the one before has been assessed.</p>}
    </section>
  );
}

function TreatedForm({ sources, busy, onAdd }: { sources: SourceNow[]; busy: boolean; onAdd: (one: Treated) => Promise<boolean> }) {
  const [source, setSource] = useState("");
  const [intervention, setIntervention] = useState("");
  const [change, setChange] = useState<Change>("unknown");
  const add = async () => {
    if (await onAdd({ source, intervention: intervention.trim(), change: change === "unknown" ? null : change })) {
      setSource("");
      setIntervention("");
      setChange("unknown");
    }
  };
  return (
    <details class="more">
      <summary>Enter a treatment</summary>
      <form class="panel" aria-label="Treatment" onSubmit={(event) => { event.preventDefault(); void add(); }}>
        <label class="stacked">
          <span>What was treated</span>
          <select required value={source} onChange={(event) => setSource(event.currentTarget.value)}>
            <option value="">Choose…</option>
            {sources.map((one) => <option key={one.key} value={one.key}>{one.name}</option>)}
          </select>
        </label>
        <label class="stacked"><span>With what</span><input required maxLength={200} value={intervention} onInput={(event) => setIntervention(event.currentTarget.value)} /></label>
        <Choices legend="What came of it" value={change} onChoose={setChange} choices={CHANGE} />
        <p class="fine">{RESPONSE_NOTE}</p>
        <div class="row"><button type="submit" class="primary" disabled={busy || !intervention.trim()}>Keep with this visit</button></div>
      </form>
    </details>
  );
}

/** The leading sources of this visit and of the one before. */
export function sourcesAround(course: PersonCourse | null, visit: string): SourceNow[] {
  const place = course?.visits.findIndex((one) => one.id === visit) ?? -1;
  if (!course?.report || place < 0) return [];
  const near = [course.report.visits[place - 1], course.report.visits[place]].flatMap((one) => one?.sources ?? []);
  return [...new Map(near.map((one) => [one.key, one])).values()];
}
