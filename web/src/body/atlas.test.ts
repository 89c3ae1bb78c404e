import { expect, test } from "vitest";
import { makeAtlas, otherSide } from "./atlas";
import { sheet, sheetMesh, square } from "./testBody";

test("faces know what lies across their edges, and that it is mutual", () => {
  const atlas = sheet(4, 3);
  for (let face = 0; face < atlas.faceCount; face++) {
    for (let edge = 0; edge < 3; edge++) {
      const other = atlas.neighbours[3 * face + edge]!;
      if (other >= 0) expect([...atlas.neighbours.slice(3 * other, 3 * other + 3)]).toContain(face);
    }
  }
  const [lower, upper] = square(4, 1, 1);
  expect([...atlas.neighbours.slice(3 * lower, 3 * lower + 3)].sort((a, b) => a - b)).toEqual(
    [square(4, 1, 0)[1], upper, square(4, 2, 1)[1]].sort((a, b) => a - b),
  );
});

test("the border of a sheet has nothing across it", () => {
  const atlas = sheet(2, 1);
  expect([...atlas.neighbours].filter((other) => other < 0)).toHaveLength(6);
});

test("vertices that were split are welded again", () => {
  const whole = sheetMesh(3, 2);
  const split = Float32Array.from(whole.triangles, (v) => v).length;
  const positions = new Float32Array(3 * split);
  whole.triangles.forEach((v, i) => positions.set(whole.positions.subarray(3 * v, 3 * v + 3), 3 * i));
  const loose = makeAtlas({ ...whole, positions, normals: positions, triangles: Uint32Array.from({ length: split }, (_, i) => i) });
  expect([...loose.neighbours]).toEqual([...makeAtlas(whole).neighbours]);
});

test("areas add up, per face and per region", () => {
  const atlas = sheet(4, 3, 0.01);
  expect(atlas.faceArea[0]).toBeCloseTo(0.5);
  expect(atlas.regionArea[0]).toBeCloseTo(2);
  expect([...atlas.regionArea].reduce((sum, area) => sum + area)).toBeCloseTo(12);
});

test("regions know their faces; an unknown one has none", () => {
  const atlas = sheet(4, 3);
  expect([...atlas.facesOf("L:leg.row1")]).toEqual([...square(4, 2, 1), ...square(4, 3, 1)]);
  expect(atlas.facesOf("L:tail")).toHaveLength(0);
  expect(atlas.regionOf(square(4, 0, 2)[0])).toBe("R:leg.row2");
});

test("the mirror of a mirror is the face itself, in the region of the other side", () => {
  const atlas = sheet(4, 3);
  for (let face = 0; face < atlas.faceCount; face++) {
    expect(atlas.mirror[atlas.mirror[face]!]).toBe(face);
    expect(atlas.regionOf(atlas.mirror[face]!)).toBe(otherSide(atlas.regionOf(face)));
  }
  expect(otherSide("pelvis.sacrum")).toBe("pelvis.sacrum");
});
