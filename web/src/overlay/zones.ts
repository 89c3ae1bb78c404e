/** A source as areas of skin: pure, from regions to faces. */

import type { Comparison, Overlay } from "../api/library";
import type { Atlas } from "../body/atlas";
import type { Shown, ShownFaces } from "../body/channels";
import { coveredRegions } from "../chart/places";

/** The faces to show for a source, a comparison and a region that is pointed at. */
export function facesShown(atlas: Atlas, source: Overlay | null, match: Comparison | null, pointed: readonly string[]): ShownFaces {
  const shown: Partial<Record<Shown, number[]>> = {};
  const add = (channel: Shown, region: string) => {
    const faces = (shown[channel] ??= []);
    for (const face of facesOfReference(atlas, region)) faces.push(face);
  };
  for (const region of pointed) add("pointed", region);
  for (const zones of [source?.pain, source?.altered]) {
    for (const [region, { zone }] of Object.entries(zones ?? {})) add(zone, region);
  }
  for (const [region, extent] of Object.entries(source?.place?.regions ?? {})) if (extent > 0) add("place", region);
  for (const region of source ? (match?.matched ?? []) : []) add("matched", region);
  for (const region of source ? (match?.absent ?? []) : []) add("absent", region);
  return shown;
}

/** The faces of a place as a case file writes it. */
export function facesOfReference(atlas: Atlas, reference: string): number[] {
  return coveredRegions(reference, atlas.regions).flatMap((region) => [...atlas.facesOf(region)]);
}

/** What a comparison says, in words and counts. */
export function spokenComparison(match: Comparison): string[] {
  const places = (count: number) => (count === 1 ? "1 place" : `${count} places`);
  return [
    `${places(match.matched.length)} explained (pale)`,
    `${places(match.unexplained.length)} not explained (bright)`,
    `${places(match.absent.length)} expected, not painted (dashed)`,
  ];
}
