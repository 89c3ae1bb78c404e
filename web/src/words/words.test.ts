import { describe, expect, test } from "vitest";
import type { Flag, Source } from "../api/types";
import { css, intervalBar, tells, weightBar } from "./bars";
import { recordOf } from "./records";
import { gradeShort, gradeWords, percent, range, ratio, strength, wordFor } from "./scale";
import { flagText, inVoice, questionText, sourceNames, worst } from "./texts";
import { bestUnit, durationWords } from "../state/duration";

describe("the one scale", () => {
  test.each([[0, "unlikely"], [0.199, "unlikely"], [0.2, "possible"], [0.6, "likely"], [0.85, "very likely"], [1, "very likely"]])("%d is %s", (p, word) => {
    expect(wordFor(p)).toBe(word);
  });

  test.each([[0, "0 %"], [0.004, "under 1 %"], [0.5, "50 %"], [0.996, "over 99 %"], [1, "over 99 %"]])("%d is written %s", (p, text) => {
    expect(percent(p)).toBe(text);
  });

  test("ranges, ratios and strengths", () => {
    expect([range(0.1, 0.75), range(0.501, 0.504), range(0.998, 1), range(0, 0.004)]).toEqual(["10 to 75 %", "about 50 %", "over 99 %", "0 %"]);
    expect(ratio(1)).toBe("10 times more likely");
    expect(ratio(-0.3)).toBe("2.0 times less likely");
    expect([1.2, 0.6, 0.25, 0.1, -0.6].map(strength)).toEqual(["strongly for", "clearly for", "somewhat for", "slightly for", "clearly against"]);
  });

  test("grade D is always spelled out", () => {
    expect(gradeWords("D")).toBe("D: opinion or estimate");
    expect([gradeShort("D", true), gradeShort("D", false), gradeShort("B", true)]).toEqual(["D: opinion", "D: estimate", "grade B"]);
  });
});

describe("bars", () => {
  test("an interval holds its value and stays inside the track", () => {
    const bar = intervalBar({ value: 0.5, low: 0.6, high: 1.7 });
    expect(bar).toEqual({ value: 0.5, low: 0.5, width: 0.5 });
    expect(intervalBar({ value: NaN, low: -1, high: 0.2 })).toEqual({ value: 0, low: 0, width: 0.2 });
  });

  test("weights are drawn against the strongest, and weak ones stay weak and visible", () => {
    expect(weightBar(-2, 2)).toEqual({ side: "against", length: 1 });
    expect(weightBar(0.1, 0.1).length).toBeCloseTo(0.2);
    expect(weightBar(0.001, 2).length).toBe(0.04);
  });

  test("what a step tells is in words and against the best", () => {
    expect(tells(0.4, 0.4)).toEqual({ word: "tells a lot", length: 1 });
    expect(tells(0.01, 0).length).toBe(0);
  });

  test("fractions become safe widths", () => {
    expect([css(0.333), css(7), css(-1)]).toEqual(["33.3%", "100.0%", "0.0%"]);
  });
});

describe("words by voice", () => {
  const source = { name: "L5 root irritation, left", plain: "irritated spinal nerve root L5 (left)" } as Source;

  test("both names are always there, the reader's first", () => {
    expect(sourceNames(source, "plain")).toEqual({ first: "Irritated spinal nerve root L5 (left)", second: "L5 root irritation, left" });
    expect(sourceNames(source, "clinical").first).toBe("L5 root irritation, left");
  });

  test("sentences of the service follow", () => {
    expect(inVoice("helps to tell about L5 root irritation, left", [source], "plain")).toBe("helps to tell about irritated spinal nerve root L5 (left)");
    expect(inVoice("L5 root irritation, left", [source], "clinical")).toBe("L5 root irritation, left");
  });

  test("a flag says what to do in either voice", () => {
    const flag = { name: "n", reason: "r", plain: "p", action: "a", plain_action: "pa" } as Flag;
    expect(flagText(flag, "plain")).toEqual({ what: "n", why: "p", action: "pa" });
    expect(flagText(flag, "clinical")).toEqual({ what: "n", why: "r", action: "a" });
  });

  test("the worst urgency leads", () => {
    expect(worst(["two_weeks", "emergency", "same_day"])).toBe("emergency");
    expect(worst([])).toBe("routine");
  });

  test("the side of a question is a word of its own", () => {
    const question = { kind: "finding", key: "R:slr", how: "", why: "", bits: 0 } as const;
    expect(questionText({ ...question, text: "Does it hurt? [right]" })).toEqual({ text: "Does it hurt?", side: "right" });
    expect(questionText({ ...question, text: "Fever?" })).toEqual({ text: "Fever?", side: "" });
  });
});

test("a source leads to its record", () => {
  expect(recordOf({ kind: "root", id: "root_l5" })).toEqual({ kind: "roots", id: "L5" });
  expect(recordOf({ kind: "muscle", id: "trp_piriformis" })).toEqual({ kind: "muscles", id: "piriformis" });
  expect(recordOf({ kind: "spread", id: "spread" })).toBeNull();
});

test("time is said as people say it", () => {
  expect([0.25, 5, 21, 40, 200, 1500].map(durationWords)).toEqual(["6 hours", "5 days", "3 weeks", "40 days", "6.6 months", "4.1 years"]);
  expect(bestUnit(0)).toBe("days");
});
