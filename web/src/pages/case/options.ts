/** The answers that a question offers, and which of them the case holds. */

import type { CaseFile, Question } from "../../api/types";
import { answerOf, sidedChoice, split, withAnswer, withSidedChoice } from "../../state/answers";
import type { Field, Known, SidedChoice } from "../../state/answers";
import { update } from "../../state/caseStore";
import { findings } from "../../state/vocabulary";
import { observationWords } from "../../words/observations";

export interface Option {
  label: string;
  give: () => void;
}

/** The key that chooses an option: its first letter. */
export const keyOf = (option: Option): string => option.label.charAt(0).toLowerCase();

const field = (question: Question): Field => (question.kind === "finding" ? "findings" : "context");

export function label(question: Question): string {
  return question.kind === "age" || question.kind === "sex" ? question.kind : observationWords(question.key).toLowerCase();
}

/** Asked of both sides at once: a sided finding whose key names no side. */
export function asksBothSides(question: Question): boolean {
  const { side, name } = split(question.key);
  return question.kind === "finding" && side === null && (question.sided ?? findings.value.get(name)?.sided ?? false);
}

const YES_NO: [string, Known][] = [["Yes", true], ["No", false], ["Don't know", null]];
const SEX: [string, Known][] = [["Female", "female"], ["Male", "male"], ["Rather not say", null]];
const SIDES: [string, SidedChoice][] = [["Left", "left"], ["Right", "right"], ["Both", "both"], ["No", "no"], ["Don't know", "unknown"]];

function plain(question: Question): [string, Known][] {
  switch (question.kind) {
    case "sex":
      return SEX;
    case "age":
      return [["Don't know", null]];
    default:
      return YES_NO;
  }
}

export function optionsFor(question: Question): Option[] {
  if (question.kind === "chart") return [];
  const what = label(question);
  if (asksBothSides(question)) {
    return SIDES.map(([text, choice]) => ({
      label: text,
      give: () => update((file) => withSidedChoice(file, "findings", question.key, choice), what),
    }));
  }
  return plain(question).map(([text, answer]) => ({
    label: text,
    give: () => update((file) => withAnswer(file, field(question), question.key, answer), what),
  }));
}

/** The label of the option that stands in the case, or null; a number stands as itself. */
export function standing(file: CaseFile, question: Question): string | null {
  if (question.kind === "chart") return null;
  if (asksBothSides(question)) {
    const choice = sidedChoice(file, "findings", question.key);
    return SIDES.find(([, one]) => one === choice)?.[0] ?? null;
  }
  const answer = answerOf(file, field(question), question.key);
  if (answer === undefined) return null;
  return plain(question).find(([, one]) => one === answer)?.[0] ?? String(typeof answer === "object" && answer ? answer.value : answer);
}
