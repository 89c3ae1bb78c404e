import { cleanup, configure, fireEvent, render, screen, waitFor, within } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Aim, Evidence, HomeItem, Plan, SessionStep } from "../../api/plan";
import { fileNameOf } from "../../api/report";
import { leave, open, result, update } from "../../state/caseStore";
import { allowedMinutes, chosenRole, planMinutes } from "../../state/planning";
import { voice } from "../../state/settings";
import { PlanPage } from "./PlanPage";
import { today } from "./Reports";
import { byLevel } from "./Session";
import { lineId, openedLine, pointedLine, shownLine } from "./spot";
import { cellsOf, dayOf, minutesOf, rowsOf, WEEK, weekdayOf } from "./week";

const aim = (level: Aim["level"], key = "R:root_l5"): Aim => ({
  key, name: "L5 root irritation, right", plain: "irritated spinal nerve root L5 (right)", side: "R", level, regions: ["R:buttock.upper"],
  share: 0.2, presence: 0.6, word: "likely", also: [],
});
const evidence: Evidence = { verdict: "may_help", certainty: "low", grade: "B", says: "A little better than nothing.", thin: false, trials: [], sources: ["some2020"], facts: [] };
const step = (order: number, level: Aim["level"]): SessionStep => ({
  order, start: 3 + 10 * (order - 1), minutes: 10, intervention: `thing_${order}`, name: `Technique ${order}`, plain: `plain words ${order}`, aim: aim(level),
  how: `How ${order}.`, why: "L5 root irritation, right: likely.", evidence, cautions: order === 2 ? [{ id: "skin", says: "Thin skin: gently.", because: ["Cortisone"] }] : [], shortened: false,
});
const item = (intervention: string, days: HomeItem["days"], times: HomeItem["times"], minutes: number | null): HomeItem => ({
  intervention, name: `Name of ${intervention}`, plain: intervention, aim: aim("whole_body"), days, times, minutes, weeks: 4, dose: "a dose", how: "", why: "", time_basis: "custom", evidence, cautions: [],
});
const PLAN: Plan = {
  case: null, role: "person", minutes: 60, urgency: "routine", reach: "full", reach_why: null, care: [], ask_first: [], measures: [],
  session: [step(1, "spine"), step(2, "buttock"), step(3, "buttock"), step(4, "whole_body")], minutes_used: 46,
  home: [item("walking", [...WEEK], ["morning", "evening"], 10), item("yoga", ["mon", "wed"], ["late_afternoon"], 30), item("breaks", [...WEEK], ["through_the_day"], 5)],
  referrals: [], warnings: [], left_out: [{ intervention: "heat", name: "Warmth", because: "contraindicated", reason: "burns are not felt", aims: [], sources: [] }],
  review: { after_days: 28, why: "Long enough.", changes: [{ when: "It spreads", then: "Stop.", urgency: "same_day" }] }, notes: ["Decision support."],
  computed: { method: "integer program", status: "optimal", expected_benefit: 1, candidates: 9, chosen: 4, knowledge_version: "k" },
};

// a plan is asked for only after a pause; on a busy machine that and the drawing may take a while
configure({ asyncUtilTimeout: 10_000 });
vi.setConfig({ testTimeout: 60_000 });

let planned: Plan | "away" = PLAN;
let asked: { minutes: number; role: string }[] = [];

beforeEach(() => {
  planned = PLAN;
  asked = [];
  voice.value = "plain";
  planMinutes.value = 60;
  chosenRole.value = null;
  openedLine.value = pointedLine.value = null;
  vi.stubGlobal("fetch", (url: string, init?: RequestInit) => {
    if (!String(url).endsWith("/plan")) return new Promise<Response>(() => undefined);
    const { minutes, role } = JSON.parse(String(init?.body)) as { minutes: number; role: string };
    asked.push({ minutes, role });
    return planned === "away" ? Promise.reject(new TypeError("no connection")) : Promise.resolve(Response.json({ ...planned, minutes, role }));
  });
  open("x", { title: "A case", findings: { urge_to_move: true } }, null, { dirty: false });
});

afterEach(() => {
  cleanup();
  leave();
});

test("the session stands from the spine outward, with minutes, effect and cautions in view", async () => {
  render(<PlanPage />);
  const session = within(await screen.findByRole("region", { name: "The session" }));
  expect(session.getAllByRole("heading", { level: 3 }).map((one) => one.textContent)).toEqual(["Spine and pelvis", "Buttock and hip", "Whole person"]);
  expect(session.getAllByText("A little better than nothing.")).toHaveLength(4);
  expect(session.getByText(/Thin skin: gently/)).toBeTruthy();
  expect(asked).toEqual([{ minutes: 60, role: "person" }]);
});

test("a line opens to how and why, in the words in use", async () => {
  render(<PlanPage />);
  const [head] = await screen.findAllByRole("button", { name: /Plain words 1/ });
  fireEvent.click(head!);
  expect(head!.getAttribute("aria-expanded")).toBe("true");
  expect(screen.getByText("How 1.")).toBeTruthy();
  expect(screen.getByText(/^Irritated spinal nerve root L5 \(right\): likely/)).toBeTruthy();
  voice.value = "clinical";
  await screen.findByText(/^L5 root irritation, right: likely/);
});

test("other minutes and another role ask for another plan", async () => {
  render(<PlanPage />);
  await screen.findByRole("region", { name: "The session" });
  fireEvent.input(screen.getByRole("slider", { name: /Length of the session/ }), { target: { value: "30" } });
  await waitFor(() => expect(asked.at(-1)).toEqual({ minutes: 30, role: "person" }));
  fireEvent.click(screen.getByRole("radio", { name: "Therapist" }));
  await waitFor(() => expect(asked.at(-1)).toEqual({ minutes: 30, role: "therapist" }));
});

test("an emergency leaves the way to care and nothing to treat", async () => {
  planned = {
    ...PLAN, urgency: "emergency", reach: "none", reach_why: "While an emergency is possible there is no treatment plan.", session: [], home: [], review: null, left_out: [],
    care: [{ id: "rf", name: "Cauda equina", urgency: "emergency", action: "Emergency MRI.", plain_action: "Go now.", reason: "r", because: [], grade: "A", sources: [], facts: [] }],
  };
  render(<PlanPage />);
  await screen.findByText(/Go now/);
  for (const name of ["The session", "The weeks at home"]) expect(screen.queryByRole("region", { name })).toBeNull();
  expect(screen.queryByRole("slider")).toBeNull();
  expect(screen.queryByRole("button", { name: /Session sheet|Home programme/ })).toBeNull();
});

test("as soon as the assessment says emergency, an older plan is gone", async () => {
  render(<PlanPage />);
  await screen.findByRole("region", { name: "The session" });
  result.value = { assessment: { urgency: "emergency", sources: [], flags: [] } as never, next: null, final: true };
  await waitFor(() => expect(screen.queryByRole("region", { name: "The session" })).toBeNull());
});

test("when the service is away the last plan stays for the same case, and is dropped once the case changed", async () => {
  render(<PlanPage />);
  await screen.findByRole("region", { name: "The session" });
  planned = "away";
  fireEvent.input(screen.getByRole("slider", { name: /Length of the session/ }), { target: { value: "45" } });
  await screen.findByText(/The plan below is the last one that could be made/);
  expect(screen.getByRole("region", { name: "The session" })).toBeTruthy();
  update((file) => ({ ...file, findings: { ...file.findings, fever: true } }), "fever");
  await screen.findByText(/The plan cannot be made now/);
  expect(screen.queryByRole("region", { name: "The session" })).toBeNull();
  planned = PLAN;
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByRole("region", { name: "The session" });
  expect(planMinutes.value).toBe(45);
});

test("a report is asked for with paper, day, minutes and role; what the service refuses is said, and can be tried again", async () => {
  const sent: Record<string, unknown>[] = [];
  const answers = [Response.json({ error: { field: null, message: "Too busy." } }, { status: 503 }), new Response("%PDF-", { headers: { "Content-Disposition": 'attachment; filename="legwise-summary-2026-01-05.pdf"' } })];
  const plans = globalThis.fetch;
  vi.stubGlobal("fetch", (url: string, init?: RequestInit) => {
    if (!String(url).endsWith("/report")) return plans(url, init);
    sent.push(JSON.parse(String(init?.body)) as Record<string, unknown>);
    return Promise.resolve(answers.shift()!);
  });
  render(<PlanPage />);
  fireEvent.click(await screen.findByRole("radio", { name: "US Letter" }));
  fireEvent.click(screen.getByRole("button", { name: "Summary as PDF" }));
  await screen.findByText(/Too busy\./);
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByText("Saved as legwise-summary-2026-01-05.pdf");
  expect(sent).toHaveLength(2);
  expect(sent[1]).toMatchObject({ kind: "summary", format: "pdf", paper: "letter", minutes: 60, role: "person", date: today() });
});

test("a case that says nothing has no plan, and none is asked for", async () => {
  open("y", {}, null, { dirty: false });
  render(<PlanPage />);
  expect(screen.getByText(/Nothing was said yet/)).toBeTruthy();
  expect(asked).toEqual([]);
});

test("neighbours of one level stand together and the order stays", () => {
  expect(byLevel(PLAN.session).map(({ level, steps }) => [level, steps.map((one) => one.order)])).toEqual([["spine", [1]], ["buttock", [2, 3]], ["whole_body", [4]]]);
});

test("the body shows what is pointed at, else what is open, else the first step", () => {
  const [first, second, third] = PLAN.session.map((one) => lineId("session", one));
  expect(shownLine(PLAN, null, null)).toBe(PLAN.session[0]);
  expect(shownLine(PLAN, null, second!)).toBe(PLAN.session[1]);
  expect(shownLine(PLAN, third!, first!)).toBe(PLAN.session[2]);
  expect(shownLine(PLAN, lineId("home", PLAN.home[1]!), null)).toBe(PLAN.home[1]);
  expect(shownLine({ ...PLAN, session: [], home: [] }, first!, null)).toBeNull();
});

test("the calendar holds every thing on each of its days and times, and nowhere else", () => {
  expect(rowsOf(PLAN.home).map((row) => row.time)).toEqual(["morning", "late_afternoon", "evening", "through_the_day"]);
  for (const day of WEEK) {
    const told = dayOf(PLAN.home, day).map(({ time, item: one }) => `${one.intervention} ${time}`);
    const wanted = PLAN.home.filter((one) => one.days.includes(day)).flatMap((one) => one.times.map((time) => `${one.intervention} ${time}`));
    expect([...told].sort()).toEqual([...wanted].sort());
  }
  expect(minutesOf(PLAN.home, "mon")).toBe(50);
  expect(minutesOf(PLAN.home, "tue")).toBe(20);
  for (const { days } of PLAN.home) {
    const cells = cellsOf(days);
    expect(cells.reduce((sum, cell) => sum + cell.span, 0)).toBe(7);
    expect(cells.filter((cell) => cell.done).reduce((sum, cell) => sum + cell.span, 0)).toBe(days.length);
  }
});

test("days, minutes and file names", () => {
  expect(weekdayOf(new Date(2026, 10, 21))).toBe("sat");
  expect(weekdayOf(new Date(2026, 10, 22))).toBe("sun");
  expect(today(new Date(2026, 0, 5, 23, 59))).toBe("2026-01-05");
  expect([7, 17, 44, 200, NaN, "x"].map(allowedMinutes)).toEqual([15, 15, 45, 90, 60, 60]);
  expect(fileNameOf('attachment; filename="legwise-home-2026-01-05.pdf"')).toBe("legwise-home-2026-01-05.pdf");
  expect(fileNameOf('attachment; filename="../evil"')).toBeNull();
  expect(fileNameOf(null)).toBeNull();
});
