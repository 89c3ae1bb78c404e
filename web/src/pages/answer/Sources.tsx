/** Ranked sources. Hovering or focusing one shows it on the body; opening one shows why and why not. */

import { signal } from "@preact/signals";
import { useId } from "preact/hooks";
import type { Assessment, Interval, Source } from "../../api/types";
import { hovered, selected } from "../../state/caseStore";
import { voice } from "../../state/settings";
import { css, intervalBar } from "../../words/bars";
import { percent, range, SCALE } from "../../words/scale";
import { sourceNames } from "../../words/texts";
import { Reasons } from "./Reasons";
import { useSlide } from "./slide";

const AT_ONCE = 5;

/** Sources that are opened stay open while the answer changes. */
export const opened = signal<ReadonlySet<string>>(new Set());
const all = signal(false);

export function toggle(key: string): void {
  const now = new Set(opened.value);
  if (!now.delete(key)) now.add(key);
  opened.value = now;
  selected.value = now.has(key) ? key : null;
  hovered.value = selected.value;
}

export function Sources({ now }: { now: Assessment }) {
  const shown = all.value ? now.sources : now.sources.slice(0, AT_ONCE);
  const list = useSlide<HTMLOListElement>(shown.map((source) => source.key).join(" "));
  return (
    <section class="sources" aria-label="Sources">
      <p class="legend" aria-hidden="true">
        <span><i class="key-share" /> share of the complaint</span>
        <span><i class="key-there" /> chance that it is there, with its 90 % range</span>
      </p>
      <ol ref={list}>{shown.map((source) => <SourceRow key={source.key} source={source} now={now} />)}</ol>
      {now.sources.length > AT_ONCE && (
        <button type="button" class="quiet-button" aria-expanded={all.value} onClick={() => (all.value = !all.value)}>
          {all.value ? "Show fewer" : `Show all ${now.sources.length}`}
        </button>
      )}
      <p class="fine">Not explained by anything Legwise knows: <b>{percent(now.unexplained)}</b> of the complaint.</p>
      <details class="fine words-meaning">
        <summary>What the words mean</summary>
        <dl>
          {[...SCALE].reverse().map((step, index, steps) => (
            <div key={step.word}><dt>{step.word}</dt><dd>{Math.round(step.from * 100)} to {Math.round((steps[index + 1]?.from ?? 1) * 100)} % chance that it is there</dd></div>
          ))}
        </dl>
        <p>The share says how much of the complaint a source produces. A source can be there and still be innocent. Shares can add up to more than the whole, because a source and what it brings about both count.</p>
      </details>
    </section>
  );
}

function SourceRow({ source, now }: { source: Source; now: Assessment }) {
  const id = useId();
  const open = opened.value.has(source.key);
  const names = sourceNames(source, voice.value);
  const show = () => (hovered.value = source.key);
  const rest = () => (hovered.value = selected.value);
  return (
    <li class={`source${hovered.value === source.key ? " lit" : ""}`} data-key={source.key} onMouseEnter={show} onMouseLeave={rest} onFocusIn={show} onFocusOut={rest}>
      <button type="button" class="source-head" aria-expanded={open} aria-controls={id} onClick={() => toggle(source.key)}>
        <span class="source-name">{names.first}<small>{names.second}</small></span>
        <span class={`word ${source.word.replace(" ", "-")}`}>{source.word}</span>
        <Bar kind="share" interval={source.responsibility} text={`${percent(source.responsibility.value)} of the complaint`} />
        <Bar kind="there" interval={source.presence} text={`${percent(source.presence.value)} there (${range(source.presence.low, source.presence.high)})`} />
        <span class="source-open">{open ? "Hide why" : "Why, and why not"}</span>
      </button>
      <div id={id} hidden={!open}>{open && <Reasons source={source} now={now} />}</div>
    </li>
  );
}

export function Bar({ kind, interval, text }: { kind: "share" | "there"; interval: Interval; text: string }) {
  const bar = intervalBar(interval);
  return (
    <span class={`bar ${kind}`}>
      <span class="track" aria-hidden="true">
        {kind === "share" ? (
          <span class="fill" style={{ width: css(bar.value) }} />
        ) : (
          <>
            <span class="spread" style={{ left: css(bar.low), width: css(bar.width) }} />
            <span class="dot" style={{ left: css(bar.value) }} />
          </>
        )}
      </span>
      <span class="bar-text">{text}</span>
    </span>
  );
}
