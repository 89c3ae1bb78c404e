import { expect, test } from "vitest";
import type { Overlay } from "../api/library";
import { sheet } from "../body/testBody";
import { facesOfReference, facesShown, spokenComparison } from "./zones";

const atlas = sheet(8, 4);
const source: Overlay = {
  key: "R:root_l5", name: "L5 root", plain: "nerve root L5", kind: "root",
  pain: { "R:leg.row0": { p: 0.6, zone: "primary" }, "R:leg.row1": { p: 0.2, zone: "spillover" } },
  altered: { "R:leg.row2": { p: 0.5, zone: "core" } },
  course: [], sites: [], place: { regions: { "R:leg.row3": 0.5, "L:leg.row3": 0 } },
};

test("zones, place and comparison become faces of their regions", () => {
  const shown = facesShown(atlas, source, { matched: ["R:leg.row0"], unexplained: [], absent: ["R:leg.row2"] }, ["L:leg.row0"]);
  const faces = (region: string) => [...atlas.facesOf(region)];
  expect(shown).toEqual({
    pointed: faces("L:leg.row0"), primary: faces("R:leg.row0"), spillover: faces("R:leg.row1"), core: faces("R:leg.row2"),
    place: faces("R:leg.row3"), matched: faces("R:leg.row0"), absent: faces("R:leg.row2"),
  });
});

test("a comparison without its source is not shown", () => {
  expect(facesShown(atlas, null, { matched: ["R:leg.row0"], unexplained: [], absent: [] }, [])).toEqual({});
});

test("a place as a case file writes it: one region, both sides, a whole group, an unknown one", () => {
  const faces = (...regions: string[]) => regions.flatMap((region) => [...atlas.facesOf(region)]);
  expect(facesOfReference(atlas, "R:leg.row1")).toEqual(faces("R:leg.row1"));
  expect(facesOfReference(atlas, "B:leg.row1")).toEqual(faces("L:leg.row1", "R:leg.row1"));
  expect(facesOfReference(atlas, "L:leg")).toHaveLength(32);
  expect(facesOfReference(atlas, "L:limb")).toHaveLength(32);
  expect(facesOfReference(atlas, "L:tail")).toEqual([]);
});

test("counts are said in words that tell how to see them", () => {
  const [matched, open, absent] = spokenComparison({ matched: ["a"], unexplained: [], absent: ["b", "c"] });
  expect(matched).toContain("1 place ");
  expect(open).toContain("0 places");
  expect(absent).toContain("2 places");
});
