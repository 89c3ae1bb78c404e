/** Small worlds for tests: a sheet of squares, and two sheets that face each other like legs. */

import { makeAtlas } from "./atlas";
import type { Atlas } from "./atlas";
import type { BodyMesh } from "./glb";

/**
 * A flat sheet in the plane z = 0 that looks to +z: columns by rows of squares, each of `size` metres and two faces.
 *
 * Its left half (x > 0, the subject's left) and right half are mirrored. Each row of squares is one region.
 */
export function sheetMesh(columns: number, rows: number, size = 0.01): BodyMesh {
  const positions: number[] = [];
  const triangles: number[] = [];
  const faceRegion: number[] = [];
  const mirror: number[] = [];
  const corner = (x: number, y: number) => y * (columns + 1) + x;
  for (let y = 0; y <= rows; y++) for (let x = 0; x <= columns; x++) positions.push((x - columns / 2) * size, y * size, 0);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const [a, b, c, d] = [corner(x, y), corner(x + 1, y), corner(x + 1, y + 1), corner(x, y + 1)];
      triangles.push(a, b, c, a, c, d);
      const left = x >= columns / 2;
      faceRegion.push(2 * y + (left ? 0 : 1), 2 * y + (left ? 0 : 1));
      const other = 2 * (y * columns + (columns - 1 - x));
      mirror.push(other + 1, other);
    }
  }
  return {
    positions: new Float32Array(positions),
    normals: new Float32Array(positions.map((_, i) => (i % 3 === 2 ? 1 : 0))),
    triangles: new Uint32Array(triangles),
    regions: Array.from({ length: rows }, (_, y) => [`L:leg.row${y}`, `R:leg.row${y}`]).flat(),
    faceRegion: new Uint16Array(faceRegion),
    mirror: new Uint32Array(mirror),
  };
}

export function sheet(columns: number, rows: number, size = 0.01): Atlas {
  return makeAtlas(sheetMesh(columns, rows, size));
}

/** The square of a sheet at a column and row, as its two faces. */
export function square(columns: number, x: number, y: number): [number, number] {
  const first = 2 * (y * columns + x);
  return [first, first + 1];
}

/** Two sheets, `gap` metres apart, that look at each other; the second half of the faces is the far one. */
export function facingSheets(columns: number, rows: number, gap: number): Atlas {
  const near = sheetMesh(columns, rows);
  const many = near.positions.length / 3;
  const far = Array.from(near.positions, (value, i) => (i % 3 === 2 ? gap : value));
  const turned = Array.from(near.triangles).map((_, i, all) => all[i - (i % 3) + [0, 2, 1][i % 3]!]! + many);
  return makeAtlas({
    positions: new Float32Array([...near.positions, ...far]),
    normals: new Float32Array([...near.normals, ...Array.from(near.normals, (value) => -value)]),
    triangles: new Uint32Array([...near.triangles, ...turned]),
    regions: near.regions,
    faceRegion: new Uint16Array([...near.faceRegion, ...near.faceRegion]),
    mirror: new Uint32Array([...near.mirror, ...Array.from(near.mirror, (face) => face + near.mirror.length)]),
  });
}

/** The bytes of a .glb with this mesh, written as the build script writes it. */
export function writeGlb(mesh: BodyMesh, quantised = false): ArrayBuffer {
  const normals = quantised
    ? new Int8Array(Array.from({ length: (mesh.normals.length / 3) * 4 }, (_, i) => (i % 4 < 3 ? 127 * mesh.normals[3 * (i >> 2) + (i % 4)]! : 0)))
    : mesh.normals;
  const parts = [mesh.positions, normals, mesh.triangles, new Uint8Array(mesh.faceRegion), new Uint16Array(mesh.mirror)];
  const views: object[] = [];
  const bytes: number[] = [];
  for (const part of parts) {
    views.push({ buffer: 0, byteOffset: bytes.length, byteLength: part.byteLength, ...(part instanceof Int8Array ? { byteStride: 4 } : {}) });
    bytes.push(...new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
    while (bytes.length % 4) bytes.push(0);
  }
  const count = mesh.positions.length / 3;
  const document = {
    asset: { version: "2.0", extras: { legwise: { version: 1, regions: mesh.regions, faceRegion: 3, mirror: 4 } } },
    accessors: [
      { bufferView: 0, componentType: 5126, count, type: "VEC3" },
      quantised ? { bufferView: 1, componentType: 5120, normalized: true, count, type: "VEC3" } : { bufferView: 1, componentType: 5126, count, type: "VEC3" },
      { bufferView: 2, componentType: 5125, count: mesh.triangles.length, type: "SCALAR" },
    ],
    bufferViews: views,
    meshes: [{ primitives: [{ attributes: { POSITION: 0, NORMAL: 1 }, indices: 2 }] }],
    nodes: [{ mesh: 0 }],
  };
  const text = [...new TextEncoder().encode(JSON.stringify(document))];
  while (text.length % 4) text.push(32);
  const file = new ArrayBuffer(12 + 8 + text.length + 8 + bytes.length);
  const view = new DataView(file);
  [0x46546c67, 2, file.byteLength, text.length, 0x4e4f534a].forEach((word, i) => view.setUint32(4 * i, word, true));
  new Uint8Array(file, 20, text.length).set(text);
  view.setUint32(20 + text.length, bytes.length, true);
  view.setUint32(24 + text.length, 0x004e4942, true);
  new Uint8Array(file, 28 + text.length).set(bytes);
  return file;
}
