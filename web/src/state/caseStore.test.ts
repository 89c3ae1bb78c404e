import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { CaseFile, Question } from "../api/types";
import * as store from "./caseStore";
import { copyOf, fileName, importFile, keepMineAsCopy, openCase, sendStranded, takeTheOther } from "./session";
import { Journal } from "./journal";

/** The service, as far as the store needs it: kept cases with revisions, and an answer that says what it was asked. */
const service = { cases: new Map<string, { case: CaseFile; revision: number }>(), up: true, asked: [] as CaseFile[], refuse: "" };

const next: Question = { kind: "age", key: "age", text: "How old are you?", how: "", why: "", bits: 0 };

function answer(status: number, body: unknown): Response {
  return new Response(body === null ? "" : JSON.stringify(body), { status });
}

async function serve(input: unknown, init?: RequestInit): Promise<Response> {
  if (!service.up) throw new TypeError("fetch failed");
  const path = String(input).replace("/api/v1", "");
  const body = init?.body ? (JSON.parse(String(init.body)) as { case: CaseFile; revision: number | null }) : null;
  if (path === "/interview/next") return answer(200, { question: next });
  if (path === "/assess") {
    service.asked.push(body!.case);
    if (service.refuse) return answer(422, { error: { field: "findings.x", message: service.refuse } });
    return answer(200, { assessment: { flags: [], sources: [], case: body!.case.title }, next: null });
  }
  if (path === "/case/parse") return answer(200, { case: { title: "imported" } });
  const id = path.replace("/cases/", "");
  const kept = service.cases.get(id);
  if (init?.method === "PUT") {
    if ((kept?.revision ?? null) !== body!.revision) return answer(409, { error: { field: null, message: "changed" }, current: kept ?? null });
    const revision = (kept?.revision ?? 0) + 1;
    service.cases.set(id, { case: body!.case, revision });
    return answer(200, { revision });
  }
  return kept ? answer(200, kept) : answer(404, { error: { field: null, message: "no such case" } });
}

const settle = () => vi.advanceTimersByTimeAsync(1500);

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("fetch", serve);
  localStorage.clear();
  Object.assign(service, { cases: new Map(), up: true, asked: [], refuse: "" });
  store.open("x", {}, null, { dirty: false });
});

afterEach(async () => {
  store.leave();
  await settle();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const retitle = (title: string) => store.update((file) => ({ ...file, title }), "title");
const say = (value: boolean) => store.update((file) => ({ ...file, findings: { fever: value } }), "fever");

describe("a change", () => {
  test("is in the journal at once, on the server soon, and assessed", async () => {
    say(true);
    expect(store.journal.own("x")).toMatchObject({ case: { findings: { fever: true } }, dirty: true });
    await settle();
    expect(service.cases.get("x")).toEqual({ case: { findings: { fever: true } }, revision: 1 });
    expect(store.journal.own("x")).toMatchObject({ dirty: false, revision: 1 });
    expect(store.assessment.value).not.toBeNull();
  });

  test("can be undone and done again, and every state reaches the server", async () => {
    say(true);
    store.undo();
    expect(store.caseFile.value).toEqual({});
    expect(store.redoLabel.value).toBe("fever");
    store.redo();
    await settle();
    expect(service.cases.get("x")?.case.findings).toEqual({ fever: true });
  });

  test("of an empty case asks for the opening question, not for an assessment", async () => {
    retitle("only a name");
    await settle();
    expect(service.asked).toEqual([]);
    expect(store.nextQuestion.value).toEqual(next);
  });
});

describe("when something is in the way", () => {
  test("the last answer stays while the server is gone, and is marked as old", async () => {
    say(true);
    await settle();
    service.up = false;
    say(false);
    await settle();
    expect(store.assessment.value).not.toBeNull();
    expect([store.outdated.value, store.unreachable.value, store.saveState.value.kind]).toEqual([true, true, "offline"]);
    service.up = true;
    await store.retrySave();
    store.assess();
    await settle();
    expect([store.outdated.value, store.unreachable.value, store.saveState.value.kind]).toEqual([false, false, "saved"]);
  });

  test("a case that cannot be assessed says why, and keeps the last answer", async () => {
    say(true);
    await settle();
    service.refuse = "findings.x: contradiction";
    say(false);
    await settle();
    expect(store.problem.value).toEqual({ message: "findings.x: contradiction", field: "findings.x", failed: false });
    expect(store.assessment.value).not.toBeNull();
    service.refuse = "";
    store.undo();
    await settle();
    expect(store.problem.value).toBeNull();
  });

  test("a reload with unsaved work goes on from it", async () => {
    service.up = false;
    say(true);
    const entry = store.journal.own("x")!;
    store.leave();
    await settle();
    localStorage.clear();
    new Journal(localStorage, "the tab before").write(entry);
    service.up = true;
    await openCase("x");
    expect(store.caseFile.value.findings).toEqual({ fever: true });
    await settle();
    expect(service.cases.get("x")?.case.findings).toEqual({ fever: true });
  });
});

describe("leaving a case", () => {
  test("in the middle of a save brings the later change too, and is no conflict with itself", async () => {
    say(true);
    await vi.advanceTimersByTimeAsync(500); // the first save is being sent
    say(false);
    store.leave();
    await settle();
    expect(service.cases.get("x")?.case.findings).toEqual({ fever: false });
    expect(store.journal.all()).toEqual([]);
  });

  test("takes its answer and its urgency out of view", async () => {
    say(true);
    await settle();
    store.leave();
    expect([store.result.value, store.caseId.value, store.caseFile.value]).toEqual([null, null, {}]);
  });

  test("while the server is gone keeps the changes for later", async () => {
    service.up = false;
    say(true);
    store.leave();
    await settle();
    expect(store.journal.own("x")).toMatchObject({ dirty: true, case: { findings: { fever: true } } });
  });
});

describe("two tabs on one case", () => {
  async function collide(): Promise<void> {
    retitle("ours");
    await settle();
    service.cases.set("x", { case: { title: "theirs" }, revision: 5 });
    retitle("mine");
    await settle();
    expect(store.saveState.value).toMatchObject({ kind: "conflict", current: { revision: 5 } });
  }

  test("mine can be kept as a copy", async () => {
    await collide();
    keepMineAsCopy();
    await settle();
    expect(store.caseId.value).not.toBe("x");
    expect(service.cases.get(store.caseId.value!)?.case.title).toBe("mine (my version)");
    expect(service.cases.get("x")?.case.title).toBe("theirs");
  });

  test("or the other taken", async () => {
    await collide();
    takeTheOther();
    expect(store.caseFile.value.title).toBe("theirs");
    expect(store.saveState.value.kind).toBe("saved");
    retitle("theirs, and on");
    await settle();
    expect(service.cases.get("x")).toEqual({ case: { title: "theirs, and on" }, revision: 6 });
  });
});

describe("work of a tab that was closed", () => {
  test("is brought to the server", async () => {
    new Journal(localStorage, "gone").write({ id: "y", case: { title: "left" }, revision: null, dirty: true, skipped: [], at: 1 });
    expect(await sendStranded()).toBe(1);
    expect(service.cases.get("y")?.case.title).toBe("left");
    expect(new Journal(localStorage, "gone").all().filter((entry) => entry.id === "y")).toEqual([]);
  });

  test("never over newer work: it becomes a copy", async () => {
    service.cases.set("y", { case: { title: "newer" }, revision: 4 });
    new Journal(localStorage, "gone").write({ id: "y", case: { title: "left" }, revision: 2, dirty: true, skipped: [], at: 1 });
    expect(await sendStranded()).toBe(1);
    const titles = [...service.cases.values()].map((kept) => kept.case.title).sort();
    expect(titles).toEqual(["left (kept from this browser)", "newer"]);
  });
});

describe("files", () => {
  test("a file that is too large, empty or no text is refused before it is sent", async () => {
    await expect(importFile(new File([new Uint8Array(2_000_001)], "big.yaml"))).rejects.toThrow("at most 2 MB");
    await expect(importFile(new File([], "empty.yaml"))).rejects.toThrow("empty.yaml is empty");
    await expect(importFile(new File(["\u0000\u0001"], "picture.yaml"))).rejects.toThrow("not a text file");
  });

  test("a good one becomes a case of its own", async () => {
    await importFile(new File(["title: imported"], "case.yaml"));
    expect(store.caseFile.value.title).toBe("imported");
    await settle();
    expect(service.cases.get(store.caseId.value!)?.case.title).toBe("imported");
  });

  test("names of files and copies", () => {
    expect(fileName({ title: "Ü: Foot/drop & more" })).toBe("foot-drop-more");
    expect(fileName({})).toBe("case");
    expect(copyOf({}, "copy").title).toBe("Untitled case (copy)");
  });
});
