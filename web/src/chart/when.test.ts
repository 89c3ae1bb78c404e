import { expect, test } from "vitest";
import { hourAt } from "./Dial";
import { ALL_DAY, between, DAY_PARTS, hasHour, hoursOf, OCCASIONS, retold, spokenHours, withHour, withOccasion, wordsOf } from "./when";

test("the parts of the day share out all 24 hours", () => {
  expect(DAY_PARTS.flatMap((part) => part.hours).sort((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, hour) => hour));
});

test("with the occasions they are all the words of the case format", () => {
  const words = ["morning", "day", "evening", "night", "rest", "sitting", "standing", "walking", "lying", "exercise", "constant"];
  expect([...DAY_PARTS, ...OCCASIONS].map((one) => one.word)).toEqual(words);
});

test("half of a part of the day says its word", () => {
  expect(wordsOf(between(22, 5))).toEqual(["night"]);
  expect(wordsOf(between(19, 2))).toEqual(["evening", "night"]);
  expect(wordsOf(between(23, 1))).toEqual([]);
  expect(wordsOf(0)).toEqual([]);
});

test("all 24 hours are constant, and constant goes when an hour goes", () => {
  expect(wordsOf(ALL_DAY)).toEqual(["constant"]);
  expect(between(7, 7)).toBe(ALL_DAY);
  expect(retold(["walking", "constant"], ALL_DAY, withHour(ALL_DAY, 3, false))).toEqual(["morning", "day", "evening", "night", "walking"]);
});

test("words without hours show as their part of the dial, and come back as the same words", () => {
  for (const { word } of DAY_PARTS) expect(wordsOf(hoursOf([word, "sitting"]))).toEqual([word]);
});

test("turning the dial leaves the occasions alone", () => {
  expect(retold(["morning", "sitting"], hoursOf(["morning"]), between(17, 22))).toEqual(["evening", "sitting"]);
  expect(withOccasion(["sitting"], "rest", true)).toEqual(["rest", "sitting"]);
  expect(withOccasion(["rest", "sitting"], "rest", false)).toEqual(["sitting"]);
});

test("hours are said in runs, over midnight as well", () => {
  expect(spokenHours(between(22, 5))).toBe("22 to 5 o'clock");
  expect(spokenHours(between(6, 8) | between(20, 21))).toBe("6 to 8 o'clock, 20 to 21 o'clock");
  expect(spokenHours(ALL_DAY)).toBe("all day and night");
});

test("a place on the dial is an hour", () => {
  expect(hourAt(62, 15)).toBe(0);
  expect(hourAt(105, 62)).toBe(6);
  expect(hourAt(58, 105)).toBe(12);
  expect(hourAt(15, 58)).toBe(18);
  expect(hourAt(60, 60)).toBeNull();
  expect(hasHour(withHour(0, 23, true), 23)).toBe(true);
});
