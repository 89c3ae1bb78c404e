/**
 * The body as places: which face belongs to which region, which faces touch, how large they are.
 *
 * Everything that paints or measures goes through here; nothing here knows of the screen.
 */

import type { BodyMesh } from "./glb";

export interface Atlas extends BodyMesh {
  readonly faceCount: number;
  readonly vertexCount: number;
  /** The face across each of the three edges, -1 where there is none. */
  readonly neighbours: Int32Array;
  /** Middle of each face, x, y, z. */
  readonly centres: Float32Array;
  readonly faceNormals: Float32Array;
  /** cm2 per face. */
  readonly faceArea: Float32Array;
  /** cm2 per region. */
  readonly regionArea: Float64Array;
  /** Faces around each vertex: those of vertex v are `around[aroundStart[v] .. aroundStart[v + 1]]`. */
  readonly aroundStart: Uint32Array;
  readonly around: Uint32Array;
  /** The faces of one region; empty for an id the body does not have. */
  facesOf(region: string): Uint32Array;
  /** The region of a face. */
  regionOf(face: number): string;
}

export function makeAtlas(mesh: BodyMesh): Atlas {
  const faceCount = mesh.triangles.length / 3;
  const vertexCount = mesh.positions.length / 3;
  const weld = weldedVertices(mesh.positions);
  const shape = measure(mesh, faceCount);
  const regionArea = new Float64Array(mesh.regions.length);
  for (let face = 0; face < faceCount; face++) regionArea[mesh.faceRegion[face]!]! += shape.faceArea[face]!;
  const members = regionMembers(mesh, faceCount);
  return {
    ...mesh,
    ...shape,
    ...facesAround(mesh.triangles, weld, vertexCount),
    faceCount,
    vertexCount,
    neighbours: neighbouringFaces(mesh.triangles, weld),
    regionArea,
    facesOf: (region) => members.get(region) ?? NONE,
    regionOf: (face) => mesh.regions[mesh.faceRegion[face]!]!,
  };
}

const NONE = new Uint32Array(0);

/** The first vertex at the same point, per vertex: a mesh may split vertices where normals differ. */
function weldedVertices(positions: Float32Array): Uint32Array {
  const seen = new Map<string, number>();
  const weld = new Uint32Array(positions.length / 3);
  for (let v = 0; v < weld.length; v++) {
    const at = 3 * v;
    const key = `${positions[at]!.toFixed(6)},${positions[at + 1]!.toFixed(6)},${positions[at + 2]!.toFixed(6)}`;
    const first = seen.get(key) ?? v;
    seen.set(key, first);
    weld[v] = first;
  }
  return weld;
}

function measure(mesh: BodyMesh, faceCount: number) {
  const { positions, triangles } = mesh;
  const centres = new Float32Array(3 * faceCount);
  const faceNormals = new Float32Array(3 * faceCount);
  const faceArea = new Float32Array(faceCount);
  for (let face = 0; face < faceCount; face++) {
    const [a, b, c] = [3 * triangles[3 * face]!, 3 * triangles[3 * face + 1]!, 3 * triangles[3 * face + 2]!];
    const u = [0, 1, 2].map((k) => positions[b + k]! - positions[a + k]!) as [number, number, number];
    const v = [0, 1, 2].map((k) => positions[c + k]! - positions[a + k]!) as [number, number, number];
    const normal = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]];
    const length = Math.hypot(...normal);
    faceArea[face] = (length / 2) * 1e4;
    for (let k = 0; k < 3; k++) {
      centres[3 * face + k] = (positions[a + k]! + positions[b + k]! + positions[c + k]!) / 3;
      faceNormals[3 * face + k] = normal[k]! / (length || 1);
    }
  }
  return { centres, faceNormals, faceArea };
}

function neighbouringFaces(triangles: Uint32Array, weld: Uint32Array): Int32Array {
  const across = new Int32Array(triangles.length).fill(-1);
  const open = new Map<number, number>();
  const many = weld.length;
  for (let edge = 0; edge < triangles.length; edge++) {
    const face = Math.floor(edge / 3);
    const a = weld[triangles[edge]!]!;
    const b = weld[triangles[3 * face + ((edge + 1) % 3)]!]!;
    const key = Math.min(a, b) * many + Math.max(a, b);
    const other = open.get(key);
    if (other === undefined) open.set(key, edge);
    else {
      across[edge] = Math.floor(other / 3);
      across[other] = face;
      open.delete(key);
    }
  }
  return across;
}

function facesAround(triangles: Uint32Array, weld: Uint32Array, vertexCount: number) {
  const count = new Uint32Array(vertexCount);
  for (const vertex of triangles) count[weld[vertex]!]!++;
  const aroundStart = new Uint32Array(vertexCount + 1);
  for (let v = 0; v < vertexCount; v++) aroundStart[v + 1] = aroundStart[v]! + count[weld[v]!]!;
  const around = new Uint32Array(aroundStart[vertexCount]!);
  const filled = new Uint32Array(vertexCount);
  for (let corner = 0; corner < triangles.length; corner++) {
    const home = weld[triangles[corner]!]!;
    around[aroundStart[home]! + filled[home]!++] = Math.floor(corner / 3);
  }
  for (let v = 0; v < vertexCount; v++) {
    const home = weld[v]!;
    if (home !== v) around.copyWithin(aroundStart[v]!, aroundStart[home]!, aroundStart[home + 1]!);
  }
  return { aroundStart, around };
}

function regionMembers(mesh: BodyMesh, faceCount: number): Map<string, Uint32Array> {
  const lists: number[][] = mesh.regions.map(() => []);
  for (let face = 0; face < faceCount; face++) lists[mesh.faceRegion[face]!]!.push(face);
  return new Map(mesh.regions.map((id, index) => [id, Uint32Array.from(lists[index]!)]));
}

/** The same region on the other side of the body; midline regions are their own mirror. */
export function otherSide(region: string): string {
  if (region.startsWith("L:")) return `R:${region.slice(2)}`;
  if (region.startsWith("R:")) return `L:${region.slice(2)}`;
  return region;
}
