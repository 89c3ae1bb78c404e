/** A plan as the service says it (`legwise.plan.model`): danger first, then the session from the source outward. */

import { call } from "./client";
import type { CaseFile, Urgency } from "./types";

export type PlanRole = "person" | "therapist" | "needling" | "physician";
export type Level = "spine" | "buttock" | "thigh" | "leg" | "foot" | "whole_body";
export type Weekday = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
export type TimeOfDay = "any" | "morning" | "midday" | "late_afternoon" | "evening" | "bedtime" | "through_the_day" | "night";
export type Certainty = "high" | "moderate" | "low" | "very_low" | "none";
export type LeftOutBecause = "contraindicated" | "advised_against" | "no_benefit_expected" | "measure_first" | "not_this_role" | "no_time";

/** The lengths of a session that the service plans, in minutes. */
export const MINUTES = { least: 15, most: 90, step: 5, first: 60 } as const;

export interface Trial {
  outcome: string;
  result: string;
  comparator: string;
  certainty: Certainty;
  /** False when the figure was not seen in the text of a source. */
  seen: boolean;
  sources: string[];
}

export interface Evidence {
  verdict: "helps" | "may_help" | "untested" | "no_better" | "advised_against";
  certainty: Certainty;
  grade: string;
  says: string;
  thin: boolean;
  trials: Trial[];
  sources: string[];
  facts: string[];
}

/** What a line is meant for. `key` is that of the assessment, empty for the whole person; `regions` carry sides. */
export interface Aim {
  key: string;
  name: string;
  plain: string;
  side: string | null;
  level: Level;
  regions: string[];
  share: number;
  presence: number;
  word: string;
  also: string[];
}

export interface Caution {
  id: string;
  says: string;
  because: string[];
}

/** What a line of the session and one of the weeks at home have in common. */
export interface PlanLine {
  intervention: string;
  name: string;
  plain: string;
  aim: Aim;
  how: string;
  why: string;
  evidence: Evidence;
  cautions: Caution[];
}

/** `start` and `minutes` count from the beginning of the session. */
export interface SessionStep extends PlanLine {
  order: number;
  start: number;
  minutes: number;
  shortened: boolean;
}

export interface HomeItem extends PlanLine {
  days: Weekday[];
  times: TimeOfDay[];
  /** Each time; null where it takes no time of its own. */
  minutes: number | null;
  weeks: number | null;
  dose: string;
  time_basis: string;
}

export interface Measurement {
  id: string;
  name: string;
  how: string;
  when: "before_and_after" | "before" | "weekly" | "review";
  why: string;
  grade: string;
  sources: string[];
  facts: string[];
}

export interface AskFirst {
  id: string;
  question: string;
  concerns: string[];
  severity: "absolute" | "relative";
}

export interface CareStep {
  id: string;
  name: string;
  urgency: Urgency;
  action: string;
  plain_action: string;
  reason: string;
  because: string[];
  grade: string;
  sources: string[];
  facts: string[];
}

export interface Referral {
  id: string;
  name: string;
  kind: "test" | "ask_doctor" | "specialist" | "therapist";
  says: string;
  why: string;
  aim: Aim | null;
  evidence: Evidence | null;
  cautions: Caution[];
  grade: string;
  sources: string[];
  facts: string[];
}

export interface LeftOut {
  intervention: string;
  name: string;
  because: LeftOutBecause;
  reason: string;
  aims: string[];
  sources: string[];
}

export interface Review {
  after_days: number;
  why: string;
  changes: { when: string; then: string; urgency: Urgency | null }[];
}

export interface Plan {
  case: string | null;
  role: PlanRole;
  minutes: number;
  urgency: Urgency;
  /** "waiting" while something must be seen today; "none" in an emergency. */
  reach: "full" | "waiting" | "none";
  reach_why: string | null;
  care: CareStep[];
  ask_first: AskFirst[];
  measures: Measurement[];
  session: SessionStep[];
  minutes_used: number;
  home: HomeItem[];
  referrals: Referral[];
  warnings: Caution[];
  left_out: LeftOut[];
  review: Review | null;
  notes: string[];
  computed: { method: string; status: string; expected_benefit: number; candidates: number; chosen: number; knowledge_version: string };
}

export const planOf = (file: CaseFile, minutes: number, role: PlanRole, signal?: AbortSignal): Promise<Plan> =>
  call<Plan>("POST", "/plan", { case: file, minutes, role }, signal);
