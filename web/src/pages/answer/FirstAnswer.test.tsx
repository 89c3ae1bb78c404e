import { act, cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";
import type { AssessResponse } from "../../api/types";
import { result } from "../../state/caseStore";
import { FirstAnswer } from "./FirstAnswer";

const answer = (final: boolean, error: number) => ({ final, assessment: { computation: { error } } }) as unknown as AssessResponse;
const show = (final: boolean, error: number) => act(() => void (result.value = answer(final, error)));

afterEach(() => {
  cleanup();
  result.value = null;
});

test("an answer that was the closest from the start needs no word", async () => {
  await show(true, 0);
  expect(render(<FirstAnswer />).container.textContent).toBe("");
});

test("a rough answer says how far it can be off, and the closer one that it took its place", async () => {
  await show(false, 0.118);
  render(<FirstAnswer />);
  expect(screen.getByText(/first answer .* off by more than 0\.12\. A closer one takes its place/i)).toBeTruthy();
  await show(true, 0.031);
  expect(screen.queryByText(/a first answer/i)).toBeNull();
  expect(screen.getByText(/closer answer has taken the place .* more than 0\.03\.$/i)).toBeTruthy();
  await show(true, 0);
  expect(screen.getByText(/worked out exactly/)).toBeTruthy();
});
