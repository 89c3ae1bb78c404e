/**
 * Soft edges for painted faces: how much of the skin around each vertex is painted, per channel.
 *
 * Faces are triangles of about a centimetre; filling them would show their teeth. Their share around each
 * vertex, interpolated by the graphics card and cut at a threshold, gives a smooth outline instead.
 * A change touches only the vertices of the changed faces.
 */

import type { Atlas } from "./atlas";

export interface Coverage {
  /** Bit `c` says that the face is painted in channel `c`. */
  readonly faceBits: Uint32Array;
  /** Four channels to each array, four bytes to a vertex: 0 none, 255 all of the skin around it. */
  readonly blocks: readonly Uint8Array[];
}

export interface Range {
  readonly first: number;
  readonly last: number;
}

export function makeCoverage(atlas: Atlas, channels: number): Coverage {
  const blocks = Array.from({ length: Math.ceil(channels / 4) }, () => new Uint8Array(4 * atlas.vertexCount));
  return { faceBits: new Uint32Array(atlas.faceCount), blocks };
}

/** Set the painted channels of some faces; returns the range of vertices that changed, null for none. */
export function setFaces(atlas: Atlas, coverage: Coverage, faces: Iterable<number>, bits: (old: number) => number): Range | null {
  const touched = new Set<number>();
  for (const face of faces) {
    const old = coverage.faceBits[face]!;
    const next = bits(old) >>> 0;
    if (next === old) continue;
    coverage.faceBits[face] = next;
    for (let corner = 0; corner < 3; corner++) touched.add(atlas.triangles[3 * face + corner]!);
  }
  return refresh(atlas, coverage, touched);
}

/** Replace all painted channels at once. */
export function setAll(atlas: Atlas, coverage: Coverage, bits: Uint32Array): Range | null {
  const touched = new Set<number>();
  for (let face = 0; face < atlas.faceCount; face++) {
    if (coverage.faceBits[face] === bits[face]) continue;
    for (let corner = 0; corner < 3; corner++) touched.add(atlas.triangles[3 * face + corner]!);
  }
  coverage.faceBits.set(bits);
  return refresh(atlas, coverage, touched);
}

function refresh(atlas: Atlas, coverage: Coverage, vertices: ReadonlySet<number>): Range | null {
  let [first, last] = [Infinity, -1];
  for (const vertex of vertices) {
    shareAround(atlas, coverage, vertex);
    first = Math.min(first, vertex);
    last = Math.max(last, vertex);
  }
  return last < 0 ? null : { first, last };
}

function shareAround(atlas: Atlas, { faceBits, blocks }: Coverage, vertex: number): void {
  const [start, end] = [atlas.aroundStart[vertex]!, atlas.aroundStart[vertex + 1]!];
  for (let block = 0; block < blocks.length; block++) {
    for (let channel = 0; channel < 4; channel++) {
      const bit = 1 << (4 * block + channel);
      let [painted, whole] = [0, 0];
      for (let i = start; i < end; i++) {
        const area = atlas.faceArea[atlas.around[i]!]!;
        whole += area;
        if (faceBits[atlas.around[i]!]! & bit) painted += area;
      }
      blocks[block]![4 * vertex + channel] = whole > 0 ? Math.round((255 * painted) / whole) : 0;
    }
  }
}
