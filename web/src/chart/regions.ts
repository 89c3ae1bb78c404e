/**
 * From painted faces to regions: which regions a patch of paint means.
 *
 * A hand paints over the border; a speck that spilled into the next region is not a symptom there. A region
 * counts when a fair part of it is painted, or so much skin that it cannot be a slip. And nothing that was
 * painted is ignored: every separate patch counts at least for the region it covers most.
 */

import type { Atlas } from "../body/atlas";

/** Part of a region that must be painted. An estimate: spill of a brush over a border stays below it. */
export const FAIR_SHARE = 0.15;
/** cm2 that count whatever the region's size: a finger's breadth, ten centimetres long, is more. */
export const FAIR_AREA = 8;

/** The regions that the painted faces mean, in the order of the atlas. */
export function paintedRegions(atlas: Atlas, faces: ReadonlySet<number>): string[] {
  const found = new Set<number>();
  const whole = areaByRegion(atlas, faces);
  for (const [region, area] of whole) {
    if (area >= FAIR_AREA || area >= FAIR_SHARE * atlas.regionArea[region]!) found.add(region);
  }
  for (const patch of patches(atlas, faces)) found.add(mostCovered(areaByRegion(atlas, patch)));
  return [...found].sort((a, b) => a - b).map((region) => atlas.regions[region]!);
}

/** Painted cm2. */
export function paintedArea(atlas: Atlas, faces: Iterable<number>): number {
  let area = 0;
  for (const face of faces) area += atlas.faceArea[face]!;
  return area;
}

/** The painted faces, split where the paint does not touch. */
export function patches(atlas: Atlas, faces: ReadonlySet<number>): number[][] {
  const left = new Set(faces);
  const found: number[][] = [];
  for (const seed of faces) {
    if (!left.delete(seed)) continue;
    const patch = [seed];
    for (let i = 0; i < patch.length; i++) {
      for (const next of touching(atlas, patch[i]!)) if (left.delete(next)) patch.push(next);
    }
    found.push(patch);
  }
  return found;
}

/** Faces that share a corner with this one. */
function* touching(atlas: Atlas, face: number): Generator<number> {
  for (let corner = 0; corner < 3; corner++) {
    const vertex = atlas.triangles[3 * face + corner]!;
    for (let i = atlas.aroundStart[vertex]!; i < atlas.aroundStart[vertex + 1]!; i++) yield atlas.around[i]!;
  }
}

function areaByRegion(atlas: Atlas, faces: Iterable<number>): Map<number, number> {
  const areas = new Map<number, number>();
  for (const face of faces) {
    const region = atlas.faceRegion[face]!;
    areas.set(region, (areas.get(region) ?? 0) + atlas.faceArea[face]!);
  }
  return areas;
}

function mostCovered(areas: ReadonlyMap<number, number>): number {
  return [...areas].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}
