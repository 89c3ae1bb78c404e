/** Words and series of a course, the same as in `legwise.course.words`. */

import type { CourseReport, CourseStep, Direction, ScoreChange, Standing, Trend } from "../api/course";
import { number, percent } from "./scale";

export const DIRECTION: Record<Direction, { word: string; says: string }> = {
  centralized: { word: "Centralized", says: "the pain retreats towards the spine" },
  peripheralized: { word: "Peripheralized", says: "the pain moves outward" },
  no_change: { word: "No change", says: "no more than redrawing the same pain would do" },
  mixed: { word: "Mixed", says: "one side retreats, the other moves outward" },
  not_comparable: { word: "Cannot be compared", says: "a chart was not declared complete, or marks no place" },
};

export const DEFINITION =
  "Centralized means: the place farthest from the spine where pain is felt lies nearer to the spine than at the visit before, by more than redrawing explains. " +
  "Peripheralized is the reverse. It is taken for each side by itself. It describes the course; nobody watched between the visits why it moved.";

export const RESPONSE_NOTE =
  "An improvement after treatment is weak evidence: about half improve whatever is treated. It moves the chance of the treated source a little, never by much.";

export const TREND: Record<Trend, string> = {
  less: "smaller", more: "larger", same: "no change beyond redrawing", unknown: "cannot be compared",
};

export function standingWords(one: Standing): string {
  switch (one.how) {
    case "change":
      return "New since the visit before.";
    case "told_before":
      return `Told on ${dayWords(one.since ?? "")} and not answered again since: it stands.`;
    case "probability":
      return "By probability.";
    case "told_now":
      return "Told or found at this visit.";
  }
}

/** "9 March 2026"; a day has no hour and no time zone. */
export function dayWords(day: string): string {
  const found = /^(\d{4})-(\d\d)-(\d\d)/.exec(day);
  if (!found) return day;
  return new Date(Date.UTC(+found[1]!, +found[2]! - 1, +found[3]!)).toLocaleDateString(undefined, { dateStyle: "medium", timeZone: "UTC" });
}

/** Today where the person sits, as 2026-03-09. */
export function today(now = new Date()): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

export function scoreChangeWords(change: ScoreChange): string {
  const way = change.improvement > 0 ? "better" : change.improvement < 0 ? "worse" : "unchanged";
  const by = change.improvement ? ` by ${number(Math.abs(change.improvement))}` : "";
  return `${number(change.before)} to ${number(change.after)}: ${way}${by}${mattersWords(change)}`;
}

function mattersWords(change: ScoreChange): string {
  if (change.important_change === null) return "; which change matters is not known for it";
  const from = `${number(change.important_change)} points, grade ${change.grade}`;
  if (change.important === "better" || change.important === "worse") return `, enough to matter (from ${from})`;
  return `, less than matters (from ${from})`;
}

export interface Series {
  name: string;
  unit: string;
  values: (number | null)[];
}

/** What is drawn over the visits; null where it is not known. */
export function series(report: CourseReport): Series[] {
  const { visits } = report;
  const farthest = visits.map((visit) => {
    const pain = visit.reach.filter((one) => one.modality === "pain").map((one) => 100 * one.fraction);
    return pain.length > 0 ? Math.max(...pain) : null;
  });
  const scores = new Map(visits.flatMap((visit) => visit.scores.map((score) => [`${score.measure} ${score.of}`, score.name] as const)));
  const rows: Series[] = [
    { name: "Farthest pain", unit: "% of the way from the spine to the toes", values: farthest },
    { name: "Area marked", unit: "cm²", values: visits.map((visit) => visit.areas.find((one) => one.quality === "all")?.cm2 ?? null) },
    { name: "Strongest mark", unit: "of 10", values: visits.map((visit) => visit.intensity) },
    ...[...scores].map(([key, name]) => ({
      name, unit: "", values: visits.map((visit) => visit.scores.find((score) => `${score.measure} ${score.of}` === key)?.value ?? null),
    })),
  ];
  return rows.filter((row) => row.values.some((value) => value !== null));
}

export interface Response {
  visit: number;
  name: string;
  text: string;
}

/** For every visit and source treated by then: the chance that it is there, with and without what treatment did. */
export function responses(report: CourseReport): Response[] {
  return report.visits.flatMap((visit, index) => {
    const treated = new Set(report.visits.slice(0, index + 1).flatMap((one) => one.treated.map((t) => t.source)));
    return visit.sources
      .filter((one) => one.without_responses !== null && (treated.has(one.key) || treated.has(`B:${one.key.split(":").at(-1)}`)))
      .map((one) => ({
        visit: visit.number, name: one.name,
        text: `${percent(one.presence)} likely to be there; ${percent(one.without_responses!)} without what treatment did`,
      }));
  });
}

/** True when it was more urgent after the step than before. */
export function raised(step: CourseStep): boolean {
  const order = ["routine", "two_weeks", "same_day", "emergency"];
  return order.indexOf(step.urgency_after) > order.indexOf(step.urgency_before);
}
