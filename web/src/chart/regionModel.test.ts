import { expect, test } from "vitest";
import { sheet, square } from "../body/testBody";
import { painted } from "./edits";
import { EMPTY } from "./layers";
import type { Feeling } from "./layers";
import { feltIn, nextCell, sectionsOf, ticked, tickedMarks, unticked } from "./regionModel";

const words = {
  groups: [
    { id: "leg", says: "Lower leg", regions: ["leg.posterior.upper", "leg.anterior.upper"] },
    { id: "pelvis", says: "Pelvis", regions: ["pelvis.sacrum"] },
  ],
  regions: [
    { id: "leg.posterior.upper", sided: true, says: "calf, upper third", group: "leg" },
    { id: "leg.anterior.upper", sided: true, says: "shin, upper third", group: "leg" },
    { id: "pelvis.sacrum", sided: false, says: "over the sacrum", group: "pelvis" },
  ],
};
const felt: Feeling = { qualities: ["cramp"], intensity: null, when: [], hours: 0, words: null };

test("regions stand in their groups, with a box per side", () => {
  const [leg, pelvis] = sectionsOf(words, "");
  expect(leg!.rows.map((row) => row.boxes)).toEqual([
    ["L:leg.posterior.upper", "R:leg.posterior.upper"],
    ["L:leg.anterior.upper", "R:leg.anterior.upper"],
  ]);
  expect(pelvis!.rows[0]!.boxes).toEqual(["pelvis.sacrum"]);
});

test("every word of a search must fit, in any order, name or part of the body", () => {
  const found = (search: string) => sectionsOf(words, search).flatMap((section) => section.rows.map((row) => row.id));
  expect(found("upper calf")).toEqual(["leg.posterior.upper"]);
  expect(found("LOWER LEG")).toHaveLength(2);
  expect(found("sacr")).toEqual(["pelvis.sacrum"]);
  expect(found("nose")).toEqual([]);
});

test("arrow keys lead through rows and sides and stop at the edge", () => {
  const rows = [...sectionsOf(words, "")[0]!.rows, ...sectionsOf(words, "")[1]!.rows];
  expect(nextCell(rows, { row: 0, box: 0 }, "ArrowDown")).toEqual({ row: 1, box: 0 });
  expect(nextCell(rows, { row: 0, box: 0 }, "ArrowRight")).toEqual({ row: 0, box: 1 });
  expect(nextCell(rows, { row: 0, box: 1 }, "ArrowRight")).toBeNull();
  expect(nextCell(rows, { row: 1, box: 1 }, "ArrowDown")).toEqual({ row: 2, box: 0 });
  expect(nextCell(rows, { row: 0, box: 0 }, "ArrowUp")).toBeNull();
  expect(nextCell(rows, { row: 2, box: 0 }, "Home")).toEqual({ row: 0, box: 0 });
  expect(nextCell(rows, { row: 0, box: 1 }, "End")).toEqual({ row: 2, box: 0 });
  expect(nextCell(rows, { row: 0, box: 0 }, "a")).toBeNull();
});

test("what is felt where is read from the marks", () => {
  const map = feltIn({ marks: [{ regions: ["B:leg.anterior.upper"], qualities: ["cramp", "cold"] }, { regions: ["pelvis.sacrum"] }] });
  expect(map.get("R:leg.anterior.upper")).toEqual(["cramp", "cold"]);
  expect(map.get("pelvis.sacrum")).toEqual(["pain"]);
});

test("a tick paints the whole region; taking it away leaves no slivers as new places", () => {
  const atlas = sheet(40, 4);
  const spilled = painted(EMPTY, atlas, null, felt, [...atlas.facesOf("L:leg.row1"), ...square(40, 25, 2)]);
  expect(spilled.layers[0]!.regions).toEqual(["L:leg.row1"]);
  const both = ticked(spilled, atlas, 0, felt, "R:leg.row3");
  expect(both.layers[0]!.regions).toEqual(["L:leg.row1", "R:leg.row3"]);
  expect(unticked(both, atlas, "cramp", "L:leg.row1").layers[0]!.regions).toEqual(["R:leg.row3"]);
  expect(unticked(spilled, atlas, "cramp", "L:leg.row1").layers).toEqual([]);
  expect(unticked(spilled, atlas, "cold", "L:leg.row1")).toEqual(spilled);
});

test("without a body a tick goes into a mark of its own feeling", () => {
  const first = tickedMarks([{ regions: ["R:leg"], qualities: ["cold"] }], felt, "L:leg.anterior.upper", true);
  expect(first).toHaveLength(2);
  const second = tickedMarks(first, felt, "pelvis.sacrum", true);
  expect(second[1]!.regions).toEqual(["L:leg.anterior.upper", "pelvis.sacrum"]);
  expect(tickedMarks(tickedMarks(second, felt, "pelvis.sacrum", false), felt, "L:leg.anterior.upper", false)).toEqual([{ regions: ["R:leg"], qualities: ["cold"] }]);
});
