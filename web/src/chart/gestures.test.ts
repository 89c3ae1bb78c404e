import { afterEach, expect, test, vi } from "vitest";
import type { TurningStage } from "../body/stage";
import { attachGestures } from "./gestures";

// The body covers the left half of a canvas of 100 by 100.
function setUp(painting = true) {
  const canvas = document.createElement("canvas");
  canvas.setPointerCapture = () => {};
  canvas.getBoundingClientRect = () => new DOMRect(0, 0, 100, 100);
  document.body.append(canvas);
  const stage = {
    canvas, pick: (x: number) => (x < 50 ? { face: 0, point: [0, 0, 0], distance: 1 } : null), metresPerPixel: () => 0.01,
    turn: vi.fn(), zoom: vi.fn(), pan: vi.fn(), lookFrom: vi.fn(),
  };
  const hands = { painting: () => painting, begin: vi.fn(), to: vi.fn(), end: vi.fn(), cancel: vi.fn(), hover: vi.fn(), leave: vi.fn() };
  const stop = attachGestures(stage as unknown as TurningStage, hands);
  const pointer = (type: string, x: number, y: number, more: PointerEventInit = {}) =>
    canvas.dispatchEvent(new PointerEvent(type, { pointerId: 1, pointerType: "mouse", clientX: x, clientY: y, button: 0, bubbles: true, ...more }));
  const key = (name: string, more: KeyboardEventInit = {}) =>
    canvas.dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true, cancelable: true, ...more }));
  return { canvas, stage, hands, pointer, key, stop };
}

afterEach(() => document.body.replaceChildren());

test("with the brush a drag on the body paints", () => {
  const { hands, stage, pointer } = setUp();
  pointer("pointerdown", 20, 20);
  pointer("pointermove", 30, 20);
  pointer("pointerup", 30, 20);
  expect(hands.begin).toHaveBeenCalledWith(20, 20);
  expect(hands.to).toHaveBeenLastCalledWith(30, 20);
  expect(hands.end).toHaveBeenCalledOnce();
  expect(stage.turn).not.toHaveBeenCalled();
});

test("a drag that starts beside the body turns it, and so does the right button", () => {
  const { hands, stage, pointer } = setUp();
  pointer("pointerdown", 80, 20);
  pointer("pointermove", 30, 20);
  pointer("pointerup", 30, 20);
  pointer("pointerdown", 20, 20, { button: 2 });
  pointer("pointermove", 40, 20);
  pointer("pointerup", 40, 20);
  expect(stage.turn).toHaveBeenCalledTimes(2);
  expect(hands.begin).not.toHaveBeenCalled();
});

test("a second finger takes the stroke back and zooms", () => {
  const { hands, stage, pointer } = setUp();
  pointer("pointerdown", 20, 50, { pointerType: "touch" });
  pointer("pointermove", 22, 50, { pointerType: "touch" });
  pointer("pointerdown", 60, 50, { pointerType: "touch", pointerId: 2 });
  expect(hands.cancel).toHaveBeenCalledOnce();
  pointer("pointermove", 100, 50, { pointerType: "touch", pointerId: 2 });
  expect(stage.zoom.mock.calls[0]![0]).toBeLessThan(1);
  pointer("pointerup", 100, 50, { pointerType: "touch", pointerId: 2 });
  pointer("pointermove", 24, 50, { pointerType: "touch" });
  pointer("pointerup", 24, 50, { pointerType: "touch" });
  expect(hands.end).not.toHaveBeenCalled();
  pointer("pointerdown", 20, 50, { pointerType: "touch" });
  expect(hands.begin).toHaveBeenCalledTimes(2);
});

test("without the brush one finger turns", () => {
  const { hands, stage, pointer } = setUp(false);
  pointer("pointerdown", 20, 20, { pointerType: "touch" });
  pointer("pointermove", 30, 20, { pointerType: "touch" });
  expect(stage.turn).toHaveBeenCalledOnce();
  expect(hands.begin).not.toHaveBeenCalled();
});

test("a stroke that the system takes away is taken back", () => {
  const { hands, pointer } = setUp();
  pointer("pointerdown", 20, 20);
  pointer("pointercancel", 20, 20);
  expect(hands.cancel).toHaveBeenCalledOnce();
  expect(hands.end).not.toHaveBeenCalled();
});

test("keys turn, shift, zoom, paint in the middle, and leave the rest alone", () => {
  const { hands, stage, key } = setUp();
  key("ArrowLeft");
  expect(stage.turn).toHaveBeenCalledOnce();
  key("ArrowUp", { shiftKey: true });
  expect(stage.pan).toHaveBeenCalledOnce();
  key("+");
  key("-");
  expect(stage.zoom).toHaveBeenCalledTimes(2);
  expect(key(" ")).toBe(false);
  expect(hands.begin).toHaveBeenCalledWith(50, 50);
  expect(hands.end).toHaveBeenCalledOnce();
  expect(key("Tab")).toBe(true);
  expect(key("z", { ctrlKey: true })).toBe(true);
});

test("after it is detached nothing happens any more", () => {
  const { hands, pointer, stop } = setUp();
  stop();
  pointer("pointerdown", 20, 20);
  expect(hands.begin).not.toHaveBeenCalled();
});
