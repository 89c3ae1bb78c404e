import { describe, expect, test } from "vitest";
import { makeAtlas } from "./atlas";
import type { Atlas } from "./atlas";
import { cutAbove, panned, rayThrough, turned, viewOf, zoomed } from "./orbit";
import type { Orbit } from "./orbit";
import { makeRayTree } from "./rays";
import { makeVisible } from "./visible";

/** A ball where the legs are; what is in front of what is then known from rays. */
function ball(rings: number, columns: number): Atlas {
  const positions: number[] = [];
  const triangles: number[] = [];
  for (let ring = 0; ring <= rings; ring++) {
    for (let column = 0; column <= columns; column++) {
      const [down, round] = [(Math.PI * ring) / rings, (2 * Math.PI * column) / columns];
      positions.push(0.4 * Math.sin(down) * Math.sin(round), 0.58 + 0.4 * Math.cos(down), 0.03 + 0.4 * Math.sin(down) * Math.cos(round));
    }
  }
  for (let ring = 0; ring < rings; ring++) {
    for (let column = 0; column < columns; column++) {
      const a = ring * (columns + 1) + column;
      const [b, c, d] = [a + columns + 1, a + columns + 2, a + 1];
      if (ring < rings - 1) triangles.push(a, b, c);
      if (ring > 0) triangles.push(a, c, d);
    }
  }
  const faces = triangles.length / 3;
  return makeAtlas({
    positions: new Float32Array(positions), normals: new Float32Array(positions), triangles: new Uint32Array(triangles),
    regions: ["M:ball"], faceRegion: new Uint16Array(faces), mirror: Uint32Array.from({ length: faces }, (_, face) => face),
  });
}

const atlas = ball(24, 36);
const tree = makeRayTree(atlas);
const ASPECT = 0.6;

function chances(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

function looks(random: () => number): Orbit {
  const from = turned(viewOf("front", ASPECT), 6 * random(), random() - 1);
  return panned(zoomed(from, 0.1 + random()), 0.4 * random() - 0.2, 0.4 * random() - 0.2);
}

const hitAt = (orbit: Orbit, x: number, y: number) => {
  const { origin, direction } = rayThrough(orbit, x, y, ASPECT);
  return tree.first(origin, direction, cutAbove(orbit));
};

const facesIn = (corners: Uint32Array, count: number) => {
  const found = new Set<string>();
  for (let at = 0; at < count; at += 3) found.add(`${corners[at]} ${corners[at + 1]} ${corners[at + 2]}`);
  return found;
};
const nameOf = (face: number) => atlas.triangles.slice(3 * face, 3 * face + 3).join(" ");

describe.each([1, 2, 3, 4, 5, 6, 7, 8])("from a place by chance, seed %i", (seed) => {
  const random = chances(seed);
  const orbit = looks(random);
  const visible = makeVisible(atlas);
  visible.aim(orbit, ASPECT);
  const corners = new Uint32Array(atlas.triangles.length);

  test("every face that a ray meets is drawn, and about half of all", () => {
    const count = visible.collect(null, corners);
    const drawn = facesIn(corners, count);
    for (let i = 0; i < 300; i++) {
      const hit = hitAt(orbit, 2 * random() - 1, 2 * random() - 1);
      if (hit) expect(drawn).toContain(nameOf(hit.face));
    }
    expect(count).toBeLessThan(0.75 * atlas.triangles.length);
  });

  test("what changed lies inside the part, and in the part every face that a ray meets is drawn", () => {
    const changed = new Set(Array.from({ length: 4 }, () => Math.floor(random() * atlas.vertexCount)));
    const part = visible.partOf(changed);
    const drawn = part && facesIn(corners, visible.collect(part, corners));
    for (let i = 0; i < 2000; i++) {
      const [x, y] = [2 * random() - 1, 2 * random() - 1];
      const hit = hitAt(orbit, x, y);
      if (!hit) continue;
      const inside = part !== null && x >= part.left && x <= part.right && y >= part.low && y <= part.high;
      const touched = atlas.triangles.slice(3 * hit.face, 3 * hit.face + 3).some((vertex) => changed.has(vertex));
      if (touched) expect(inside, `face ${hit.face} at ${x}, ${y}`).toBe(true);
      if (inside) expect(drawn).toContain(nameOf(hit.face));
    }
  });
});

test("what lies on the far side needs no drawing", () => {
  const visible = makeVisible(atlas);
  visible.aim(viewOf("front", ASPECT), ASPECT);
  const behind = 12 * 37 + 18; // the middle of the back
  expect(atlas.positions[3 * behind + 2]).toBeLessThan(-0.3);
  expect(visible.partOf([behind])).toBeNull();
});
