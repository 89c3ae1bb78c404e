/** The source in view: what it would produce, and how that compares with what is painted. */

import { computed, effect, signal } from "@preact/signals";
import { api } from "../api/client";
import type { Comparison, Overlay } from "../api/library";
import type { CaseFile } from "../api/types";
import { caseFile, hovered, selected } from "../state/caseStore";

const WAIT_MS = 60; // a pointer that runs over a list asks only where it rests

/** The source that is pointed at, or else the chosen one. */
export const sourceKey = computed(() => hovered.value ?? selected.value);
export const source = signal<Overlay | null>(null);
export const comparison = signal<Comparison | null>(null);
export const sourceProblem = signal<string | null>(null);

const known = new Map<string, Promise<Overlay>>();

/** What a source would produce; asked once per page. */
export function overlayOf(key: string): Promise<Overlay> {
  const asked = known.get(key) ?? api.overlay(key);
  known.set(key, asked);
  asked.catch(() => known.delete(key));
  return asked;
}

export function hasMarks(file: CaseFile): boolean {
  return (file.chart?.marks ?? []).length > 0;
}

/** Follow the page's source and chart. Returns how to stop. */
export function followSource(): () => void {
  return effect(() => {
    const key = sourceKey.value;
    const file = caseFile.value;
    sourceProblem.value = null;
    if (key === null) {
      source.value = comparison.value = null;
      return;
    }
    let stale = false;
    const timer = setTimeout(() => {
      const compared = hasMarks(file) ? api.compare(key, file) : Promise.resolve(null);
      Promise.all([overlayOf(key), compared]).then(
        ([shown, match]) => {
          if (stale) return;
          source.value = shown;
          comparison.value = match;
        },
        (failure: unknown) => {
          if (stale) return;
          source.value = comparison.value = null;
          sourceProblem.value = failure instanceof Error ? failure.message : String(failure);
        },
      );
    }, WAIT_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  });
}
