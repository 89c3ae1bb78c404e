/** The body as flat pictures, for browsers without WebGL: the same gestures, zones and paint, without turning. */

import type { Atlas } from "./atlas";
import { compose } from "./compose";
import { drawCourses } from "./flatCourses";
import type { Point } from "./brush";
import { sideOnRight, viewOf } from "./orbit";
import type { ViewName } from "./orbit";
import { rasterise } from "./raster";
import type { Picture } from "./raster";
import type { Look } from "./skin";
import type { Layers, Stage, Tiles } from "./stage";

const SHARPEST = 1.5; // every pixel is reckoned here, not on a graphics card
const TILE_ON_SCREEN = 15;
const BEHIND = 0.08; // metres of body in front of a point that hide it

export function makeFlatStage(canvas: HTMLCanvasElement, atlas: Atlas, layers: Layers, tiles: Tiles): Stage {
  const ink = canvas.getContext("2d");
  if (!ink) throw new Error("This browser can draw neither a solid nor a flat body.");
  const listeners = new Set<() => void>();
  const kept = new Map<ViewName, Picture>();
  const sharp = Math.min(window.devicePixelRatio || 1, SHARPEST);
  let view: ViewName = "front";
  let pixels: ImageData | null = null;
  let look: Look | null = null;
  let strengths: readonly number[] = [];
  let fade = 0;
  let courses: readonly (readonly Point[])[] = [];
  let frame = 0;

  const picture = (): Picture => {
    const made = kept.get(view) ?? rasterise(atlas, view, canvas.width, canvas.height);
    kept.set(view, made);
    return made;
  };
  const draw = () => {
    frame = 0;
    if (!look) return;
    pixels ??= ink.createImageData(canvas.width, canvas.height);
    const tileSize = TILE_ON_SCREEN * sharp;
    compose(picture(), atlas, layers, { look, tiles: tiles.images, tilePixels: tiles.pixels, tileSize, strengths, fade }, pixels.data);
    ink.putImageData(pixels, 0, 0);
    drawCourses(ink, picture(), courses, look.course, 2.2 * sharp);
    for (const listener of listeners) listener();
  };
  const wake = () => {
    if (frame === 0) frame = requestAnimationFrame(draw);
  };
  const fit = () => {
    const box = canvas.parentElement?.getBoundingClientRect();
    if (!box || box.width < 2 || box.height < 2) return;
    [canvas.width, canvas.height] = [Math.round(box.width * sharp), Math.round(box.height * sharp)];
    kept.clear();
    pixels = null;
    draw();
  };
  const observer = new ResizeObserver(fit);
  if (canvas.parentElement) observer.observe(canvas.parentElement);
  fit();

  return {
    canvas,
    metresPerPixel: () => picture().metresPerPixel * sharp,
    pick(x, y) {
      const shown = picture();
      const [column, row] = [Math.floor(x * sharp), Math.floor(y * sharp)];
      if (column < 0 || row < 0 || column >= shown.width || row >= shown.height) return null;
      const at = row * shown.width + column;
      const face = shown.face[at]!;
      return face < 0 ? null : { face, point: pointOn(atlas, face, shown.first[at]! / 255, shown.second[at]! / 255), distance: 0 };
    },
    spotOf(point) {
      const shown = picture();
      const { x, y, depth } = shown.place(point);
      const skin = shown.depth[Math.floor(y) * shown.width + Math.floor(x)] ?? -Infinity;
      return { x: x / sharp, y: y / sharp, hidden: skin > depth + BEHIND };
    },
    lookFrom(next) {
      view = next;
      wake();
    },
    sideOnRight: () => sideOnRight(viewOf(view, 1)),
    paintChanged: (range) => range && wake(),
    shownChanged: (range) => range && wake(),
    setStrengths(values, share) {
      [strengths, fade] = [values, share];
      wake();
    },
    setCourses(next) {
      courses = next;
      wake();
    },
    setLook(next) {
      look = next;
      wake();
    },
    onDrawn(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      cancelAnimationFrame(frame);
      observer.disconnect();
    },
  };
}

function pointOn(atlas: Atlas, face: number, u: number, v: number): Point {
  const at = (corner: number, k: number) => atlas.positions[3 * atlas.triangles[3 * face + corner]! + k]!;
  return [0, 1, 2].map((k) => u * at(0, k) + v * at(1, k) + (1 - u - v) * at(2, k)) as unknown as Point;
}
