import { expect, test } from "vitest";
import type { CourseReport, ScoreChange, VisitState } from "../api/course";
import { dayWords, responses, scoreChangeWords, series, today } from "./course";

const visit = (number: number, more: Partial<VisitState> = {}): VisitState => ({
  number, date: `2026-03-0${number}`, day: number - 1, areas: [], reach: [], intensity: null, scores: [], treated: [],
  urgency: "routine", flags: [], sources: [], notes: [], ...more,
});
const report = (...visits: VisitState[]): CourseReport => ({
  person: "p", urgency: "routine", visits, steps: [], overall: null, knowledge_version: "k", notes: [],
});
const reach = (fraction: number, modality: "pain" | "altered" = "pain") => ({ modality, side: "R" as const, fraction, says: "calf" });
const change: ScoreChange = {
  measure: "m", name: "M", before: 7, after: 5, improvement: 2, important_change: 2, important: "better", grade: "A", note: null,
};

test("a day is the same day in every time zone", () => {
  expect(dayWords("2026-03-09")).toContain("9");
  expect(dayWords("2026-01-01")).toContain("2026");
  expect(dayWords("soon")).toBe("soon");
  expect(today(new Date(2026, 0, 5, 23, 59))).toBe("2026-01-05");
});

test("only pain counts as the farthest pain, and what is not known stays a gap", () => {
  const rows = series(report(visit(1, { reach: [reach(0.5), reach(0.2), reach(0.9, "altered")] }), visit(2)));
  expect(rows).toEqual([{ name: "Farthest pain", unit: "% of the way from the spine to the toes", values: [50, null] }]);
});

test("whether a change matters is said with its limit", () => {
  expect(scoreChangeWords(change)).toBe("7 to 5: better by 2, enough to matter (from 2 points, grade A)");
  expect(scoreChangeWords({ ...change, after: 8, improvement: -1, important: "no" })).toBe("7 to 8: worse by 1, less than matters (from 2 points, grade A)");
  expect(scoreChangeWords({ ...change, important_change: null, important: null })).toContain("not known");
  expect(scoreChangeWords({ ...change, after: 7, improvement: 0, important: "no" })).toContain("7 to 7: unchanged,");
});

test("a response is told from the visit at which the source was treated, on this side or on both", () => {
  const source = { key: "R:root_l5", name: "L5 root, right", share: 0.5, presence: 0.8, without_responses: 0.75 };
  const other = { ...source, key: "R:piriformis", name: "other" };
  const treated = [{ source: "B:root_l5", intervention: "exercise" }];
  const told = responses(report(visit(1, { sources: [source] }), visit(2, { sources: [source, other], treated })));
  expect(told).toEqual([{ visit: 2, name: "L5 root, right", text: "80 % likely to be there; 75 % without what treatment did" }]);
});
