/** One record: its fields, each number with its grade spelled out, its sources and links, and the body. */

import { api } from "../../api/client";
import { Figure } from "../../app/chart";
import { GradeChip, SourceLinks } from "../../app/Cited";
import { Trouble, useTitle } from "../../app/parts";
import type { KnowledgeField, KnowledgeKind, KnowledgeLink, KnowledgeNumber, KnowledgeRecord } from "../../api/library";
import { useRemote } from "../../state/remote";
import { href, isKind, record } from "../../state/route";
import { gradeWords, number, percent } from "../../words/scale";
import { KIND_WORDS } from "../../words/texts";

export function RecordPage({ kind, id }: { kind: KnowledgeKind; id: string }) {
  const found = useRemote(`${kind}/${id}`, () => api.record_of(kind, id));
  const now = found.value?.kind === kind && found.value.id === id ? found.value : null;
  useTitle(now?.title ?? KIND_WORDS[kind]?.one ?? "Knowledge");
  return (
    <div class="page record">
      <nav class="crumbs" aria-label="Where this is">
        <a href={href({ page: "knowledge", kind: null, id: null, query: "" })}>Knowledge</a> /{" "}
        <a href={href({ page: "knowledge", kind, id: null, query: "" })}>{KIND_WORDS[kind]?.many}</a>
      </nav>
      <h1 tabIndex={-1}>{now?.title ?? id.replace(/_/g, " ")}</h1>
      {found.problem && !found.loading ? <Trouble message={found.problem} onRetry={found.retry} /> : now ? <Fields now={now} /> : <p class="quiet" role="status">Loading…</p>}
    </div>
  );
}

function Fields({ now }: { now: KnowledgeRecord }) {
  return (
    <>
      {now.plain && now.plain !== now.title && <p class="lead">{now.plain}</p>}
      <div class={now.overlay ? "with-figure" : undefined}>
        {now.overlay && <div class="figure"><Figure overlayKey={now.overlay} label={`Body, front and back: ${now.title}`} /></div>}
        <dl class="fields">{now.fields.map((field, index) => <Field key={`${field.label}${index}`} field={field} />)}</dl>
      </div>
    </>
  );
}

function Field({ field }: { field: KnowledgeField }) {
  return (
    <div>
      <dt>{field.label}</dt>
      <dd>
        {field.text && <p>{field.text}</p>}
        {field.number && <NumberField now={field.number} />}
        {field.links && <Links links={field.links} />}
      </dd>
    </div>
  );
}

const LONG = 12;

function Links({ links }: { links: KnowledgeLink[] }) {
  const list = (some: KnowledgeLink[]) => <ul class="links">{some.map((link, index) => <LinkRow key={`${link.kind}${link.id}${index}`} link={link} />)}</ul>;
  if (links.length <= LONG) return list(links);
  return (
    <>
      {list(links.slice(0, LONG))}
      <details class="more"><summary>{links.length - LONG} more</summary>{list(links.slice(LONG))}</details>
    </>
  );
}

function LinkRow({ link }: { link: KnowledgeLink }) {
  const { kind } = link;
  return (
    <li>
      {isKind(kind) ? <a href={record(kind, link.id)}>{link.label}</a> : link.label}
      {link.note && <span class="fine"> {link.note}</span>}
      {link.number && <NumberField now={link.number} />}
    </li>
  );
}

function amount(value: number, unit: string | null | undefined): string {
  if (unit === "chance") return percent(value);
  return `${number(value)}${unit ? ` ${unit}` : ""}`;
}

function NumberField({ now }: { now: KnowledgeNumber }) {
  const low = now.low ?? null;
  const high = now.high ?? null;
  const cited = now.sources.length + now.facts.length > 0;
  return (
    <details class="number">
      <summary>
        <span class="amount">{amount(now.value, now.unit)}</span>
        {low !== null && high !== null && <span class="fine">{amount(low, now.unit)} to {amount(high, now.unit)}</span>}
        <GradeChip grade={now.grade} cited={cited} />
      </summary>
      <p>{gradeWords(now.grade)}.{now.basis && ` ${now.basis}`}</p>
      {now.conflict && <p><b>Sources disagree:</b> {now.conflict}</p>}
      <SourceLinks sources={now.sources} facts={now.facts} />
    </details>
  );
}
