import { cleanup, fireEvent, render, screen } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Assessment, Flag, Urgency } from "../api/types";
import { result } from "../state/caseStore";
import { voice } from "../state/settings";
import { Banner } from "./Banner";

const flag = (id: string, urgency: Urgency): Flag => ({
  id, name: `Name of ${id}`, urgency, reason: `reason of ${id}`, plain: `plain of ${id}`, action: `action of ${id}`, plain_action: `do ${id}`,
  because: ["saddle_numbness"], grade: "D", sources: [], facts: [], by_probability: false,
});

const stand = (...flags: Flag[]) => {
  result.value = { assessment: { flags, urgency: flags[0]?.urgency ?? "routine" } as Assessment, next: null, final: true };
};

beforeEach(() => {
  vi.stubGlobal("ResizeObserver", class { observe(): void {} disconnect(): void {} });
  voice.value = "plain";
});

afterEach(() => {
  cleanup();
  result.value = null;
  vi.unstubAllGlobals();
});

test("without a flag there is no banner", () => {
  stand();
  render(<Banner />);
  expect(screen.queryByRole("alert")).toBeNull();
});

test("the most urgent flag leads, wherever it stands, and is announced", () => {
  stand(flag("later", "two_weeks"), flag("now", "emergency"));
  render(<Banner />);
  expect(screen.getByRole("alert").textContent).toBe("Emergency: act now. Name of now. do now");
  expect(screen.getByRole("region", { name: "Urgency" }).className).toContain("emergency");
  expect(screen.getByText(/and 1 more warning sign/)).toBeTruthy();
});

test("it opens to the reasons and offers no way to dismiss it", () => {
  stand(flag("now", "emergency"), flag("later", "two_weeks"));
  render(<Banner />);
  expect(screen.getAllByRole("button")).toHaveLength(1);
  fireEvent.click(screen.getByRole("button", { name: "2 reasons" }));
  expect(screen.getByText("plain of later")).toBeTruthy();
  expect(screen.getAllByText(/D: opinion or estimate/)).toHaveLength(2);
});

test("the clinical voice gives the clinical reason and action", () => {
  voice.value = "clinical";
  stand(flag("now", "emergency"));
  render(<Banner />);
  fireEvent.click(screen.getByRole("button", { name: "1 reason" }));
  expect(screen.getByText("reason of now")).toBeTruthy();
  expect(screen.getByText("action of now", { selector: ".banner-do" })).toBeTruthy();
});
