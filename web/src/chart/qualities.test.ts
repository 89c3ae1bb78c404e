import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PAINT_CHANNELS } from "../body/channels";
import { channelOf, GROUPS, QUALITIES, spokenQualities } from "./qualities";

const tokens = readFileSync("src/styles/tokens.css", "utf8");
const sheet = readFileSync("src/chart/chart.css", "utf8");

test("every quality has a channel, a group, a pattern and a name of its own", () => {
  expect(QUALITIES.length).toBeLessThanOrEqual(PAINT_CHANNELS);
  for (const pick of [(q: (typeof QUALITIES)[number]) => q.id, (q: (typeof QUALITIES)[number]) => q.says, (q: (typeof QUALITIES)[number]) => q.pattern.path]) {
    expect(new Set(QUALITIES.map(pick)).size).toBe(QUALITIES.length);
  }
  expect(new Set(QUALITIES.map(({ id }) => channelOf(id))).size).toBe(QUALITIES.length);
  expect(QUALITIES.every(({ group }) => GROUPS.includes(group))).toBe(true);
});

test("the palette of the page has a colour for each, and the legend uses it", () => {
  for (const { id } of QUALITIES) {
    expect(tokens, id).toContain(`--quality-${id}:`);
    expect(sheet, id).toContain(`[data-quality="${id}"] { color: var(--quality-${id}); }`);
  }
});

test("paper shows the same patterns and names as the screen", () => {
  const paper = readFileSync("../src/legwise/anatomy/body/patterns.yaml", "utf8");
  const rows = [...paper.matchAll(/\{id: (\w+), says: "([^"]+)", line: ([\d.]+), colour: "#\w+", path: "([^"]+)"\}/g)];
  expect(rows.map(([, id, says, line, path]) => [id, says, Number(line), path])).toEqual(
    QUALITIES.map(({ id, says, pattern }) => [id, says, pattern.line, pattern.path]),
  );
});

test("qualities in words", () => {
  expect(spokenQualities(["tingling", "numbness"])).toBe("tingling and numb");
});
