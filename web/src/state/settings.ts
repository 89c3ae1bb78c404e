/** What this browser prefers: words, role, colours. Kept in this browser only. */

import { effect, signal } from "@preact/signals";
import type { Role, Voice } from "../api/types";

export type Theme = "system" | "light" | "dark";

const KEY = "legwise.settings";

interface Settings {
  voice: Voice;
  role: Role;
  theme: Theme;
}

function read(): Settings {
  const fallback: Settings = { voice: "plain", role: "person", theme: "system" };
  try {
    return { ...fallback, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Settings>) };
  } catch {
    return fallback; // storage is switched off or holds something else
  }
}

const start = read();

export const voice = signal<Voice>(start.voice);
export const role = signal<Role>(start.role);
export const theme = signal<Theme>(start.theme);

effect(() => {
  const now: Settings = { voice: voice.value, role: role.value, theme: theme.value };
  try {
    localStorage.setItem(KEY, JSON.stringify(now));
  } catch {
    // preferences last for this visit only
  }
});

/** What is shown: the choice, or what the system says where nothing was chosen. */
const systemDark = matchMedia("(prefers-color-scheme: dark)");
const dark = signal(systemDark.matches);
systemDark.addEventListener("change", () => (dark.value = systemDark.matches));

effect(() => {
  const shown = theme.value === "system" ? (dark.value ? "dark" : "light") : theme.value;
  document.documentElement.setAttribute("data-theme", shown);
});
