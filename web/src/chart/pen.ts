/** The pen in hand: which tool, how broad, what is painted with it. Not part of the case. */

import { computed, signal } from "@preact/signals";
import type { Quality } from "../api/types";
import type { Feeling } from "./layers";

export type Tool = "paint" | "erase" | "turn";

export const BRUSH_CM = { least: 1, most: 8, step: 0.5, first: 4 };

export const tool = signal<Tool>("paint");
/** Breadth of the brush in centimetres of skin. */
export const brushCm = signal(BRUSH_CM.first);
export const mirrorOn = signal(false);
export const quality = signal<Quality>("pain_aching");
/** The layer the pen goes on with: a chosen one, the last of its quality, or a new one. */
export const choice = signal<{ kind: "last" } | { kind: "new" } | { kind: "layer"; at: number }>({ kind: "last" });
/** What is said of the next new layer before it is painted. */
export const draft = signal<Omit<Feeling, "qualities">>({ intensity: null, when: [], hours: 0, words: null });

export const penFeeling = computed<Feeling>(() => ({ ...draft.value, qualities: [quality.value] }));

const NOTHING_SAID = draft.value;

/** Take the pen of a quality: it goes on with what was painted in this quality before. */
export function takePen(next: Quality): void {
  if (quality.value !== next) draft.value = NOTHING_SAID;
  quality.value = next;
  choice.value = { kind: "last" };
  if (tool.value === "erase") tool.value = "paint";
}

/** Go on in a new patch that is felt on its own, with its own strength and time. */
export function startPatch(): void {
  choice.value = { kind: "new" };
  draft.value = NOTHING_SAID;
  if (tool.value !== "paint") tool.value = "paint";
}
