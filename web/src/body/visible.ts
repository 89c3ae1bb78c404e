/**
 * Which faces a frame needs. A graphics card does not care; a processor in its place takes time for every face,
 * whether it is seen or not, so it gets only those that look at the eye and lie in the part that changed.
 */

import type { Atlas } from "./atlas";
import { axesOf, cutAbove, eyeOf, FIELD } from "./orbit";
import type { Orbit } from "./orbit";

/** A part of the canvas; -1 to 1, right and up. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly high: number;
}

export interface Visible {
  /** Look from another place. */
  aim(orbit: Orbit, aspect: number): void;
  /** Write the corners of all faces in sight that touch a part of the canvas (null: all of it); returns how many. */
  collect(part: Box | null, corners: Uint32Array): number;
  /** The part of the canvas in which what lies around these vertices is in sight; null: nowhere. */
  partOf(vertices: Iterable<number>): Box | null;
}

const NEAR = 0.02; // metres before the eye; what is nearer has no place on the canvas

export function makeVisible(atlas: Atlas): Visible {
  const { positions, triangles, faceNormals } = atlas;
  const across = new Float32Array(atlas.vertexCount); // of each vertex, on the canvas
  const up = new Float32Array(atlas.vertexCount);
  const inSight = new Uint8Array(atlas.faceCount);

  return {
    aim(orbit, aspect) {
      const axes = axesOf(orbit);
      const [eye, tall, cut] = [eyeOf(orbit), Math.tan(FIELD / 2), cutAbove(orbit)];
      for (let vertex = 0, at = 0; vertex < across.length; vertex++, at += 3) {
        const [x, y, z] = [positions[at]! - eye[0], positions[at + 1]! - eye[1], positions[at + 2]! - eye[2]];
        const depth = -(x * axes.back[0] + y * axes.back[1] + z * axes.back[2]);
        across[vertex] = depth < NEAR ? NaN : (x * axes.right[0] + y * axes.right[1] + z * axes.right[2]) / (depth * tall * aspect);
        up[vertex] = (x * axes.up[0] + y * axes.up[1] + z * axes.up[2]) / (depth * tall);
      }
      for (let face = 0, at = 0; face < inSight.length; face++, at += 3) {
        const corner = 3 * triangles[at]!;
        const towards =
          faceNormals[at]! * (eye[0] - positions[corner]!) +
          faceNormals[at + 1]! * (eye[1] - positions[corner + 1]!) +
          faceNormals[at + 2]! * (eye[2] - positions[corner + 2]!);
        const lowest = Math.min(positions[corner + 1]!, positions[3 * triangles[at + 1]! + 1]!, positions[3 * triangles[at + 2]! + 1]!);
        inSight[face] = towards > -1e-6 && lowest <= cut ? 1 : 0;
      }
    },
    collect(part, corners) {
      let count = 0;
      for (let face = 0, at = 0; face < inSight.length; face++, at += 3) {
        if (inSight[face] === 0) continue;
        const [a, b, c] = [triangles[at]!, triangles[at + 1]!, triangles[at + 2]!];
        // NaN makes every comparison false: a face that reaches behind the eye is drawn
        if (part && (
          Math.max(across[a]!, across[b]!, across[c]!) < part.left || Math.min(across[a]!, across[b]!, across[c]!) > part.right ||
          Math.max(up[a]!, up[b]!, up[c]!) < part.low || Math.min(up[a]!, up[b]!, up[c]!) > part.high
        )) continue;
        corners[count++] = a;
        corners[count++] = b;
        corners[count++] = c;
      }
      return count;
    },
    partOf(vertices) {
      const { around, aroundStart } = atlas;
      let [left, right, low, high] = [Infinity, -Infinity, Infinity, -Infinity];
      for (const vertex of vertices) {
        for (let i = aroundStart[vertex]!; i < aroundStart[vertex + 1]!; i++) {
          if (inSight[around[i]!] === 0) continue;
          for (let at = 3 * around[i]!; at < 3 * around[i]! + 3; at++) {
            const corner = triangles[at]!;
            if (Number.isNaN(across[corner]!)) return { left: -1, right: 1, low: -1, high: 1 };
            left = Math.min(left, across[corner]!);
            right = Math.max(right, across[corner]!);
            low = Math.min(low, up[corner]!);
            high = Math.max(high, up[corner]!);
          }
        }
      }
      const part = { left: Math.max(-1, left), right: Math.min(1, right), low: Math.max(-1, low), high: Math.min(1, high) };
      return part.left < part.right && part.low < part.high ? part : null;
    },
  };
}
