import { useEffect, useState } from "preact/hooks";
import { api } from "../../api/client";
import { Trouble } from "../../app/parts";
import type { KnowledgeKind } from "../../api/library";
import { useRemote } from "../../state/remote";
import { href, record } from "../../state/route";
import { counted } from "../../words/scale";
import { KIND_WORDS } from "../../words/texts";

const PAGE = 50;
const FEW = 5;

/** How many were found, or why it is not known. */
export type Outcome = number | string;

interface ListProps {
  kind: KnowledgeKind;
  query: string;
  few?: boolean;
  onOutcome?: (outcome: Outcome) => void;
}

/** Records of one kind; `few` shows the first ones under a heading (a search over all kinds). */
export function List({ kind, query, few = false, onOutcome }: ListProps) {
  const settled = useSettled(query, 200);
  const [limit, setLimit] = useState(few ? FEW : PAGE);
  useEffect(() => setLimit(few ? FEW : PAGE), [settled]);
  const found = useRemote(`${kind} ${settled} ${limit}`, (signal) => api.list(kind, settled, 0, limit, signal));
  const outcome = found.problem ?? found.value?.total;
  useEffect(() => { if (outcome !== undefined) onOutcome?.(outcome); }, [outcome]);
  const words = KIND_WORDS[kind];
  if (found.problem && !found.value) return few ? null : <Trouble message={found.problem} onRetry={found.retry} />;
  if (!found.value) return few ? null : <p class="quiet" role="status">Loading…</p>;
  const { items, total } = found.value;
  if (total === 0) return few ? null : <p class="quiet" role="status">Nothing matches “{settled}”.</p>;
  return (
    <section>
      {few ? <h2>{words?.many} <small>{total}</small></h2> : <p class="fine" role="status">{counted(total, "record")}</p>}
      <ul class="record-list">
        {items.map((item) => (
          <li key={item.id}>
            <a href={record(kind, item.id)}>{item.title}</a>
            {item.plain && item.plain !== item.title && <span>{item.plain}</span>}
          </li>
        ))}
      </ul>
      {items.length < total && (few
        ? <a href={href({ page: "knowledge", kind, id: null, query })}>All {total}</a>
        : <button type="button" onClick={() => setLimit(limit + PAGE)}>Show more</button>)}
    </section>
  );
}

/** The text once typing has paused. */
function useSettled(text: string, pause: number): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pause);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
