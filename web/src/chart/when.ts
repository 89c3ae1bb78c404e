/**
 * When it is felt: hours of a 24-hour dial, and the words a case file knows.
 *
 * The four parts of the day split the dial. A word is said when at least half of its hours are marked;
 * all 24 hours are "constant". Words that came without hours show as their whole part of the dial.
 */

import type { When } from "../api/types";

export interface DayPart {
  readonly word: When;
  readonly says: string;
  readonly hours: readonly number[];
}

const span = (from: number, to: number): number[] =>
  Array.from({ length: (to - from + 24) % 24 }, (_, i) => (from + i) % 24);

export const DAY_PARTS: readonly DayPart[] = [
  { word: "morning", says: "Morning", hours: span(5, 11) },
  { word: "day", says: "Day", hours: span(11, 17) },
  { word: "evening", says: "Evening", hours: span(17, 22) },
  { word: "night", says: "Night", hours: span(22, 5) },
];

/** What brings it on; every word of the case format that is not an hour. */
export const OCCASIONS: readonly { word: When; says: string }[] = [
  { word: "rest", says: "At rest" },
  { word: "sitting", says: "Sitting" },
  { word: "standing", says: "Standing" },
  { word: "walking", says: "Walking" },
  { word: "lying", says: "Lying down" },
  { word: "exercise", says: "Exercise" },
  { word: "constant", says: "All the time" },
];

export const ALL_DAY = 2 ** 24 - 1;

export function hasHour(hours: number, hour: number): boolean {
  return (hours & (1 << hour)) !== 0;
}

export function withHour(hours: number, hour: number, on: boolean): number {
  return on ? hours | (1 << hour) : hours & ~(1 << hour);
}

export function withPart(hours: number, part: DayPart, on: boolean): number {
  return part.hours.reduce((all, hour) => withHour(all, hour, on), hours);
}

/** Hours from one clock time up to another, over midnight where needed; the same time twice is the whole day. */
export function between(from: number, to: number): number {
  if (from === to) return ALL_DAY;
  return span(from, to).reduce((all, hour) => withHour(all, hour, true), 0);
}

/** Words for the marked hours. */
export function wordsOf(hours: number): When[] {
  if (hours === ALL_DAY) return ["constant"];
  return DAY_PARTS.filter((part) => part.hours.filter((hour) => hasHour(hours, hour)).length * 2 >= part.hours.length).map(
    (part) => part.word,
  );
}

/** Hours for words that came without any. */
export function hoursOf(words: readonly When[]): number {
  return DAY_PARTS.filter((part) => words.includes(part.word)).reduce((all, part) => withPart(all, part, true), 0);
}

/** The words of `when` after the dial changed: occasions stay, parts of the day follow the hours. */
export function retold(when: readonly When[], before: number, after: number): When[] {
  const fromDial = new Set([...wordsOf(before), ...DAY_PARTS.map((part) => part.word)]);
  return ordered([...when.filter((word) => !fromDial.has(word)), ...wordsOf(after)]);
}

export function withOccasion(when: readonly When[], word: When, on: boolean): When[] {
  return ordered(on ? [...when, word] : when.filter((one) => one !== word));
}

const ORDER: readonly When[] = [...DAY_PARTS, ...OCCASIONS].map((one) => one.word);

function ordered(words: readonly When[]): When[] {
  return ORDER.filter((word) => words.includes(word));
}

/** "22 to 5" and so on, for people who listen; an empty text when no hour is marked. */
export function spokenHours(hours: number): string {
  if (hours === 0) return "";
  if (hours === ALL_DAY) return "all day and night";
  const runs: string[] = [];
  for (let hour = 0; hour < 24; hour++) {
    if (!hasHour(hours, hour) || hasHour(hours, (hour + 23) % 24)) continue;
    let end = hour;
    while (hasHour(hours, end % 24)) end++;
    runs.push(`${hour} to ${end % 24} o'clock`);
  }
  return runs.join(", ");
}
