/** The words of a plan: levels, roles, times, and why something is left out. */

import type { Aim, Certainty, Evidence, LeftOutBecause, Level, Measurement, PlanLine, PlanRole, Referral, TimeOfDay, Weekday } from "../api/plan";
import type { ReportKind } from "../api/report";
import type { Source, Voice } from "../api/types";
import { capital, inVoice } from "./texts";

export const ROLES: readonly { value: PlanRole; label: string }[] = [
  { value: "person", label: "The person alone" },
  { value: "therapist", label: "Therapist" },
  { value: "needling", label: "Therapist who may needle" },
  { value: "physician", label: "Physician" },
];

/** From the spine outward. */
export const LEVELS: Record<Level, string> = {
  spine: "Spine and pelvis",
  buttock: "Buttock and hip",
  thigh: "Thigh",
  leg: "Knee and leg",
  foot: "Ankle and foot",
  whole_body: "Whole person",
};

export const DAYS: Record<Weekday, { short: string; long: string }> = {
  mon: { short: "Mon", long: "Monday" },
  tue: { short: "Tue", long: "Tuesday" },
  wed: { short: "Wed", long: "Wednesday" },
  thu: { short: "Thu", long: "Thursday" },
  fri: { short: "Fri", long: "Friday" },
  sat: { short: "Sat", long: "Saturday" },
  sun: { short: "Sun", long: "Sunday" },
};

export const TIMES: Record<TimeOfDay, string> = {
  morning: "Morning",
  midday: "Midday",
  late_afternoon: "Late afternoon",
  evening: "Evening",
  bedtime: "Bedtime",
  night: "At night",
  through_the_day: "Through the day",
  any: "Any time",
};

export const CERTAINTIES: Record<Certainty, string> = {
  high: "high certainty",
  moderate: "moderate certainty",
  low: "low certainty",
  very_low: "very low certainty",
  none: "no trial",
};

export const WHENS: Record<Measurement["when"], string> = {
  before_and_after: "Before and after the session",
  before: "Before the first session",
  weekly: "Every week",
  review: "Now and at the review",
};

export const LEFT_OUT: Record<LeftOutBecause, string> = {
  contraindicated: "Forbidden on this case",
  advised_against: "Evidence advises against it",
  no_benefit_expected: "No benefit to be expected",
  measure_first: "Not yet: something must be known first",
  not_this_role: "Not in this role",
  no_time: "Possible, but less is to be expected of it in this time",
};

export const REFERRALS: Record<Referral["kind"], string> = {
  test: "Test",
  ask_doctor: "Ask the doctor",
  specialist: "Specialist",
  therapist: "Therapist",
};

export const REPORTS: readonly { kind: ReportKind; name: string; what: string }[] = [
  { kind: "summary", name: "Summary", what: "one page for the person" },
  { kind: "home", name: "Home programme", what: "the weeks at home, with drawings" },
  { kind: "session", name: "Session sheet", what: "step by step, with room to write" },
  { kind: "referral", name: "Referral letter", what: "for a doctor" },
  { kind: "clinical", name: "Full clinical report", what: "everything, with reasons and sources" },
];

/** The name that leads and the one that follows it, by the words in use. */
export function namesOf(line: Pick<PlanLine, "name" | "plain">, voice: Voice): { first: string; second: string } {
  const [first, second] = voice === "plain" ? [line.plain, line.name] : [line.name, line.plain];
  return { first: capital(first), second: first.toLowerCase() === second.toLowerCase() ? "" : capital(second) };
}

export const aimName = (aim: Pick<Aim, "name" | "plain">, voice: Voice): string => capital(voice === "plain" ? aim.plain : aim.name);

/** A sentence of the plan with the names of the voice in use; the plan's own aims are known as well. */
export function planSentence(text: string, aim: Aim | null, sources: readonly Pick<Source, "name" | "plain">[], voice: Voice): string {
  return capital(inVoice(text, [...(aim ? [aim] : []), ...sources].filter((one) => one.name), voice));
}

/** "moderate certainty", and whether what stands behind a line is thin. */
export const evidenceWords = (evidence: Evidence): string => CERTAINTIES[evidence.certainty];

/** Minutes from the beginning as a clock that starts at nought: "0:07". */
export const clock = (minutes: number): string => `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}`;
