/**
 * What a case file may write for a place: a region, a zone, a group ("leg", "limb"), with L:, R: or B: before it.
 *
 * A region or a zone says "felt here". A group of several zones says "felt somewhere in here", which is less,
 * so it is kept as it was written.
 */

import { ZONES } from "./zoneTable";

export interface Reference {
  readonly side: "L" | "R" | "B" | null;
  readonly id: string;
}

const LIMB = ["thigh", "knee", "leg", "ankle", "foot"];

export function split(reference: string): Reference {
  const [, side, id] = /^(?:([LRB]):)?(.*)$/.exec(reference)!;
  return { side: (side as Reference["side"] | undefined) ?? null, id: id! };
}

/** The regions that a reference means as one place each; null for a group ("somewhere in here"). */
export function definiteRegions(reference: string): string[] | null {
  const { side, id } = split(reference);
  const zone = ZONES[id];
  if (!zone && !id.includes(".")) return null;
  const regions = zone ? zone[1].split(" ") : [id];
  const sides = side === "B" ? ["L:", "R:"] : [side ? `${side}:` : ""];
  return sides.flatMap((prefix) => regions.map((region) => prefix + region));
}

/** All regions that a reference covers, groups as well; `all` are those of the body. */
export function coveredRegions(reference: string, all: readonly string[]): string[] {
  const definite = definiteRegions(reference);
  if (definite) return definite;
  const { side, id } = split(reference);
  if (side === "B") return [...coveredRegions(`L:${id}`, all), ...coveredRegions(`R:${id}`, all)];
  const stems = (id === "limb" ? LIMB : [id]).map((stem) => `${side ? `${side}:` : ""}${stem}.`);
  return all.filter((region) => stems.some((stem) => region.startsWith(stem)));
}
