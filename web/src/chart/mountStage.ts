/** Puts the body on the page: a canvas of its own, opened, and closed again without leaving anything behind. */

import { PAINT_CHANNELS, SHOWN_CHANNELS } from "../body/channels";
import { makeCoverage } from "../body/coverage";
import type { Atlas } from "../body/atlas";
import type { Layers, Stage } from "../body/stage";
import { openStage } from "./openStage";

interface Place {
  /** Where the canvas goes. */
  readonly home: HTMLElement;
  /** Two labels: whose side is on the left and on the right of the screen. */
  readonly sides: HTMLElement;
  /** What the canvas is, for people who listen. */
  readonly label: string;
  /** The graphics card stopped drawing, or draws again. */
  readonly lost: (lost: boolean) => void;
  /** Connects the opened stage; returns how to stop. */
  readonly opened: (stage: Stage, layers: Layers) => () => void;
}

/** Returns how to take the body away again. */
export function mountStage(atlas: Atlas, { home, sides, label, lost, opened }: Place): () => void {
  const canvas = document.createElement("canvas");
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "application");
  canvas.setAttribute("aria-label", label);
  canvas.addEventListener("webglcontextlost", () => lost(true));
  canvas.addEventListener("webglcontextrestored", () => lost(false));
  home.prepend(canvas);
  const layers: Layers = { paint: makeCoverage(atlas, PAINT_CHANNELS), shown: makeCoverage(atlas, SHOWN_CHANNELS) };
  const stops: (() => void)[] = [() => canvas.remove()];
  let closed = false;
  const missing = () => {
    const said = document.createElement("p");
    said.className = "quiet";
    said.textContent = "The body could not be loaded. Reload the page to try again.";
    canvas.replaceWith(said);
    stops.push(() => said.remove());
  };
  openStage(canvas, atlas, layers).then((stage) => {
    if (closed) return stage.dispose();
    stops.push(() => stage.canvas.remove(), () => stage.dispose(), opened(stage, layers), showSides(stage, sides));
  }, missing);
  return () => {
    closed = true;
    for (const stop of stops.reverse()) stop();
  };
}

const SIDES = { left: ["Right", "Left"], right: ["Left", "Right"] } as const;

/** Which side of the person is where: mistaking it is the costliest error of a chart. */
function showSides(stage: Stage, box: HTMLElement): () => void {
  const show = () => {
    const side = stage.sideOnRight();
    [...box.children].forEach((label, at) => (label.textContent = side ? SIDES[side][at]! : ""));
  };
  show();
  return stage.onDrawn(show);
}
