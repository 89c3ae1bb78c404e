/** A small body to look at: one source over front and back, for the knowledge pages and the examples. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Overlay } from "../api/library";
import type { CaseFile } from "../api/types";
import { body, loadBody } from "../body/load";
import { bitsOf, PAINT_CHANNELS, SHOWN_CHANNELS } from "../body/channels";
import { compose } from "../body/compose";
import { makeCoverage, setAll } from "../body/coverage";
import { drawCourses } from "../body/flatCourses";
import { rasterise } from "../body/raster";
import type { Picture as Raster } from "../body/raster";
import type { Atlas } from "../body/atlas";
import type { ViewName } from "../body/orbit";
import { overlayOf } from "../overlay/source";
import { facesShown } from "../overlay/zones";
import { paintBits, strengths } from "./bits";
import "./chart.css";
import { EMPTY, readPicture } from "./layers";
import type { Picture } from "./layers";
import { onThemeChange, readLook } from "./look";
import { drawTiles } from "./qualities";

interface Props {
  /** Key of the source to show ("R:root_l5"). */
  overlayKey?: string | null;
  /** A chart to show instead or as well. */
  chart?: CaseFile["chart"];
  /** What the picture shows, for people who listen. */
  label?: string;
  views?: readonly ViewName[];
}

const [WIDE, TALL] = [180, 400];
const SHARP = 2; // pixels to a CSS pixel: also smooths edges on plain screens
const TILE_PIXELS = 32;
const ARMS = "elsewhere.arm"; // would only stand in the corners

export function BodyFigure({ overlayKey = null, chart, label, views = ["front", "back"] }: Props) {
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => void loadBody(), []);
  useEffect(() => {
    let stale = false;
    setOverlay(null);
    setProblem(null);
    if (overlayKey) {
      overlayOf(overlayKey).then(
        (found) => stale || setOverlay(found),
        (failure: unknown) => stale || setProblem(failure instanceof Error ? failure.message : String(failure)),
      );
    }
    return () => void (stale = true);
  }, [overlayKey]);
  const { value } = body;
  const picture = useMemo(() => (chart && value.kind === "ready" ? readPicture(chart, value) : EMPTY), [chart, value]);
  const message = problem ?? (value.kind === "failed" ? value.message : null);
  if (message) return <p class="hint" role="status">{message}</p>;
  if (value.kind !== "ready") return <div class="body-figure" />;
  return (
    <figure class="body-figure" role="img" aria-label={label ?? (overlay ? `Body, front and back: ${overlay.plain}` : "Body, front and back")}>
      {views.map((view) => <FigureView key={view} atlas={value.atlas} view={view} overlay={overlay} picture={picture} />)}
    </figure>
  );
}

interface ViewProps {
  atlas: Atlas;
  view: ViewName;
  overlay: Overlay | null;
  picture: Picture;
}

function FigureView({ atlas, view, overlay, picture }: ViewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const draw = () => canvas.current && drawFigure(canvas.current, { atlas, view, overlay, picture });
    draw();
    return onThemeChange(draw);
  }, [atlas, view, overlay, picture]);
  return <canvas ref={canvas} aria-hidden="true" />;
}

const rasters = new Map<ViewName, Raster>();
const tiles: Uint8Array[] = [];

function rasterOf(atlas: Atlas, view: ViewName): Raster {
  const made = rasters.get(view) ?? rasterise(atlas, view, WIDE * SHARP, TALL * SHARP, ARMS);
  rasters.set(view, made);
  return made;
}

function drawFigure(canvas: HTMLCanvasElement, { atlas, view, overlay, picture }: ViewProps): void {
  [canvas.width, canvas.height] = [WIDE * SHARP, TALL * SHARP];
  const ink = canvas.getContext("2d");
  if (!ink) return;
  if (tiles.length === 0) tiles.push(...drawTiles(TILE_PIXELS));
  const layers = { paint: makeCoverage(atlas, PAINT_CHANNELS), shown: makeCoverage(atlas, SHOWN_CHANNELS) };
  setAll(atlas, layers.paint, paintBits(picture, atlas));
  setAll(atlas, layers.shown, bitsOf(facesShown(atlas, overlay, null, []), atlas.faceCount));
  const raster = rasterOf(atlas, view);
  const pixels = ink.createImageData(canvas.width, canvas.height);
  const look = readLook(canvas);
  const paint = { look, tiles, tilePixels: TILE_PIXELS, tileSize: 10 * SHARP, strengths: strengths(picture), fade: 0 };
  compose(raster, atlas, layers, paint, pixels.data);
  ink.putImageData(pixels, 0, 0);
  drawCourses(ink, raster, (overlay?.course ?? []).map((course) => course.points), look.course, 1.6 * SHARP);
}
