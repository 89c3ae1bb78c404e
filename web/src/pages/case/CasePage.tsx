/** One case: body, conversation, answer. Side by side on a wide screen, three tabs on a narrow one. */

import { signal } from "@preact/signals";
import { useEffect, useState } from "preact/hooks";
import { Body } from "../../app/chart";
import { Trouble, useTitle } from "../../app/parts";
import { caseFile, caseId } from "../../state/caseStore";
import type { CaseStep } from "../../state/route";
import { openCase, openProblem } from "../../state/session";
import { loadVocabulary, vocabulary, vocabularyProblem } from "../../state/vocabulary";
import { AnswerPane } from "../answer/AnswerPane";
import { PlanPage } from "../plan/PlanPage";
import { CaseHead } from "./CaseHead";
import { Conversation } from "./Conversation";
import { Summary } from "./Summary";
import { useUndoKeys } from "./undoKeys";

export type Zone = "body" | "talk" | "answer";
export const zone = signal<Zone>("talk");

const ZONES: { id: Zone; text: string }[] = [
  { id: "body", text: "Body" },
  { id: "talk", text: "Questions" },
  { id: "answer", text: "Answer" },
];

export function CasePage({ id, step }: { id: string; step: CaseStep | null }) {
  useEffect(() => {
    void loadVocabulary();
    void openCase(id);
  }, [id]);
  useTitle(caseFile.value.title || "New case");
  useUndoKeys();
  if (openProblem.value) {
    return <div class="page"><h1>Case</h1><Trouble message={openProblem.value} onRetry={() => void openCase(id)} /><p><a href="#/cases">All cases</a></p></div>;
  }
  if (caseId.value !== id) return <div class="page"><h1 class="sr">Case</h1><p class="quiet" role="status">Opening the case…</p></div>;
  if (vocabularyProblem.value && !vocabulary.value) {
    return <div class="page"><h1>Case</h1><Trouble message={`The questions cannot be loaded. ${vocabularyProblem.value}`} onRetry={() => void loadVocabulary()} /></div>;
  }
  if (step === "summary") return <Summary />;
  if (step === "plan") return <PlanPage />;
  return <Zones step={step} />;
}

function Zones({ step }: { step: CaseStep | null }) {
  const here = zone.value;
  const [bodyShown, setBodyShown] = useState(isWide() || here === "body");
  useEffect(() => {
    if (here === "body") setBodyShown(true);
    const wide = matchMedia(WIDE);
    const widened = () => wide.matches && setBodyShown(true);
    wide.addEventListener("change", widened);
    return () => wide.removeEventListener("change", widened);
  }, [here]);
  const printing = usePrinting();
  return (
    <>
      {printing && <div class="print-only"><Summary /></div>}
      <div class="case" data-zone={here}>
        <h1 class="sr" tabIndex={-1}>{caseFile.value.title || "New case"}</h1>
        <CaseHead />
        <div class="zones">
          <div class="zone zone-body"><h2 class="sr" tabIndex={-1}>Body</h2>{bodyShown && <Body />}</div>
          <section class="zone zone-talk" aria-label="Questions"><Conversation step={step} /></section>
          <section class="zone zone-answer" aria-label="Answer"><AnswerPane /></section>
        </div>
        <nav class="tabs" aria-label="Parts of the case">
          {ZONES.map(({ id, text }) => (
            <button key={id} type="button" aria-current={here === id ? "true" : undefined} onClick={() => show(id)}>{text}</button>
          ))}
        </nav>
      </div>
    </>
  );
}

/** Whatever is open, the paper shows the summary. */
function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    const [before, after] = [() => setPrinting(true), () => setPrinting(false)];
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    return () => {
      window.removeEventListener("beforeprint", before);
      window.removeEventListener("afterprint", after);
    };
  }, []);
  return printing;
}

const WIDE = "(min-width: 1100px)";
const isWide = () => matchMedia(WIDE).matches;

/** Bring a zone to the front (on a wide screen all three are there anyway). */
export function show(id: Zone): void {
  zone.value = id;
  if (!isWide()) window.scrollTo(0, 0);
}
