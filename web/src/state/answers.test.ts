import { describe, expect, test } from "vitest";
import type { CaseFile } from "../api/types";
import { answerOf, isAnswered, numberOf, readNumber, sidedChoice, sidesOf, withAnswer, withSidedChoice } from "./answers";

const empty: CaseFile = {};
const say = (key: string, answer: boolean | null | undefined, file = empty) => withAnswer(file, "findings", key, answer);

describe("answers by side", () => {
  test("left and right alike are written as both", () => {
    expect(say("R:slr", false, say("L:slr", false)).findings).toEqual({ "B:slr": false });
  });

  test("changing one side of both keeps the other", () => {
    expect(say("L:slr", true, { findings: { "B:slr": false } }).findings).toEqual({ "L:slr": true, "R:slr": false });
  });

  test("taking out one side of both leaves the other", () => {
    expect(say("L:slr", undefined, { findings: { "B:slr": true } }).findings).toEqual({ "R:slr": true });
  });

  test("taking out both leaves nothing", () => {
    expect(say("B:slr", undefined, { findings: { "L:slr": true, "R:slr": false, fever: true } }).findings).toEqual({ fever: true });
  });

  test("the case that came in is not changed", () => {
    const before: CaseFile = { findings: { "B:slr": false } };
    say("L:slr", true, before);
    expect(before).toEqual({ findings: { "B:slr": false } });
  });

  test.each([
    ["left", { "L:x": true, "R:x": false }],
    ["right", { "L:x": false, "R:x": true }],
    ["both", { "B:x": true }],
    ["no", { "B:x": false }],
    ["unknown", { "B:x": null }],
  ] as const)("the choice %s is written and read back", (choice, written) => {
    const file = withSidedChoice({ findings: { "L:x": true } }, "findings", "x", choice);
    expect(file.findings).toEqual(written);
    expect(sidedChoice(file, "findings", "x")).toBe(choice);
  });

  test("one side alone is left, never 'no' for the other", () => {
    expect(sidedChoice({ findings: { "L:x": true } }, "findings", "x")).toBe("left");
    expect(sidedChoice({ findings: { "L:x": false } }, "findings", "x")).toBeNull();
    expect(sidesOf({ findings: { "L:x": false } }, "findings", "x")).toEqual({ L: false, R: undefined });
  });

  test("not known counts as answered, never asked does not", () => {
    expect(isAnswered({ findings: { "B:x": null } }, "findings", "x", true)).toBe(true);
    expect(isAnswered(empty, "findings", "x", true)).toBe(false);
    expect(answerOf({ context: { age: 40 } }, "context", "age")).toBe(40);
  });
});

describe("numbers typed by hand", () => {
  const range = { unit: "ug/l", low: 1, high: 500 };

  test.each([["12", 12], [" 12.5 ", 12.5], ["12,5", 12.5], [".5e", null], ["", null]])("%j", (text, value) => {
    const read = readNumber(text, { ...range, low: 0 });
    if (text === ".5e") expect(read.ok).toBe(false);
    else expect(read).toEqual({ ok: true, value });
  });

  test.each(["abc", "1e3", "12 ug", "--3", "NaN", "Infinity", "0x10"])("%j is no number, and the message says what is allowed", (text) => {
    const read = readNumber(text, range);
    expect(read.ok).toBe(false);
    if (!read.ok) expect(read.message).toContain("1 to 500 ug/l");
  });

  test.each(["0", "501", "-3"])("%s is out of range", (text) => {
    const read = readNumber(text, range);
    expect(read).toMatchObject({ ok: false });
    if (!read.ok) expect(read.message).toContain(text);
  });

  test("numbers in a case are read in each of their forms", () => {
    expect(numberOf(12)).toEqual({ value: 12, unit: null });
    expect(numberOf("12 ug/l")).toEqual({ value: 12, unit: "ug/l" });
    expect(numberOf({ value: 3, unit: "cm" })).toEqual({ value: 3, unit: "cm" });
    expect(numberOf(true)).toBeNull();
    expect(numberOf("female")).toBeNull();
  });
});
