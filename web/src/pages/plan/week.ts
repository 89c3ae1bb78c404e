/** The programme as a week: pure, from lines to rows by time of day and to days. */

import type { HomeItem, TimeOfDay, Weekday } from "../../api/plan";

export const WEEK: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
export const TIMES_IN_ORDER: readonly TimeOfDay[] = ["morning", "midday", "late_afternoon", "evening", "bedtime", "night", "through_the_day", "any"];

/** One time of day with everything that is done then. */
export interface TimeRows {
  time: TimeOfDay;
  items: HomeItem[];
}

export function rowsOf(home: readonly HomeItem[]): TimeRows[] {
  return TIMES_IN_ORDER.map((time) => ({ time, items: home.filter((item) => item.times.includes(time)) })).filter((row) => row.items.length > 0);
}

/** What one day asks for, from morning to night. */
export function dayOf(home: readonly HomeItem[], day: Weekday): { time: TimeOfDay; item: HomeItem }[] {
  return rowsOf(home).flatMap(({ time, items }) => items.filter((item) => item.days.includes(day)).map((item) => ({ time, item })));
}

/** Minutes of a day; what is done through the day or at night takes no time of its own. */
export function minutesOf(home: readonly HomeItem[], day: Weekday): number {
  return dayOf(home, day).reduce((sum, { time, item }) => sum + (time === "through_the_day" || time === "night" ? 0 : (item.minutes ?? 0)), 0);
}

/** The week from Monday; the day of a date. */
export const weekdayOf = (date: Date): Weekday => WEEK[(date.getDay() + 6) % 7]!;

/** Runs of days as cells of a row: done or not, and over how many days. */
export function cellsOf(days: readonly Weekday[]): { done: boolean; first: Weekday; span: number }[] {
  if (days.length === WEEK.length) return [{ done: true, first: WEEK[0]!, span: WEEK.length }];
  return WEEK.map((day) => ({ done: days.includes(day), first: day, span: 1 }));
}
