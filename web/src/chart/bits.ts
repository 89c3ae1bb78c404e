/** The picture as bits per face, for the skin to show. */

import { PAINT_CHANNELS } from "../body/channels";
import type { Atlas } from "../body/atlas";
import { facesOfReference } from "../overlay/zones";
import type { Picture } from "./layers";
import { channelOf } from "./qualities";

export function paintBits(picture: Picture, atlas: Atlas): Uint32Array {
  const bits = new Uint32Array(atlas.faceCount);
  const put = (qualities: readonly Parameters<typeof channelOf>[0][], faces: Iterable<number>) => {
    const mask = qualities.reduce((all, quality) => all | (1 << channelOf(quality)), 0);
    for (const face of faces) bits[face]! |= mask;
  };
  for (const layer of picture.layers) put(layer.qualities, layer.faces);
  for (const mark of picture.rest) {
    for (const region of mark.regions) put(mark.qualities?.length ? mark.qualities : ["pain"], facesOfReference(atlas, region));
  }
  return bits;
}

const UNSAID = 0.7; // drawn like a 7 of 10

/** The strongest said of each quality, 0 to 1. */
export function strengths(picture: Picture): number[] {
  const found = new Array<number>(PAINT_CHANNELS).fill(-1);
  for (const { qualities, intensity } of picture.layers) {
    for (const quality of qualities) {
      const channel = channelOf(quality);
      found[channel] = Math.max(found[channel]!, intensity === null ? UNSAID : intensity / 10);
    }
  }
  return found.map((value) => (value < 0 ? UNSAID : value));
}
