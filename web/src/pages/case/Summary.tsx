/** One page to take along or to file: urgency, what was said, what may cause it, what to do next. */

import type { Assessment, View } from "../../api/types";
import { ChartPicture } from "../../app/ChartPicture";
import { assessment, caseFile, caseId, outdated } from "../../state/caseStore";
import { durationWords } from "../../state/duration";
import { chartGiven } from "../../state/flow";
import { href } from "../../state/route";
import { role, voice } from "../../state/settings";
import { observationList, observationWords } from "../../words/observations";
import { percent, range } from "../../words/scale";
import { flagText, sourceNames, URGENCY } from "../../words/texts";
import { exportFile } from "../../state/session";
import { FirstAnswer } from "../answer/FirstAnswer";
import { answerWords, markWords } from "./Given";

export function Summary() {
  const file = caseFile.value;
  const now = assessment.value;
  return (
    <article class="page summary">
      <div class="row no-print">
        <a class="button" href={href({ page: "case", id: caseId.value!, step: null })}>Back to the case</a>
        <button type="button" class="primary" onClick={() => window.print()}>Print</button>
        <button type="button" onClick={() => void exportFile("yaml")}>Export as YAML</button>
      </div>
      <h1 tabIndex={-1}>{file.title || "Summary of symptoms"}</h1>
      <p class="fine">
        {new Date().toLocaleDateString(undefined, { dateStyle: "long" })} · {role.value === "person" ? "self-check" : "entered by a clinician"} · Legwise
        {now && `, knowledge ${now.computation.knowledge_version}`}
      </p>
      {outdated.value && <p class="notice-inline">The assessment below is from before the last change.</p>}
      <FirstAnswer />
      {now ? <Urgent now={now} /> : <p class="lead">Nothing was said yet that could be assessed.</p>}
      <Said />
      {now && <Possible now={now} />}
      {now && <Ahead now={now} />}
      {file.notes && <section><h2>Notes</h2><p class="as-written">{file.notes}</p></section>}
      <p class="fine">
        Decision support, not a diagnosis. It rests mostly on estimates and knows only the causes in its knowledge base. A low chance does not rule a
        danger out. If things get worse, or you are worried, see a doctor.
      </p>
    </article>
  );
}

function Urgent({ now }: { now: Assessment }) {
  return (
    <section class={`summary-urgency ${now.urgency}`}>
      <h2>{URGENCY[now.urgency].title}</h2>
      {now.flags.length === 0 && <p>{URGENCY.routine.doNow}</p>}
      <ul>
        {now.flags.map((flag) => {
          const words = flagText(flag, voice.value);
          return <li key={flag.id}><b>{words.what}.</b> {words.action} <span class="fine">Because of: {observationList(flag.because)}.</span></li>;
        })}
      </ul>
    </section>
  );
}

function Said() {
  const file = caseFile.value;
  const answers = [...Object.entries(file.context ?? {}), ...Object.entries(file.findings ?? {})];
  const yes = answers.filter(([, answer]) => answer !== null && answer !== false);
  const no = answers.filter(([, answer]) => answer === false);
  return (
    <section>
      <h2>What was said and found</h2>
      {chartGiven(file) && <Charts />}
      <ul class="plain-list">
        {(file.chart?.marks ?? []).map((mark, index) => <li key={index}>{markWords(mark)}</li>)}
        {file.duration_days !== null && file.duration_days !== undefined && <li>For {durationWords(file.duration_days)}</li>}
        {yes.map(([key, answer]) => <li key={key}>{observationWords(key)}: <b>{answerWords(answer)}</b></li>)}
      </ul>
      {no.length > 0 && <p class="fine"><b>Not so:</b> {no.map(([key]) => observationWords(key)).join("; ")}.</p>}
    </section>
  );
}

const VIEWS: View[] = ["front", "back"];

function Charts() {
  return <div class="charts">{VIEWS.map((view) => <ChartPicture key={view} file={caseFile.value} view={view} />)}</div>;
}

function Possible({ now }: { now: Assessment }) {
  const shown = now.sources.slice(0, 8);
  return (
    <section>
      <h2>Possible sources</h2>
      <table class="summary-table">
        <thead><tr><th scope="col">Source</th><th scope="col">Share of the complaint</th><th scope="col">Chance that it is there</th></tr></thead>
        <tbody>
          {shown.map((source) => {
            const names = sourceNames(source, voice.value);
            const pro = source.reasoning.reasons.filter((reason) => reason.weight > 0.1).slice(0, 3).map((reason) => reason.says);
            return (
              <tr key={source.key}>
                <th scope="row">{names.first}<small>{names.second}</small>{pro.length > 0 && <small>For it: {pro.join("; ")}</small>}</th>
                <td>{percent(source.responsibility.value)}<small>{range(source.responsibility.low, source.responsibility.high)}</small></td>
                <td>{percent(source.presence.value)}, {source.word}<small>{range(source.presence.low, source.presence.high)}</small></td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <p class="fine">Not explained: {percent(now.unexplained)} of the complaint. Ranges hold 90 % of what the uncertain numbers allow.</p>
    </section>
  );
}

function Ahead({ now }: { now: Assessment }) {
  return (
    <>
      {now.next_steps.length > 0 && (
        <section>
          <h2>What would tell most next</h2>
          <ul class="plain-list">{now.next_steps.map((step) => <li key={step.finding}><b>{step.name}</b>{step.clinician && step.kind !== "history" ? `: ${step.clinician}` : ""}</li>)}</ul>
        </section>
      )}
      {now.open_dangers.length > 0 && (
        <section>
          <h2>Not ruled out</h2>
          <ul class="plain-list">{now.open_dangers.map((danger) => <li key={danger.id}><b>{danger.name}</b> ({percent(danger.probability)}): {danger.ruled_out_by}</li>)}</ul>
        </section>
      )}
    </>
  );
}
