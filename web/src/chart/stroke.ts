/**
 * One stroke of the brush: from the first touch until the finger lifts.
 *
 * Between two reports of the pointer the stroke is continuous: places in between are looked up as well. The
 * skin shows the paint at once; the case hears of it when the stroke ends.
 */

import { facesNear } from "../body/brush";
import type { Atlas } from "../body/atlas";
import { PAINT_CHANNELS } from "../body/channels";
import { setAll, setFaces } from "../body/coverage";
import type { Change, Coverage } from "../body/coverage";
import type { Hit } from "../body/rays";
import { mirrored } from "./edits";

export interface Brush {
  readonly radius: number;
  readonly mirror: boolean;
  /** The channels that are painted; null erases. */
  readonly channels: readonly number[] | null;
}

export interface Stroke {
  readonly faces: ReadonlySet<number>;
  /** Go on to a place of the canvas; returns what changed on the skin. */
  to(x: number, y: number): Change | null;
  /** Take everything back, as when a second finger turns the stroke into a zoom. */
  cancel(): Change | null;
}

export interface Canvas {
  pick(x: number, y: number): Hit | null;
  metresPerPixel(): number;
}

const ALL = 2 ** PAINT_CHANNELS - 1;

export function beginStroke(atlas: Atlas, paint: Coverage, canvas: Canvas, brush: Brush): Stroke {
  const before = paint.faceBits.slice();
  const faces = new Set<number>();
  const mask = brush.channels ? brush.channels.reduce((bits, channel) => bits | (1 << channel), 0) : ALL;
  const change = brush.channels ? (old: number) => old | mask : (old: number) => old & ~mask;
  let last: { x: number; y: number } | null = null;
  let lastHit: Hit | null = null;

  const stamp = (x: number, y: number, added: Set<number>) => {
    const hit = canvas.pick(x, y);
    if (!hit || (lastHit && hit.face === lastHit.face && near(hit, lastHit, brush.radius / 4))) return;
    lastHit = hit;
    const covered = facesNear(atlas, hit.face, hit.point, brush.radius);
    for (const face of brush.mirror ? mirrored(atlas, covered) : covered) if (!faces.has(face)) added.add(face);
  };

  return {
    faces,
    to(x, y) {
      const added = new Set<number>();
      for (const place of placesBetween(last, { x, y }, brush.radius / canvas.metresPerPixel())) stamp(place.x, place.y, added);
      last = { x, y };
      for (const face of added) faces.add(face);
      return setFaces(atlas, paint, added, change);
    },
    cancel() {
      const touched = [...faces];
      faces.clear();
      return restore(atlas, paint, touched, before);
    },
  };
}

function restore(atlas: Atlas, paint: Coverage, touched: readonly number[], before: Uint32Array): Change | null {
  const bits = paint.faceBits.slice();
  for (const face of touched) bits[face] = before[face]!;
  return setAll(atlas, paint, bits);
}

function near(a: Hit, b: Hit, metres: number): boolean {
  return Math.hypot(a.point[0] - b.point[0], a.point[1] - b.point[1], a.point[2] - b.point[2]) < metres;
}

const MOST_PLACES = 60;

/** Places along the way, closer together than the brush is broad; the last one is always `to`. */
function placesBetween(from: { x: number; y: number } | null, to: { x: number; y: number }, radius: number) {
  if (!from) return [to];
  const far = Math.hypot(to.x - from.x, to.y - from.y);
  const steps = Math.min(MOST_PLACES, Math.max(1, Math.ceil(far / Math.max(2, radius * 0.6))));
  return Array.from({ length: steps }, (_, i) => {
    const share = (i + 1) / steps;
    return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
  });
}
