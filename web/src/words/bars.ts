/** Geometry of the bars: what is drawn, as fractions of their width. Pure, so that it can be tested. */

import type { Interval } from "../api/types";

const clamp = (value: number): number => (Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0);

export interface IntervalBar {
  value: number;
  low: number;
  width: number;
}

/** The interval always holds its value, however it was rounded on the way. */
export function intervalBar(interval: Interval): IntervalBar {
  const value = clamp(interval.value);
  const low = Math.min(clamp(interval.low), value);
  const high = Math.max(clamp(interval.high), value);
  return { value, low, width: high - low };
}

/** Weights side by side: the longest takes the whole half; tiny ones stay visible. */
export function weightBar(weight: number, longest: number): { side: "for" | "against"; length: number } {
  const scale = Math.max(longest, 0.5); // a lone weak reason must not look strong
  const length = weight === 0 ? 0 : Math.max(0.04, Math.min(1, Math.abs(weight) / scale));
  return { side: weight >= 0 ? "for" : "against", length };
}

/** How much a step tells: in words and against the best of the list. */
export function tells(bits: number, best: number): { word: string; length: number } {
  const word = bits >= 0.3 ? "tells a lot" : bits >= 0.1 ? "tells a good deal" : bits >= 0.03 ? "tells something" : "tells a little";
  return { word, length: best > 0 ? clamp(bits / best) : 0 };
}

export const css = (fraction: number): string => `${(clamp(fraction) * 100).toFixed(1)}%`;
