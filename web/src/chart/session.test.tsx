import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { CaseFile } from "../api/types";
import { body } from "../body/load";
import { sheetMesh, writeGlb } from "../body/testBody";
import { caseFile, leave, open, redo, undo } from "../state/caseStore";
import { LayerList } from "./LayerList";
import { choice, draft, quality, takePen } from "./pen";
import { RegionList } from "./RegionList";
import { activeFeeling, activeLayer, clearAll, finishStroke, picture, sayFeeling, sayHours } from "./session";

const ROWS = ["upper", "middle", "lower"];
const MESH = { ...sheetMesh(8, 3), regions: ROWS.flatMap((row) => [`L:leg.posterior.${row}`, `R:leg.posterior.${row}`]) };
const VOCABULARY = {
  qualities: [], whens: [], settings: [], findings: [], factors: [], safety: { person: [], clinician: [] },
  groups: [{ id: "leg", says: "Lower leg", regions: ["leg.posterior.upper", "leg.posterior.middle"] }],
  regions: [
    { id: "leg.posterior.upper", sided: true, says: "calf, upper third", group: "leg" },
    { id: "leg.posterior.middle", sided: true, says: "calf, middle third", group: "leg" },
  ],
};

function answer(url: string): Response {
  if (url.endsWith("/body.glb")) return new Response(writeGlb(MESH), { headers: { ETag: '"test"' } });
  if (url.endsWith("/vocabulary")) return Response.json(VOCABULARY);
  return Response.json({ revision: 1, question: null });
}

beforeEach(() => {
  vi.stubGlobal("fetch", (url: string) => Promise.resolve(answer(String(url))));
  quality.value = "pain_aching";
  choice.value = { kind: "last" };
  draft.value = { intensity: null, when: [], hours: 0, words: null };
});

afterEach(() => {
  cleanup();
  leave();
});

async function show(file: CaseFile = {}) {
  open(`case-${Math.random()}`, file, null, { dirty: false });
  render(<RegionList />);
  await waitFor(() => expect(body.value.kind).toBe("ready"));
  await screen.findByText("Lower leg");
}

const box = (name: string | RegExp) => screen.getByLabelText<HTMLInputElement>(name);
const marks = () => caseFile.value.chart?.marks ?? [];

test("a tick marks the region in the case and paints it; undo and redo go both ways", async () => {
  await show();
  fireEvent.click(box("right calf, upper third"));
  expect(marks()).toEqual([{ regions: ["R:leg.posterior.upper"], qualities: ["pain_aching"] }]);
  expect(picture.value.layers[0]!.faces.size).toBe(8);
  expect(caseFile.value.chart!.drawing!.body).toBe("test");
  undo();
  expect(marks()).toEqual([]);
  redo();
  await waitFor(() => expect(box("right calf, upper third").checked).toBe(true));
});

test("what is painted is ticked, in the quality of the pen, and says what else is felt there", async () => {
  await show();
  finishStroke(false, new Set([0, 1, 2, 3]));
  await waitFor(() => expect(box("right calf, upper third").checked).toBe(true));
  takePen("cramp");
  await waitFor(() => expect(box("right calf, upper third, also aching").checked).toBe(false));
});

test("one stroke is one step to undo, and goes on in the same layer", async () => {
  await show();
  finishStroke(false, new Set([0, 1]));
  finishStroke(false, new Set([2, 3]));
  expect(picture.value.layers).toHaveLength(1);
  undo();
  expect([...picture.value.layers[0]!.faces]).toEqual([0, 1]);
  undo();
  expect(picture.value.layers).toHaveLength(0);
});

test("strength and time said before painting belong to what is painted next, and to what is painted after", async () => {
  await show();
  sayFeeling({ intensity: 7 }, "Say how strong it is");
  sayHours(0b1111 << 18);
  expect(marks()).toEqual([]);
  finishStroke(false, new Set([0, 1]));
  expect(marks()[0]).toMatchObject({ intensity: 7, when: ["evening"] });
  sayFeeling({ intensity: 3 }, "Say how strong it is");
  expect(marks()[0]!.intensity).toBe(3);
  expect(activeFeeling.value.hours).toBe(0b1111 << 18);
});

test("erasing and clearing can be undone", async () => {
  await show();
  finishStroke(false, new Set([0, 1, 2, 3]));
  finishStroke(true, new Set([0, 1]));
  expect([...picture.value.layers[0]!.faces]).toEqual([2, 3]);
  clearAll();
  expect(marks()).toEqual([]);
  undo();
  undo();
  expect(picture.value.layers[0]!.faces.size).toBe(4);
});

test("an example's marks are ticked without being changed, until somebody paints", async () => {
  const file: CaseFile = { chart: { marks: [{ regions: ["R:calf"], qualities: ["pain_aching"] }, { regions: ["L:leg"], qualities: ["cramp"] }] } };
  await show(file);
  expect(box("right calf, middle third").checked).toBe(true);
  expect(caseFile.value).toEqual(file);
  expect(picture.value.rest).toHaveLength(1);
});

test("arrow keys move between boxes, and only one box per part of the body is a tab stop", async () => {
  await show();
  const all = screen.getAllByRole("checkbox", { hidden: true }).filter((one) => one.dataset["cell"]);
  expect(all.filter((one) => one.tabIndex === 0)).toHaveLength(1);
  box("left calf, upper third").focus();
  fireEvent.keyDown(document.activeElement!, { key: "ArrowDown" });
  await waitFor(() => expect(document.activeElement).toBe(box("left calf, middle third")));
  fireEvent.keyDown(document.activeElement!, { key: "ArrowRight" });
  await waitFor(() => expect(document.activeElement).toBe(box("right calf, middle third")));
});

test("a search opens what it finds and says how much", async () => {
  await show();
  fireEvent.input(screen.getByLabelText("Where? Search a place"), { target: { value: "middle" } });
  await screen.findByText("1 place found");
  expect(screen.queryByLabelText("left calf, upper third")).toBeNull();
  expect(box("left calf, middle third").closest("details")!.open).toBe(true);
});

test("the list of what is marked takes up a layer again and removes it", async () => {
  await show();
  finishStroke(false, new Set([0, 1, 2, 3]));
  takePen("cramp");
  finishStroke(false, new Set([4, 5]));
  cleanup();
  render(<LayerList />);
  const [aching] = screen.getAllByRole("listitem");
  fireEvent.click(within(aching!).getByText("Go on"));
  expect(activeLayer.value).toBe(0);
  expect(quality.value).toBe("pain_aching");
  fireEvent.click(within(aching!).getByText("Remove"));
  expect(marks().map((mark) => mark.qualities)).toEqual([["cramp"]]);
});

test("the chart is complete only when somebody says so", async () => {
  await show();
  fireEvent.click(screen.getByLabelText(/The chart is complete/));
  expect(caseFile.value.chart!.completed).toBe(true);
});
