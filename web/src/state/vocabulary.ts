/** The words of the knowledge base: loaded once, looked up by id everywhere. */

import { computed, signal } from "@preact/signals";
import { api } from "../api/client";
import type { FactorWord, FindingWord, RegionWord, Vocabulary } from "../api/library";

export const vocabulary = signal<Vocabulary | null>(null);
export const vocabularyProblem = signal<string | null>(null);

let loading: Promise<void> | null = null;

export function loadVocabulary(): Promise<void> {
  if (vocabulary.value) return Promise.resolve();
  loading ??= api.vocabulary().then(
    (words) => {
      vocabulary.value = words;
      vocabularyProblem.value = null;
    },
    (failure: unknown) => {
      loading = null;
      vocabularyProblem.value = failure instanceof Error ? failure.message : String(failure);
    },
  );
  return loading;
}

const byId = <T extends { id: string }>(items: T[] | undefined): Map<string, T> => new Map((items ?? []).map((item) => [item.id, item]));

export const findings = computed<Map<string, FindingWord>>(() => byId(vocabulary.value?.findings));
export const factors = computed<Map<string, FactorWord>>(() => byId(vocabulary.value?.factors));
export const regions = computed<Map<string, RegionWord>>(() => byId(vocabulary.value?.regions));
export const qualities = computed(() => byId(vocabulary.value?.qualities));
