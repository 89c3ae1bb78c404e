/** People and their visits, as the records keep them (`/api/v1/people`). */

import { call } from "./client";
import type { Assessment, CaseFile, Urgency } from "./types";

export interface PersonCard {
  code: string;
  label: string | null;
  visits: number;
  last_visit: string | null;
  /** Of the latest visit taken by itself; null where that was not assessed. */
  urgency: Urgency | null;
}

export interface PeoplePage {
  total: number;
  offset: number;
  people: PersonCard[];
}

export type DocumentKind = "case" | "assessment" | "plan" | "outcomes" | "treatments";

export interface VisitCard {
  id: string;
  day: string;
  version: number;
  title: string | null;
  urgency: Urgency | null;
  documents: DocumentKind[];
}

export interface PersonRecord {
  code: string;
  label: string | null;
  version: number;
  visits: VisitCard[];
}

export interface Kept<T> {
  version: number;
  changed: string;
  body: T;
}

/** One outcome measure at a visit: answers by item, or the total. */
export interface Outcome {
  measure: string;
  of?: string | null;
  items?: Record<string, boolean | number | null> | null;
  total?: number | null;
}

/** What was treated since the visit before, and what came of it. */
export interface Treated {
  source: string;
  intervention: string;
  date?: string | null;
  change?: "better" | "same" | "worse" | null;
  note?: string | null;
}

export interface Documents {
  case: CaseFile;
  assessment: Assessment;
  plan: unknown;
  outcomes: Outcome[];
  treatments: Treated[];
}

export interface VisitRecord {
  id: string;
  person: string;
  day: string;
  version: number;
  documents: { [K in DocumentKind]?: Kept<Documents[K]> };
}

const id = encodeURIComponent;
const person = (code: string): string => `/people/${id(code)}`;
const visit = (code: string, key: string): string => `${person(code)}/visits/${id(key)}`;

export const people = {
  list: (query: string, offset: number, limit: number, signal?: AbortSignal) =>
    call<PeoplePage>("GET", `/people?${new URLSearchParams({ q: query, offset: String(offset), limit: String(limit) })}`, undefined, signal),
  add: (label: string | null) => call<PersonRecord>("POST", "/people", { label }),
  person: (code: string, signal?: AbortSignal) => call<PersonRecord>("GET", person(code), undefined, signal),
  relabel: (code: string, label: string | null, version: number) => call<{ version: number }>("PUT", person(code), { label, version }),
  erase: (code: string) => call<null>("DELETE", person(code)),
  export: (code: string) => call<unknown>("GET", `${person(code)}/export`),
  addVisit: (code: string, day: string, documents: Partial<Documents>) =>
    call<VisitRecord>("POST", `${person(code)}/visits`, { day, documents }),
  visit: (code: string, key: string, signal?: AbortSignal) => call<VisitRecord>("GET", visit(code, key), undefined, signal),
  moveVisit: (code: string, key: string, day: string, version: number) =>
    call<{ version: number }>("PUT", visit(code, key), { day, version }),
  removeVisit: (code: string, key: string, version: number) => call<null>("DELETE", `${visit(code, key)}?version=${version}`),
  keep: <K extends DocumentKind>(code: string, key: string, kind: K, body: Documents[K], version: number | null) =>
    call<{ version: number }>("PUT", `${visit(code, key)}/${kind}`, { body, version }),
};
