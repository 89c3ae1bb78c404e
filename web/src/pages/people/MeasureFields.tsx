/** What is filled in for a measure: ticks, rated activities, or one number. */

import type { OutcomeMeasure, VisitState } from "../../api/course";
import type { Outcome } from "../../api/people";

interface Props {
  measure: OutcomeMeasure;
  filled: Outcome;
  onFill: (filled: Outcome) => void;
}

export const FRESH = "new activity";

/** An empty form; activities that were named at an earlier visit stand in it, to be rated again. */
export function start(measure: OutcomeMeasure, before: VisitState[]): Outcome {
  const earlier = before.flatMap((visit) => visit.scores).find((score) => score.measure === measure.id);
  const of = earlier?.of ? { of: earlier.of } : {};
  if (measure.scored === "count") return { measure: measure.id, items: {} };
  if (measure.scored === "mean") {
    const named = Object.keys(earlier?.by_item ?? {});
    return { measure: measure.id, ...of, items: Object.fromEntries(named.map((name) => [name, null])) };
  }
  return { measure: measure.id, ...of, total: null };
}

export function MeasureFields(props: Props) {
  const { measure } = props;
  if (measure.scored === "count") return <Ticks {...props} />;
  if (measure.scored === "mean") return <Activities {...props} />;
  return <Total {...props} />;
}

function Ticks({ measure, filled, onFill }: Props) {
  const items = filled.items ?? {};
  const ticked = measure.items.filter((item) => items[item.id] === true).length;
  const tick = (id: string, on: boolean) => {
    const { [id]: _, ...rest } = items;
    onFill({ ...filled, items: on ? { ...rest, [id]: true } : rest });
  };
  return (
    <fieldset class="ticks">
      <legend>{ticked} of {measure.items.length} ticked</legend>
      {measure.items.map((item) => (
        <label key={item.id}><input type="checkbox" checked={items[item.id] === true} onChange={(event) => tick(item.id, event.currentTarget.checked)} /><span>{item.says}</span></label>
      ))}
    </fieldset>
  );
}

function Activities({ measure, filled, onFill }: Props) {
  const rows = Object.entries(filled.items ?? {});
  const put = (next: [string, number | boolean | null][]) => onFill({ ...filled, items: Object.fromEntries(next) });
  const full = rows.length >= measure.most_activities;
  return (
    <fieldset class="activities">
      <legend>Activities, each from {measure.low} to {measure.high}</legend>
      {rows.map(([name, value], index) => (
        <div key={index} class="activity">
          <label class="stacked"><span>Activity {index + 1}</span><input required value={name} maxLength={200} onInput={(event) => put(renamed(rows, index, event.currentTarget.value))} /></label>
          <NumberInput label={`Rating of ${name}`} short="Rating" low={measure.low} high={measure.high} value={typeof value === "number" ? value : null} onValue={(one) => put(rows.map((row, at) => (at === index ? [name, one] : row)))} />
          <button type="button" class="quiet-button" aria-label={`Remove ${name}`} onClick={() => put(rows.filter((_, at) => at !== index))}>Remove</button>
        </div>
      ))}
      <button type="button" disabled={full} onClick={() => put([...rows, [unused(rows.map(([name]) => name)), null]])}>Add an activity</button>
    </fieldset>
  );
}

/** Two activities never share a name: the one being typed keeps its old name as long as it would. */
export function renamed<T>(rows: [string, T][], index: number, name: string): [string, T][] {
  if (rows.some(([one], at) => at !== index && one === name)) return rows;
  return rows.map(([one, value], at) => [at === index ? name : one, value]);
}

export function unused(names: string[]): string {
  for (let n = names.length + 1; ; n += 1) if (!names.includes(`${FRESH} ${n}`)) return `${FRESH} ${n}`;
}

function Total({ measure, filled, onFill }: Props) {
  return (
    <>
      {measure.scored === "total_only" && <p class="notice-inline">Only its total is entered here: its wording is not ours to print. Fill in the form where you have a licence for it.</p>}
      <label class="stacked"><span>Of what, over which time (may be left empty)</span><input value={filled.of ?? ""} maxLength={200} placeholder="for instance: worst leg pain of the last week" onInput={(event) => onFill({ ...filled, of: event.currentTarget.value || null })} /></label>
      <NumberInput label={`${measure.scored === "total_only" ? "Total" : "Number"}, ${measure.low} to ${measure.high}`} low={measure.low} high={measure.high} value={filled.total ?? null} onValue={(total) => onFill({ ...filled, total })} required />
    </>
  );
}

interface NumberProps {
  label: string;
  short?: string;
  low: number;
  high: number;
  value: number | null;
  required?: boolean;
  onValue: (value: number | null) => void;
}

function NumberInput({ label, short, low, high, value, required = false, onValue }: NumberProps) {
  return (
    <label class="stacked number-box">
      <span>{short ?? label}{short && <span class="sr">: {label}</span>}</span>
      <input type="number" inputMode="decimal" step="any" min={low} max={high} required={required} value={value ?? ""} onInput={(event) => onValue(event.currentTarget.value === "" ? null : event.currentTarget.valueAsNumber)} />
    </label>
  );
}
