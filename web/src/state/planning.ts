/** What a plan is asked for: how long, and who treats. Kept in this browser, so that it stands when one comes back. */

import { effect, signal } from "@preact/signals";
import { MINUTES } from "../api/plan";
import type { PlanRole } from "../api/plan";
import type { Role } from "../api/types";
import { role } from "./settings";

const KEY = "legwise.plan";
const ROLES: readonly PlanRole[] = ["person", "therapist", "needling", "physician"];

interface Asked {
  minutes: number;
  /** null until one is chosen: it follows who answers. */
  role: PlanRole | null;
}

function read(): Asked {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Asked>;
    return { minutes: allowedMinutes(kept.minutes), role: ROLES.find((one) => one === kept.role) ?? null };
  } catch {
    return { minutes: MINUTES.first, role: null }; // storage is switched off or holds something else
  }
}

/** The nearest length that can be asked for. */
export function allowedMinutes(told: unknown): number {
  if (typeof told !== "number" || !Number.isFinite(told)) return MINUTES.first;
  return Math.min(MINUTES.most, Math.max(MINUTES.least, Math.round(told / MINUTES.step) * MINUTES.step));
}

const start = read();
export const planMinutes = signal(start.minutes);
export const chosenRole = signal<PlanRole | null>(start.role);

const BY_WHO: Record<Role, PlanRole> = { person: "person", clinician: "therapist" };

/** Who treats: as chosen, or by who answers. */
export const planRole = (): PlanRole => chosenRole.value ?? BY_WHO[role.value];

effect(() => {
  const now: Asked = { minutes: planMinutes.value, role: chosenRole.value };
  try {
    localStorage.setItem(KEY, JSON.stringify(now));
  } catch {
    // it lasts for this visit only
  }
});
