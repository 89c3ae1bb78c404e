/** Opens the body in three dimensions, or as flat pictures where the browser has no WebGL. */

import type { Atlas } from "../body/atlas";
import { graphics } from "../body/graphics";
import type { Layers, Stage } from "../body/stage";
import { drawTiles } from "./qualities";

const TILE_PIXELS = 64;

/** Fetch the code for drawing while the body itself is on its way. */
export async function fetchStage(): Promise<void> {
  try {
    await import("../body/scene");
  } catch {
    // It is told when the stage is opened.
  }
}

export async function openStage(canvas: HTMLCanvasElement, atlas: Atlas, layers: Layers): Promise<Stage> {
  const tiles = { images: drawTiles(TILE_PIXELS), pixels: TILE_PIXELS };
  if (graphics() !== "none") {
    const { makeScene } = await import("../body/scene");
    try {
      return makeScene(canvas, atlas, layers, tiles);
    } catch {
      // The card is blocked or out of memory: flat pictures need none.
    }
  }
  const { makeFlatStage } = await import("../body/flat");
  const fresh = canvas.cloneNode() as HTMLCanvasElement; // a canvas once asked for WebGL gives nothing else
  canvas.replaceWith(fresh);
  return makeFlatStage(fresh, atlas, layers, tiles);
}
