/** Regions in words: "right calf, upper third", "somewhere in the left lower leg". */

import { regions, vocabulary } from "../state/vocabulary";

const SIDES: Record<string, string> = { L: "left", R: "right", B: "left and right" };

export interface Reference {
  readonly side: "L" | "R" | "B" | null;
  readonly id: string;
}

export function split(reference: string): Reference {
  const [side, id] = reference.split(":", 2);
  return id !== undefined && side !== undefined && side in SIDES ? { side: side as "L" | "R" | "B", id } : { side: null, id: reference };
}

/** The plain name of a region, zone or group of a case file; its id while the words are not there yet. */
export function nameOf(reference: string): string {
  const { side, id } = split(reference);
  const group = vocabulary.value?.groups.find((one) => one.id === id);
  const says = regions.value.get(id)?.says ?? (group ? `somewhere in: ${group.says}` : id.replaceAll(/[._]/g, " "));
  return side ? `${SIDES[side]} ${says}` : says;
}

const MOST = 4;

/** The first few names and how many more there are. */
export function nameList(references: readonly string[]): string {
  const names = references.slice(0, MOST).map(nameOf).join("; ");
  const more = references.length - MOST;
  return more > 0 ? `${names}; and ${more} more` : names;
}
