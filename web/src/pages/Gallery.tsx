/** The published cases, to look at and to try. */

import { useState } from "preact/hooks";
import { api } from "../api/client";
import { Waiting } from "../app/parts";
import type { ExampleCard } from "../api/library";
import type { Urgency } from "../api/types";
import { useRemote } from "../state/remote";
import { openExample } from "../state/session";
import { URGENCIES, URGENCY } from "../words/texts";

const AT_ONCE = 12;

export function Gallery() {
  const examples = useRemote("examples", () => api.examples());
  return (
    <section class="gallery" id="examples">
      <h2>Published cases</h2>
      <p class="quiet">Patients from the literature, and vignettes written to test such programs, each with a known diagnosis. Open one to see how Legwise reads it; what you change stays your copy.</p>
      <Waiting remote={examples} what="The published cases">{(cards) => <Cards cards={cards} />}</Waiting>
    </section>
  );
}

function Cards({ cards }: { cards: ExampleCard[] }) {
  const [wanted, setWanted] = useState("");
  const [urgency, setUrgency] = useState<Urgency | "">("");
  const [all, setAll] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const words = wanted.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const found = cards.filter((card) => {
    const text = `${card.title} ${card.what} ${card.citation ?? ""} ${card.id}`.toLowerCase();
    return (!urgency || card.urgency === urgency) && words.every((word) => text.includes(word));
  });
  const shown = all ? found : found.slice(0, AT_ONCE);
  const open = (key: string) => openExample(key).catch((failure: unknown) => setProblem(failure instanceof Error ? failure.message : String(failure)));
  return (
    <>
      <div class="filters">
        <label class="search"><span>Search {cards.length} cases</span><input type="search" value={wanted} placeholder="for instance foot drop, pregnancy" onInput={(event) => setWanted(event.currentTarget.value)} /></label>
        <label class="select">
          <span>How urgent it was</span>
          <select value={urgency} onChange={(event) => setUrgency(event.currentTarget.value as Urgency | "")}>
            <option value="">Any</option>
            {URGENCIES.map((one) => <option key={one} value={one}>{URGENCY[one].short}</option>)}
          </select>
        </label>
      </div>
      <p class="sr" role="status">{found.length} cases</p>
      {problem && <p class="field-problem" role="alert">The case was not opened. {problem}</p>}
      {found.length === 0 && <p class="quiet">No case matches.</p>}
      <ul class="cards">
        {shown.map((card) => (
          <li key={card.id}>
            <button type="button" class="example" onClick={() => void open(card.id)}>
              {card.urgency && <span class={`chip ${card.urgency}`}>{URGENCY[card.urgency].short}</span>}
              <b>{card.title}</b>
              {card.what && <span>{card.what}</span>}
              {card.citation && <cite>{card.citation}</cite>}
            </button>
          </li>
        ))}
      </ul>
      {found.length > AT_ONCE && <button type="button" class="quiet-button" aria-expanded={all} onClick={() => setAll(!all)}>{all ? "Show fewer" : `Show all ${found.length}`}</button>}
    </>
  );
}
