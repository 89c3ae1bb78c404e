/** Tools: turn, paint, erase; how broad; both sides; undo and redo. */

import { useId } from "preact/hooks";
import { canRedo, canUndo, redo, redoLabel, undo, undoLabel } from "../state/caseStore";
import { BRUSH_CM, brushCm, mirrorOn, tool } from "./pen";
import type { Tool } from "./pen";

const TOOLS: readonly { id: Tool; says: string }[] = [
  { id: "paint", says: "Paint" },
  { id: "erase", says: "Erase" },
  { id: "turn", says: "Turn" },
];

export function ToolBar({ turns }: { turns: boolean }) {
  const [name, size] = [useId(), useId()];
  return (
    <div class="tool-bar" role="group" aria-label="Tools for the body">
      <div class="tools" role="radiogroup" aria-label="Tool">
        {TOOLS.filter(({ id }) => turns || id !== "turn").map(({ id, says }) => (
          <label key={id}>
            <input type="radio" name={name} checked={tool.value === id} onChange={() => (tool.value = id)} />
            <span>{says}</span>
          </label>
        ))}
      </div>
      <div class="undo">
        <button type="button" onClick={undo} disabled={!canUndo.value} title={undoLabel.value ?? ""}>Undo</button>
        <button type="button" onClick={redo} disabled={!canRedo.value} title={redoLabel.value ?? ""}>Redo</button>
      </div>
      <div class="brush-size">
        <label for={size}>Brush</label>
        <input
          id={size} type="range" min={BRUSH_CM.least} max={BRUSH_CM.most} step={BRUSH_CM.step} value={brushCm.value}
          aria-valuetext={`${brushCm.value} centimetres`} onInput={(event) => (brushCm.value = Number(event.currentTarget.value))}
        />
        <output for={size}>{brushCm.value} cm</output>
      </div>
      <label class="mirror">
        <input type="checkbox" checked={mirrorOn.value} onChange={(event) => (mirrorOn.value = event.currentTarget.checked)} />
        Both sides
      </label>
    </div>
  );
}
