import { expect, test } from "vitest";
import { makeCoverage } from "../body/coverage";
import { makeRayTree } from "../body/rays";
import { sheet, square } from "../body/testBody";
import { beginStroke } from "./stroke";
import type { Canvas } from "./stroke";

// One pixel is one millimetre; the sheet is 40 by 20 cm.
const atlas = sheet(40, 20);
const tree = makeRayTree(atlas);
const canvas: Canvas = {
  pick: (x, y) => tree.first([x / 1000 - 0.2, y / 1000, 1], [0, 0, -1]),
  metresPerPixel: () => 0.001,
};
const brush = { radius: 0.015, mirror: false, channels: [2] };

test("a fast stroke has no gaps", () => {
  const paint = makeCoverage(atlas, 20);
  const stroke = beginStroke(atlas, paint, canvas, brush);
  stroke.to(30, 100);
  stroke.to(370, 100);
  for (let x = 3; x < 37; x++) expect(square(40, x, 10).some((face) => stroke.faces.has(face)), `column ${x}`).toBe(true);
});

test("painting keeps what other qualities have there; erasing takes all", () => {
  const paint = makeCoverage(atlas, 20);
  const [face] = square(40, 10, 10);
  paint.faceBits[face] = 1;
  beginStroke(atlas, paint, canvas, brush).to(105, 105);
  expect(paint.faceBits[face]).toBe(0b101);
  beginStroke(atlas, paint, canvas, { ...brush, channels: null }).to(105, 105);
  expect(paint.faceBits[face]).toBe(0);
});

test("a stroke that was taken back leaves the skin as it was", () => {
  const paint = makeCoverage(atlas, 20);
  beginStroke(atlas, paint, canvas, brush).to(100, 100);
  const before = { bits: paint.faceBits.slice(), blocks: paint.blocks.map((block) => block.slice()) };
  const stroke = beginStroke(atlas, paint, canvas, { ...brush, channels: [7] });
  stroke.to(90, 100);
  stroke.to(200, 100);
  stroke.cancel();
  expect(paint.faceBits).toEqual(before.bits);
  expect(paint.blocks.map((block) => block.slice())).toEqual(before.blocks);
  expect(stroke.faces.size).toBe(0);
});

test("with both sides on, the other side is painted as well", () => {
  const stroke = beginStroke(atlas, makeCoverage(atlas, 20), canvas, { ...brush, mirror: true });
  stroke.to(55, 105);
  expect(square(40, 5, 10).every((face) => stroke.faces.has(face))).toBe(true);
  expect(square(40, 34, 10).every((face) => stroke.faces.has(face))).toBe(true);
});

test("off the body nothing happens", () => {
  const stroke = beginStroke(atlas, makeCoverage(atlas, 20), canvas, brush);
  expect(stroke.to(900, 900)).toBeNull();
});
