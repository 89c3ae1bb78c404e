import { expect, test } from "vitest";
import { viewFor } from "./targets";

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
