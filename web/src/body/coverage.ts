/**
 * Soft edges for painted faces: how much of the skin around each vertex is painted, per channel.
 *
 * Faces are triangles of about a centimetre; filling them would show their teeth. Their share around each
 * vertex (two rings of faces, the nearer the more), interpolated by the graphics card and cut at a
 * threshold, gives a smooth outline instead. A change touches only the vertices near the changed faces.
 */

import type { Atlas } from "./atlas";
import { surroundings } from "./surroundings";

export interface Coverage {
  /** Bit `c` says that the face is painted in channel `c`. */
  readonly faceBits: Uint32Array;
  /** Four channels to each array, four bytes to a vertex: 0 none, 255 all of the skin around it. */
  readonly blocks: readonly Uint8Array[];
}

/** Vertices whose shares changed, and the range in which their numbers lie. */
export interface Change {
  readonly vertices: ReadonlySet<number>;
  readonly first: number;
  readonly last: number;
}

export function makeCoverage(atlas: Atlas, channels: number): Coverage {
  const blocks = Array.from({ length: Math.ceil(channels / 4) }, () => new Uint8Array(4 * atlas.vertexCount));
  return { faceBits: new Uint32Array(atlas.faceCount), blocks };
}

/** Set the painted channels of some faces; returns what changed, null for nothing. */
export function setFaces(atlas: Atlas, coverage: Coverage, faces: Iterable<number>, bits: (old: number) => number): Change | null {
  const changed: number[] = [];
  for (const face of faces) {
    const old = coverage.faceBits[face]!;
    const next = bits(old) >>> 0;
    if (next === old) continue;
    coverage.faceBits[face] = next;
    changed.push(face);
  }
  return refresh(atlas, coverage, changed);
}

/** Replace all painted channels at once. */
export function setAll(atlas: Atlas, coverage: Coverage, bits: Uint32Array): Change | null {
  const changed: number[] = [];
  for (let face = 0; face < atlas.faceCount; face++) if (coverage.faceBits[face] !== bits[face]) changed.push(face);
  coverage.faceBits.set(bits);
  return refresh(atlas, coverage, changed);
}

/** Bits of all channels that are in use anywhere. */
export function usedChannels({ faceBits }: Coverage): number {
  let used = 0;
  for (let face = 0; face < faceBits.length; face++) used |= faceBits[face]!;
  return used;
}

function refresh(atlas: Atlas, coverage: Coverage, changed: readonly number[]): Change | null {
  if (changed.length === 0) return null;
  const near = surroundings(atlas);
  const touched = new Set<number>();
  for (const face of changed) {
    for (let i = near.verticesStart[face]!; i < near.verticesStart[face + 1]!; i++) touched.add(near.vertices[i]!);
  }
  let [first, last] = [Infinity, -1];
  for (const vertex of touched) {
    shareAround(near, coverage, vertex);
    first = Math.min(first, vertex);
    last = Math.max(last, vertex);
  }
  return last < 0 ? null : { vertices: touched, first, last };
}

const sum = new Float64Array(32);

function shareAround(near: ReturnType<typeof surroundings>, { faceBits, blocks }: Coverage, vertex: number): void {
  sum.fill(0);
  for (let i = near.facesStart[vertex]!; i < near.facesStart[vertex + 1]!; i++) {
    for (let bits = faceBits[near.faces[i]!]!; bits !== 0; bits &= bits - 1) {
      sum[31 - Math.clz32(bits & -bits)]! += near.weights[i]!;
    }
  }
  for (let block = 0; block < blocks.length; block++) {
    for (let channel = 0; channel < 4; channel++) blocks[block]![4 * vertex + channel] = Math.round(255 * sum[4 * block + channel]!);
  }
}
