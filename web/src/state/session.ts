/** Opening, keeping and leaving cases: new, saved, example, imported; and what happens when two tabs disagree. */

import { signal } from "@preact/signals";
import { api, Refused, Unreachable } from "../api/client";
import type { CaseFile } from "../api/types";
import { caseFile, caseId, discard, journal, open, saveState } from "./caseStore";
import { loadCase, saveCase } from "./home";
import type { HeldCase } from "./home";
import type { Entry } from "./journal";
import { go } from "./route";
import { openTabs, tabId } from "./tabs";

export const LARGEST_FILE = 2_000_000;

/** Why the case of the address could not be opened. */
export const openProblem = signal<string | null>(null);

export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10));
  return Array.from(bytes, (byte) => byte.toString(36).padStart(2, "0")).join("").slice(0, 20);
}

/** A fresh case under a name of its own. It reaches the server with its first change. */
export function startCase(file: CaseFile = {}, state: { dirty: boolean } = { dirty: false }): string {
  const id = newId();
  open(id, file, null, state);
  go({ page: "case", id, step: null });
  return id;
}

/** Open the case of an address: unsaved work of this browser first, then the server. */
export async function openCase(id: string): Promise<void> {
  if (caseId.value === id) return;
  openProblem.value = null;
  const own = journal.own(id);
  const unsaved = own?.dirty ? own : journal.unsaved(id);
  if (unsaved) {
    open(id, unsaved.case, unsaved.revision, { dirty: true, skipped: unsaved.skipped });
    if (unsaved.tab !== tabId) journal.forget(id, unsaved.tab); // it is this tab's now
    return;
  }
  try {
    const stored = await loadCase(id);
    open(id, stored.case, stored.revision, { dirty: false, skipped: own?.skipped ?? [] });
  } catch (failure) {
    if (own) open(id, own.case, own.revision, { dirty: false, skipped: own.skipped });
    else openProblem.value = plain(failure, "This case is not kept here. It may have been deleted.");
  }
}

function plain(failure: unknown, missing: string): string {
  if (failure instanceof Refused && failure.status === 404) return missing;
  return failure instanceof Error ? failure.message : String(failure);
}

export async function openExample(key: string): Promise<void> {
  const { case: file, gold } = await api.example(key);
  startCase({ ...file, ...(gold ? { gold } : {}) });
}

/** Read a case file that a person chose. Throws an Error with a plain sentence. */
export async function importFile(file: File): Promise<void> {
  if (file.size > LARGEST_FILE) {
    throw new Error(`${file.name} is too large (${(file.size / 1e6).toFixed(1)} MB). A case file has at most 2 MB.`);
  }
  if (file.size === 0) throw new Error(`${file.name} is empty. A case file is YAML or JSON text.`);
  const text = await file.text();
  if (text.includes("\u0000")) throw new Error(`${file.name} is not a text file. A case file is YAML or JSON text.`);
  const { case: parsed } = await api.parse(text, file.name);
  startCase(parsed, { dirty: true });
}

export async function exportFile(format: "yaml" | "json"): Promise<void> {
  const { text } = await api.export(caseFile.value, format);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: format === "json" ? "application/json" : "application/yaml" }));
  link.download = `${fileName(caseFile.value)}.${format}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

export function fileName(file: CaseFile): string {
  const words = (file.title ?? file.id ?? "case").toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return words.replace(/^-+|-+$/g, "").slice(0, 60) || "case";
}

export function duplicateOpen(): void {
  startCase(copyOf(caseFile.value, "copy"), { dirty: true });
}

export async function removeCase(id: string): Promise<void> {
  if (caseId.value === id) discard();
  try {
    await api.remove(id);
  } catch (failure) {
    if (!(failure instanceof Refused && failure.status === 404)) throw failure;
  }
  journal.forgetEverywhere(id);
}

export function copyOf(file: CaseFile, word: string): CaseFile {
  return { ...file, title: `${file.title || "Untitled case"} (${word})` };
}

// ---- two tabs, one case ----

export function keepMineAsCopy(): void {
  const id = caseId.value;
  startCase(copyOf(caseFile.value, "my version"), { dirty: true });
  if (id) journal.forget(id);
}

export function takeTheOther(): void {
  const [id, state] = [caseId.value, saveState.value];
  if (id && state.kind === "conflict" && state.current) openStored(id, state.current);
}

/** The other tab deleted it: keep it under its name all the same. */
export function saveAgain(): void {
  const [id, file] = [caseId.value, caseFile.value];
  if (id) open(id, file, null, { dirty: true });
}

/** The other tab deleted it: let it go here too. */
export function letGo(): void {
  discard();
  go({ page: "cases" });
}

export async function showNewer(): Promise<void> {
  const id = caseId.value;
  if (id) openStored(id, await loadCase(id));
}

function openStored(id: string, stored: HeldCase): void {
  journal.forget(id);
  open(id, stored.case, stored.revision, { dirty: false });
}

/** Changes that a closed tab could not bring to the server are brought now; never over newer work. */
export async function sendStranded(): Promise<number> {
  const alive = await openTabs();
  let sent = 0;
  for (const entry of journal.all()) {
    if (alive.has(entry.tab) || entry.id === caseId.value) continue;
    if (!entry.dirty) journal.forget(entry.id, entry.tab);
    else if (await bring(entry)) sent += 1;
    else break;
  }
  return sent;
}

/** False when the server does not answer. */
async function bring(entry: Entry): Promise<boolean> {
  try {
    await saveCase(entry.id, entry.case, entry.revision);
  } catch (failure) {
    if (failure instanceof Unreachable) return false;
    if (!(failure instanceof Refused && failure.status === 409)) return true; // stays in the journal
    await api.save(newId(), copyOf(entry.case, "kept from this browser"), null);
  }
  journal.forget(entry.id, entry.tab);
  return true;
}
