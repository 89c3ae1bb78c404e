/** The shapes that the service speaks (`/api/v1`). They mirror the pydantic models in `src/legwise`. */

export type Side = "L" | "R";
export type Role = "person" | "clinician";
export type Voice = "plain" | "clinical";
export type Urgency = "emergency" | "same_day" | "two_weeks" | "routine";
export type View = "front" | "back" | "left" | "right" | "soles";

// ---- the case file (legwise.case.model) ----

export interface Amount {
  value: number;
  unit: string;
}

/** null is "asked, and not known"; a key that is missing was never asked. */
export type Answer = boolean | number | string | Amount | null;

export type When =
  | "morning" | "day" | "evening" | "night" | "rest" | "sitting" | "standing"
  | "walking" | "lying" | "exercise" | "constant";

export type Quality =
  | "pain" | "pain_aching" | "pain_sharp" | "pain_shooting_electric" | "burning" | "tingling"
  | "numbness" | "itching" | "crawling" | "heaviness" | "cramp" | "twitching" | "cold" | "heat"
  | "urge_to_move" | "weakness" | "gooseflesh" | "swelling" | "tightness";

export interface Mark {
  regions: string[];
  qualities?: Quality[];
  intensity?: number | null;
  when?: When[];
  words?: string | null;
}

export interface Absent {
  regions: string[];
  qualities?: Quality[];
}

/** What was painted, as faces of the body mesh; `chart.marks` is derived from it. */
export interface DrawingLayer {
  qualities: Quality[];
  intensity: number | null;
  when: When[];
  faces: string;
}

export interface Drawing {
  version: 1;
  body: string;
  layers: DrawingLayer[];
}

export interface Chart {
  completed?: boolean;
  marks?: Mark[];
  absent?: Absent[];
  drawing?: Drawing | null;
}

/** What came of treating a source ("R:root_l5"). */
export interface TreatmentResponse {
  treated: string;
  change: "better" | "same" | "worse";
  intervention?: string | null;
  note?: string | null;
}

export interface CaseFile {
  id?: string | null;
  title?: string | null;
  setting?: string;
  context?: Record<string, Answer>;
  duration_days?: number | null;
  chart?: Chart;
  findings?: Record<string, Answer>;
  responses?: TreatmentResponse[];
  notes?: string | null;
  gold?: Record<string, unknown> | null;
}

// ---- the assessment (legwise.assessment.model) ----

export interface Interval {
  value: number;
  low: number;
  high: number;
}

export interface Citation {
  grade: string;
  sources: string[];
  facts: string[];
  basis: string | null;
}

/** `weight` is a log10 likelihood ratio: above zero speaks for the source, below zero against. */
export interface Reason {
  observation: string;
  says: string;
  weight: number;
  citation: Citation;
}

export interface Reasoning {
  prior: number;
  context: number;
  reasons: Reason[];
  others: number;
  posterior: number;
}

export interface Relative {
  key: string;
  name: string;
  p: number;
}

/** A number that the interval of a source rests on; the changes are for one standard deviation up. */
export interface Support {
  says: string;
  value: number;
  raised: number;
  estimate: boolean;
  citation: Citation;
  share_change: number;
  presence_change: number;
  part: number;
}

export interface Source {
  key: string;
  id: string;
  name: string;
  plain: string;
  side: Side | null;
  kind: string;
  labels: string[];
  families: string[];
  responsibility: Interval;
  presence: Interval;
  word: string;
  secondary_to: Relative[];
  explains: string[];
  unexplained_by_it: string[];
  reasoning: Reasoning;
  rests_on_estimates: number;
  rests_on: Support[];
  ask_next: string[];
  contradicted_beliefs: string[];
}

export interface FamilyShare {
  family: string;
  name: string;
  plain: string;
  side: Side | null;
  share: number;
  members: string[];
}

export interface Explanation {
  sources: string[];
  names: string[];
  probability: number;
  standard_error: number;
}

export interface Flag {
  id: string;
  name: string;
  urgency: Urgency;
  reason: string;
  plain: string;
  action: string;
  plain_action: string;
  because: string[];
  grade: string;
  sources: string[];
  facts: string[];
  by_probability: boolean;
}

export interface OpenDanger {
  id: string;
  name: string;
  probability: number;
  urgency: Urgency;
  ruled_out_by: string;
}

export interface NextStep {
  finding: string;
  name: string;
  kind: string;
  question: string;
  clinician: string;
  bits: number;
  cost: number;
  bits_per_cost: number;
  separates: string[];
}

export interface Belief {
  id: string;
  claim: string;
  verdict: string;
  why: string;
}

export interface Computation {
  method: string;
  error: number;
  effective_draws: number;
  log10_evidence: number;
  frontier_bits: number;
  positive_findings: number;
  negative_findings: number;
  knowledge_version: string;
  setting: string;
}

export interface Assessment {
  case: string | null;
  urgency: Urgency;
  flags: Flag[];
  open_dangers: OpenDanger[];
  families: FamilyShare[];
  sources: Source[];
  unexplained: number;
  explanations: Explanation[];
  mechanism: Record<string, number>;
  next_steps: NextStep[];
  beliefs: Belief[];
  computation: Computation;
  notes: string[];
}

export interface MeasureRange {
  unit: string;
  low: number;
  high: number;
}

export interface MeasureWord extends MeasureRange {
  /** Beyond this number the answer counts as yes. */
  threshold: number;
  direction: string;
  other_units: string[];
}

export interface GroupWord {
  id: string;
  says: string;
}

export interface Question {
  kind: "age" | "sex" | "context" | "finding" | "chart";
  key: string;
  text: string;
  how: string;
  why: string;
  bits: number;
  sided?: boolean;
  measure?: MeasureRange | null;
}

export interface AssessResponse {
  assessment: Assessment;
  next: Question | null;
  /** False: a rough answer, given because a better one takes long. */
  final: boolean;
}
