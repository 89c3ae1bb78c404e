import { expect, test } from "vitest";
import { sideFor } from "./SiteLabels";

test("a label stands on the outer side of its mark, or where there is room", () => {
  expect(sideFor(300, 400, 80)).toBe("right");
  expect(sideFor(100, 400, 80)).toBe("left");
  expect(sideFor(300, 400, 150)).toBe("left");
  expect(sideFor(100, 400, 150)).toBe("right");
});
