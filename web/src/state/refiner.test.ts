import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { makeRefiner } from "./refiner";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function bench() {
  const [asked, log]: [string[], string[]] = [[], []];
  const waiting = new Map<string, { resolve: (answer: string) => void; reject: (failure: Error) => void }>();
  const ask = (question: string) => {
    asked.push(question);
    return new Promise<string>((resolve, reject) => waiting.set(question, { resolve, reject }));
  };
  return { refiner: makeRefiner(ask, (answer) => void log.push(answer), 700), asked, log, waiting };
}

test("asks after the pause, once", async () => {
  const { refiner, asked, log, waiting } = bench();
  refiner.soon("1");
  await vi.advanceTimersByTimeAsync(600);
  expect(asked).toEqual([]);
  await vi.advanceTimersByTimeAsync(200);
  waiting.get("1")?.resolve("to 1");
  await vi.advanceTimersByTimeAsync(1);
  expect(log).toEqual(["to 1"]);
});

test("a change meanwhile makes it void, before it was asked and after", async () => {
  const { refiner, asked, log, waiting } = bench();
  refiner.soon("1");
  await vi.advanceTimersByTimeAsync(300);
  refiner.soon("2");
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toEqual(["2"]);
  refiner.drop();
  waiting.get("2")?.resolve("to 2");
  await vi.advanceTimersByTimeAsync(1);
  expect(log).toEqual([]);
});

test("a failure is nobody's business", async () => {
  const { refiner, log, waiting } = bench();
  refiner.soon("1");
  await vi.advanceTimersByTimeAsync(800);
  waiting.get("1")?.reject(new Error("gone"));
  await vi.advanceTimersByTimeAsync(1);
  expect(log).toEqual([]);
});
