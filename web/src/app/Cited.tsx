/** Where a number comes from, opened from the number itself. Titles are fetched once and kept. */

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api } from "../api/client";
import type { KnowledgeKind } from "../api/library";
import type { Citation } from "../api/types";
import { record } from "../state/route";
import { gradeShort, gradeWords } from "../words/scale";

const titles = signal<Record<string, string>>({});
const asked = new Set<string>();

function useTitles(kind: KnowledgeKind, ids: string[]): void {
  const wanted = ids.join(" ");
  useEffect(() => {
    for (const id of ids) {
      const key = `${kind}/${id}`;
      if (asked.has(key)) continue;
      asked.add(key);
      api.record_of(kind, id).then(
        (found) => {
          titles.value = { ...titles.value, [key]: found.title };
        },
        () => asked.delete(key), // the id itself is shown; tried again when it is next opened
      );
    }
  }, [wanted]);
}

export function GradeChip({ grade, cited }: { grade: string; cited: boolean }) {
  return <span class={`grade grade-${grade.toLowerCase()}`} title={gradeWords(grade)}>{gradeShort(grade, cited)}</span>;
}

export function SourceLinks({ sources, facts }: { sources: string[]; facts: string[] }) {
  useTitles("sources", sources);
  useTitles("facts", facts);
  if (sources.length + facts.length === 0) return <span>No source: an estimate.</span>;
  const links = [
    ...sources.map((id) => ({ kind: "sources" as const, id })),
    ...facts.map((id) => ({ kind: "facts" as const, id })),
  ];
  return (
    <span class="source-links">
      {links.map(({ kind, id }) => (
        <a key={kind + id} href={record(kind, id)}>
          {kind === "facts" ? "Fact: " : ""}{titles.value[`${kind}/${id}`] ?? id.replace(/_/g, " ")}
        </a>
      ))}
    </span>
  );
}

export function Cited({ citation }: { citation: Citation }) {
  const cited = citation.sources.length + citation.facts.length > 0;
  return (
    <div class="cited">
      <p>How good this number is: <b>{gradeWords(citation.grade)}</b></p>
      {citation.basis && <p>Rests on: {citation.basis}</p>}
      {cited && <SourceLinks sources={citation.sources} facts={citation.facts} />}
    </div>
  );
}
