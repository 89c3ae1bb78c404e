import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import type { OutcomeMeasure, VisitState } from "../../api/course";
import type { Outcome } from "../../api/people";
import { MeasureFields, renamed, start, unused } from "./MeasureFields";

const measure = (more: Partial<OutcomeMeasure>): OutcomeMeasure => ({
  id: "m", name: "M", plain: "m", asks: "?", low: 0, high: 10, better: "lower", scored: "value", items: [], most_activities: 0,
  missing_rule: null, important: null, licence: "free", sources: [], facts: [], note: null, ...more,
});
const count = measure({ scored: "count", items: [{ id: "q1", says: "I sleep badly." }, { id: "q2", says: "I limp." }] });
const mean = measure({ scored: "mean", most_activities: 2 });

afterEach(cleanup);

test("ticking and unticking leaves only what is ticked", () => {
  const fill = vi.fn<(one: Outcome) => void>();
  const { rerender } = render(<MeasureFields measure={count} filled={start(count, [])} onFill={fill} />);
  fireEvent.click(screen.getByLabelText("I limp."));
  expect(fill).toHaveBeenLastCalledWith({ measure: "m", items: { q2: true } });
  rerender(<MeasureFields measure={count} filled={{ measure: "m", items: { q2: true } }} onFill={fill} />);
  expect(screen.getByText("1 of 2 ticked")).toBeTruthy();
  fireEvent.click(screen.getByLabelText("I limp."));
  expect(fill).toHaveBeenLastCalledWith({ measure: "m", items: {} });
});

test("activities of the visit before are rated again, and nothing is rated for the person", () => {
  const before = [{ scores: [{ measure: "m", of: null, by_item: { walk: 3, sit: 5 } }] }] as unknown as VisitState[];
  expect(start(mean, before)).toEqual({ measure: "m", items: { walk: null, sit: null } });
});

test("two activities never fall together while one is typed", () => {
  const rows: [string, number][] = [["walk", 1], ["wal", 2]];
  expect(renamed(rows, 1, "walk")).toEqual(rows);
  expect(renamed(rows, 1, "wait")).toEqual([["walk", 1], ["wait", 2]]);
  expect(unused(["new activity 2"])).toBe("new activity 3");
});

test("a licensed measure shows no items, only its total with a note", () => {
  const fill = vi.fn<(one: Outcome) => void>();
  const total = measure({ scored: "total_only", high: 100 });
  render(<MeasureFields measure={total} filled={start(total, [])} onFill={fill} />);
  expect(screen.getByText(/not ours to print/)).toBeTruthy();
  expect(screen.queryByRole("checkbox")).toBeNull();
  expect(screen.getByLabelText("Total, 0 to 100").getAttribute("max")).toBe("100");
});
