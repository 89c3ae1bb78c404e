/**
 * Layers of paint and the marks of a case file: how one becomes the other, both ways.
 *
 * A layer is what was painted with one pen: faces, what it feels like, how strong, when. Every layer has
 * one mark in `chart.marks`. The marks are the truth that everything else reads: a layer of the drawing
 * whose mark is gone (the file was edited by hand) is dropped, and a mark without a layer (an example, a
 * file from elsewhere) is shown as its whole regions, and becomes a layer when somebody paints.
 */

import type { Chart, DrawingLayer, Mark, Quality, When } from "../api/types";
import type { Atlas } from "../body/atlas";
import { decodeFaces, encodeFaces } from "./faces";
import { definiteRegions } from "./places";
import { paintedRegions } from "./regions";

/** How a layer is felt. */
export interface Feeling {
  readonly qualities: readonly Quality[];
  readonly intensity: number | null;
  /** Words of the case format. */
  readonly when: readonly When[];
  /** Bit h says that it is felt in the hour from h to h + 1; the words of `when` follow from it. */
  readonly hours: number;
  readonly words: string | null;
}

export interface Layer extends Feeling {
  readonly faces: ReadonlySet<number>;
  readonly regions: readonly string[];
}

/** What a chart shows: painted layers, and marks that cannot be faces ("somewhere in the right leg"). */
export interface Picture {
  readonly layers: readonly Layer[];
  readonly rest: readonly Mark[];
}

interface StoredLayer extends DrawingLayer {
  hours?: number;
}

interface Body {
  readonly atlas: Atlas;
  readonly checksum: string;
}

export const EMPTY: Picture = { layers: [], rest: [] };

export function makeLayer(atlas: Atlas, feeling: Feeling, faces: ReadonlySet<number>): Layer {
  const { qualities, intensity, when, hours, words } = feeling;
  return { qualities, intensity, when, hours, words, faces, regions: paintedRegions(atlas, faces) };
}

/** The same layer, felt otherwise; its faces stay. */
export function feltAs(layer: Layer, change: Partial<Feeling>): Layer {
  return { ...layer, ...change };
}

export function readPicture(chart: Chart | undefined, { atlas, checksum }: Body): Picture {
  const open = [...(chart?.marks ?? [])];
  const layers: Layer[] = [];
  const drawing = chart?.drawing;
  const stored = drawing && drawing.body === checksum && Array.isArray(drawing.layers) ? drawing.layers : [];
  for (const one of stored) {
    const layer = readLayer(one, atlas);
    const at = layer ? open.findIndex((mark) => sameMark(mark, markOf(layer))) : -1;
    if (!layer || at < 0) continue;
    layers.push({ ...layer, words: open[at]!.words ?? null });
    open.splice(at, 1);
  }
  const rest: Mark[] = [];
  for (const mark of open) {
    const layer = wholeRegions(mark, atlas);
    if (layer) layers.push(layer);
    else rest.push(mark);
  }
  return { layers, rest };
}

/** The chart with this picture in it; what else it says (completed, absent) stays. */
export function writePicture(chart: Chart | undefined, picture: Picture, body: Body): Chart {
  const layers = picture.layers.filter((layer) => layer.faces.size > 0);
  const marks = [...layers.map(markOf), ...picture.rest];
  const stored = layers.map((layer) => storedLayer(layer, body.atlas));
  const drawing = layers.length > 0 ? { version: 1 as const, body: body.checksum, layers: stored } : null;
  return { ...chart, marks, drawing };
}

export function markOf(layer: Layer): Mark {
  const { regions, qualities, intensity, when, words } = layer;
  return {
    regions: [...regions],
    qualities: [...qualities],
    ...(intensity === null ? {} : { intensity }),
    ...(when.length > 0 ? { when: [...when] } : {}),
    ...(words ? { words } : {}),
  };
}

/** Coding is the slow part; layers keep their identity through every change that does not touch them. */
const read = new WeakMap<DrawingLayer, { atlas: Atlas; layer: Layer | null }>();
const written = new WeakMap<ReadonlySet<number>, string>();

function storedLayer(layer: Layer, atlas: Atlas): StoredLayer {
  const { qualities, intensity, when, hours } = layer;
  const faces = written.get(layer.faces) ?? encodeFaces(layer.faces);
  written.set(layer.faces, faces);
  const plain = { qualities: [...qualities], intensity, when: [...when], faces };
  const record: StoredLayer = hours ? { ...plain, hours } : plain;
  read.set(record, { atlas, layer });
  return record;
}

function readLayer(stored: StoredLayer, atlas: Atlas): Layer | null {
  const known = read.get(stored);
  if (known?.atlas === atlas) return known.layer;
  const faces = typeof stored.faces === "string" ? decodeFaces(stored.faces, atlas.faceCount) : null;
  const { qualities, intensity, when, hours } = stored;
  const feeling = { qualities: qualities ?? [], intensity: intensity ?? null, when: when ?? [], hours: hours ?? 0, words: null };
  const layer = faces && faces.size > 0 ? makeLayer(atlas, feeling, faces) : null;
  read.set(stored, { atlas, layer });
  return layer;
}

/** A mark without qualities is pain, as everywhere in Legwise. */
function feelingOf(mark: Mark): Feeling {
  const { qualities = [], intensity = null, when = [], words = null } = mark;
  return { qualities: qualities.length > 0 ? qualities : ["pain"], intensity, when, hours: 0, words };
}

/** A mark as whole regions; null when it says "somewhere in here", or names what this body does not have. */
function wholeRegions(mark: Mark, atlas: Atlas): Layer | null {
  const regions = new Set<string>();
  for (const reference of mark.regions) {
    const named = definiteRegions(reference);
    if (!named || named.some((region) => atlas.facesOf(region).length === 0)) return null;
    for (const region of named) regions.add(region);
  }
  const ordered = atlas.regions.filter((region) => regions.has(region));
  return { ...feelingOf(mark), faces: new Set(ordered.flatMap((region) => [...atlas.facesOf(region)])), regions: ordered };
}

export function sameMark(a: Mark, b: Mark): boolean {
  const list = (values: readonly string[] | undefined) => [...(values ?? [])].sort().join(" ");
  return (
    list(a.regions) === list(b.regions) &&
    list(a.qualities) === list(b.qualities) &&
    list(a.when) === list(b.when) &&
    (a.intensity ?? null) === (b.intensity ?? null)
  );
}
