/** From where a place is seen best. Pure. */

import type { Atlas } from "../body/atlas";
import type { Point } from "../body/brush";
import type { ViewName } from "../body/orbit";
import { facesOfReference } from "../overlay/zones";
import { split } from "./places";

const FRONT = /anterior|groin|abdomen|pubic|dorsum|big_toe|web|medial/;
const OUTSIDE = /lateral|trochanter/;
const SOLE = /arch|sole|ball|plantar|heel/;

/** The view that shows most of the regions; the back where nothing speaks for another, for there the spine is. */
export function viewFor(regions: readonly string[]): ViewName {
  const votes = new Map<ViewName, number>();
  for (const region of regions) {
    const view = viewOfRegion(region);
    votes.set(view, (votes.get(view) ?? 0) + 1);
  }
  const most = Math.max(0, ...votes.values());
  if (votes.get("back") === most || votes.size === 0) return "back";
  return [...votes].find(([, count]) => count === most)![0];
}

/** The middle of the places; undefined where there are none. */
export function middleOf(atlas: Atlas, regions: readonly string[]): Point | undefined {
  const faces = regions.flatMap((region) => facesOfReference(atlas, region));
  if (faces.length === 0) return undefined;
  const mean = (axis: number): number => faces.reduce((sum, face) => sum + atlas.centres[3 * face + axis]!, 0) / faces.length;
  return [mean(0), mean(1), mean(2)];
}

function viewOfRegion(reference: string): ViewName {
  const { side, id } = split(reference);
  if (id.startsWith("foot.") && SOLE.test(id)) return "soles";
  if (FRONT.test(id)) return "front";
  if (OUTSIDE.test(id) && side !== "B" && side !== null) return side === "L" ? "left" : "right";
  return "back";
}
