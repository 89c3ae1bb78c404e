/**
 * Where a ray first meets the body: a tree of boxes over the faces.
 *
 * Built once (split in the middle of the longest side, a few faces per leaf); a query touches some dozens of
 * boxes instead of every face, so a stroke can ask many times per frame.
 */

import type { BodyMesh } from "./glb";
import type { Point } from "./brush";

export interface Hit {
  readonly face: number;
  readonly point: Point;
  readonly distance: number;
}

export interface RayTree {
  /** The first face met below the height `cut`. */
  first(origin: Point, direction: Point, cut?: number): Hit | null;
}

const LEAF = 6;

export function makeRayTree(mesh: BodyMesh): RayTree {
  const faces = mesh.triangles.length / 3;
  const bounds = faceBounds(mesh, faces);
  const order = Uint32Array.from({ length: faces }, (_, face) => face);
  const boxes: number[] = []; // six per node: low x, y, z, high x, y, z
  const links: number[] = []; // two per node: leaf (-1 - start, count), inner (left, right)

  const build = (start: number, end: number): number => {
    const node = links.length / 2;
    const box = union(bounds, order, start, end);
    boxes.push(...box);
    links.push(0, 0);
    if (end - start <= LEAF) {
      links[2 * node] = -1 - start;
      links[2 * node + 1] = end - start;
      return node;
    }
    const sides = [box[3]! - box[0]!, box[4]! - box[1]!, box[5]! - box[2]!];
    const axis = sides.indexOf(Math.max(...sides));
    const half = partition(bounds, order, start, end, axis, box[axis]! + box[axis + 3]!);
    links[2 * node] = build(start, half);
    links[2 * node + 1] = build(half, end);
    return node;
  };
  build(0, faces);
  return { first: (origin, direction, cut = Infinity) => nearestHit(mesh, order, boxes, links, origin, direction, cut) };
}

function faceBounds(mesh: BodyMesh, faces: number): Float32Array {
  const bounds = new Float32Array(6 * faces);
  const { positions, triangles } = mesh;
  for (let face = 0; face < faces; face++) {
    const [a, b, c] = [3 * triangles[3 * face]!, 3 * triangles[3 * face + 1]!, 3 * triangles[3 * face + 2]!];
    for (let k = 0; k < 3; k++) {
      bounds[6 * face + k] = Math.min(positions[a + k]!, positions[b + k]!, positions[c + k]!);
      bounds[6 * face + k + 3] = Math.max(positions[a + k]!, positions[b + k]!, positions[c + k]!);
    }
  }
  return bounds;
}

function union(bounds: Float32Array, order: Uint32Array, start: number, end: number): number[] {
  const box = [Infinity, Infinity, Infinity, -Infinity, -Infinity, -Infinity];
  for (let i = start; i < end; i++) {
    for (let k = 0; k < 3; k++) {
      box[k] = Math.min(box[k]!, bounds[6 * order[i]! + k]!);
      box[k + 3] = Math.max(box[k + 3]!, bounds[6 * order[i]! + k + 3]!);
    }
  }
  return box;
}

/** Faces whose middle lies below half of `twice` come first; returns where the others begin. */
function partition(bounds: Float32Array, order: Uint32Array, start: number, end: number, axis: number, twice: number): number {
  let half = start;
  for (let i = start; i < end; i++) {
    const face = order[i]!;
    if (bounds[6 * face + axis]! + bounds[6 * face + axis + 3]! >= twice) continue;
    order[i] = order[half]!;
    order[half++] = face;
  }
  return half === start || half === end ? (start + end) >> 1 : half;
}

function nearestHit(
  mesh: BodyMesh, order: Uint32Array, boxes: readonly number[], links: readonly number[], origin: Point, direction: Point, cut: number,
): Hit | null {
  let best = Infinity;
  let found = -1;
  const stack = [0];
  while (stack.length > 0) {
    const node = stack.pop()!;
    if (!meetsBox(boxes, 6 * node, origin, direction, best)) continue;
    const link = links[2 * node]!;
    if (link >= 0) {
      stack.push(link, links[2 * node + 1]!);
      continue;
    }
    const start = -1 - link;
    for (let i = start; i < start + links[2 * node + 1]!; i++) {
      const far = meetsFace(mesh, order[i]!, origin, direction);
      if (far < best && origin[1] + far * direction[1] < cut) [best, found] = [far, order[i]!];
    }
  }
  if (found < 0) return null;
  const point = [0, 1, 2].map((k) => origin[k]! + best * direction[k]!) as unknown as Point;
  return { face: found, point, distance: best };
}

function meetsBox(boxes: readonly number[], at: number, origin: Point, direction: Point, limit: number): boolean {
  let near = 0;
  let far = limit;
  for (let k = 0; k < 3; k++) {
    const inverse = 1 / direction[k]!;
    const a = (boxes[at + k]! - origin[k]!) * inverse;
    const b = (boxes[at + k + 3]! - origin[k]!) * inverse;
    near = Math.max(near, Math.min(a, b));
    far = Math.min(far, Math.max(a, b));
  }
  return near <= far;
}

/** Distance along the ray to a face seen from outside (Moeller and Trumbore), Infinity when it is missed. */
function meetsFace(mesh: BodyMesh, face: number, o: Point, d: Point): number {
  const { positions: p, triangles: t } = mesh;
  const [a, b, c] = [3 * t[3 * face]!, 3 * t[3 * face + 1]!, 3 * t[3 * face + 2]!];
  const [e1x, e1y, e1z] = [p[b]! - p[a]!, p[b + 1]! - p[a + 1]!, p[b + 2]! - p[a + 2]!];
  const [e2x, e2y, e2z] = [p[c]! - p[a]!, p[c + 1]! - p[a + 1]!, p[c + 2]! - p[a + 2]!];
  const [hx, hy, hz] = [d[1] * e2z - d[2] * e2y, d[2] * e2x - d[0] * e2z, d[0] * e2y - d[1] * e2x];
  const det = e1x * hx + e1y * hy + e1z * hz;
  if (det < 1e-14) return Infinity;
  const [sx, sy, sz] = [o[0] - p[a]!, o[1] - p[a + 1]!, o[2] - p[a + 2]!];
  const u = (sx * hx + sy * hy + sz * hz) / det;
  if (u < 0 || u > 1) return Infinity;
  const [qx, qy, qz] = [sy * e1z - sz * e1y, sz * e1x - sx * e1z, sx * e1y - sy * e1x];
  const v = (d[0] * qx + d[1] * qy + d[2] * qz) / det;
  if (v < 0 || u + v > 1) return Infinity;
  const far = (e2x * qx + e2y * qy + e2z * qz) / det;
  return far > 1e-6 ? far : Infinity;
}
