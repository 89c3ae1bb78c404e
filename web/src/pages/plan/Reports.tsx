/** Reports to take along: each kind as PDF or as a page, made by the service on this machine. */

import { useState } from "preact/hooks";
import { Choices } from "../../app/parts";
import { reportOf } from "../../api/report";
import type { Paper, ReportFormat, ReportKind } from "../../api/report";
import { caseFile } from "../../state/caseStore";
import { planMinutes, planRole } from "../../state/planning";
import { REPORTS } from "../../words/plan";

type State = { kind: "idle" } | { kind: "making"; what: string } | { kind: "made"; name: string } | { kind: "failed"; message: string; again: () => void };

const FORMATS: readonly { value: ReportFormat; label: string }[] = [
  { value: "pdf", label: "PDF" },
  { value: "html", label: "Web page" },
];
/** In an emergency there is nothing to treat, and so no sheet for it. */
const WITHOUT_PLAN: readonly ReportKind[] = ["summary", "referral", "clinical"];

export function Reports({ planned }: { planned: boolean }) {
  const [paper, setPaper] = useState<Paper>("a4");
  const [state, setState] = useState<State>({ kind: "idle" });
  const make = async (kind: ReportKind, format: ReportFormat, name: string) => {
    setState({ kind: "making", what: name });
    try {
      const made = await reportOf({ case: caseFile.value, kind, format, paper, date: today(), minutes: planMinutes.value, role: planRole() });
      save(made.name, made.content);
      setState({ kind: "made", name: made.name });
    } catch (failure) {
      const message = failure instanceof Error ? failure.message : String(failure);
      setState({ kind: "failed", message, again: () => void make(kind, format, name) });
    }
  };
  const offered = REPORTS.filter(({ kind }) => planned || WITHOUT_PLAN.includes(kind));
  return (
    <section class="plan-reports" aria-label="Reports">
      <h2>Reports to take along</h2>
      <Choices small legend="Paper" value={paper} onChoose={setPaper} choices={[{ value: "a4", label: "A4" }, { value: "letter", label: "US Letter" }]} />
      <ul>
        {offered.map(({ kind, name, what }) => (
          <li key={kind}>
            <p><b>{name}</b> <span class="fine">{what}</span></p>
            <div class="row">
              {FORMATS.map(({ value, label }) => (
                <button key={value} type="button" aria-label={`${name} as ${label}`} disabled={state.kind === "making"} onClick={() => void make(kind, value, name)}>{label}</button>
              ))}
            </div>
          </li>
        ))}
      </ul>
      <p class="fine" role="status">{state.kind === "making" ? `Making: ${state.what}…` : state.kind === "made" ? `Saved as ${state.name}` : ""}</p>
      {state.kind === "failed" && (
        <div class="trouble" role="alert"><p>The report could not be made. {state.message}</p><button type="button" onClick={state.again}>Try again</button></div>
      )}
    </section>
  );
}

/** The day where the reader is. */
export function today(now: Date = new Date()): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function save(name: string, content: Blob): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
