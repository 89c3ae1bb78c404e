/** Title, what is saved, undo, who answers, and what can be done with the case as a whole. */

import { useRef, useState } from "preact/hooks";
import { Choices, Dialog } from "../../app/parts";
import { canRedo, canUndo, caseFile, caseId, redo, redoLabel, retrySave, role, saveState, undo, undoLabel, update } from "../../state/caseStore";
import { visitOf } from "../../state/home";
import { go, href, personHref } from "../../state/route";
import { duplicateOpen, exportFile, removeCase } from "../../state/session";
import type { SaveState } from "../../state/saver";

const SAVE_WORDS: Record<SaveState["kind"], string> = {
  saved: "Saved",
  waiting: "Saving…",
  saving: "Saving…",
  offline: "Kept in this browser",
  refused: "Not saved",
  conflict: "Not saved",
};

export function CaseHead() {
  const state = saveState.value;
  const title = caseFile.value.title ?? "";
  const visit = visitOf(caseId.value);
  return (
    <div class="case-head">
      {visit && <a href={personHref(visit.code, visit.visit)}>Visit of {visit.code}</a>}
      <label class="case-title">
        <span class="sr">Name of the case</span>
        <input
          value={title} placeholder="Name this case" maxLength={500} autoComplete="off"
          onInput={(event) => rename(event.currentTarget.value)}
        />
      </label>
      <span class={`save-state ${state.kind}`}>
        {state.kind === "saved" && !caseFile.value.title && Object.keys(caseFile.value).length === 0 ? "New" : SAVE_WORDS[state.kind]}
        {state.kind === "refused" && <button type="button" class="link" onClick={() => void retrySave()}>try again</button>}
      </span>
      <div class="case-tools">
        <button type="button" class="quiet-button" disabled={!canUndo.value} onClick={undo} title={undoLabel.value ? `Undo: ${undoLabel.value}` : undefined}>Undo</button>
        <button type="button" class="quiet-button" disabled={!canRedo.value} onClick={redo} title={redoLabel.value ? `Do again: ${redoLabel.value}` : undefined}>Redo</button>
        <Choices
          small hideLegend legend="Who answers" value={role.value} onChoose={(value) => (role.value = value)}
          choices={[{ value: "person", label: "Self-check" }, { value: "clinician", label: "Clinician" }]}
        />
      </div>
      <CaseMenu />
    </div>
  );
}

function rename(title: string): void {
  update((file) => ({ ...file, title: title || null }), "name of the case", "title");
}

function CaseMenu() {
  const menu = useRef<HTMLDetailsElement>(null);
  const [asking, setAsking] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const act = (what: () => void | Promise<void>) => () => {
    if (menu.current) menu.current.open = false;
    setProblem(null);
    void Promise.resolve(what()).catch((failure: unknown) => setProblem(failure instanceof Error ? failure.message : String(failure)));
  };
  const id = caseId.value;
  if (!id) return null;
  return (
    <>
      <details class="drop" ref={menu} onKeyDown={(event) => event.key === "Escape" && closeMenu(menu.current)} onFocusOut={(event) => closeWhenLeft(event)}>
        <summary>Case</summary>
        <div class="drop-items">
          <a href={href({ page: "case", id, step: "plan" })}>Plan and reports</a>
          <a href={href({ page: "case", id, step: "summary" })}>Summary to print</a>
          <button type="button" onClick={act(() => exportFile("yaml"))}>Export as YAML</button>
          <button type="button" onClick={act(() => exportFile("json"))}>Export as JSON</button>
          <button type="button" onClick={act(duplicateOpen)}>Duplicate</button>
          {!visitOf(id) && <button type="button" class="danger" onClick={act(() => setAsking(true))}>Delete…</button>}
        </div>
      </details>
      {problem && <p class="field-problem" role="alert">{problem}</p>}
      {asking && (
        <Dialog title="Delete this case?" onClose={() => setAsking(false)}>
          <p>It leaves this list. Its file stays in the folder “trash” of your data folder until you delete it there.</p>
          <div class="row">
            <button type="button" onClick={() => setAsking(false)}>Keep it</button>
            <button type="button" class="danger" onClick={act(async () => { await removeCase(id); setAsking(false); go({ page: "cases" }); })}>Delete</button>
          </div>
        </Dialog>
      )}
    </>
  );
}

function closeMenu(menu: HTMLDetailsElement | null): void {
  if (!menu?.open) return;
  menu.open = false;
  menu.querySelector("summary")?.focus();
}

function closeWhenLeft(event: FocusEvent): void {
  const menu = event.currentTarget as HTMLDetailsElement;
  if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) menu.open = false;
}
