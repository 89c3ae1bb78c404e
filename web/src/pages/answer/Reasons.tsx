/** Why, and why not: the strongest first, each with its weight and where that weight comes from. */

import type { Assessment, Reason, Source, Support } from "../../api/types";
import { Cited } from "../../app/Cited";
import { record } from "../../state/route";
import { css, weightBar } from "../../words/bars";
import { percent, ratio, strength } from "../../words/scale";
import { observationList } from "../../words/observations";
import { recordOf } from "../../words/records";
import { capital, inVoice } from "../../words/texts";
import { voice } from "../../state/settings";

const AT_ONCE = 6;

export function Reasons({ source, now }: { source: Source; now: Assessment }) {
  const { reasons } = source.reasoning;
  const byStrength = (some: Reason[]) => [...some].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const pro = byStrength(reasons.filter((reason) => reason.weight > 0));
  const con = byStrength(reasons.filter((reason) => reason.weight <= 0));
  const longest = Math.max(0, ...reasons.map((reason) => Math.abs(reason.weight)));
  const about = recordOf(source);
  return (
    <div class="reasons">
      <Side title="What speaks for it" reasons={pro} longest={longest} none="Nothing that was said speaks for it by itself." />
      <Side title="What speaks against it" reasons={con} longest={longest} none="Nothing that was said speaks against it." />
      <Balance source={source} />
      {source.secondary_to.length > 0 && (
        <p><b>May be brought about by:</b> {source.secondary_to.map((parent) => `${inVoice(parent.name, now.sources, voice.value)} (${percent(parent.p)})`).join(", ")}</p>
      )}
      {source.unexplained_by_it.length > 0 && (
        <p><b>Not explained by it:</b> {observationList(source.unexplained_by_it)}</p>
      )}
      <p><b>Rests on estimates:</b> {percent(source.rests_on_estimates)} of its uncertainty comes from numbers that no study gives.</p>
      {source.rests_on.length > 0 && <RestsOn supports={source.rests_on} now={now} />}
      {source.contradicted_beliefs.length > 0 && (
        <p><b>Beliefs about it that the evidence does not bear out:</b> {source.contradicted_beliefs.map((id, index) => (
          <>{index > 0 && "; "}<a href={record("claims", id)}>{now.beliefs.find((belief) => belief.id === id)?.claim ?? id.replace(/_/g, " ")}</a></>
        ))}</p>
      )}
      {about && <p><a href={record(about.kind, about.id)}>All that is known about it</a></p>}
    </div>
  );
}

function Side({ title, reasons, longest, none }: { title: string; reasons: Reason[]; longest: number; none: string }) {
  return (
    <section>
      <h3>{title}</h3>
      {reasons.length === 0 && <p class="quiet">{none}</p>}
      <ul>{reasons.slice(0, AT_ONCE).map((reason) => <ReasonRow key={reason.observation} reason={reason} longest={longest} />)}</ul>
      {reasons.length > AT_ONCE && (
        <details class="more">
          <summary>{reasons.length - AT_ONCE} weaker ones</summary>
          <ul>{reasons.slice(AT_ONCE).map((reason) => <ReasonRow key={reason.observation} reason={reason} longest={longest} />)}</ul>
        </details>
      )}
    </section>
  );
}

function ReasonRow({ reason, longest }: { reason: Reason; longest: number }) {
  const bar = weightBar(reason.weight, longest);
  return (
    <li>
      <details class="reason">
        <summary>
          <span class={`weight ${bar.side}`} aria-hidden="true"><span style={{ width: css(bar.length) }} /></span>
          <span class="says">{capital(reason.says)}</span>
          <span class="how-strong">{strength(reason.weight)}</span>
        </summary>
        <p>By itself it makes this source {ratio(reason.weight)} (log<sub>10</sub> weight {reason.weight.toFixed(2)}).</p>
        <Cited citation={reason.citation} />
      </details>
    </li>
  );
}

/** The numbers that would move it most if they were wrong. */
function RestsOn({ supports, now }: { supports: Support[]; now: Assessment }) {
  const longest = Math.max(...supports.map((support) => Math.abs(support.share_change)));
  const bar = (support: Support) => weightBar(support.share_change, longest);
  return (
    <details class="more">
      <summary>Numbers that it rests on most</summary>
      <ul>{supports.map((support) => (
        <li key={support.says}>
          <details class="reason">
            <summary>
              <span class={`weight ${bar(support).side}`} aria-hidden="true"><span style={{ width: css(bar(support).length) }} /></span>
              <span class="says">{capital(inVoice(support.says, now.sources, voice.value))}: {percent(support.value)}</span>
              <span class="how-strong">{support.estimate ? "estimate" : `grade ${support.citation.grade}`}</span>
            </summary>
            <p>Were it {percent(support.raised)}, the share of the complaint would be {points(support.share_change)} and the chance that it is there {points(support.presence_change)}.</p>
            <Cited citation={support.citation} />
          </details>
        </li>
      ))}</ul>
    </details>
  );
}

/** The weights add up: prior, context, reasons, and what competes. */
function Balance({ source }: { source: Source }) {
  const { prior, context, reasons, others, posterior } = source.reasoning;
  const sum = reasons.reduce((total, reason) => total + reason.weight, 0);
  const rows: [string, number][] = [
    ["How common it is among people with such symptoms", prior],
    ["Age, sex and other facts", context],
    ["What was said and found", sum],
    ["Other sources that explain the same, and answers that repeat each other", others],
  ];
  return (
    <details class="more balance">
      <summary>How it adds up</summary>
      <table>
        <tbody>{rows.map(([text, value]) => <tr key={text}><th scope="row">{text}</th><td>{signed(value)}</td></tr>)}</tbody>
        <tfoot><tr><th scope="row">Together ({percent(source.presence.value)} there)</th><td>{signed(posterior)}</td></tr></tfoot>
      </table>
      <p class="fine">In powers of ten of the odds: +1 makes it ten times more likely, -1 ten times less.</p>
    </details>
  );
}

const points = (change: number): string => `${Math.abs(100 * change).toFixed(1)} percentage points ${change < 0 ? "lower" : "higher"}`;

const signed = (value: number): string => `${value > 0 ? "+" : value < 0 ? "\u2212" : ""}${Math.abs(value).toFixed(2)}`;
