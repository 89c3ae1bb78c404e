/** Regions in words: "right calf, upper third", "somewhere in the left lower leg". */

import { regions, vocabulary } from "../state/vocabulary";
import { split } from "./places";
import { ZONES } from "./zoneTable";

const SIDES = { L: "left", R: "right", B: "left and right" } as const;

/** The plain name of a region, zone or group of a case file; its id while the words are not there yet. */
export function nameOf(reference: string): string {
  const { side, id } = split(reference);
  const says = regions.value.get(id)?.says ?? ZONES[id]?.[0];
  const where = side ? `${SIDES[side]} ` : "";
  if (says) return where + says;
  const group = id === "limb" ? "leg" : (vocabulary.value?.groups.find((one) => one.id === id)?.says ?? id.replaceAll(/[._]/g, " "));
  return `somewhere in the ${where}${group.toLowerCase()}`;
}

const MOST = 4;

/** The first few names and how many more there are. */
export function nameList(references: readonly string[]): string {
  const names = references.slice(0, MOST).map(nameOf).join("; ");
  const more = references.length - MOST;
  return more > 0 ? `${names}; and ${more} more` : names;
}
