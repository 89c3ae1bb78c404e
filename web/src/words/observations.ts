/** What a key of an observation says, for places where the service gives only the key. */

import { factors, findings, regions } from "../state/vocabulary";
import { readable, sideWord } from "./texts";

/** "L:slr" -> "Straight leg raise, left"; text that is no key stays as it is. */
export function observationWords(key: string): string {
  const [, side = null, name = key] = /^(?:([LRBM]):)?(.+)$/.exec(key) ?? [];
  const known = findings.value.get(name)?.name ?? factors.value.get(name)?.name ?? regions.value.get(name)?.says;
  if (!known) return /^[a-z0-9_.]+$/.test(name) ? readable(name) + sideOf(side) : key;
  return known + sideOf(side);
}

function sideOf(side: string | null): string {
  if (side === "B") return ", both sides";
  return side === "L" || side === "R" ? `, ${sideWord(side)}` : "";
}

/** Many keys as one line: what holds left and right is said once. */
export function observationList(keys: readonly string[]): string {
  const all = new Set(keys);
  const joined = keys.flatMap((key) => {
    const name = key.slice(2);
    if (key.startsWith("L:") && all.has(`R:${name}`)) return [`B:${name}`];
    return key.startsWith("R:") && all.has(`L:${name}`) ? [] : [key];
  });
  return joined.map(observationWords).join("; ");
}
