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

/** What a first look needs is made at once; what only a brush or a measure needs, when it is first asked for. */
export function makeAtlas(mesh: BodyMesh): Atlas {
  const faceCount = mesh.triangles.length / 3;
  const vertexCount = mesh.positions.length / 3;
  const weld = once(() => weldedVertices(mesh.positions));
  const shape = once(() => measure(mesh, faceCount));
  const around = once(() => facesAround(mesh.triangles, weld(), vertexCount));
  const neighbours = once(() => neighbouringFaces(mesh.triangles, weld(), around()));
  const regionArea = once(() => areaOfRegions(mesh, shape().faceArea));
  const members = once(() => regionMembers(mesh, faceCount));
  return {
    ...mesh,
    faceCount,
    vertexCount,
    get neighbours() { return neighbours(); },
    get centres() { return shape().centres; },
    get faceNormals() { return shape().faceNormals; },
    get faceArea() { return shape().faceArea; },
    get regionArea() { return regionArea(); },
    get aroundStart() { return around().aroundStart; },
    get around() { return around().around; },
    facesOf: (region) => members().get(region) ?? NONE,
    regionOf: (face) => mesh.regions[mesh.faceRegion[face]!]!,
  };
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

const NONE = new Uint32Array(0);

const GRID = 2e-5; // metres; vertices closer than this are one
const CELLS = 2 ** 17; // of the grid, more than the body is long in each direction

/** The first vertex at the same point, per vertex: a mesh may split vertices where normals differ. */
function weldedVertices(positions: Float32Array): Uint32Array {
  const seen = new Map<number, number>();
  const weld = new Uint32Array(positions.length / 3);
  const cell = (value: number) => Math.round(value / GRID) + CELLS / 4;
  for (let v = 0; v < weld.length; v++) {
    const at = 3 * v;
    const key = (cell(positions[at]!) * CELLS + cell(positions[at + 1]!)) * CELLS + cell(positions[at + 2]!);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, v);
    weld[v] = first ?? v;
  }
  return weld;
}

function measure({ positions: p, triangles: t }: BodyMesh, faceCount: number) {
  const centres = new Float32Array(3 * faceCount);
  const faceNormals = new Float32Array(3 * faceCount);
  const faceArea = new Float32Array(faceCount);
  for (let face = 0; face < faceCount; face++) {
    const at = 3 * face;
    const [a, b, c] = [3 * t[at]!, 3 * t[at + 1]!, 3 * t[at + 2]!];
    for (let k = 0; k < 3; k++) centres[at + k] = (p[a + k]! + p[b + k]! + p[c + k]!) / 3;
    const [ux, uy, uz] = [p[b]! - p[a]!, p[b + 1]! - p[a + 1]!, p[b + 2]! - p[a + 2]!];
    const [vx, vy, vz] = [p[c]! - p[a]!, p[c + 1]! - p[a + 1]!, p[c + 2]! - p[a + 2]!];
    const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    const length = Math.sqrt(nx * nx + ny * ny + nz * nz);
    faceArea[face] = (length / 2) * 1e4;
    faceNormals[at] = nx / (length || 1);
    faceNormals[at + 1] = ny / (length || 1);
    faceNormals[at + 2] = nz / (length || 1);
  }
  return { centres, faceNormals, faceArea };
}

/** The face across each edge: of the faces around one end, the other one that also holds the other end. */
function neighbouringFaces(triangles: Uint32Array, weld: Uint32Array, { around, aroundStart }: Around): Int32Array {
  const across = new Int32Array(triangles.length).fill(-1);
  for (let edge = 0; edge < triangles.length; edge++) {
    const face = Math.floor(edge / 3);
    const from = weld[triangles[edge]!]!;
    const to = weld[triangles[3 * face + ((edge + 1) % 3)]!]!;
    for (let i = aroundStart[from]!; i < aroundStart[from + 1]!; i++) {
      const other = 3 * around[i]!;
      if (around[i] === face) continue;
      if (weld[triangles[other]!] === to || weld[triangles[other + 1]!] === to || weld[triangles[other + 2]!] === to) {
        across[edge] = around[i]!;
      }
    }
  }
  return across;
}

interface Around {
  readonly aroundStart: Uint32Array;
  readonly around: Uint32Array;
}

function facesAround(triangles: Uint32Array, weld: Uint32Array, vertexCount: number): Around {
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

function areaOfRegions(mesh: BodyMesh, faceArea: Float32Array): Float64Array {
  const area = new Float64Array(mesh.regions.length);
  for (let face = 0; face < faceArea.length; face++) area[mesh.faceRegion[face]!]! += faceArea[face]!;
  return area;
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
