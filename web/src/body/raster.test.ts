import { expect, test } from "vitest";
import { makeAtlas } from "./atlas";
import { rasterise } from "./raster";
import { sheetMesh } from "./testBody";

// A sheet of 20 by 100 cm that looks to the front.
const sheet = sheetMesh(4, 20, 0.05);
const atlas = makeAtlas(sheet);

test("the front shows the sheet, the back does not, the left half lies on the right", () => {
  const picture = rasterise(atlas, "front", 56, 130);
  const { x, y } = picture.place([0.06, 0.5, 0]);
  const face = picture.face[Math.floor(y) * 56 + Math.floor(x)]!;
  expect(x).toBeGreaterThan(28);
  expect(atlas.regionOf(face)).toMatch(/^L:/);
  expect(rasterise(atlas, "back", 56, 130).face.every((one) => one < 0)).toBe(true);
});

test("pixels know where on their face they lie", () => {
  const picture = rasterise(atlas, "front", 112, 260);
  const at = 130 * 112 + 60;
  const [u, v] = [picture.first[at]! / 255, picture.second[at]! / 255];
  const corner = (k: number, axis: number) => atlas.positions[3 * atlas.triangles[3 * picture.face[at]! + k]! + axis]!;
  const point = [0, 1, 2].map((axis) => u * corner(0, axis) + v * corner(1, axis) + (1 - u - v) * corner(2, axis)) as [number, number, number];
  expect(picture.place(point).x).toBeCloseTo(60.5, 0);
  expect(picture.place(point).y).toBeCloseTo(130.5, 0);
});

test("a hidden region is left out on both sides", () => {
  const faces = new Set(rasterise(atlas, "front", 56, 130, "leg.row10").face);
  expect([...faces].some((face) => face >= 0 && atlas.regionOf(face).endsWith("row9"))).toBe(true);
  expect([...faces].some((face) => face >= 0 && atlas.regionOf(face).endsWith("row10"))).toBe(false);
});
