/** The chart of the open case: its picture, and the one way to change it. */

import { computed, signal } from "@preact/signals";
import { body } from "../body/load";
import { caseFile, expectCase, update } from "../state/caseStore";
import { layerFor, painted, erased, withFeeling } from "./edits";
import { EMPTY, markOf, readPicture, writePicture } from "./layers";
import type { Feeling, Layer, Picture } from "./layers";
import { choice, draft, penFeeling, quality } from "./pen";
import { spokenQualities } from "./qualities";
import { retold } from "./when";

/** The region under the pointer, or in focus in the list. */
export const pointed = signal<string | null>(null);
/** What just happened, for people who listen. */
export const announcement = signal("");

export const picture = computed<Picture>(() => {
  const { value } = body;
  return value.kind === "ready" ? readPicture(caseFile.value.chart, value) : EMPTY;
});

/** The layer the pen goes on with, null when the next stroke begins one. */
export const activeLayer = computed<number | null>(() => {
  const { layers } = picture.value;
  const chosen = choice.value;
  if (chosen.kind === "new") return null;
  if (chosen.kind === "layer" && layers[chosen.at]?.qualities.includes(quality.value)) return chosen.at;
  return layerFor(layers, quality.value);
});

/** What the controls show: the active layer's feeling, or what is said in advance of a new one. */
export const activeFeeling = computed<Feeling>(() => {
  const at = activeLayer.value;
  return at === null ? penFeeling.value : picture.value.layers[at]!;
});

/** Put a changed picture into the case: one step to undo. */
export function changePicture(next: Picture, label: string, merge: string | null = null): void {
  const { value } = body;
  if (value.kind !== "ready" || next === picture.value) return;
  update((file) => ({ ...file, chart: writePicture(file.chart, next, value) }), label, merge);
}

/** The picture with these faces painted or erased; null when there is nothing to do. */
function strokeDone(erasing: boolean, faces: ReadonlySet<number>): Picture | null {
  const { value } = body;
  if (value.kind !== "ready" || faces.size === 0) return null;
  if (erasing) return erased(picture.value, value.atlas, null, faces);
  return painted(picture.value, value.atlas, activeLayer.value, penFeeling.value, faces);
}

export function finishStroke(erasing: boolean, faces: ReadonlySet<number>): void {
  const next = strokeDone(erasing, faces);
  if (!next) return;
  const [fresh, changed] = [activeLayer.value === null, next !== picture.value];
  changePicture(next, erasing ? "Erase" : `Paint ${spokenQualities([quality.value])}`);
  if (erasing) announcement.value = "Erased.";
  else if (fresh && changed) choice.value = { kind: "layer", at: next.layers.length - 1 };
}

const AHEAD_MS = 120; // between two looks at a stroke that is being painted

/** Returns what to call while a stroke grows: whenever it means other regions, their answer is got ready. */
export function watchStroke(): (erasing: boolean, faces: ReadonlySet<number>) => void {
  let [last, known] = [performance.now(), ""];
  return (erasing, faces) => {
    if (performance.now() - last < AHEAD_MS) return;
    last = performance.now();
    const next = strokeDone(erasing, faces);
    if (!next || next === picture.value) return;
    const marks = [...next.layers.map(markOf), ...next.rest];
    if (JSON.stringify(marks) === known) return;
    known = JSON.stringify(marks);
    expectCase({ ...caseFile.value, chart: { ...caseFile.value.chart, marks, drawing: null } });
  };
}

/** Say how strong or when: of the active layer, or in advance of the next. */
export function sayFeeling(change: Partial<Omit<Feeling, "qualities">>, label: string): void {
  const at = activeLayer.value;
  if (at === null) draft.value = { ...draft.value, ...change };
  else changePicture(withFeeling(picture.value, at, change), label, `feeling ${at} ${label}`);
}

export function sayHours(hours: number): void {
  const { when, hours: before } = activeFeeling.value;
  sayFeeling({ hours, when: retold(when, before, hours) }, "Say when it is felt");
}

export function chooseLayer(at: number, layer: Layer): void {
  const first = layer.qualities[0];
  if (first) quality.value = first;
  choice.value = { kind: "layer", at };
}

export function setCompleted(completed: boolean): void {
  update((file) => ({ ...file, chart: { ...file.chart, completed } }), completed ? "Chart complete" : "Chart not complete");
}

export function clearAll(): void {
  const { value } = body;
  if (value.kind !== "ready") return;
  changePicture(EMPTY, "Clear the chart");
  announcement.value = "The chart is empty. Undo brings everything back.";
}
