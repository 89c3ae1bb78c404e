/** A person's visits in time, and outcome measures (legwise.course.result, legwise.knowledge.schema_outcomes). */

import { call, ROOT } from "./client";
import type { Outcome, Treated } from "./people";
import type { Flag, Side, Urgency, View } from "./types";

export type Direction = "centralized" | "peripheralized" | "no_change" | "mixed" | "not_comparable";
export type Trend = "less" | "more" | "same" | "unknown";

export interface Reach {
  modality: "pain" | "altered";
  side: Side;
  fraction: number;
  says: string;
}

export interface Score {
  measure: string;
  of: string | null;
  name: string;
  value: number;
  low: number;
  high: number;
  better: "lower" | "higher";
  answered: number | null;
  items: number | null;
  by_item: Record<string, number>;
  note: string | null;
}

/** A red flag that stands at a visit; `since` where it was told earlier and not answered again. */
export interface Standing {
  flag: Flag;
  how: "told_now" | "told_before" | "change" | "probability";
  since: string | null;
}

export interface SourceNow {
  key: string;
  name: string;
  share: number;
  presence: number;
  without_responses: number | null;
}

export interface VisitState {
  number: number;
  date: string;
  day: number;
  areas: { quality: string; cm2: number }[];
  reach: Reach[];
  intensity: number | null;
  scores: Score[];
  treated: Treated[];
  urgency: Urgency;
  flags: Standing[];
  sources: SourceNow[];
  notes: string[];
}

export interface ScoreChange {
  measure: string;
  name: string;
  before: number;
  after: number;
  improvement: number;
  important_change: number | null;
  important: "better" | "worse" | "no" | null;
  grade: string | null;
  note: string | null;
}

export interface CourseStep {
  before: number;
  after: number;
  days: number;
  areas: { quality: string; before: number; after: number; trend: Trend }[];
  direction: Direction;
  why: string;
  intensity: number | null;
  scores: ScoreChange[];
  urgency_before: Urgency;
  urgency_after: Urgency;
}

export interface CourseReport {
  person: string;
  urgency: Urgency;
  visits: VisitState[];
  steps: CourseStep[];
  overall: CourseStep | null;
  knowledge_version: string;
  notes: string[];
}

export interface PersonCourse {
  report: CourseReport | null;
  visits: { id: string; day: string }[];
  without_case: { id: string; day: string }[];
}

export interface OutcomeMeasure {
  id: string;
  name: string;
  plain: string;
  asks: string;
  low: number;
  high: number;
  better: "lower" | "higher";
  scored: "value" | "count" | "mean" | "total_only";
  items: { id: string; says: string }[];
  most_activities: number;
  missing_rule: string | null;
  important: { value: number; grade: string } | null;
  licence: string;
  sources: string[];
  facts: string[];
  note: string | null;
}

export const course = {
  of: (code: string, signal?: AbortSignal) => call<PersonCourse>("GET", `/people/${encodeURIComponent(code)}/course`, undefined, signal),
  measures: () => call<OutcomeMeasure[]>("GET", "/outcomes"),
  score: (outcome: Outcome) => call<Score>("POST", "/outcomes/score", { outcome }),
  charts: (code: string, first: number, second: number, view: View): string =>
    `${ROOT}/people/${encodeURIComponent(code)}/course/charts.svg?${new URLSearchParams({ first: String(first), second: String(second), view })}`,
};
