import { expect, test } from "vitest";
import { makeCoverage, setAll, setFaces } from "./coverage";
import { sheet, square } from "./testBody";

const share = (block: Uint8Array, vertex: number, channel: number) => block[4 * vertex + channel]! / 255;

test("deep inside paint the share is one, far away none, on a straight edge about a half", () => {
  const atlas = sheet(12, 12);
  const coverage = makeCoverage(atlas, 20);
  const faces = Array.from({ length: 6 }, (_, y) => Array.from({ length: 12 }, (_, x) => square(12, x, y))).flat(2);
  setFaces(atlas, coverage, faces, (old) => old | (1 << 5));
  const block = coverage.blocks[1]!;
  expect(share(block, 13 * 2 + 6, 1)).toBe(1);
  expect(share(block, 13 * 10 + 6, 1)).toBe(0);
  expect(share(block, 13 * 6 + 6, 1)).toBeGreaterThan(0.4);
  expect(share(block, 13 * 6 + 6, 1)).toBeLessThan(0.6);
  expect(share(block, 13 * 2 + 6, 0)).toBe(0);
});

test("taking paint away leaves nothing behind, and says what changed", () => {
  const atlas = sheet(6, 6);
  const coverage = makeCoverage(atlas, 4);
  const range = setFaces(atlas, coverage, square(6, 3, 3), (old) => old | 1)!;
  expect(range.last).toBeGreaterThan(range.first);
  expect(setFaces(atlas, coverage, square(6, 3, 3), (old) => old | 1)).toBeNull();
  expect(setFaces(atlas, coverage, square(6, 3, 3), (old) => old & ~1)).toEqual(range);
  expect(coverage.blocks[0]!.every((value) => value === 0)).toBe(true);
});

test("replacing everything gives the same as painting it", () => {
  const atlas = sheet(8, 8);
  const [painted, replaced] = [makeCoverage(atlas, 8), makeCoverage(atlas, 8)];
  const bits = new Uint32Array(atlas.faceCount);
  for (const face of [...square(8, 2, 2), ...square(8, 3, 2)]) bits[face] = 1 << 6;
  setFaces(atlas, painted, [...square(8, 2, 2), ...square(8, 3, 2)], () => 1 << 6);
  setAll(atlas, replaced, bits);
  expect(replaced.blocks).toEqual(painted.blocks);
});
