/** Every change of the picture, as values in and values out. */

import type { Atlas } from "../body/atlas";
import { feltAs, makeLayer } from "./layers";
import type { Feeling, Layer, Picture } from "./layers";

/** Add faces to one layer, or to a new one felt as `feeling` when `at` is null. */
export function painted(picture: Picture, atlas: Atlas, at: number | null, feeling: Feeling, faces: Iterable<number>): Picture {
  const old = at === null ? undefined : picture.layers[at];
  const all = new Set(old?.faces ?? []);
  for (const face of faces) all.add(face);
  if (all.size === (old?.faces.size ?? 0)) return picture;
  const layer = makeLayer(atlas, old ?? feeling, all);
  const layers = old ? picture.layers.map((one) => (one === old ? layer : one)) : [...picture.layers, layer];
  return { ...picture, layers };
}

/** Take faces out of one layer, or of all of them when `at` is null. Emptied layers vanish. */
export function erased(picture: Picture, atlas: Atlas, at: number | null, faces: Iterable<number>): Picture {
  const gone = new Set(faces);
  const layers = picture.layers.map((layer, index) => {
    if (at !== null && index !== at) return layer;
    const left = [...layer.faces].filter((face) => !gone.has(face));
    return left.length === layer.faces.size ? layer : makeLayer(atlas, layer, new Set(left));
  });
  const kept = layers.filter((layer) => layer.faces.size > 0);
  return kept.every((layer, index) => layer === picture.layers[index]) && kept.length === picture.layers.length
    ? picture
    : { ...picture, layers: kept };
}

export function withFeeling(picture: Picture, at: number, change: Partial<Feeling>): Picture {
  return { ...picture, layers: picture.layers.map((layer, index) => (index === at ? feltAs(layer, change) : layer)) };
}

export function withoutLayer(picture: Picture, at: number): Picture {
  return { ...picture, layers: picture.layers.filter((_, index) => index !== at) };
}

export function withoutRest(picture: Picture, at: number): Picture {
  return { ...picture, rest: picture.rest.filter((_, index) => index !== at) };
}

/** The layer that a pen goes on with: the last one that has just this quality. */
export function layerFor(layers: readonly Layer[], quality: string): number | null {
  for (let at = layers.length - 1; at >= 0; at--) {
    const { qualities } = layers[at]!;
    if (qualities.length === 1 && qualities[0] === quality) return at;
  }
  return null;
}

/** The same faces and those on the other side of the body. */
export function mirrored(atlas: Atlas, faces: Iterable<number>): number[] {
  const both = new Set(faces);
  for (const face of [...both]) both.add(atlas.mirror[face]!);
  return [...both];
}
