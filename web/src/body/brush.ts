/**
 * Which faces a brush covers: grown from the face that was touched, over the surface.
 *
 * A ball around the touched point would also reach the other leg or the far side of a toe. So faces are
 * taken in the order of their way over the surface, and a face counts only while it lies within the ball,
 * is not reached by a long detour, and does not look away from the touched skin.
 */

import type { Atlas } from "./atlas";

/** A way over curved skin may be this much longer than the straight line. */
const DETOUR = 1.35;
/** Faces turned further away than this from the touched face (cosine) are another side of the limb. */
const LOOKS_AWAY = -0.05;
/** Fewer faces than this would hardly show. */
const FEWEST = 4;

export type Point = readonly [number, number, number];

/**
 * Faces within `radius` metres of `point`, which lies on face `start`.
 *
 * Always holds `start` itself; a brush finer than the mesh takes the faces around the nearest corner.
 */
export function facesNear(atlas: Atlas, start: number, point: Point, radius: number): number[] {
  const found = grow(atlas, start, point, radius);
  if (found.size < FEWEST) for (const face of cornerFan(atlas, start, point)) found.add(face);
  return [...found];
}

function grow(atlas: Atlas, start: number, point: Point, radius: number): Set<number> {
  const found = new Set<number>();
  const way = new Map<number, number>([[start, 0]]);
  const queue: number[] = [start];
  while (queue.length > 0) {
    const face = takeNearest(queue, way);
    found.add(face);
    for (let edge = 0; edge < 3; edge++) {
      const next = atlas.neighbours[3 * face + edge]!;
      if (next < 0 || found.has(next) || !belongs(atlas, next, start, point, radius)) continue;
      const long = way.get(face)! + step(atlas, face, next, face === start ? point : null);
      if (long > radius * DETOUR || long >= (way.get(next) ?? Infinity)) continue;
      if (!way.has(next)) queue.push(next);
      way.set(next, long);
    }
  }
  return found;
}

function cornerFan(atlas: Atlas, face: number, point: Point): Uint32Array {
  let nearest = 0;
  let least = Infinity;
  for (let corner = 0; corner < 3; corner++) {
    const vertex = atlas.triangles[3 * face + corner]!;
    const [x, y, z] = [0, 1, 2].map((k) => atlas.positions[3 * vertex + k]! - point[k]!) as [number, number, number];
    const far = Math.hypot(x, y, z);
    if (far < least) [nearest, least] = [vertex, far];
  }
  return atlas.around.subarray(atlas.aroundStart[nearest]!, atlas.aroundStart[nearest + 1]!);
}

function takeNearest(queue: number[], way: ReadonlyMap<number, number>): number {
  let best = 0;
  for (let i = 1; i < queue.length; i++) if (way.get(queue[i]!)! < way.get(queue[best]!)!) best = i;
  const face = queue[best]!;
  queue[best] = queue[queue.length - 1]!;
  queue.pop();
  return face;
}

function belongs(atlas: Atlas, face: number, start: number, point: Point, radius: number): boolean {
  const { centres, faceNormals } = atlas;
  const [f, s] = [3 * face, 3 * start];
  const facing =
    faceNormals[f]! * faceNormals[s]! + faceNormals[f + 1]! * faceNormals[s + 1]! + faceNormals[f + 2]! * faceNormals[s + 2]!;
  const far = Math.hypot(centres[f]! - point[0], centres[f + 1]! - point[1], centres[f + 2]! - point[2]);
  return far <= radius && facing > LOOKS_AWAY;
}

function step(atlas: Atlas, from: number, to: number, point: Point | null): number {
  const { centres } = atlas;
  const [a, b] = [3 * from, 3 * to];
  const [x, y, z] = point ?? [centres[a]!, centres[a + 1]!, centres[a + 2]!];
  return Math.hypot(centres[b]! - x, centres[b + 1]! - y, centres[b + 2]! - z);
}
