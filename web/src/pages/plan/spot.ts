/** The line of the plan that the body shows: the one that is pointed at, or else the one that was opened last. */

import { signal } from "@preact/signals";
import type { Aim, Plan, PlanLine } from "../../api/plan";

export const pointedLine = signal<string | null>(null);
export const openedLine = signal<string | null>(null);

/** The same line keeps its name when the plan changes, so that it stays open. */
export const lineId = (place: "session" | "home" | "ask", of: { intervention: string; aim: Aim | null }): string =>
  [place, of.intervention, of.aim?.key ?? "", of.aim?.level ?? ""].join(" ");

export type Shown = Pick<PlanLine, "name" | "plain"> & { aim: Aim };

/** What the body shows; the first step of the session where nothing was chosen. */
export function shownLine(plan: Plan, pointed: string | null, opened: string | null): Shown | null {
  const lines = new Map<string, Shown>([
    ...plan.session.map((line) => [lineId("session", line), line] as const),
    ...plan.home.map((line) => [lineId("home", line), line] as const),
  ]);
  return lines.get(pointed ?? "") ?? lines.get(opened ?? "") ?? plan.session[0] ?? plan.home[0] ?? null;
}

/** What makes an element point at its line with mouse and keyboard. */
export const pointing = (id: string) => ({
  onMouseEnter: () => (pointedLine.value = id),
  onMouseLeave: () => (pointedLine.value = null),
  onFocusIn: () => (pointedLine.value = id),
  onFocusOut: () => (pointedLine.value = null),
});
