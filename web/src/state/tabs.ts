/** Two tabs of one browser: each has its own name, and they tell each other what they saved. */

import { signal } from "@preact/signals";

interface Saved {
  kind: "saved";
  from: string;
  id: string;
  revision: number;
}

function nameOfTab(): string {
  const fresh = Math.random().toString(36).slice(2, 10);
  try {
    // A reload keeps the name; a duplicated tab (whose storage is a copy) gets a new one.
    const navigation = performance.getEntriesByType?.("navigation")[0] as PerformanceNavigationTiming | undefined;
    const before = sessionStorage.getItem("legwise.tab");
    const name = before && navigation?.type === "reload" ? before : fresh;
    sessionStorage.setItem("legwise.tab", name);
    return name;
  } catch {
    return fresh;
  }
}

export const tabId = nameOfTab();

/** The newest word from another tab: it saved this case. */
export const elsewhere = signal<{ id: string; revision: number } | null>(null);

const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("legwise");

channel?.addEventListener("message", (event: MessageEvent<Saved>) => {
  const { kind, from, id, revision } = event.data;
  if (kind === "saved" && from !== tabId) elsewhere.value = { id, revision };
});

export function announceSaved(id: string, revision: number): void {
  channel?.postMessage({ kind: "saved", from: tabId, id, revision } satisfies Saved);
}

// A lock that lives as long as the tab tells the others that it is still there.
void navigator.locks?.request(`legwise.tab.${tabId}`, () => new Promise<never>(() => undefined))?.catch(() => undefined);

/** Names of the tabs that are open now, this one included. */
export async function openTabs(): Promise<Set<string>> {
  const state = await navigator.locks?.query();
  const names = (state?.held ?? []).map((lock) => lock.name ?? "").filter((name) => name.startsWith("legwise.tab."));
  return new Set([tabId, ...names.map((name) => name.slice("legwise.tab.".length))]);
}
