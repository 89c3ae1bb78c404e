import { expect, test } from "vitest";
import { FRAME, plot } from "./plot";

test("days stand across to scale and values up from 0", () => {
  const { dots, runs } = plot([0, 10, 40], [4, 2, 0]);
  expect(dots.map((dot) => dot.x)).toEqual([28, 28 + 264 / 4, 292]);
  expect(dots.map((dot) => dot.y)).toEqual([FRAME.ceiling, (FRAME.ceiling + FRAME.floor) / 2, FRAME.floor]);
  expect(runs).toHaveLength(1);
});

test("what is not known breaks the line and is no zero", () => {
  const { dots, runs } = plot([0, 1, 2, 3], [1, null, 2, 3]);
  expect(dots.map((dot) => dot.visit)).toEqual([1, 3, 4]);
  expect(runs).toHaveLength(1);
});

test("a single visit and nothing but zeros are no trouble", () => {
  for (const found of [plot([0], [5]), plot([0, 1], [0, 0])]) {
    for (const dot of found.dots) expect([dot.x, dot.y].every(Number.isFinite)).toBe(true);
  }
  expect(plot([], [])).toEqual({ dots: [], runs: [] });
});
