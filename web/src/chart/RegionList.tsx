/** The equal way without drawing: every region as a box to tick, by keyboard and by ear, in step with the paint. */

import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Quality } from "../api/types";
import { body, loadBody } from "../body/load";
import { caseFile, update } from "../state/caseStore";
import { loadVocabulary, vocabulary, vocabularyProblem } from "../state/vocabulary";
import "./chart.css";
import { FeelingEditor } from "./FeelingEditor";
import { Completed } from "./LayerList";
import { nameOf } from "./names";
import { quality, penFeeling, takePen } from "./pen";
import { GROUPS, QUALITIES, infoOf, spokenQualities } from "./qualities";
import { feltIn, nextCell, sectionsOf, ticked, tickedMarks, unticked } from "./regionModel";
import type { Cell, Section } from "./regionModel";
import { activeLayer, announcement, changePicture, picture, pointed } from "./session";

export function RegionList() {
  const [search, setSearch] = useState("");
  const [searchId, qualityId] = [useId(), useId()];
  useEffect(() => {
    void loadBody();
    void loadVocabulary();
  }, []);
  const words = vocabulary.value;
  if (!words) return <p class="hint" role="status">{vocabularyProblem.value ?? "Fetching the regions…"}</p>;
  const felt = feltIn(caseFile.value.chart);
  const sections = sectionsOf(words, search);
  const found = sections.reduce((sum, section) => sum + section.rows.length, 0);
  return (
    <section class="region-list" aria-label="Regions as a list">
      <div class="region-head">
        <label for={qualityId}>What does it feel like?</label>
        <select id={qualityId} value={quality.value} onChange={(event) => takePen(event.currentTarget.value as Quality)}>
          {GROUPS.map((group) => (
            <optgroup key={group} label={group}>
              {QUALITIES.filter((one) => one.group === group).map(({ id, says }) => <option key={id} value={id}>{says}</option>)}
            </optgroup>
          ))}
        </select>
        <label for={searchId}>Where? Search a place</label>
        <input id={searchId} type="search" value={search} placeholder="calf, outer foot, groin …" onInput={(event) => setSearch(event.currentTarget.value)} />
        <p class="hint" role="status">{search ? `${found} ${found === 1 ? "place" : "places"} found` : "Open a part of the body and tick the places. Arrow keys move between boxes."}</p>
      </div>
      {sections.map((section) => <SectionBoxes key={section.id} section={section} felt={felt} open={search !== ""} />)}
      <FeelingEditor />
      <Completed />
    </section>
  );
}

function SectionBoxes({ section, felt, open }: { section: Section; felt: ReadonlyMap<string, Quality[]>; open: boolean }) {
  const table = useRef<HTMLFieldSetElement>(null);
  const [at, setAt] = useState<Cell>({ row: 0, box: 0 });
  const marked = section.rows.flatMap((row) => row.boxes).filter((box) => felt.has(box)).length;
  const move = (event: KeyboardEvent) => {
    const next = nextCell(section.rows, at, event.key);
    if (!next) return;
    event.preventDefault();
    setAt(next);
    table.current?.querySelector<HTMLInputElement>(`[data-cell="${next.row} ${next.box}"]`)?.focus();
  };
  const stop = section.rows[at.row]?.boxes[at.box] ? at : { row: 0, box: 0 };
  return (
    <details open={open || undefined}>
      <summary>{section.says}{marked > 0 && <span class="count"> {marked} marked</span>}</summary>
      <fieldset ref={table} onKeyDown={move}>
        <legend class="visually-hidden">{section.says}: {infoOf(quality.value).says.toLowerCase()}</legend>
        {section.rows.map((row, line) => (
          <div key={row.id} class="region-row">
            <span class="region-name">{row.says}</span>
            {row.boxes.map((box, side) => (
              <RegionBox
                key={box} box={box} felt={felt.get(box) ?? []} cell={`${line} ${side}`}
                stop={stop.row === line && stop.box === side} focused={() => setAt({ row: line, box: side })}
              />
            ))}
          </div>
        ))}
      </fieldset>
    </details>
  );
}

interface BoxProps {
  box: string;
  felt: readonly Quality[];
  cell: string;
  stop: boolean;
  focused: () => void;
}

function RegionBox({ box, felt, cell, stop, focused }: BoxProps) {
  const also = felt.filter((one) => one !== quality.value);
  const says = box.startsWith("L:") ? "Left" : box.startsWith("R:") ? "Right" : "Middle";
  const name = `${nameOf(box)}${also.length > 0 ? `, also ${spokenQualities(also)}` : ""}`;
  return (
    <label class="region-box" onPointerEnter={() => (pointed.value = box)} onPointerLeave={() => (pointed.value = null)}>
      <input
        type="checkbox" aria-label={name} checked={felt.includes(quality.value)} data-cell={cell} tabIndex={stop ? 0 : -1}
        onFocus={() => { focused(); pointed.value = box; }} onBlur={() => (pointed.value = null)}
        onChange={(event) => tick(box, event.currentTarget.checked)}
      />
      <span aria-hidden="true">{says}</span>
      {also.map((one) => <i key={one} class="also" data-quality={one} aria-hidden="true" />)}
    </label>
  );
}

/** With the body at hand a tick is paint; without it, a mark. */
function tick(region: string, on: boolean): void {
  const label = `${on ? "Mark" : "Unmark"} ${nameOf(region)}`;
  const { value } = body;
  if (value.kind === "ready" && value.atlas.facesOf(region).length > 0) {
    const { atlas } = value;
    changePicture(on ? ticked(picture.value, atlas, activeLayer.value, penFeeling.value, region) : unticked(picture.value, atlas, quality.value, region), label);
  } else {
    update((file) => ({ ...file, chart: { ...file.chart, marks: tickedMarks(file.chart?.marks ?? [], penFeeling.value, region, on) } }), label);
  }
  announcement.value = `${label}.`;
}
