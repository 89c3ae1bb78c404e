/** What stands behind the ranking: families, mechanism, beliefs, and how the answer was reckoned. */

import type { Assessment, Belief } from "../../api/types";
import { record } from "../../state/route";
import { voice } from "../../state/settings";
import { css } from "../../words/bars";
import { number, percent } from "../../words/scale";
import { sideWord } from "../../words/texts";

const MECHANISMS: Record<string, { plain: string; clinical: string }> = {
  nociceptive: { plain: "from tissue: muscle, joint, vessel", clinical: "nociceptive" },
  neuropathic: { plain: "from an injured nerve", clinical: "neuropathic" },
  nociplastic: { plain: "from a sensitive nervous system", clinical: "nociplastic" },
};

export function Families({ now }: { now: Assessment }) {
  if (now.families.length === 0) return null;
  return (
    <details class="fold">
      <summary>By family of diagnosis</summary>
      <ul class="families">
        {now.families.slice(0, 8).map((family) => (
          <li key={family.family}>
            <span>{voice.value === "plain" ? family.plain : family.name}{family.side && `, ${sideWord(family.side)}`}</span>
            <span class="track" aria-hidden="true"><span class="fill" style={{ width: css(family.share) }} /></span>
            <span class="amount">{percent(family.share)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

export function Mechanism({ shares }: { shares: Record<string, number> }) {
  const known = Object.entries(shares).filter(([, share]) => share > 0.005);
  if (known.length === 0) return null;
  return (
    <details class="fold">
      <summary>By kind of pain</summary>
      <ul class="families">
        {known.map(([name, share]) => (
          <li key={name}>
            <span>{MECHANISMS[name]?.[voice.value] ?? name}</span>
            <span class="track" aria-hidden="true"><span class="fill" style={{ width: css(share) }} /></span>
            <span class="amount">{percent(share)}</span>
          </li>
        ))}
      </ul>
      <p class="fine">By the sources that carry the complaint. Clinical criteria for pain mechanisms are only moderately reliable.</p>
    </details>
  );
}

export function Beliefs({ beliefs }: { beliefs: Belief[] }) {
  if (beliefs.length === 0) return null;
  return (
    <details class="fold">
      <summary>Popular beliefs nearby, and their verdict</summary>
      <ul class="beliefs">
        {beliefs.map((belief) => (
          <li key={belief.id}>
            <p><span class={`verdict ${belief.verdict}`}>{belief.verdict}</span> {belief.claim}</p>
            <p class="fine">{belief.why} <a href={record("claims", belief.id)}>The evidence</a></p>
          </li>
        ))}
      </ul>
    </details>
  );
}

export function How({ now }: { now: Assessment }) {
  const how = now.computation;
  return (
    <details class="fold">
      <summary>How this was reckoned</summary>
      <dl class="facts-list">
        <div><dt>Method</dt><dd>{how.method}{how.error > 0 ? `, no probability off by more than ${number(how.error)} (99 % confidence)` : ""}</dd></div>
        <div><dt>Read</dt><dd>{how.positive_findings} positive and {how.negative_findings} negative observations</dd></div>
        <div><dt>Probability of these observations</dt><dd>10<sup>{how.log10_evidence.toFixed(1)}</sup></dd></div>
        <div><dt>Whole explanations drawn</dt><dd>{Math.round(how.effective_draws)}</dd></div>
        <div><dt>Open bits at the widest place</dt><dd>{how.frontier_bits}</dd></div>
        <div><dt>Knowledge</dt><dd>version {how.knowledge_version}</dd></div>
        <div><dt>Setting</dt><dd>{how.setting.replace(/_/g, " ")}</dd></div>
      </dl>
      {now.notes.map((note) => <p key={note}>{note}</p>)}
      <p class="fine">Intervals hold 90 % of what the uncertain numbers of the knowledge base allow. They do not cover causes that Legwise does not know.</p>
    </details>
  );
}
