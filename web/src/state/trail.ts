/** The questions that were asked in this visit, so that one can go back to them. */

import { computed, effect, signal } from "@preact/signals";
import type { Question } from "../api/types";
import { caseId, nextQuestion } from "./caseStore";

const asked = signal<Question[]>([]);
const at = signal<number | null>(null);

let before = caseId.peek();
effect(() => {
  if (caseId.value === before) return;
  before = caseId.value;
  asked.value = [];
  at.value = null;
});

/** The question on the card: one from before, or the next one of the interview. */
export const shown = computed<Question | null | undefined>(() => (at.value === null ? nextQuestion.value : asked.value[at.value]));
export const canGoBack = computed(() => (at.value ?? asked.value.length) > 0);
export const isBefore = computed(() => at.value !== null);

export function back(): void {
  if (canGoBack.value) at.value = (at.value ?? asked.value.length) - 1;
}

/** Go forward again; after the last one from before comes the next of the interview. */
export function forward(): void {
  if (at.value === null) return;
  at.value = at.value + 1 < asked.value.length ? at.value + 1 : null;
}

export function wasAnswered(question: Question): void {
  if (at.value !== null) forward();
  else asked.value = [...asked.value.filter((one) => one.key !== question.key), question];
}
