import { expect, test } from "vitest";
import { sheet } from "../body/testBody";
import { middleOf, viewFor } from "./targets";

test("a place is looked at from where most of it is seen", () => {
  expect(viewFor(["L:back.lumbar", "R:back.lumbar"])).toBe("back");
  expect(viewFor(["R:thigh.anterior.upper", "R:thigh.anterior.middle", "R:buttock.upper"])).toBe("front");
  expect(viewFor(["R:leg.lateral.upper"])).toBe("right");
  expect(viewFor(["L:leg.lateral.upper", "L:hip.trochanter"])).toBe("left");
  expect(viewFor(["L:foot.arch", "L:foot.heel"])).toBe("soles");
});

test("the back leads where nothing is decided", () => {
  expect(viewFor([])).toBe("back");
  expect(viewFor(["R:buttock.upper", "R:thigh.anterior.upper"])).toBe("back");
  expect(viewFor(["M:back.lumbar_midline"])).toBe("back");
});

test("the middle of both sides lies between them, and nowhere has none", () => {
  const atlas = sheet(8, 4);
  const [left, right, both] = [["L:leg.row1"], ["R:leg.row1"], ["B:leg.row1"]].map((regions) => middleOf(atlas, regions)!);
  for (const axis of [0, 1, 2]) expect(both![axis]).toBeCloseTo((left![axis]! + right![axis]!) / 2);
  expect(left![0]).not.toBeCloseTo(right![0]!);
  expect(middleOf(atlas, ["L:tail.row1"])).toBeUndefined();
  expect(middleOf(atlas, [])).toBeUndefined();
});
