/** The weeks at home: a calendar (a table where there is room, day by day where there is not) and each line in full. */

import { useEffect, useId, useState } from "preact/hooks";
import type { HomeItem, Weekday } from "../../api/plan";
import { voice } from "../../state/settings";
import { aimName, DAYS, namesOf, TIMES } from "../../words/plan";
import { counted } from "../../words/scale";
import { Cautions, Effect, LineDetails } from "./LineDetails";
import { lineId, openedLine, pointedLine, pointing } from "./spot";
import { cellsOf, dayOf, minutesOf, rowsOf, WEEK, weekdayOf } from "./week";

const ROOM = "(min-width: 800px)";

export function Week({ home }: { home: readonly HomeItem[] }) {
  const wide = useMedia(ROOM);
  return (
    <>
      {wide ? <Table home={home} /> : <ByDay home={home} />}
      <h3>What it is, one by one</h3>
      <ul class="plan-lines">{home.map((item) => <Item key={lineId("home", item)} item={item} />)}</ul>
    </>
  );
}

function useMedia(query: string): boolean {
  const [now, setNow] = useState(() => matchMedia(query).matches);
  useEffect(() => {
    const media = matchMedia(query);
    const changed = () => setNow(media.matches);
    media.addEventListener("change", changed);
    return () => media.removeEventListener("change", changed);
  }, [query]);
  return now;
}

function Table({ home }: { home: readonly HomeItem[] }) {
  return (
    <table class="plan-week">
      <caption class="sr">The programme of one week: times of day in rows, days in columns</caption>
      <thead>
        <tr><th scope="col">When</th>{WEEK.map((day) => <th key={day} scope="col"><span aria-hidden="true">{DAYS[day].short}</span><span class="sr">{DAYS[day].long}</span></th>)}</tr>
      </thead>
      <tbody>
        {rowsOf(home).flatMap(({ time, items }) => items.map((item, at) => (
          <tr key={time + lineId("home", item)} class={at === 0 ? "first" : undefined}>
            {at === 0 && <th scope="rowgroup" rowSpan={items.length}>{TIMES[time]}</th>}
            {cellsOf(item.days).map((cell) => (
              <td key={cell.first} colSpan={cell.span}>{cell.done && <Entry item={item} every={cell.span === WEEK.length} />}</td>
            ))}
          </tr>
        )))}
      </tbody>
      <tfoot>
        <tr><th scope="row">Minutes</th>{WEEK.map((day) => <td key={day}>{Math.round(minutesOf(home, day))}</td>)}</tr>
      </tfoot>
    </table>
  );
}

/** One thing on one day; pressing it opens the line that says how. */
function Entry({ item, every = false }: { item: HomeItem; every?: boolean }) {
  const id = lineId("home", item);
  return (
    <button type="button" class={`plan-entry${pointedLine.value === id ? " lit" : ""}`} onClick={() => openLine(id)} {...pointing(id)}>
      <span>{namesOf(item, voice.value).first}</span>{" "}
      <small>{[item.minutes ? `${item.minutes} min` : "", every ? "every day" : ""].filter(Boolean).join(", ")}</small>
    </button>
  );
}

function ByDay({ home }: { home: readonly HomeItem[] }) {
  const today = weekdayOf(new Date());
  return <div class="plan-days">{WEEK.map((day) => <Day key={day} home={home} day={day} open={day === today} />)}</div>;
}

function Day({ home, day, open }: { home: readonly HomeItem[]; day: Weekday; open: boolean }) {
  const entries = dayOf(home, day);
  const minutes = Math.round(minutesOf(home, day));
  return (
    <details class="group" open={open}>
      <summary>{DAYS[day].long} <small>{counted(new Set(entries.map(({ item }) => item)).size, "thing")}{minutes > 0 && `, ${minutes} min`}{open && ", today"}</small></summary>
      <ul>
        {entries.map(({ time, item }) => (
          <li key={time + lineId("home", item)}><span class="plan-when">{TIMES[time]}</span><Entry item={item} /></li>
        ))}
      </ul>
    </details>
  );
}

function openLine(id: string): void {
  openedLine.value = id;
  requestAnimationFrame(() => {
    const head = document.querySelector<HTMLElement>(`[data-line="${CSS.escape(id)}"] .plan-head`);
    head?.scrollIntoView({ block: "center" });
    head?.focus({ preventScroll: true });
  });
}

function Item({ item }: { item: HomeItem }) {
  const details = useId();
  const id = lineId("home", item);
  const open = openedLine.value === id;
  const names = namesOf(item, voice.value);
  return (
    <li class={`plan-line${open ? " chosen" : ""}${pointedLine.value === id ? " lit" : ""}`} data-line={id} data-level={item.aim.level} {...pointing(id)}>
      <button type="button" class="plan-head" aria-expanded={open} aria-controls={details} onClick={() => (openedLine.value = open ? null : id)}>
        <span class="plan-name">{names.first}{names.second && <small>{names.second}</small>}</span>
        <span class="plan-minutes">{item.dose}</span>
        <span class="plan-for">For: {aimName(item.aim, voice.value)}{item.aim.also.length > 0 && ` and ${item.aim.also.length} more`}</span>
        <span class="source-open">{open ? "Hide how and why" : "How and why"}</span>
      </button>
      <div class="plan-under">
        <Effect evidence={item.evidence} />
        <Cautions cautions={item.cautions} />
        <div id={details} hidden={!open}>{open && <LineDetails how={item.how} why={item.why} aim={item.aim} evidence={item.evidence} timeBasis={item.time_basis} />}</div>
      </div>
    </li>
  );
}
