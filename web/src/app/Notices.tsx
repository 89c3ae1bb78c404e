/** What stands between the person and a saved, assessed case, said plainly, with what can be done. */

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { assess, canUndo, caseFile, caseId, kept, outdated, problem, retrySave, saveState, shownRevision, undo, undoLabel, unreachable } from "../state/caseStore";
import { dangersTold } from "../state/flow";
import { href } from "../state/route";
import { keepMineAsCopy, letGo, saveAgain, showNewer, takeTheOther } from "../state/session";
import { elsewhere } from "../state/tabs";
import { vocabulary } from "../state/vocabulary";
import { Dialog } from "./parts";

export function Notices() {
  const save = saveState.value;
  const other = elsewhere.value;
  const newer = save.kind === "saved" && other?.id === caseId.value && other.revision > (shownRevision() ?? 0);
  return (
    <div class="notices">
      <div role="status">
        {(save.kind === "offline" || unreachable.value) && (
          <Notice action={<button type="button" onClick={() => { void retrySave(); assess(); }}>Try again now</button>}>
            The Legwise server does not answer. Your entries are kept in this browser and will be saved when it is back.
            The answer shown is from before.
          </Notice>
        )}
        {!kept.value && (
          <Notice>This browser keeps nothing (private mode, or its storage is full). Export the case before you close the page.</Notice>
        )}
        {newer && (
          <Notice action={<button type="button" onClick={() => void showNewer()}>Show the newer one</button>}>
            This case was changed in another tab.
          </Notice>
        )}
      </div>
      <div role="alert">
        <NoUrgency />
        {problem.value?.failed && caseId.value && (
          <Notice action={<button type="button" onClick={assess}>Try again</button>}>The assessment failed: {problem.value.message}</Notice>
        )}
        {problem.value && !problem.value.failed && caseId.value && (
          <Notice
            action={canUndo.value
              ? <button type="button" onClick={undo}>Undo: {undoLabel.value}</button>
              : <a class="button" href={href({ page: "case", id: caseId.value, step: "given" })}>See what was given</a>}
          >
            This cannot be assessed: {problem.value.message}
          </Notice>
        )}
        {save.kind === "refused" && (
          <Notice action={<button type="button" onClick={() => void retrySave()}>Try again</button>}>
            The case is not saved: {save.message} It is kept in this browser.
          </Notice>
        )}
      </div>
      {save.kind === "conflict" && <Conflict deleted={save.current === null} />}
    </div>
  );
}

/** While no assessment of this state can be had, a danger that was told is still said. */
function NoUrgency() {
  const words = vocabulary.value;
  if (!outdated.value || !caseId.value || !words) return null;
  const told = dangersTold(caseFile.value, words);
  if (told.length === 0) return null;
  return (
    <div class="notice danger-told">
      <p>
        <b>How urgent this is cannot be judged now, and you said yes to a danger question:</b> {told.map((finding) => finding.name.toLowerCase()).join("; ")}.
        Do not wait for Legwise. Ask a doctor now; if it is sudden, severe or getting worse, go to an emergency department.
      </p>
    </div>
  );
}

function Notice({ children, action }: { children: ComponentChildren; action?: ComponentChildren }) {
  return <div class="notice"><p>{children}</p>{action}</div>;
}

function Conflict({ deleted }: { deleted: boolean }) {
  const [later, setLater] = useState(false);
  const choices = deleted ? (
    <div class="row">
      <button type="button" class="primary" onClick={saveAgain}>Keep it: save again</button>
      <button type="button" onClick={letGo}>Let it go</button>
    </div>
  ) : (
    <div class="row">
      <button type="button" class="primary" onClick={keepMineAsCopy}>Keep mine as a copy</button>
      <button type="button" onClick={takeTheOther}>Take the other, drop mine</button>
    </div>
  );
  const what = deleted ? "This case was deleted in another tab or window." : "This case was changed and saved in another tab or window after you opened it here.";
  if (later) return <Notice action={choices}>Not saved. {what}</Notice>;
  return (
    <Dialog title={deleted ? "Deleted elsewhere" : "Changed in two places"} onClose={() => setLater(true)}>
      <p>{what} Nothing is lost: choose what to do with your version.</p>
      {choices}
    </Dialog>
  );
}
