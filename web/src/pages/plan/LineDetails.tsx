/** What stands behind a line of a plan: how, why, how well it works, what to mind, where that comes from. */

import { GradeChip, SourceLinks } from "../../app/Cited";
import type { Aim, Caution, Evidence, Trial } from "../../api/plan";
import { assessment } from "../../state/caseStore";
import { voice } from "../../state/settings";
import { CERTAINTIES, evidenceWords, planSentence } from "../../words/plan";
import { counted, gradeWords } from "../../words/scale";
import { observationWords } from "../../words/observations";

/** Always in view: what could do harm is never folded away. */
export function Cautions({ cautions }: { cautions: readonly Caution[] }) {
  if (cautions.length === 0) return null;
  return (
    <ul class="plan-cautions">
      {cautions.map((one) => (
        <li key={one.id + one.says}><b>Mind:</b> {one.says}{one.because.length > 0 && <span class="fine"> Because of: {one.because.map(observationWords).join("; ")}.</span>}</li>
      ))}
    </ul>
  );
}

/** The grade and the honest effect in one line. */
export function Effect({ evidence }: { evidence: Evidence }) {
  return (
    <p class="plan-effect">
      <GradeChip grade={evidence.grade} cited={evidence.sources.length + evidence.facts.length > 0} />{" "}
      {evidence.thin && <span class="chip thin">Thin evidence</span>} <span>{evidence.says}</span>
    </p>
  );
}

export function LineDetails({ how, why, aim, evidence, timeBasis }: { how: string; why: string; aim: Aim | null; evidence: Evidence; timeBasis?: string }) {
  return (
    <dl class="plan-details">
      <div><dt>How</dt><dd>{how}</dd></div>
      <div><dt>Why</dt><dd>{planSentence(why, aim, assessment.value?.sources ?? [], voice.value)}</dd></div>
      {timeBasis && <div><dt>Why then</dt><dd>{timeBasis.charAt(0).toUpperCase() + timeBasis.slice(1)}.</dd></div>}
      <div>
        <dt>How well known</dt>
        <dd>
          <p>{gradeWords(evidence.grade)}; {evidenceWords(evidence)}.</p>
          {evidence.trials.length > 0 && <Trials trials={evidence.trials} />}
        </dd>
      </div>
      <Sources sources={evidence.sources} facts={evidence.facts} grade={evidence.grade} />
    </dl>
  );
}

/** Where something comes from; a grade better than opinion is never said to be without a source. */
export function Sources({ sources, facts, grade }: { sources: string[]; facts: string[]; grade: string }) {
  if (sources.length + facts.length === 0 && grade !== "D") return null;
  return <div><dt>Sources</dt><dd><SourceLinks sources={sources} facts={facts} /></dd></div>;
}

function Trials({ trials }: { trials: readonly Trial[] }) {
  return (
    <details class="more">
      <summary>{counted(trials.length, "result")} on this treatment, for whatever it was given</summary>
      <ul class="plan-trials">
        {trials.map((trial) => (
          <li key={trial.outcome + trial.result}>
            <b>{trial.outcome}:</b> {trial.result}{trial.comparator !== "none" && ` (against ${trial.comparator})`}.{" "}
            <span class="fine">{CERTAINTIES[trial.certainty]}{!trial.seen && "; the figure was not seen in the source itself"}</span>
            {trial.sources.length > 0 && <SourceLinks sources={trial.sources} facts={[]} />}
          </li>
        ))}
      </ul>
    </details>
  );
}
