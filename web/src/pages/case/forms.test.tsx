import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { caseFile, open } from "../../state/caseStore";
import { AnswerControl } from "./AnswerControl";
import { NumberField } from "./NumberField";
import { optionsFor, standing } from "./options";
import type { Question } from "../../api/types";

beforeEach(() => {
  vi.stubGlobal("fetch", () => new Promise<Response>(() => undefined));
  open("x", {}, null, { dirty: false });
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const type = (field: HTMLElement, value: string) => fireEvent.input(field, { target: { value } });

test("a number out of range is never entered, and says what is allowed when the field is left", () => {
  const entered = vi.fn();
  render(<NumberField label="Ferritin" range={{ unit: "ug/l", low: 1, high: 5000 }} value={null} onValue={entered} />);
  const field = screen.getByLabelText("Ferritin");
  type(field, "9999");
  expect(entered).not.toHaveBeenCalled();
  fireEvent.blur(field);
  expect(screen.getByRole("alert").textContent).toContain("1 to 5000 ug/l");
  expect(field.getAttribute("aria-invalid")).toBe("true");
  type(field, "12,5");
  expect(entered).toHaveBeenLastCalledWith(12.5);
  expect(screen.queryByRole("alert")).toBeNull();
});

test("words instead of a number stay in the field with a plain message", () => {
  render(<NumberField label="Age" range={{ unit: "years", low: 0, high: 120 }} value={null} onValue={() => undefined} />);
  const field = screen.getByLabelText("Age") as HTMLInputElement;
  type(field, "forty");
  fireEvent.blur(field);
  expect(field.value).toBe("forty");
  expect(screen.getByRole("alert").textContent).toBe("“forty” is not a number. Allowed: 0 to 120 years.");
});

test("a sided finding is entered for each side by itself", () => {
  render(<AnswerControl field="findings" asked={{ id: "slr", name: "Straight leg raise", sided: true }} />);
  const left = screen.getByRole("group", { name: "Straight leg raise, left" });
  fireEvent.click(left.querySelectorAll("input")[0]!);
  expect(caseFile.value.findings).toEqual({ "L:slr": true });
  const right = screen.getByRole("group", { name: "Straight leg raise, right" });
  fireEvent.click(right.querySelectorAll("input")[0]!);
  expect(caseFile.value.findings).toEqual({ "B:slr": true });
  fireEvent.click(left.querySelectorAll("input")[3]!);
  expect(caseFile.value.findings).toEqual({ "R:slr": true });
});

test("a measure keeps the number with its unit, and 'open' takes it out", () => {
  render(<AnswerControl field="findings" asked={{ id: "ferritin", name: "Ferritin", sided: false, measure: { unit: "ug/l", low: 1, high: 5000 } }} />);
  type(screen.getByLabelText("Ferritin in ug/l"), "30");
  expect(caseFile.value.findings).toEqual({ ferritin: { value: 30, unit: "ug/l" } });
  fireEvent.click(screen.getByLabelText("Open"));
  expect(caseFile.value.findings).toEqual({});
});

test("every answer to a question can be read back from the case", () => {
  const ask = (kind: Question["kind"], key: string, sided = false): Question => ({ kind, key, text: "", how: "", why: "", bits: 0, sided });
  for (const question of [ask("finding", "fever"), ask("finding", "foot_drop_felt", true), ask("finding", "R:slr"), ask("context", "diabetes"), ask("sex", "sex")]) {
    for (const option of optionsFor(question)) {
      option.give();
      expect(standing(caseFile.value, question)).toBe(option.label);
    }
  }
});
