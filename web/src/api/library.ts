/** What there is to look up, as the service tells it: vocabulary, overlays, examples, kept cases, knowledge. */

import type { CaseFile, GroupWord, MeasureWord, Quality, Urgency, When } from "./types";

// ---- the vocabulary ----

export interface QualityWord {
  id: Quality;
  says: string;
}

export interface RegionWord {
  id: string;
  sided: boolean;
  says: string;
  group: string;
}

export interface RegionGroup {
  id: string;
  says: string;
  regions: string[];
}

export type FindingKind = "history" | "exam" | "measure" | "laboratory" | "imaging";

export interface FindingWord {
  id: string;
  name: string;
  question: string;
  clinician: string;
  kind: FindingKind;
  group: string;
  sided: boolean;
  who: string[];
  measure: MeasureWord | null;
}

export interface FactorWord {
  id: string;
  name: string;
  question: string;
  group: string;
  sided: boolean;
}

export interface Vocabulary {
  qualities: QualityWord[];
  whens: When[];
  settings: { id: string; says: string }[];
  regions: RegionWord[];
  groups: RegionGroup[];
  findings: FindingWord[];
  finding_groups: GroupWord[];
  factor_groups: GroupWord[];
  factors: FactorWord[];
  safety: { person: string[]; clinician: string[] };
}

// ---- overlays ----

export interface OverlayZone {
  p: number;
  zone: "primary" | "spillover" | "core" | "variable";
}

export type Point = [number, number, number];

export interface Overlay {
  key: string;
  name: string;
  plain: string;
  kind: string;
  pain: Record<string, OverlayZone>;
  altered: Record<string, OverlayZone>;
  course: { id: string; name: string; points: Point[] }[];
  sites: { id: string; name: string; point: Point }[];
  place: { regions: Record<string, number> } | null;
}

export interface Comparison {
  matched: string[];
  unexplained: string[];
  absent: string[];
}

// ---- examples, saved cases, knowledge ----

export interface ExampleCard {
  id: string;
  title: string;
  what: string;
  urgency: Urgency | null;
  citation: string | null;
}

export interface SavedCase {
  id: string;
  title: string | null;
  updated: string;
  revision: number;
  /** What is wrong with a file that cannot be read. */
  problem?: string | null;
}

export interface StoredCase {
  case: CaseFile;
  revision: number;
}

export type KnowledgeKind =
  | "muscles" | "roots" | "nerves" | "entrapments" | "conditions" | "findings"
  | "signs" | "factors" | "red_flags" | "claims" | "sources" | "facts";

export interface KnowledgeItem {
  kind?: string;
  id: string;
  title: string;
  plain?: string | null;
  what?: string | null;
}

export interface KnowledgeList {
  total: number;
  items: KnowledgeItem[];
}

export interface KnowledgeNumber {
  value: number;
  low?: number | null;
  high?: number | null;
  unit?: string | null;
  grade: string;
  basis?: string | null;
  conflict?: string | null;
  sources: string[];
  facts: string[];
}

export interface KnowledgeLink {
  kind: string;
  id: string;
  label: string;
  note?: string | null;
  number?: KnowledgeNumber | null;
}

export interface KnowledgeField {
  label: string;
  text?: string | null;
  number?: KnowledgeNumber | null;
  links?: KnowledgeLink[] | null;
}

export interface KnowledgeRecord {
  kind: string;
  id: string;
  title: string;
  plain?: string | null;
  fields: KnowledgeField[];
  overlay: string | null;
}

export interface About {
  version: string;
  knowledge_version: string;
  kb_counts: Record<string, number>;
}

export interface ErrorBody {
  error: { field: string | null; message: string };
}
