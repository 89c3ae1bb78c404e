/** What was painted, patch by patch, in words; each can be taken up again or removed. */

import { body } from "../body/load";
import { caseFile } from "../state/caseStore";
import { withoutLayer, withoutRest } from "./edits";
import type { Layer } from "./layers";
import { nameList } from "./names";
import { startPatch, quality } from "./pen";
import { infoOf, spokenQualities } from "./qualities";
import { paintedArea } from "./regions";
import { activeLayer, changePicture, chooseLayer, clearAll, picture, setCompleted } from "./session";
import { Swatch } from "./Swatch";
import { DAY_PARTS, OCCASIONS } from "./when";

const SAYS = new Map([...DAY_PARTS, ...OCCASIONS].map(({ word, says }) => [word, says.toLowerCase()]));

export function LayerList() {
  const { layers, rest } = picture.value;
  const empty = layers.length + rest.length === 0;
  return (
    <section class="layers" aria-label="What is marked">
      <h3>On the chart</h3>
      {empty && <p class="hint">Nothing yet. Choose what it feels like, then paint where.</p>}
      <ul>
        {layers.map((layer, at) => <LayerRow key={at} layer={layer} at={at} />)}
        {rest.map((mark, at) => (
          <li key={`rest ${at}`} class="layer">
            <p><strong>{spokenQualities(mark.qualities ?? [])}</strong> <span>{nameList(mark.regions)}</span></p>
            <button type="button" onClick={() => changePicture(withoutRest(picture.value, at), "Remove a mark")}>
              Remove<span class="visually-hidden"> {nameList(mark.regions)}</span>
            </button>
          </li>
        ))}
      </ul>
      {!empty && (
        <div class="layer-actions">
          <button type="button" onClick={startPatch}>Another patch of {infoOf(quality.value).says.toLowerCase()}</button>
          <button type="button" onClick={clearAll}>Clear all</button>
        </div>
      )}
      <Completed />
    </section>
  );
}

function LayerRow({ layer, at }: { layer: Layer; at: number }) {
  const { value } = body;
  const area = value.kind === "ready" ? Math.round(paintedArea(value.atlas, layer.faces)) : 0;
  const when = layer.when.map((word) => SAYS.get(word) ?? word).join(", ");
  const says = spokenQualities(layer.qualities);
  const facts = [`${area} cm²`, layer.intensity === null ? "" : `${layer.intensity} of 10`, when].filter(Boolean).join(" · ");
  const chosen = activeLayer.value === at;
  return (
    <li class={chosen ? "layer chosen" : "layer"}>
      <div>
        <p class="layer-name">{layer.qualities.map((one) => <Swatch key={one} quality={one} />)}<strong>{says}</strong></p>
        <p>{nameList(layer.regions)}</p>
        <p class="hint">{facts}</p>
        {layer.words && <p class="hint">“{layer.words}”</p>}
      </div>
      <div class="layer-buttons">
        <button type="button" aria-pressed={chosen} onClick={() => chooseLayer(at, layer)}>Go on<span class="visually-hidden"> with {says}</span></button>
        <button type="button" onClick={() => changePicture(withoutLayer(picture.value, at), `Remove ${says}`)}>
          Remove<span class="visually-hidden"> {says}</span>
        </button>
      </div>
    </li>
  );
}

export function Completed() {
  const done = caseFile.value.chart?.completed ?? false;
  return (
    <label class="completed">
      <input type="checkbox" checked={done} onChange={(event) => setCompleted(event.currentTarget.checked)} />
      <span>
        The chart is complete
        <small>Everything left blank then counts as free of symptoms. Leave it open while something may be missing.</small>
      </span>
    </label>
  );
}
