import { expect, test } from "vitest";
import type { Chart, Mark } from "../api/types";
import { sheet, square } from "../body/testBody";
import { erased, layerFor, mirrored, painted, withFeeling, withoutLayer } from "./edits";
import { EMPTY, makeLayer, readPicture, sameMark, writePicture } from "./layers";
import type { Feeling, Picture } from "./layers";

const atlas = sheet(8, 4);
const body = { atlas, checksum: "sheet" };
const felt = (...qualities: Feeling["qualities"]): Feeling => ({ qualities, intensity: null, when: [], hours: 0, words: null });
const row = (y: number) => [4, 5, 6, 7].flatMap((x) => square(8, x, y));

function throughFile(chart: Chart): Chart {
  return JSON.parse(JSON.stringify(chart)) as Chart;
}

test("painting begins a layer, goes on in it, and makes one mark of it", () => {
  const first = painted(EMPTY, atlas, null, felt("tingling"), row(0));
  const both = painted(first, atlas, 0, felt("tingling"), row(1));
  expect(both.layers).toHaveLength(1);
  expect(writePicture({}, both, body).marks).toEqual([{ regions: ["L:leg.row0", "L:leg.row1"], qualities: ["tingling"] }]);
});

test("a saved drawing comes back face by face", () => {
  const layer = makeLayer(atlas, { ...felt("burning"), intensity: 6, when: ["evening"], hours: 0b11 << 19 }, new Set([...row(0), ...square(8, 6, 1)]));
  const chart = throughFile(writePicture({ completed: true }, { layers: [layer], rest: [] }, body));
  expect(chart.completed).toBe(true);
  expect(readPicture(chart, body)).toEqual({ layers: [layer], rest: [] });
});

test("marks without a drawing show as their whole regions, both sides where the file says so", () => {
  const mark: Mark = { regions: ["B:leg.row2"], qualities: ["numbness"], words: "like a stocking" };
  const { layers, rest } = readPicture({ marks: [mark] }, body);
  expect(rest).toEqual([]);
  expect(layers[0]!.regions).toEqual(["L:leg.row2", "R:leg.row2"]);
  expect(layers[0]!.faces.size).toBe(16);
  expect(layers[0]!.words).toBe("like a stocking");
});

test("'somewhere in the leg' is kept as it was said, whatever is painted beside it", () => {
  const group: Mark = { regions: ["R:leg"], qualities: ["pain"] };
  const picture = readPicture({ marks: [group] }, body);
  expect(picture.rest).toEqual([group]);
  const chart = throughFile(writePicture({}, painted(picture, atlas, null, felt("cramp"), row(0)), body));
  expect(chart.marks).toHaveLength(2);
  expect(readPicture(chart, body).rest).toEqual([group]);
});

test("the marks are the truth: a layer whose mark was changed by hand is dropped", () => {
  const chart = throughFile(writePicture({}, painted(EMPTY, atlas, null, felt("cold"), row(0)), body));
  const { layers } = readPicture({ ...chart, marks: [{ regions: ["L:leg.row3"], qualities: ["cold"] }] }, body);
  expect(layers).toHaveLength(1);
  expect(layers[0]!.regions).toEqual(["L:leg.row3"]);
});

test("a drawing on another body keeps its regions", () => {
  const chart = throughFile(writePicture({}, painted(EMPTY, atlas, null, felt("cold"), row(0).slice(0, 5)), body));
  const { layers } = readPicture(chart, { atlas, checksum: "another" });
  expect(layers[0]!.regions).toEqual(["L:leg.row0"]);
  expect(layers[0]!.faces.size).toBe(8);
});

test("a broken drawing keeps its marks", () => {
  const chart = throughFile(writePicture({}, painted(EMPTY, atlas, null, felt("cold"), row(0)), body));
  chart.drawing!.layers[0]!.faces = "???";
  expect(readPicture(chart, body).layers[0]!.regions).toEqual(["L:leg.row0"]);
});

test("two layers that say the same are both kept", () => {
  const one = painted(EMPTY, atlas, null, felt("pain_aching"), row(0));
  const two = painted(one, atlas, null, felt("pain_aching"), row(0).slice(0, 7));
  expect(readPicture(throughFile(writePicture({}, two, body)), body).layers).toHaveLength(2);
});

test("erasing takes paint of every quality, and emptied layers vanish", () => {
  let picture = painted(EMPTY, atlas, null, felt("tingling"), row(0));
  picture = painted(picture, atlas, null, felt("numbness"), [...row(0), ...row(1)]);
  const left = erased(picture, atlas, null, row(0));
  expect(left.layers.map((layer) => layer.qualities[0])).toEqual(["numbness"]);
  expect(left.layers[0]!.regions).toEqual(["L:leg.row1"]);
  expect(erased(left, atlas, null, row(3))).toBe(left);
});

test("an emptied chart has neither marks nor a drawing", () => {
  expect(writePicture({ completed: true }, EMPTY, body)).toEqual({ completed: true, marks: [], drawing: null });
});

test("the pen goes on with the last layer of its own quality alone", () => {
  let picture: Picture = painted(EMPTY, atlas, null, felt("tingling"), row(0));
  picture = painted(picture, atlas, null, felt("tingling", "numbness"), row(1));
  expect(layerFor(picture.layers, "tingling")).toBe(0);
  expect(layerFor(picture.layers, "numbness")).toBeNull();
});

test("painting nothing new changes nothing", () => {
  const picture = painted(EMPTY, atlas, null, felt("tingling"), row(0));
  expect(painted(picture, atlas, 0, felt("tingling"), row(0))).toBe(picture);
});

test("saying how it feels keeps the faces", () => {
  const picture = withFeeling(painted(EMPTY, atlas, null, felt("heat"), row(0)), 0, { intensity: 3, when: ["night"] });
  expect(writePicture({}, picture, body).marks).toEqual([{ regions: ["L:leg.row0"], qualities: ["heat"], intensity: 3, when: ["night"] }]);
  expect(picture.layers[0]!.faces.size).toBe(8);
  expect(withoutLayer(picture, 0).layers).toEqual([]);
});

test("both sides: a mirrored stroke holds itself and its mirror image", () => {
  const faces = mirrored(atlas, square(8, 1, 2));
  expect(new Set(faces)).toEqual(new Set([...square(8, 1, 2), ...square(8, 6, 2)]));
});

test("marks are the same whatever the service filled in", () => {
  expect(sameMark({ regions: ["L:a", "R:a"] }, { regions: ["R:a", "L:a"], qualities: [], when: [], intensity: null, words: null })).toBe(true);
  expect(sameMark({ regions: ["L:a"], intensity: 0 }, { regions: ["L:a"] })).toBe(false);
});
