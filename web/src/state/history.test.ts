import { describe, expect, test } from "vitest";
import { begin, change, redo, undo } from "./history";

const labels = (history: { past: { label: string }[] }) => history.past.map((step) => step.label);

describe("undo history", () => {
  test("undo goes back one step and redo forward again", () => {
    let now = change(change(begin("a"), "b", "to b", null, 0), "c", "to c", null, 1);
    now = undo(now);
    expect(now.present).toBe("b");
    expect(now.future[0]?.label).toBe("to c");
    now = undo(now);
    expect(now.present).toBe("a");
    expect(redo(redo(now)).present).toBe("c");
  });

  test("at either end nothing happens", () => {
    const start = begin("a");
    expect(undo(start)).toBe(start);
    expect(redo(start)).toBe(start);
  });

  test("a change after undo forgets the way forward", () => {
    const now = change(undo(change(begin("a"), "b", "b", null, 0)), "x", "x", null, 1);
    expect(now.future).toEqual([]);
    expect(labels(now)).toEqual(["x"]);
  });

  test("typing is one step, and a pause or another change ends it", () => {
    let now = change(begin(""), "L", "name", "title", 0);
    now = change(now, "Le", "name", "title", 100);
    expect(labels(now)).toEqual(["name"]);
    expect(undo(now).present).toBe("");
    now = change(now, "Leg", "name", "title", 9000);
    expect(labels(now)).toEqual(["name", "name"]);
    now = change(now, "Leg!", "answer", null, 9001);
    now = change(now, "Legs", "name", "title", 9002);
    expect(now.past).toHaveLength(4);
  });

  test("a change to the same value is no step", () => {
    const now = begin("a");
    expect(change(now, "a", "nothing", null, 0)).toBe(now);
  });

  test("the history is bounded", () => {
    let now = begin(0);
    for (let n = 1; n <= 500; n++) now = change(now, n, String(n), null, n);
    expect(now.past).toHaveLength(200);
    expect(now.past[0]?.value).toBe(300);
  });
});
