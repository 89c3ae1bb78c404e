/** Outcome measures of a visit: free ones item by item, licensed ones by their total, kept with the visit. */

import { useState } from "preact/hooks";
import { course } from "../../api/course";
import type { OutcomeMeasure, Score, VisitState } from "../../api/course";
import type { Outcome, VisitRecord } from "../../api/people";
import { SourceLinks } from "../../app/Cited";
import { Waiting } from "../../app/parts";
import { useKeptList } from "../../state/kept";
import type { KeptList } from "../../state/kept";
import { useRemote } from "../../state/remote";
import { number } from "../../words/scale";
import { useAction } from "./action";
import { MeasureFields, start } from "./MeasureFields";

interface Props {
  visit: VisitRecord;
  before: VisitState[];
  onKept: () => void;
}

export function OutcomeForms({ visit, before, onKept }: Props) {
  const measures = useRemote("measures", () => course.measures());
  const kept = useKeptList(visit.person, visit.id, "outcomes", visit.documents.outcomes);
  return (
    <section>
      <h2>Measures</h2>
      <Waiting remote={measures} what="The measures">{(list) => <Forms list={list} kept={kept} before={before} onKept={onKept} />}</Waiting>
    </section>
  );
}

function Forms({ list, kept, before, onKept }: { list: OutcomeMeasure[]; kept: KeptList<Outcome>; before: VisitState[]; onKept: () => void }) {
  const [chosen, setChosen] = useState("");
  const measure = list.find((one) => one.id === chosen);
  const remove = (at: number) => void kept.change((now) => now.filter((_, index) => index !== at)).then((done) => done && onKept());
  return (
    <>
      {kept.list.length === 0 && <p class="quiet">Nothing was measured at this visit yet.</p>}
      <ul class="kept-list">
        {kept.list.map((one, index) => <KeptRow key={`${one.measure} ${one.of}`} one={one} measure={list.find((m) => m.id === one.measure)} busy={kept.busy} onRemove={() => remove(index)} />)}
      </ul>
      {kept.problem && <p class="field-problem" role="alert">{kept.problem}</p>}
      <label class="stacked">
        <span>Fill in a measure</span>
        <select value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
          <option value="">Choose…</option>
          {list.map((one) => <option key={one.id} value={one.id}>{one.name}</option>)}
        </select>
      </label>
      {measure && <MeasureForm key={measure.id} measure={measure} kept={kept} before={before} onDone={() => { setChosen(""); onKept(); }} />}
    </>
  );
}

function KeptRow({ one, measure, busy, onRemove }: { one: Outcome; measure: OutcomeMeasure | undefined; busy: boolean; onRemove: () => void }) {
  const score = useRemote(JSON.stringify(one), () => course.score(one));
  const name = `${measure?.name ?? one.measure}${one.of ? `: ${one.of}` : ""}`;
  return (
    <li>
      <span><b>{name}</b>{score.value ? <>: {scoreWords(score.value)}</> : score.problem && <small class="field-problem">{score.problem}</small>}</span>
      <button type="button" class="quiet-button" disabled={busy} aria-label={`Remove ${name}`} onClick={onRemove}>Remove</button>
    </li>
  );
}

export function scoreWords(score: Score): string {
  const of = score.items === null ? "" : `, ${score.answered} of ${score.items} answered`;
  return `${number(score.value)} (${number(score.low)} to ${number(score.high)}, ${score.better} is better${of})`;
}

function MeasureForm({ measure, kept, before, onDone }: { measure: OutcomeMeasure; kept: KeptList<Outcome>; before: VisitState[]; onDone: () => void }) {
  const [filled, setFilled] = useState<Outcome>(() => start(measure, before));
  const { problem, busy, act } = useAction();
  const keep = () => act(async () => {
    await course.score(filled); // says what is wrong with it before it is kept
    const same = (one: Outcome) => one.measure === filled.measure && (one.of ?? null) === (filled.of ?? null);
    if (await kept.change((now) => [...now.filter((one) => !same(one)), filled])) onDone();
  });
  return (
    <form class="panel" aria-label={measure.name} onSubmit={(event) => { event.preventDefault(); void keep(); }}>
      <h3>{measure.name}</h3>
      <p>{measure.asks}</p>
      <MeasureFields measure={measure} filled={filled} onFill={setFilled} />
      {measure.missing_rule && <p class="fine">{measure.missing_rule}</p>}
      <p class="fine">
        {measure.important ? `A change of ${number(measure.important.value)} points matters (grade ${measure.important.grade}).` : "No change that matters is known for it."}
        {" "}Licence: {measure.licence}.{measure.note && ` ${measure.note}`}
      </p>
      <details class="more"><summary>Where this comes from</summary><SourceLinks sources={measure.sources} facts={measure.facts} /></details>
      {problem && <p class="field-problem" role="alert">{problem}</p>}
      <div class="row"><button type="submit" class="primary" disabled={busy || kept.busy}>Keep with this visit</button></div>
    </form>
  );
}
