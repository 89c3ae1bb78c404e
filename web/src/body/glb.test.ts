import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { makeAtlas, otherSide } from "./atlas";
import { BodyError, readBody } from "./glb";
import { sheetMesh, writeGlb } from "./testBody";

test.each([false, true])("what was written is read again (quantised: %s)", (quantised) => {
  const mesh = sheetMesh(4, 3);
  const read = readBody(writeGlb(mesh, quantised));
  expect([...read.positions]).toEqual([...mesh.positions]);
  expect([...read.normals].map(Math.round)).toEqual([...mesh.normals]);
  expect([...read.triangles]).toEqual([...mesh.triangles]);
  expect([...read.faceRegion]).toEqual([...mesh.faceRegion]);
  expect([...read.mirror]).toEqual([...mesh.mirror]);
  expect(read.regions).toEqual(mesh.regions);
});

test("a file that is not a body says so", () => {
  expect(() => readBody(new ArrayBuffer(100))).toThrow(BodyError);
  const whole = writeGlb(sheetMesh(2, 2));
  expect(() => readBody(whole.slice(0, whole.byteLength - 40))).toThrow("cut short");
});

test("the body that ships: closed, two-sided, one region per face", () => {
  const file = readFileSync("../src/legwise/anatomy/body/body.glb");
  const atlas = makeAtlas(readBody(file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength) as ArrayBuffer));
  expect(atlas.faceCount).toBeGreaterThan(10_000);
  const open = atlas.neighbours.filter((other) => other < 0).length;
  expect(open / atlas.neighbours.length).toBeLessThan(0.01);
  for (let face = 0; face < atlas.faceCount; face += 7) {
    expect(atlas.mirror[atlas.mirror[face]!]).toBe(face);
    expect(atlas.regionOf(atlas.mirror[face]!)).toBe(otherSide(atlas.regionOf(face)));
  }
  expect(atlas.regions.every((region) => atlas.facesOf(region).length > 0)).toBe(true);
});
