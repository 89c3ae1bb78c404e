/** What a chart needs of the thing that shows the body, whether a 3D scene or flat pictures. */

import type { Point } from "./brush";
import type { Change, Coverage } from "./coverage";
import type { ViewName } from "./orbit";
import type { Hit } from "./rays";
import type { Look } from "./skin";

/** A place on the canvas in CSS pixels; `hidden` when the body lies in between. */
export interface Spot {
  readonly x: number;
  readonly y: number;
  readonly hidden: boolean;
}

export interface Stage {
  readonly canvas: HTMLCanvasElement;
  /** What lies under a place of the canvas, in CSS pixels from its upper left corner. */
  pick(x: number, y: number): Hit | null;
  spotOf(point: Point): Spot;
  /** Metres of skin to one CSS pixel, about. */
  metresPerPixel(): number;
  /** `near`: come closer to this point of the body, where the stage can. */
  lookFrom(view: ViewName, near?: Point): void;
  /** Whose side of the person is on the right of the screen; null when looked at from a side. */
  sideOnRight(): "left" | "right" | null;
  /** The next frame shows changed paint or zones; null changes nothing. */
  paintChanged(change: Change | null): void;
  shownChanged(change: Change | null): void;
  setStrengths(strengths: readonly number[], fade: number): void;
  setCourses(courses: readonly (readonly Point[])[]): void;
  setLook(look: Look): void;
  /** Called after every drawn frame. */
  onDrawn(listener: () => void): () => void;
  dispose(): void;
}

/** Stages that can turn: mouse, touch and keys move the camera. */
export interface TurningStage extends Stage {
  turn(turn: number, tilt: number): void;
  zoom(factor: number, at?: { x: number; y: number }): void;
  pan(right: number, up: number): void;
}

export function canTurn(stage: Stage): stage is TurningStage {
  return "turn" in stage;
}

export interface Layers {
  readonly paint: Coverage;
  readonly shown: Coverage;
}

/** The pattern of each paint channel, as coverage per pixel of a square tile. */
export interface Tiles {
  readonly images: readonly Uint8Array[];
  readonly pixels: number;
}
