/** Everybody whose visits are kept: searched and paged on the server. */

import { useState } from "preact/hooks";
import { people } from "../../api/people";
import type { PeoplePage, PersonCard } from "../../api/people";
import { Dialog, Trouble, useTitle } from "../../app/parts";
import { useRemote } from "../../state/remote";
import { go, href, personHref, replace } from "../../state/route";
import { dayWords } from "../../words/course";
import { counted } from "../../words/scale";
import { URGENCY } from "../../words/texts";
import { useAction } from "./action";

const PAGE = 50;

export function PeopleList({ query, from }: { query: string; from: number }) {
  useTitle("People");
  const found = useRemote(`${query} ${from}`, async (signal) => {
    await pause(200, signal); // typing; the page before stays until the new one is there
    return people.list(query, from, PAGE, signal);
  });
  const [adding, setAdding] = useState(false);
  return (
    <div class="page people">
      <h1>People</h1>
      <p class="lead">Visits in time, kept on this computer under a code of its own for each person. No name is needed.</p>
      <div class="row"><button type="button" class="primary" onClick={() => setAdding(true)}>Add a person</button></div>
      <label class="search">
        <span>Search by code or file number</span>
        <input type="search" maxLength={100} value={query} onInput={(event) => replace({ page: "people", code: null, at: null, query: event.currentTarget.value, from: 0 })} />
      </label>
      {found.problem && !found.loading && <Trouble message={`The list cannot be shown. ${found.problem}`} onRetry={found.retry} />}
      {found.value ? <Found page={found.value} query={query} /> : !found.problem && <p class="quiet" role="status">Loading the list…</p>}
      {adding && <AddPerson onClose={() => setAdding(false)} />}
    </div>
  );
}

function Found({ page, query }: { page: PeoplePage; query: string }) {
  const { total, offset } = page;
  const to = offset + page.people.length;
  const at = (from: number) => href({ page: "people", code: null, at: null, query, from });
  if (total === 0) {
    return <p class="lead" role="status">{query.trim() ? `Nobody matches “${query.trim()}”.` : "Nobody is kept yet. Add a person to begin."}</p>;
  }
  return (
    <section aria-label="People found">
      <p class="fine" role="status">{page.people.length < total ? `${offset + 1} to ${to} of ${total.toLocaleString("en")} people` : counted(total, "person", "people")}, the latest changed first</p>
      <table class="people-table">
        <thead><tr><th scope="col">Person</th><th scope="col">Visits</th><th scope="col">Latest</th><th scope="col">Urgency</th></tr></thead>
        <tbody>{page.people.map((one) => <Row key={one.code} one={one} />)}</tbody>
      </table>
      <p class="fine">Urgency is that of the latest visit taken by itself. What changed since the visit before, and what was told earlier, is on the person’s page.</p>
      {(offset > 0 || to < total) && (
        <nav class="row pages" aria-label="Pages of the list">
          {offset > 0 && <a class="button" href={at(Math.max(0, offset - PAGE))}>Previous {PAGE}</a>}
          {to < total && <a class="button" href={at(to)}>Next {Math.min(PAGE, total - to)}</a>}
        </nav>
      )}
    </section>
  );
}

function Row({ one }: { one: PersonCard }) {
  return (
    <tr>
      <th scope="row"><a href={personHref(one.code)}>{one.label ?? one.code}</a>{one.label && <small>{one.code}</small>}</th>
      <td>{one.visits}</td>
      <td>{one.last_visit ? dayWords(one.last_visit) : "none"}</td>
      <td>{one.urgency ? <span class={`chip ${one.urgency}`}>{URGENCY[one.urgency].short}</span> : <span class="quiet">not assessed</span>}</td>
    </tr>
  );
}

function AddPerson({ onClose }: { onClose: () => void }) {
  const [label, setLabel] = useState("");
  const { problem, busy, act } = useAction();
  const add = () => act(async () => {
    const person = await people.add(label.trim() || null);
    onClose();
    go({ page: "people", code: person.code, at: null, query: "", from: 0 });
  });
  return (
    <Dialog title="Add a person" onClose={onClose}>
      <form onSubmit={(event) => { event.preventDefault(); void add(); }}>
        <p>Legwise makes up a code. A file number of your own helps to find the person again; leave names out.</p>
        <label class="stacked"><span>File number (may be left empty)</span><input value={label} maxLength={40} autoComplete="off" onInput={(event) => setLabel(event.currentTarget.value)} /></label>
        {problem && <p class="field-problem" role="alert">{problem}</p>}
        <div class="row"><button type="button" onClick={onClose}>Cancel</button><button type="submit" class="primary" disabled={busy}>Add</button></div>
      </form>
    </Dialog>
  );
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done, stop) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", () => { clearTimeout(timer); stop(new DOMException("stopped", "AbortError")); });
  });
}
