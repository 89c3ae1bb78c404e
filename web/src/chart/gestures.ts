/**
 * Mouse, touch, wheel and keys on the body.
 *
 * With a brush in hand the first pointer paints when it starts on the body, and turns when it starts beside
 * it; two fingers always turn and zoom. Without a brush one finger turns, two move and zoom. The right mouse
 * button turns, the middle one moves.
 */

import { canTurn } from "../body/stage";
import type { Stage } from "../body/stage";

export interface Hands {
  /** True while a brush or an eraser is in hand. */
  readonly painting: () => boolean;
  begin(x: number, y: number): void;
  to(x: number, y: number): void;
  end(): void;
  cancel(): void;
  hover(x: number, y: number): void;
  leave(): void;
}

type Doing = "nothing" | "painting" | "turning" | "moving" | "pinching";
interface Place {
  readonly x: number;
  readonly y: number;
}

const RADIANS_PER_PIXEL = 0.008;
const KEY_TURN = Math.PI / 18;
const KEY_MOVE = 0.04; // metres
const KEY_ZOOM = 1.2;

export function attachGestures(stage: Stage, hands: Hands): () => void {
  const { canvas } = stage;
  const turning = canTurn(stage) ? stage : null;
  const down = new Map<number, Place>();
  let doing: Doing = "nothing";

  const placeOf = (event: { clientX: number; clientY: number }): Place => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  const start = (event: PointerEvent) => {
    if (event.pointerType === "mouse" && doing !== "nothing") return;
    const place = placeOf(event);
    down.set(event.pointerId, place);
    canvas.setPointerCapture(event.pointerId);
    if (down.size === 2) {
      if (doing === "painting") hands.cancel();
      doing = "pinching";
    } else if (down.size === 1) {
      doing = what(event, place);
      if (doing === "painting") hands.begin(place.x, place.y);
    }
  };

  const what = (event: PointerEvent, place: Place): Doing => {
    if (event.button === 1) return "moving";
    if (event.button === 2 || event.shiftKey) return "turning";
    return hands.painting() && stage.pick(place.x, place.y) ? "painting" : "turning";
  };

  const move = (event: PointerEvent) => {
    const before = down.get(event.pointerId);
    const place = placeOf(event);
    if (!before) {
      if (event.pointerType !== "touch") hands.hover(place.x, place.y);
      return;
    }
    if (doing === "pinching") pinch(event.pointerId, place);
    down.set(event.pointerId, place);
    if (doing === "painting") {
      hands.hover(place.x, place.y);
      for (const one of event.getCoalescedEvents?.() ?? [event]) {
        const between = placeOf(one);
        hands.to(between.x, between.y);
      }
      hands.to(place.x, place.y);
    }
    const [dx, dy] = [place.x - before.x, place.y - before.y];
    if (doing === "turning") turning?.turn(-dx * RADIANS_PER_PIXEL, dy * RADIANS_PER_PIXEL);
    if (doing === "moving") turning?.pan(-dx * stage.metresPerPixel(), dy * stage.metresPerPixel());
  };

  const pinch = (id: number, place: Place) => {
    const [mine, other] = [down.get(id), [...down].find(([key]) => key !== id)?.[1]];
    if (!turning || !mine || !other) return;
    const apart = (a: Place) => Math.max(20, Math.hypot(a.x - other.x, a.y - other.y));
    const middle = { x: (place.x + other.x) / 2, y: (place.y + other.y) / 2 };
    turning.zoom(apart(mine) / apart(place), middle);
    const [dx, dy] = [(place.x - mine.x) / 2, (place.y - mine.y) / 2];
    if (hands.painting()) turning.turn(-dx * RADIANS_PER_PIXEL, dy * RADIANS_PER_PIXEL);
    else turning.pan(-dx * stage.metresPerPixel(), dy * stage.metresPerPixel());
  };

  const end = (event: PointerEvent) => {
    if (!down.delete(event.pointerId)) return;
    if (doing === "painting") {
      if (event.type === "pointercancel") hands.cancel();
      else hands.end();
    }
    if (down.size === 0 || doing === "painting") doing = "nothing";
    if (event.pointerType === "touch") hands.leave();
  };

  const wheel = (event: WheelEvent) => {
    if (!turning) return;
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    turning.zoom(Math.exp(event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0012)), placeOf(event));
  };

  const key = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!handled(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const handled = ({ key: name, shiftKey }: KeyboardEvent): boolean => {
    if (name === " " || name === "Enter") {
      if (!hands.painting()) return false;
      const { width, height } = canvas.getBoundingClientRect();
      hands.begin(width / 2, height / 2);
      hands.end();
      return true;
    }
    if (!turning) return false;
    const ways: Record<string, readonly [number, number]> = {
      ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1],
    };
    const way = ways[name];
    if (way && shiftKey) turning.pan(way[0] * KEY_MOVE, way[1] * KEY_MOVE);
    else if (way) turning.turn(way[0] * KEY_TURN, way[1] * KEY_TURN);
    else if (name === "+" || name === "=") turning.zoom(1 / KEY_ZOOM);
    else if (name === "-") turning.zoom(KEY_ZOOM);
    else if (name === "Home") turning.lookFrom("front");
    else return false;
    return true;
  };

  const leave = () => hands.leave();
  const menu = (event: Event) => event.preventDefault();
  canvas.addEventListener("pointerdown", start);
  canvas.addEventListener("pointermove", move);
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);
  canvas.addEventListener("pointerleave", leave);
  canvas.addEventListener("wheel", wheel, { passive: false });
  canvas.addEventListener("keydown", key);
  canvas.addEventListener("contextmenu", menu);
  return () => {
    canvas.removeEventListener("pointerdown", start);
    canvas.removeEventListener("pointermove", move);
    canvas.removeEventListener("pointerup", end);
    canvas.removeEventListener("pointercancel", end);
    canvas.removeEventListener("pointerleave", leave);
    canvas.removeEventListener("wheel", wheel);
    canvas.removeEventListener("keydown", key);
    canvas.removeEventListener("contextmenu", menu);
  };
}
