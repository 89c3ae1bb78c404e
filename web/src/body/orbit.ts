/**
 * The camera as values: it circles a point of the body, tilts a little, comes closer.
 *
 * Pure functions from one position to the next; the scene only reads the result.
 */

import type { Point } from "./brush";

export interface Orbit {
  /** Radians around the body; 0 looks at the front, a quarter turn at the subject's left side. */
  readonly turn: number;
  /** Radians; positive looks from above, negative from below. */
  readonly tilt: number;
  /** Metres from the point that is looked at. */
  readonly distance: number;
  readonly target: Point;
}

export type ViewName = "front" | "back" | "left" | "right" | "soles";
export const VIEW_NAMES: readonly ViewName[] = ["front", "back", "left", "right", "soles"];

/** Vertical field of view, radians: narrow, so that limbs are hardly distorted. */
export const FIELD = 0.42;
const TILT = { low: -1.45, high: 0.7 };
const DISTANCE = { low: 0.28, high: 5.2 };
const REACH = { x: 0.55, low: -0.02, high: 1.75, z: 0.25 };
/** The part of the body a view shows at first: its middle and half sizes, in metres. */
const LOWER_BODY = { middle: [0, 0.58, 0.03] as Point, tall: 0.63, wide: 0.27 };
const SOLES = { middle: [0, 0, 0.06] as Point, tall: 0.19, wide: 0.26 };
const TURNS: Record<ViewName, number> = { front: 0, back: Math.PI, left: Math.PI / 2, right: -Math.PI / 2, soles: 0 };

/** The position of a view button for a canvas of the given width to height. */
export function viewOf(name: ViewName, aspect: number): Orbit {
  const shown = name === "soles" ? SOLES : LOWER_BODY;
  const half = Math.max(shown.tall, shown.wide / Math.max(aspect, 0.1));
  const distance = half / Math.tan(FIELD / 2);
  return limited({ turn: TURNS[name], tilt: name === "soles" ? TILT.low : 0, distance, target: shown.middle });
}

/** Skin above this height is left out when one looks up from below: the feet would stand before the whole body. */
export function cutAbove(orbit: Pick<Orbit, "tilt">): number {
  return orbit.tilt < -0.9 ? 0.13 : Infinity;
}

/** The same view from half as far, with a point of the body in its middle. */
export function closeTo(from: Orbit, point: Point): Orbit {
  return limited({ ...from, distance: from.distance / 2, target: point });
}

export function turned(from: Orbit, turn: number, tilt: number): Orbit {
  return limited({ ...from, turn: from.turn + turn, tilt: from.tilt + tilt });
}

/** Come closer (factor below 1) or go away, keeping the body point `towards` where it is on the screen. */
export function zoomed(from: Orbit, factor: number, towards: Point | null = null): Orbit {
  const distance = clamp(from.distance * factor, DISTANCE);
  const share = 1 - distance / from.distance;
  const target = towards ? (from.target.map((t, k) => t + (towards[k]! - t) * share) as unknown as Point) : from.target;
  return limited({ ...from, distance, target });
}

/** Shift what is looked at, in metres along the screen's right and up. */
export function panned(from: Orbit, right: number, up: number): Orbit {
  const axes = axesOf(from);
  const target = from.target.map((t, k) => t + right * axes.right[k]! + up * axes.up[k]!) as unknown as Point;
  return limited({ ...from, target });
}

/** Directions of the camera: right and up on the screen, and from the target back to the camera. */
export function axesOf({ turn, tilt }: Pick<Orbit, "turn" | "tilt">): { right: Point; up: Point; back: Point } {
  const [s, c, st, ct] = [Math.sin(turn), Math.cos(turn), Math.sin(tilt), Math.cos(tilt)];
  return { right: [c, 0, -s], up: [-s * st, ct, -c * st], back: [s * ct, st, c * ct] };
}

/** The side of the person that is on the right of the screen; null when looked at from a side. */
export function sideOnRight(orbit: Pick<Orbit, "turn" | "tilt">): "left" | "right" | null {
  const across = axesOf(orbit).right[0];
  return Math.abs(across) < 0.5 ? null : across > 0 ? "left" : "right";
}

export function eyeOf(orbit: Orbit): Point {
  const { back } = axesOf(orbit);
  return orbit.target.map((t, k) => t + orbit.distance * back[k]!) as unknown as Point;
}

/** The ray through a place of the canvas; x and y run from -1 to 1, right and up. */
export function rayThrough(orbit: Orbit, x: number, y: number, aspect: number): { origin: Point; direction: Point } {
  const { right, up, back } = axesOf(orbit);
  const tall = Math.tan(FIELD / 2);
  const ray = [0, 1, 2].map((k) => x * tall * aspect * right[k]! + y * tall * up[k]! - back[k]!);
  const length = Math.hypot(...ray);
  return { origin: eyeOf(orbit), direction: ray.map((r) => r / length) as unknown as Point };
}

/** Where a body point lies on the canvas, -1 to 1, and how far in front of the eye. */
export function seenAt(orbit: Orbit, point: Point, aspect: number): { x: number; y: number; depth: number } {
  const { right, up, back } = axesOf(orbit);
  const eye = eyeOf(orbit);
  const along = (axis: Point) => point.reduce((sum, p, k) => sum + (p - eye[k]!) * axis[k]!, 0);
  const depth = -along(back);
  const tall = Math.tan(FIELD / 2) * depth;
  return { x: along(right) / (tall * aspect), y: along(up) / tall, depth };
}

/** Part of the way from one position to another, by the shorter turn; `share` runs from 0 to 1. */
export function between(from: Orbit, to: Orbit, share: number): Orbit {
  const eased = share * share * (3 - 2 * share);
  const mix = (a: number, b: number) => a + (b - a) * eased;
  const turn = from.turn + shorterTurn(to.turn - from.turn) * eased;
  const target = from.target.map((t, k) => mix(t, to.target[k]!)) as unknown as Point;
  return { turn, tilt: mix(from.tilt, to.tilt), distance: mix(from.distance, to.distance), target };
}

function shorterTurn(angle: number): number {
  const full = 2 * Math.PI;
  const rest = ((angle % full) + full) % full;
  return rest > Math.PI ? rest - full : rest;
}

function limited(orbit: Orbit): Orbit {
  const [x, y, z] = orbit.target;
  return {
    turn: orbit.turn,
    tilt: clamp(orbit.tilt, TILT),
    distance: clamp(orbit.distance, DISTANCE),
    target: [
      clamp(x, { low: -REACH.x, high: REACH.x }),
      clamp(y, REACH),
      clamp(z, { low: -REACH.z, high: REACH.z }),
    ],
  };
}

function clamp(value: number, { low, high }: { low: number; high: number }): number {
  return Math.min(high, Math.max(low, value));
}
