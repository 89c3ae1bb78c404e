/** Where a case is kept: in the folder of cases, or as a visit of a person. Its id says which. */

import { api, Refused } from "../api/client";
import { people } from "../api/people";
import type { Kept } from "../api/people";
import type { CaseFile } from "../api/types";
import { role } from "./settings";

export interface HeldCase {
  case: CaseFile;
  /** null: the visit is there, and has no case yet. */
  revision: number | null;
}

const VISIT = /^visit\.([^.]+)\.([^.]+)$/;

export const visitCase = (code: string, visit: string): string => `visit.${code}.${visit}`;

/** Everything that this browser holds of a person begins with this. */
export const casesOf = (code: string): string => `visit.${code}`;

export function visitOf(id: string | null): { code: string; visit: string } | null {
  const found = VISIT.exec(id ?? "");
  return found ? { code: found[1]!, visit: found[2]! } : null;
}

export async function loadCase(id: string): Promise<HeldCase> {
  const at = visitOf(id);
  if (!at) return api.case(id);
  const held = (await people.visit(at.code, at.visit)).documents.case;
  return { case: held?.body ?? {}, revision: held?.version ?? null };
}

export async function saveCase(id: string, file: CaseFile, revision: number | null): Promise<{ revision: number }> {
  const at = visitOf(id);
  if (!at) return api.save(id, file, revision);
  try {
    const { version } = await people.keep(at.code, at.visit, "case", file, revision);
    keepAssessment(at.code, at.visit, file);
    return { revision: version };
  } catch (failure) {
    throw asStored(failure);
  }
}

/** A conflict as the saver knows it. */
function asStored(failure: unknown): unknown {
  if (!(failure instanceof Refused) || failure.status !== 409) return failure;
  const current = (failure.body as { current?: Kept<CaseFile> | null } | null)?.current ?? null;
  return new Refused(failure.message, 409, failure.field, { current: current && { case: current.body, revision: current.version } });
}

let newest: object | null = null;
let running: Promise<void> = Promise.resolve();

/** The assessment of what was just kept goes with it; what cannot be assessed stays without. */
function keepAssessment(code: string, visit: string, file: CaseFile): void {
  newest = file;
  running = running.then(async () => {
    if (newest !== file) return; // a newer state follows
    try {
      const { assessment } = await api.assess(file, role.value, [], false);
      const held = (await people.visit(code, visit)).documents.assessment;
      await people.keep(code, visit, "assessment", assessment, held?.version ?? null);
    } catch {
      // the course is reckoned from the cases, so nothing urgent depends on it
    }
  });
}

/** Resolves when the assessments of kept visits are kept too. */
export const assessmentsKept = (): Promise<void> => running;
