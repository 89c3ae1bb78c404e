import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Assessor } from "./assessor";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function bench() {
  const waiting = new Map<string, { resolve: (answer: string) => void; reject: (failure: Error) => void }>();
  const log: string[] = [];
  const asked: string[] = [];
  let busy = false;
  const assessor = new Assessor<string, string>({
    ask: (question) => {
      asked.push(question);
      return new Promise((resolve, reject) => waiting.set(question, { resolve, reject }));
    },
    answered: (answer) => void log.push(answer),
    failed: (failure) => void log.push(`failed: ${String(failure)}`),
    busy: (now) => void (busy = now),
  });
  const pass = () => vi.advanceTimersByTimeAsync(50);
  return { assessor, asked, log, pass, isBusy: () => busy, answer: async (question: string) => { waiting.get(question)?.resolve(`to ${question}`); await pass(); }, waiting };
}

test("changes in quick succession are asked once, the newest", async () => {
  const { assessor, asked, log, pass, answer } = bench();
  for (const question of ["1", "2", "3"]) assessor.ask(question);
  await pass();
  expect(asked).toEqual(["3"]);
  await answer("3");
  expect(log).toEqual(["to 3"]);
});

test("a single change does not wait", async () => {
  const { assessor, asked, pass } = bench();
  assessor.ask("1");
  await vi.advanceTimersByTimeAsync(1);
  expect(asked).toEqual(["1"]);
  await pass();
});

test("an older answer is dropped when something newer was asked meanwhile", async () => {
  const { assessor, asked, log, pass, answer, isBusy } = bench();
  assessor.ask("old");
  await pass();
  assessor.ask("new");
  await pass();
  expect(asked).toEqual(["old"]); // one at a time
  await answer("old");
  expect(log).toEqual([]);
  expect(isBusy()).toBe(true);
  expect(asked).toEqual(["old", "new"]);
  await answer("new");
  expect(log).toEqual(["to new"]);
  expect(isBusy()).toBe(false);
});

test("what was dropped is never answered", async () => {
  const { assessor, log, pass, answer } = bench();
  assessor.ask("of the case before");
  await pass();
  assessor.drop();
  await answer("of the case before");
  expect(log).toEqual([]);
});

test("after a failure the next question is asked as usual", async () => {
  const { assessor, log, pass, answer, waiting } = bench();
  assessor.ask("1");
  await pass();
  waiting.get("1")?.reject(new Error("gone"));
  await pass();
  assessor.ask("2");
  await pass();
  await answer("2");
  expect(log).toEqual(["failed: Error: gone", "to 2"]);
});
