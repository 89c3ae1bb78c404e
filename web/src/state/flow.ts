/** The order of the conversation: danger, then the place, then questions. Pure, apart from the page. */

import type { FindingWord, Vocabulary } from "../api/library";
import type { CaseFile, Role } from "../api/types";
import { answerOf, isAnswered, sidesOf } from "./answers";
import type { CaseStep } from "./route";

export function safetyList(words: Vocabulary, role: Role): { told: FindingWord[]; examined: FindingWord[] } {
  const byId = new Map(words.findings.map((finding) => [finding.id, finding]));
  const known = (ids: string[]) => ids.map((id) => byId.get(id)).filter((finding) => finding !== undefined);
  return { told: known(words.safety.person), examined: role === "clinician" ? known(words.safety.clinician) : [] };
}

export function safetyLeft(file: CaseFile, words: Vocabulary, role: Role): FindingWord[] {
  const { told, examined } = safetyList(words, role);
  return [...told, ...examined].filter((finding) => !isAnswered(file, "findings", finding.id, finding.sided));
}

/** Danger questions that were answered yes. What to say when no assessment can be had. */
export function dangersTold(file: CaseFile, words: Vocabulary): FindingWord[] {
  const { told, examined } = safetyList(words, "clinician");
  const yes = (finding: FindingWord) =>
    finding.sided ? Object.values(sidesOf(file, "findings", finding.id)).includes(true) : answerOf(file, "findings", finding.id) === true;
  return [...told, ...examined].filter(yes);
}

export function chartGiven(file: CaseFile): boolean {
  return (file.chart?.marks ?? []).some((mark) => mark.regions.length > 0) || (file.chart?.absent ?? []).length > 0;
}

/** Where a case that is opened goes on. */
export function firstStep(file: CaseFile, words: Vocabulary, role: Role, skipped: string[]): CaseStep {
  const told = safetyLeft(file, words, "person");
  const nothing = Object.keys(file.findings ?? {}).length === 0 && !chartGiven(file);
  if (nothing || (told.length > 0 && !chartGiven(file))) return "safety";
  if (!chartGiven(file) && !skipped.includes("chart")) return "where";
  return role === "person" && told.length > 0 ? "safety" : "questions";
}
