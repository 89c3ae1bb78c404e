/** The right-hand zone: how urgent, where it may come from, what would tell more. Updates live and in place. */

import { useEffect, useState } from "preact/hooks";
import type { Assessment } from "../../api/types";
import { assessment, caseFile, caseId, outdated, pending, saysNothing } from "../../state/caseStore";
import { href } from "../../state/route";
import { voice } from "../../state/settings";
import { percent } from "../../words/scale";
import { sourceNames, URGENCY } from "../../words/texts";
import { Beliefs, Families, How, Mechanism } from "./Background";
import { Dangers } from "./Dangers";
import { Explanations } from "./Explanations";
import { FirstAnswer } from "./FirstAnswer";
import { Known } from "./Known";
import { NextSteps } from "./NextSteps";
import { Sources } from "./Sources";

export function AnswerPane() {
  const now = assessment.value;
  return (
    <div class={`answer${outdated.value ? " outdated" : ""}`} aria-busy={pending.value}>
      <div class={`progress${pending.value ? " on" : ""}`} aria-hidden="true" />
      {pending.value && <p class="slow" aria-hidden="true">still reckoning…</p>}
      <h2 tabIndex={-1}>Where it may come from</h2>
      <Spoken now={now} />
      {now ? <Whole now={now} /> : <Nothing />}
    </div>
  );
}

function Nothing() {
  if (!saysNothing(caseFile.value)) return <p class="quiet">{outdated.value ? "There is no answer yet." : "Reckoning…"}</p>;
  return (
    <div class="empty">
      <p>The answer appears here as soon as something is said, and changes with every further entry.</p>
      <ol>
        <li>Danger first: what must not wait.</li>
        <li>Possible sources, ranked, with reasons for and against.</li>
        <li>What to ask or test next, and how much it would tell.</li>
      </ol>
    </div>
  );
}

function Whole({ now }: { now: Assessment }) {
  return (
    <>
      {outdated.value && <p class="notice-inline">This answer is from before the last change.</p>}
      <FirstAnswer />
      {now.flags.length === 0 && (
        <p class={`urgency-line ${now.urgency}`}><b>{URGENCY[now.urgency].title}.</b> {URGENCY.routine.doNow} When in doubt, ask a doctor.</p>
      )}
      {now.sources.length > 0 ? <Sources now={now} /> : <p class="quiet">Nothing was said yet about what is felt, so there is no source to look for.</p>}
      <NextSteps steps={now.next_steps} />
      <Dangers dangers={now.open_dangers} />
      <Explanations now={now} />
      <Families now={now} />
      <Mechanism shares={now.mechanism} />
      <Beliefs beliefs={now.beliefs} />
      <How now={now} />
      <Known gold={caseFile.value.gold ?? null} />
      <p class="row">
        <a class="button primary" href={href({ page: "case", id: caseId.value!, step: "plan" })}>{now.urgency === "emergency" ? "What to do now" : "What to do: the plan"}</a>
        <a class="button" href={href({ page: "case", id: caseId.value!, step: "summary" })}>Summary to print</a>
      </p>
    </>
  );
}

/** One polite sentence for screen readers, after things have settled. */
function Spoken({ now }: { now: Assessment | null }) {
  const [text, setText] = useState("");
  const words = now ? sentence(now, voice.value) : "";
  useEffect(() => {
    const timer = setTimeout(() => setText(words), 1500);
    return () => clearTimeout(timer);
  }, [words]);
  return <p class="sr" role="status">{text}</p>;
}

export function sentence(now: Assessment, voiceNow: "plain" | "clinical"): string {
  const first = now.sources[0];
  const most = first ? ` Most of the complaint: ${sourceNames(first, voiceNow).first}, ${percent(first.responsibility.value)}.` : "";
  return `${URGENCY[now.urgency].title}.${most}`;
}
