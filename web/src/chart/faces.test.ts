import { expect, test } from "vitest";
import { decodeFaces, encodeFaces } from "./faces";

const again = (faces: number[], count = 70000) => [...decodeFaces(encodeFaces(faces), count)!];

test.each([[[]], [[0]], [[5, 6, 7]], [[0, 1, 2, 300, 301, 65535, 69999]]])("%j comes back", (faces) => {
  expect(again(faces)).toEqual(faces);
});

test("order and repetition do not matter", () => {
  expect(encodeFaces([9, 3, 3, 4])).toBe(encodeFaces([3, 4, 9]));
});

test("random sets come back exactly", () => {
  const seed = 11;
  let state = seed;
  for (let round = 0; round < 30; round++) {
    const faces = new Set<number>();
    for (let i = 0; i < 400; i++) faces.add((state = (state * 16807) % 2147483647) % 40000);
    expect(again([...faces]), `seed ${seed}, round ${round}`).toEqual([...faces].sort((a, b) => a - b));
  }
});

test("a run is short text", () => {
  expect(encodeFaces(Array.from({ length: 5000 }, (_, i) => 1000 + i)).length).toBeLessThan(10);
});

test("text that this body could not have written is refused", () => {
  expect(decodeFaces("no base64!", 100)).toBeNull();
  expect(decodeFaces(encodeFaces([200]), 100)).toBeNull();
  expect(decodeFaces(btoa("\x05"), 100)).toBeNull();
  expect(decodeFaces(btoa("\x85"), 100)).toBeNull();
});
