import { beforeEach, expect, test } from "vitest";
import { Journal } from "./journal";

beforeEach(() => localStorage.clear());

const entry = (id: string, title: string, at = 1, dirty = true) => ({ id, case: { title }, revision: 1, dirty, skipped: [], at });

test("what was written is read back, also by a tab that starts anew", () => {
  new Journal(localStorage, "a").write(entry("x", "mine"));
  expect(new Journal(localStorage, "a").own("x")?.case).toEqual({ title: "mine" });
  expect(new Journal(localStorage, "b").own("x")).toBeNull();
  expect(new Journal(localStorage, "b").unsaved("x")?.case).toEqual({ title: "mine" });
});

test("two tabs on one case keep an entry each; the newest unsaved one counts", () => {
  const [a, b] = [new Journal(localStorage, "a"), new Journal(localStorage, "b")];
  a.write(entry("x", "of a", 5));
  b.write(entry("x", "of b", 9));
  expect(a.own("x")?.case).toEqual({ title: "of a" });
  expect(a.unsaved("x")).toMatchObject({ case: { title: "of b" }, tab: "b" });
  b.write(entry("x", "of b", 10, false));
  expect(a.unsaved("x")?.tab).toBe("a");
});

test("forgetting takes one tab's entry, or all of a case", () => {
  const [a, b] = [new Journal(localStorage, "a"), new Journal(localStorage, "b")];
  a.write(entry("x", "1"));
  b.write(entry("x", "2"));
  b.write(entry("y", "3"));
  a.forget("x", "b");
  expect(a.all().map((one) => one.case.title).sort()).toEqual(["1", "3"]);
  a.forgetEverywhere("x");
  expect(a.all().map((one) => one.id)).toEqual(["y"]);
});

test("damaged entries and other people's keys are passed over", () => {
  localStorage.setItem("legwise.case.x.a", "{not json");
  localStorage.setItem("legwise.case.y.a", '"text"');
  localStorage.setItem("somebody.else", "1");
  const journal = new Journal(localStorage, "a");
  expect(journal.all()).toEqual([]);
  expect(journal.own("x")).toBeNull();
});

test("a browser that keeps nothing is said, not thrown", () => {
  const full = { setItem: () => { throw new DOMException("full", "QuotaExceededError"); } } as unknown as Storage;
  expect(new Journal(full, "a").write(entry("x", "1"))).toBe(false);
});
