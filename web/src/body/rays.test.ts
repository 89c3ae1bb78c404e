import { expect, test } from "vitest";
import { makeRayTree } from "./rays";
import { facingSheets, sheet, square } from "./testBody";

test("a ray meets the square it aims at, at the right place", () => {
  const atlas = sheet(10, 10);
  const hit = makeRayTree(atlas).first([0.013, 0.037, 1], [0, 0, -1])!;
  expect(square(10, 6, 3)).toContain(hit.face);
  expect(hit.distance).toBeCloseTo(1);
  expect(hit.point[0]).toBeCloseTo(0.013);
  expect(hit.point[1]).toBeCloseTo(0.037);
});

test("beside the body there is nothing, and skin is met only from outside", () => {
  const tree = makeRayTree(sheet(10, 10));
  expect(tree.first([0.2, 0.05, 1], [0, 0, -1])).toBeNull();
  expect(tree.first([0.013, 0.037, -1], [0, 0, 1])).toBeNull();
});

test("of two sheets the ray meets the one that looks at it", () => {
  const atlas = facingSheets(6, 6, 0.02);
  const hit = makeRayTree(atlas).first([0.005, 0.025, 0.01], [0, 0, 1])!;
  expect(hit.face).toBeGreaterThanOrEqual(atlas.faceCount / 2);
  expect(hit.point[2]).toBeCloseTo(0.02);
});

test("the tree finds what a look at every face finds", () => {
  const seed = 7;
  let state = seed;
  const random = () => (state = (state * 16807) % 2147483647) / 2147483647;
  const atlas = sheet(9, 7);
  const tree = makeRayTree(atlas);
  for (let i = 0; i < 200; i++) {
    const [x, y] = [(random() - 0.5) * 0.12, random() * 0.09 - 0.01];
    const inside = Math.abs(x) < 0.045 && y > 0 && y < 0.07;
    const hit = tree.first([x, y, 0.5], [0, 0, -1]);
    expect(hit !== null, `seed ${seed}, ray ${i} at ${x}, ${y}`).toBe(inside);
    if (hit) expect(square(9, Math.floor(x / 0.01 + 4.5), Math.floor(y / 0.01))).toContain(hit.face);
  }
});
