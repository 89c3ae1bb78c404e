/** The cases kept on this computer. */

import { useState } from "preact/hooks";
import { api } from "../api/client";
import type { SavedCase } from "../api/library";
import { Dialog, useTitle, Waiting } from "../app/parts";
import { journal } from "../state/caseStore";
import { useRemote } from "../state/remote";
import { href } from "../state/route";
import { removeCase, startCase } from "../state/session";
import { dateWords } from "../words/texts";
import { ImportFile } from "./ImportFile";

export function Cases() {
  useTitle("Cases");
  const cases = useRemote("cases", () => api.cases());
  const here = journal.all().filter((entry) => entry.dirty && !cases.value?.some((one) => one.id === entry.id));
  return (
    <div class="page">
      <h1>Your cases</h1>
      <div class="row"><button type="button" class="primary" onClick={() => startCase()}>New case</button></div>
      <ImportFile />
      <Waiting remote={cases} what="The cases">{(list) => <List list={list} onChange={cases.retry} />}</Waiting>
      {here.length > 0 && (
        <section>
          <h2>Only in this browser</h2>
          <ul class="case-list">
            {here.map((entry) => <li key={entry.id + entry.tab}><a href={href({ page: "case", id: entry.id, step: null })}>{entry.case.title || "Untitled case"}</a><small>not saved yet, {dateWords(new Date(entry.at).toISOString())}</small></li>)}
          </ul>
        </section>
      )}
    </div>
  );
}

function List({ list, onChange }: { list: SavedCase[]; onChange: () => void }) {
  const [wanted, setWanted] = useState("");
  const found = list.filter((one) => (one.title ?? "").toLowerCase().includes(wanted.trim().toLowerCase()));
  if (list.length === 0) return <p class="lead">No case is kept yet.</p>;
  return (
    <>
      {list.length > 6 && <label class="search"><span>Search by name</span><input type="search" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} /></label>}
      <ul class="case-list">{found.map((one) => <Row key={one.id} one={one} onChange={onChange} />)}</ul>
    </>
  );
}

function Row({ one, onChange }: { one: SavedCase; onChange: () => void }) {
  const [asking, setAsking] = useState<"delete" | "rename" | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const name = one.title || "Untitled case";
  const act = (what: () => Promise<unknown>) => () => {
    what().then(() => { setAsking(null); onChange(); }, (failure: unknown) => setProblem(failure instanceof Error ? failure.message : String(failure)));
  };
  return (
    <li>
      {one.problem ? <b>{one.id}</b> : <a href={href({ page: "case", id: one.id, step: null })}>{name}</a>}
      <small>{dateWords(one.updated)}</small>
      {one.problem && <p class="field-problem">This file cannot be read: {one.problem}</p>}
      {problem && <p class="field-problem" role="alert">{problem}</p>}
      <span class="row">
        {!one.problem && <button type="button" class="quiet-button" aria-label={`Rename ${name}`} onClick={() => setAsking("rename")}>Rename</button>}
        {!one.problem && <button type="button" class="quiet-button" aria-label={`Duplicate ${name}`} onClick={act(() => api.duplicate(one.id))}>Duplicate</button>}
        <button type="button" class="quiet-button" aria-label={`Delete ${name}`} onClick={() => setAsking("delete")}>Delete</button>
      </span>
      {asking === "delete" && (
        <Dialog title={`Delete “${name}”?`} onClose={() => setAsking(null)}>
          <p>It leaves this list and cannot be opened from here again.</p>
          <div class="row"><button type="button" onClick={() => setAsking(null)}>Keep it</button><button type="button" class="danger" onClick={act(() => removeCase(one.id))}>Delete</button></div>
        </Dialog>
      )}
      {asking === "rename" && <Rename one={one} onClose={() => setAsking(null)} onDone={onChange} />}
    </li>
  );
}

function Rename({ one, onClose, onDone }: { one: SavedCase; onClose: () => void; onDone: () => void }) {
  const [title, setTitle] = useState(one.title ?? "");
  const [problem, setProblem] = useState<string | null>(null);
  const save = async () => {
    const stored = await api.case(one.id);
    await api.save(one.id, { ...stored.case, title: title || null }, stored.revision);
    onClose();
    onDone();
  };
  return (
    <Dialog title="Rename" onClose={onClose}>
      <form onSubmit={(event) => { event.preventDefault(); save().catch((failure: unknown) => setProblem(failure instanceof Error ? failure.message : String(failure))); }}>
        <label class="stacked"><span>Name</span><input value={title} maxLength={500} onInput={(event) => setTitle(event.currentTarget.value)} /></label>
        {problem && <p class="field-problem" role="alert">{problem}</p>}
        <div class="row"><button type="button" onClick={onClose}>Cancel</button><button type="submit" class="primary">Rename</button></div>
      </form>
    </Dialog>
  );
}
