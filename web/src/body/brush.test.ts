import { expect, test } from "vitest";
import { facesNear } from "./brush";
import { facingSheets, sheet, square } from "./testBody";

const middle = (columns: number, x: number, y: number): [number, number, number] => [(x + 0.5 - columns / 2) * 0.01, (y + 0.5) * 0.01, 0];

test("a brush covers about its circle", () => {
  const atlas = sheet(20, 20);
  const [start] = square(20, 10, 10);
  const faces = facesNear(atlas, start, middle(20, 10, 10), 0.04);
  const area = faces.reduce((sum, face) => sum + atlas.faceArea[face]!, 0);
  expect(area).toBeGreaterThan(0.85 * Math.PI * 16);
  expect(area).toBeLessThan(1.15 * Math.PI * 16);
  expect(new Set(faces).size).toBe(faces.length);
});

test("a larger brush covers all that a smaller one does", () => {
  const atlas = sheet(20, 20);
  const [start] = square(20, 9, 9);
  const small = facesNear(atlas, start, middle(20, 9, 9), 0.02);
  const large = new Set(facesNear(atlas, start, middle(20, 9, 9), 0.035));
  expect(small.every((face) => large.has(face))).toBe(true);
});

test("it does not leap to skin that is near but does not hang together", () => {
  const atlas = facingSheets(12, 12, 0.012);
  const [start] = square(12, 6, 6);
  const faces = facesNear(atlas, start, middle(12, 6, 6), 0.04);
  expect(faces.length).toBeGreaterThan(20);
  expect(Math.max(...faces)).toBeLessThan(atlas.faceCount / 2);
});

test("a brush finer than the mesh still covers a visible spot around the touched place", () => {
  const atlas = sheet(10, 10);
  const [start] = square(10, 5, 5);
  const faces = facesNear(atlas, start, middle(10, 5, 5), 0.001);
  expect(faces).toContain(start);
  expect(faces.length).toBeGreaterThanOrEqual(4);
});
