/** The person whose pages are open: the record, the course of the visits, and what is urgent in it. */

import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { course } from "../api/course";
import type { PersonCourse, Standing } from "../api/course";
import { people } from "../api/people";
import type { Documents, PersonRecord } from "../api/people";
import { api } from "../api/client";
import type { CaseFile } from "../api/types";
import { caseId, discard, journal, leave, retrySave, saveState } from "./caseStore";
import { assessmentsKept, casesOf, visitOf } from "./home";
import { useRemote } from "./remote";
import type { Remote } from "./remote";
import { role } from "./settings";

export interface Urgent {
  code: string;
  date: string;
  flags: Standing[];
}

/** What stands at the latest visit of the person whose pages are open; the banner shows it. */
export const urgent = signal<Urgent | null>(null);

export interface PersonNow {
  person: Remote<PersonRecord>;
  course: Remote<PersonCourse>;
  reload: () => void;
}

export function usePerson(code: string): PersonNow {
  const person = useRemote(`person ${code}`, async (signal) => {
    await closeVisit(code);
    return people.person(code, signal);
  });
  const followed = useRemote(`course ${code}`, async (signal) => {
    await closeVisit(code);
    return course.of(code, signal);
  });
  useEffect(() => {
    urgent.value = urgentIn(code, followed.value);
  }, [code, followed.value]);
  useEffect(() => () => void (urgent.value = null), [code]);
  return { person, course: followed, reload: () => { person.retry(); followed.retry(); } };
}

export function urgentIn(code: string, followed: PersonCourse | null): Urgent | null {
  const last = followed?.report?.visits.at(-1);
  return last && last.flags.length > 0 ? { code, date: last.date, flags: last.flags } : null;
}

/** A visit of this person that is open as a case is brought to the records and closed, so that the course holds it. */
async function closeVisit(code: string): Promise<void> {
  if (visitOf(caseId.value)?.code === code) {
    await retrySave();
    for (let n = 0; n < 100 && saveState.value.kind === "saving"; n += 1) await new Promise((done) => setTimeout(done, 50));
    if (saveState.value.kind === "saved") leave();
  }
  await assessmentsKept();
}

/** Erase a person, here and in this browser. */
export async function erasePerson(code: string): Promise<void> {
  if (visitOf(caseId.value)?.code === code) discard();
  await people.erase(code);
  journal.forgetEverywhere(casesOf(code));
}

/** The documents of a new visit from a case; what cannot be assessed is kept without an assessment. */
export async function documentsOf(file: CaseFile): Promise<Partial<Documents>> {
  try {
    return { case: file, assessment: (await api.assess(file, role.value, [], false)).assessment };
  } catch {
    return { case: file };
  }
}

/** What a new visit may take over from the one before: who it is, not what was felt or found then. */
export function carriedOn(file: CaseFile): CaseFile {
  const { title, setting, context } = file;
  return { ...(title && { title }), ...(setting && { setting }), ...(context && { context }) };
}
