import { expect, test } from "vitest";
import { between, closeTo, eyeOf, panned, rayThrough, seenAt, turned, VIEW_NAMES, viewOf, zoomed } from "./orbit";

test("views look from where they say; left is the person's left", () => {
  expect(eyeOf(viewOf("front", 1))[2]).toBeGreaterThan(1);
  expect(eyeOf(viewOf("back", 1))[2]).toBeLessThan(-1);
  expect(eyeOf(viewOf("left", 1))[0]).toBeGreaterThan(1);
  expect(eyeOf(viewOf("right", 1))[0]).toBeLessThan(-1);
  expect(eyeOf(viewOf("soles", 1))[1]).toBeLessThan(-0.3);
});

test.each(VIEW_NAMES)("%s: a ray through a place meets what is seen at that place", (name) => {
  const orbit = turned(viewOf(name, 0.7), 0.2, 0.05);
  const { origin, direction } = rayThrough(orbit, 0.3, -0.4, 0.7);
  const far = orbit.distance;
  const seen = seenAt(orbit, [origin[0] + far * direction[0], origin[1] + far * direction[1], origin[2] + far * direction[2]], 0.7);
  expect(seen.x).toBeCloseTo(0.3);
  expect(seen.y).toBeCloseTo(-0.4);
});

test("coming close shows the point in the middle, at least as large", () => {
  for (const name of VIEW_NAMES) {
    const whole = viewOf(name, 1);
    const near = closeTo(whole, [0.1, 0.8, 0]);
    const seen = seenAt(near, [0.1, 0.8, 0], 1);
    expect(seen.x).toBeCloseTo(0);
    expect(seen.y).toBeCloseTo(0);
    expect(near.distance).toBeLessThanOrEqual(whole.distance);
    expect([near.turn, near.tilt]).toEqual([whole.turn, whole.tilt]);
  }
});

test("zooming keeps the place under the pointer", () => {
  const before = viewOf("front", 1);
  const place = [0.1, 0.4, 0.03] as const;
  const [a, b] = [seenAt(before, place, 1), seenAt(zoomed(before, 0.5, place), place, 1)];
  expect(b.x).toBeCloseTo(a.x);
  expect(b.y).toBeCloseTo(a.y);
});

test("nobody gets lost: distance, tilt and shift have limits", () => {
  let orbit = viewOf("front", 1);
  for (let i = 0; i < 50; i++) orbit = panned(zoomed(turned(orbit, 0.5, 0.5), 0.5), 1, 1);
  expect(orbit.distance).toBeGreaterThan(0.2);
  expect(Math.abs(orbit.tilt)).toBeLessThan(Math.PI / 2);
  expect(Math.abs(orbit.target[0])).toBeLessThan(1);
  for (let i = 0; i < 50; i++) orbit = zoomed(orbit, 3);
  expect(orbit.distance).toBeLessThan(6);
});

test("a change of view takes the shorter way round and ends where it should", () => {
  const [right, back] = [viewOf("right", 1), viewOf("back", 1)];
  expect(Math.abs(between(right, back, 0.5).turn - right.turn)).toBeLessThan(Math.PI / 2);
  const end = between(right, back, 1);
  expect(eyeOf(end)[2]).toBeCloseTo(eyeOf(back)[2]);
});
