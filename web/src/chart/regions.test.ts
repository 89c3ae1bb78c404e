import { expect, test } from "vitest";
import { sheet, square } from "../body/testBody";
import { paintedArea, paintedRegions, patches } from "./regions";

// Each region is half a row of squares: 20 of them, 1 cm2 each. A fair part of it is 3 cm2.
const atlas = sheet(40, 6);
const squares = (y: number, from: number, to: number) => Array.from({ length: to - from }, (_, i) => square(40, from + i, y)).flat();

test("a region that is painted in fair part counts, a spill over its border does not", () => {
  const faces = new Set([...squares(2, 20, 32), ...squares(3, 20, 22)]);
  expect(paintedRegions(atlas, faces)).toEqual(["L:leg.row2"]);
  expect(paintedRegions(atlas, new Set([...faces, ...squares(3, 22, 24)]))).toEqual(["L:leg.row2", "L:leg.row3"]);
});

test("much skin counts even where it is a small part of a large region", () => {
  const large = sheet(200, 2); // half a row is 100 cm2
  const ten = Array.from({ length: 10 }, (_, i) => square(200, 120 + i, 1)).flat();
  const all = new Set([...ten, ...Array.from({ length: 40 }, (_, i) => square(200, 105 + i, 0)).flat()]);
  expect(paintedRegions(large, all)).toEqual(["L:leg.row0", "L:leg.row1"]);
});

test("a speck of its own is never ignored: it counts for the region it covers most", () => {
  const faces = new Set([...squares(0, 0, 15), ...squares(4, 30, 31)]);
  expect(paintedRegions(atlas, faces)).toEqual(["R:leg.row0", "L:leg.row4"]);
});

test("nothing painted, no region", () => {
  expect(paintedRegions(atlas, new Set())).toEqual([]);
});

test("patches are split where paint does not touch, not at corners", () => {
  expect(patches(atlas, new Set([...square(40, 3, 1), ...square(40, 4, 2), ...square(40, 9, 1)]))).toHaveLength(2);
  expect(paintedArea(atlas, squares(0, 0, 5))).toBeCloseTo(5);
});
