/** A new visit: its day, and where its case comes from. */

import { useState } from "preact/hooks";
import { api } from "../../api/client";
import { people } from "../../api/people";
import type { Documents, PersonRecord } from "../../api/people";
import { Choices } from "../../app/parts";
import { visitCase } from "../../state/home";
import { carriedOn, documentsOf } from "../../state/person";
import { useRemote } from "../../state/remote";
import { go } from "../../state/route";
import { dayWords, today } from "../../words/course";
import { dateWords } from "../../words/texts";
import { useAction } from "./action";

type From = "new" | "saved";

export function AddVisit({ person }: { person: PersonRecord }) {
  const [day, setDay] = useState(today());
  const [from, setFrom] = useState<From>("new");
  const [saved, setSaved] = useState("");
  const { problem, busy, act } = useAction();
  const last = person.visits.find((visit) => visit.documents.includes("case"));
  const taken = person.visits.some((visit) => visit.day === day);
  const add = () => act(async () => {
    if (!day) throw new Error("Choose the day of the visit.");
    if (taken) throw new Error(`There is a visit on ${dayWords(day)} already. A course has one visit a day: open that one, or choose another day.`);
    const documents = from === "saved" ? await ofSaved(saved) : await ofNew(person.code, last?.id);
    const visit = await people.addVisit(person.code, day, documents);
    if (from === "saved") go({ page: "people", code: person.code, at: visit.id, query: "", from: 0 });
    else go({ page: "case", id: visitCase(person.code, visit.id), step: null });
  });
  return (
    <form class="panel" aria-label="New visit" onSubmit={(event) => { event.preventDefault(); void add(); }}>
      <label class="stacked"><span>Day of the visit</span><input type="date" required value={day} onInput={(event) => setDay(event.currentTarget.value)} /></label>
      <Choices legend="Its case" value={from} onChoose={setFrom} choices={[{ value: "new", label: "A new one" }, { value: "saved", label: "A saved case" }]} />
      {from === "new" && <p class="fine">{last ? "Facts about the person, such as age and sex, are taken over from the latest visit: check them. Chart and answers begin anew." : "It opens with an empty chart and the questions."}</p>}
      {from === "saved" && <SavedCases value={saved} onChoose={setSaved} />}
      {problem && <p class="field-problem" role="alert">{problem}</p>}
      <div class="row"><button type="submit" class="primary" disabled={busy}>{busy ? "Adding…" : "Add the visit"}</button></div>
    </form>
  );
}

function SavedCases({ value, onChoose }: { value: string; onChoose: (id: string) => void }) {
  const cases = useRemote("saved cases", () => api.cases());
  if (cases.problem) return <p class="field-problem" role="alert">The cases cannot be listed. {cases.problem}</p>;
  if (!cases.value) return <p class="quiet" role="status">Loading the cases…</p>;
  const usable = cases.value.filter((one) => !one.problem);
  if (usable.length === 0) return <p class="fine">No case is kept under “Cases” yet.</p>;
  return (
    <>
      <label class="stacked">
        <span>Saved case</span>
        <select required value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
          <option value="">Choose…</option>
          {usable.map((one) => <option key={one.id} value={one.id}>{one.title || "Untitled case"} ({dateWords(one.updated)})</option>)}
        </select>
      </label>
      <p class="fine">It is copied. The case itself stays under “Cases” and is not part of the person’s record.</p>
    </>
  );
}

async function ofSaved(id: string): Promise<Partial<Documents>> {
  if (!id) throw new Error("Choose one of the saved cases.");
  return documentsOf((await api.case(id)).case);
}

async function ofNew(code: string, last: string | undefined): Promise<Partial<Documents>> {
  if (!last) return {};
  const before = (await people.visit(code, last)).documents.case?.body;
  return before ? { case: carriedOn(before) } : {};
}
