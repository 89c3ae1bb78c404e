/** The faces near each vertex with their weights, and the vertices near each face. Made once per body. */

import type { Atlas } from "./atlas";

export interface Surroundings {
  /** Faces of vertex v: `faces[facesStart[v] .. facesStart[v + 1]]`, with weights that add up to 1. */
  readonly facesStart: Uint32Array;
  readonly faces: Uint32Array;
  readonly weights: Float32Array;
  /** The same the other way round. */
  readonly verticesStart: Uint32Array;
  readonly vertices: Uint32Array;
}

const made = new WeakMap<Atlas, Surroundings>();

export function surroundings(atlas: Atlas): Surroundings {
  const known = made.get(atlas) ?? make(atlas);
  made.set(atlas, known);
  return known;
}

function make(atlas: Atlas): Surroundings {
  const facesStart = new Uint32Array(atlas.vertexCount + 1);
  const faces: number[] = [];
  const weights: number[] = [];
  const taken = new Int32Array(atlas.faceCount).fill(-1);
  for (let vertex = 0; vertex < atlas.vertexCount; vertex++) {
    const start = faces.length;
    addTwoRings(atlas, vertex, taken, faces);
    weigh(atlas, vertex, faces, start, weights);
    facesStart[vertex + 1] = faces.length;
  }
  return { facesStart, faces: new Uint32Array(faces), weights: new Float32Array(weights), ...turnedRound(atlas, facesStart, faces) };
}

function addTwoRings(atlas: Atlas, vertex: number, taken: Int32Array, faces: number[]): void {
  const { around, aroundStart, triangles } = atlas;
  for (let i = aroundStart[vertex]!; i < aroundStart[vertex + 1]!; i++) {
    for (let corner = 3 * around[i]!; corner < 3 * around[i]! + 3; corner++) {
      const other = triangles[corner]!;
      for (let k = aroundStart[other]!; k < aroundStart[other + 1]!; k++) {
        const face = around[k]!;
        if (taken[face] === vertex) continue;
        taken[face] = vertex;
        faces.push(face);
      }
    }
  }
}

/** By area, and falling off with distance; how far is far depends on how fine the mesh is here. */
function weigh(atlas: Atlas, vertex: number, faces: readonly number[], start: number, weights: number[]): void {
  const { positions, centres, faceArea } = atlas;
  const [x, y, z] = [positions[3 * vertex]!, positions[3 * vertex + 1]!, positions[3 * vertex + 2]!];
  const squared = (face: number) =>
    (centres[3 * face]! - x) ** 2 + (centres[3 * face + 1]! - y) ** 2 + (centres[3 * face + 2]! - z) ** 2;
  let [mean, whole] = [0, 0];
  for (let i = start; i < faces.length; i++) mean += squared(faces[i]!) / (faces.length - start);
  for (let i = start; i < faces.length; i++) {
    const weight = faceArea[faces[i]!]! * Math.exp(-squared(faces[i]!) / (mean || 1));
    weights.push(weight);
    whole += weight;
  }
  for (let i = start; i < weights.length; i++) weights[i]! /= whole || 1;
}

function turnedRound(atlas: Atlas, facesStart: Uint32Array, faces: readonly number[]) {
  const verticesStart = new Uint32Array(atlas.faceCount + 1);
  for (const face of faces) verticesStart[face + 1]!++;
  for (let face = 0; face < atlas.faceCount; face++) verticesStart[face + 1]! += verticesStart[face]!;
  const filled = verticesStart.slice();
  const vertices = new Uint32Array(faces.length);
  for (let vertex = 0; vertex < atlas.vertexCount; vertex++) {
    for (let i = facesStart[vertex]!; i < facesStart[vertex + 1]!; i++) vertices[filled[faces[i]!]!++] = vertex;
  }
  return { verticesStart, vertices };
}
