/** Words that depend on who reads, and headings used in more than one place. */

import type { FindingWord } from "../api/library";
import type { Flag, Question, Side, Source, Urgency, Voice } from "../api/types";

export const URGENCIES: readonly Urgency[] = ["emergency", "same_day", "two_weeks", "routine"];

export const URGENCY: Record<Urgency, { short: string; title: string; doNow: string }> = {
  emergency: { short: "Emergency", title: "Emergency: act now", doNow: "Go to an emergency department now, or call the emergency number." },
  same_day: { short: "Same day", title: "To be seen today", doNow: "Have this looked at by a doctor today." },
  two_weeks: { short: "Two weeks", title: "To be seen within two weeks", doNow: "See a doctor within the next two weeks." },
  routine: { short: "Routine", title: "No urgent sign so far", doNow: "No red flag in what was said. That does not prove that nothing is wrong." },
};

export const worst = (some: Urgency[]): Urgency =>
  URGENCIES.find((one) => some.includes(one)) ?? "routine";

export const sideWord = (side: Side | null): string => (side === "L" ? "left" : side === "R" ? "right" : "");

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The name that leads and the one that follows it in small letters. */
export function sourceNames(source: Pick<Source, "name" | "plain">, voice: Voice): { first: string; second: string } {
  const [first, second] = voice === "plain" ? [source.plain, source.name] : [source.name, source.plain];
  return { first: capital(first), second };
}

/** A sentence of the service that names sources, with the names of the voice in use. */
export function inVoice(text: string, sources: Pick<Source, "name" | "plain">[], voice: Voice): string {
  if (voice === "clinical") return text;
  return sources.reduce((now, source) => now.replaceAll(source.name, inside(source.plain)), text);
}

/** A name inside a sentence; abbreviations keep their capitals. */
const inside = (name: string): string => (/^[A-Z][a-z ]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name);

export function flagText(flag: Flag, voice: Voice): { what: string; why: string; action: string } {
  return voice === "plain"
    ? { what: flag.name, why: flag.plain, action: flag.plain_action }
    : { what: flag.name, why: flag.reason, action: flag.action };
}

export function findingAsk(finding: FindingWord, voice: Voice): string {
  return voice === "plain" ? finding.question : finding.name;
}

/** Questions end with "[right]" when they are about one side; that is shown as a word of its own. */
export function questionText(question: Question): { text: string; side: string } {
  const found = /^(.*?)\s*\[(left|right)\]$/.exec(question.text);
  return found ? { text: found[1] ?? "", side: found[2] ?? "" } : { text: question.text, side: "" };
}

export const FINDING_KINDS: Record<string, string> = {
  history: "What is told",
  exam: "Examination",
  measure: "Measurements",
  laboratory: "Laboratory",
  imaging: "Imaging",
};

export const KIND_WORDS: Record<string, { many: string; one: string; what: string }> = {
  conditions: { many: "Conditions", one: "Condition", what: "diseases, disorders, injuries and habits" },
  muscles: { many: "Muscles", one: "Muscle", what: "where their trigger points refer to" },
  roots: { many: "Nerve roots", one: "Nerve root", what: "their dermatomes and muscles" },
  nerves: { many: "Nerves", one: "Nerve", what: "from the plexus to the skin" },
  entrapments: { many: "Entrapments", one: "Entrapment", what: "places where a nerve is caught" },
  findings: { many: "Findings", one: "Finding", what: "questions, tests, measurements" },
  signs: { many: "Signs", one: "Sign", what: "what several tests say together" },
  factors: { many: "Context", one: "Context factor", what: "what changes how likely causes are" },
  red_flags: { many: "Red flags", one: "Red flag", what: "rules that come before any probability" },
  claims: { many: "Claims", one: "Claim", what: "popular beliefs and their verdict" },
  sources: { many: "Sources", one: "Source", what: "papers and books that are cited" },
  facts: { many: "Facts", one: "Fact", what: "what the sources say, one at a time" },
};

export function readable(id: string): string {
  return capital(id.replace(/[_.]/g, " "));
}

/** The place of a group in the order of the vocabulary; unknown ones come last. */
export function order(groups: { id: string }[], id: string): number {
  const at = groups.findIndex((group) => group.id === id);
  return at < 0 ? groups.length : at;
}

export function dateWords(iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : date.toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
}
