/** What a published case turned out to be. It is carried along and never read by the assessment. */

import { readable, sideWord } from "../../words/texts";
import type { Side } from "../../api/types";
import { split } from "../../state/answers";

export function Known({ gold }: { gold: Record<string, unknown> | null }) {
  const labels = Array.isArray(gold?.["labels"]) ? gold["labels"].filter((label) => typeof label === "string") : [];
  if (labels.length === 0) return null;
  const note = gold?.["note"];
  return (
    <details class="fold">
      <summary>What it turned out to be (published)</summary>
      <ul class="plain-list">{labels.map((label) => <li key={label}>{labelWords(label)}</li>)}</ul>
      {typeof note === "string" && <p>{note}</p>}
      <p class="fine">{citation(gold?.["citation"])}</p>
    </details>
  );
}

function labelWords(label: string): string {
  const { side, name } = split(label);
  const where = side === "B" ? "both sides" : sideWord(side as Side | null);
  return readable(name) + (where ? `, ${where}` : "");
}

export function citation(cited: unknown): string {
  if (typeof cited !== "object" || cited === null) return "";
  const parts = cited as Record<string, unknown>;
  return ["authors", "title", "journal", "year"].map((field) => parts[field]).filter((part) => part !== undefined && part !== null).join(". ");
}
