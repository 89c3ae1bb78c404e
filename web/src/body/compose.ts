/** Lays zones and paint over a flat picture of the body, pixel by pixel: the shader's rules without a shader. */

import type { Atlas } from "./atlas";
import { PAINT_EDGE, SHOWN_EDGE } from "./channels";
import type { Picture } from "./raster";
import type { Colour, Look } from "./skin";
import type { Layers } from "./stage";

export interface Paint {
  readonly look: Look;
  readonly tiles: readonly Uint8Array[];
  readonly tilePixels: number;
  /** Device pixels that a tile takes. */
  readonly tileSize: number;
  readonly strengths: readonly number[];
  readonly fade: number;
}

const EDGE_BAND = 0.09;

export function compose(picture: Picture, atlas: Atlas, layers: Layers, paint: Paint, into: Uint8ClampedArray): void {
  const { face, light, width } = picture;
  const painted = layers.paint.blocks.map(asWords);
  const shown = layers.shown.blocks.map(asWords);
  const colour: [number, number, number] = [0, 0, 0];
  for (let at = 0; at < face.length; at++) {
    if (face[at]! < 0) {
      into[4 * at + 3] = 0;
      continue;
    }
    const corner = 3 * face[at]!;
    const [a, b, c] = [atlas.triangles[corner]!, atlas.triangles[corner + 1]!, atlas.triangles[corner + 2]!];
    [colour[0], colour[1], colour[2]] = paint.look.skin;
    const [x, y] = [at % width, Math.floor(at / width)];
    const share = (block: Uint8Array, channel: number) => {
      const [u, v] = [picture.first[at]! / 255, picture.second[at]! / 255];
      return (u * block[4 * a + channel]! + v * block[4 * b + channel]! + (1 - u - v) * block[4 * c + channel]!) / 255;
    };
    let dim = 1;
    if (shown.some((words) => words[a]! | words[b]! | words[c]!)) {
      const [low, high] = [layers.shown.blocks[0]!, layers.shown.blocks[1]!];
      const bare = painted.some((_, block) => [0, 1, 2, 3].some((channel) => share(layers.paint.blocks[block]!, channel) > PAINT_EDGE)) ? 0.15 : 1;
      const stripe = (x + y) % paint.tileSize < paint.tileSize / 2 ? 0.5 : 0.2;
      zone(colour, share(low, 2), paint.look.spillover, bare * stripe, 0.55);
      zone(colour, share(high, 0), paint.look.spillover, bare * stripe, 0.55);
      zone(colour, share(low, 1), paint.look.primary, bare * 0.45, 0.8);
      zone(colour, share(low, 3), paint.look.primary, bare * 0.45, 0.8);
      zone(colour, share(high, 1), paint.look.muscle, (3 * x - y + 9999) % paint.tileSize < paint.tileSize / 2 ? bare * 0.6 : bare * 0.15, 0.7);
      if (share(high, 2) > SHOWN_EDGE) dim = 1 - paint.fade;
      if ((x + y) % 8 < 5) zone(colour, share(high, 3), paint.look.absent, 0, 1);
      zone(colour, share(low, 0), paint.look.accent, 0.1, 0.75);
    }
    painted.forEach((words, block) => {
      if (!(words[a]! | words[b]! | words[c]!)) return;
      for (let channel = 0; channel < 4; channel++) {
        const part = share(layers.paint.blocks[block]!, channel);
        if (part > PAINT_EDGE - EDGE_BAND) brush(colour, part, 4 * block + channel, x, y, paint, dim);
      }
    });
    const lit = light[at]! / 255;
    for (let k = 0; k < 3; k++) into[4 * at + k] = 255 * colour[k]! * lit;
    into[4 * at + 3] = 255;
  }
}

function asWords(block: Uint8Array): Uint32Array {
  return new Uint32Array(block.buffer, block.byteOffset, block.byteLength / 4);
}

function mix(colour: [number, number, number], over: Colour, share: number): void {
  for (let k = 0; k < 3; k++) colour[k] = colour[k]! + (over[k]! - colour[k]!) * share;
}

function zone(colour: [number, number, number], share: number, over: Colour, fill: number, edge: number): void {
  if (share > SHOWN_EDGE) mix(colour, over, fill);
  if (Math.abs(share - SHOWN_EDGE) < EDGE_BAND) mix(colour, over, edge);
}

function brush(colour: [number, number, number], share: number, channel: number, x: number, y: number, paint: Paint, dim: number): void {
  const { look, tiles, tilePixels, tileSize, strengths } = paint;
  const over = look.paint[channel];
  const tile = tiles[channel];
  if (!over || !tile) return;
  const pixel = (value: number) => Math.floor(((value % tileSize) / tileSize) * tilePixels);
  const ink = tile[pixel(y) * tilePixels + pixel(x)]! / 255;
  const full = 0.6 + 0.35 * strengths[channel]!;
  if (share > PAINT_EDGE) mix(colour, over, (0.22 + (full - 0.22) * ink) * dim);
  if (Math.abs(share - PAINT_EDGE) < EDGE_BAND / 2) mix(colour, over, 0.8 * dim);
}
