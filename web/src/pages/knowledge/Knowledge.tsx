/** The knowledge base: every kind, every record, every number with its grade and its sources. */

import { useState } from "preact/hooks";
import { useTitle } from "../../app/parts";
import type { KnowledgeKind } from "../../api/library";
import { href, KINDS, replace } from "../../state/route";
import { KIND_WORDS } from "../../words/texts";
import { List } from "./List";
import type { Outcome } from "./List";
import { RecordPage } from "./RecordPage";

export function Knowledge({ kind, id, query }: { kind: KnowledgeKind | null; id: string | null; query: string }) {
  if (kind && id) return <RecordPage kind={kind} id={id} />;
  return <Browse kind={kind} query={query} />;
}

function Browse({ kind, query }: { kind: KnowledgeKind | null; query: string }) {
  const words = kind ? KIND_WORDS[kind] : null;
  useTitle(words?.many ?? "Knowledge");
  return (
    <div class="page knowledge">
      <h1>{words ? words.many : "Knowledge"}</h1>
      <p class="lead">{words ? `${words.many}: ${words.what}.` : "Everything that Legwise reckons with. Every number says where it comes from and how good it is."}</p>
      <label class="search">
        <span>Search {words ? words.many.toLowerCase() : "everything"}</span>
        <input type="search" value={query} placeholder="for instance piriformis, L5, ferritin" onInput={(event) => replace({ page: "knowledge", kind, id: null, query: event.currentTarget.value })} />
      </label>
      <nav class="kinds" aria-label="Kinds of records">
        <a class="pill" href={href({ page: "knowledge", kind: null, id: null, query })} aria-current={kind === null ? "true" : undefined}>All kinds</a>
        {KINDS.map((one) => <a key={one} class="pill" href={href({ page: "knowledge", kind: one, id: null, query })} aria-current={one === kind ? "true" : undefined}>{KIND_WORDS[one]?.many}</a>)}
      </nav>
      {kind ? <List key={kind} kind={kind} query={query} /> : query.trim() ? <Everywhere query={query} /> : <Kinds />}
    </div>
  );
}

function Kinds() {
  return (
    <ul class="cards">
      {KINDS.map((kind) => (
        <li key={kind}><a class="example" href={href({ page: "knowledge", kind, id: null, query: "" })}><b>{KIND_WORDS[kind]?.many}</b><span>{KIND_WORDS[kind]?.what}</span></a></li>
      ))}
    </ul>
  );
}

/** A search over all kinds: each lists its own, and this says when none has anything. */
function Everywhere({ query }: { query: string }) {
  const [outcomes, setOutcomes] = useState<Partial<Record<KnowledgeKind, Outcome>>>({});
  const all = KINDS.map((kind) => outcomes[kind]);
  const problem = all.find((one) => typeof one === "string");
  return (
    <>
      {problem && <p class="quiet" role="alert">Not everything could be searched. {problem}</p>}
      {all.every((one) => one === 0) && <p class="quiet" role="status">Nothing matches “{query}”. Try one word of the name.</p>}
      {KINDS.map((kind) => <List key={kind} kind={kind} query={query} few onOutcome={(one) => setOutcomes((before) => ({ ...before, [kind]: one }))} />)}
    </>
  );
}
