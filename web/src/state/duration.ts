/** Time as people say it; a case file keeps days. */

export const UNITS = { hours: 1 / 24, days: 1, weeks: 7, months: 30.44, years: 365.25 } as const;
export type DurationUnit = keyof typeof UNITS;

/** The largest unit in which the number is at least one and stays a short one; weeks only when they are whole. */
export function bestUnit(days: number): DurationUnit {
  if (days >= 2 * UNITS.years) return "years";
  if (days >= 3 * UNITS.months) return "months";
  if (days >= 14 && days % 7 === 0) return "weeks";
  return days >= 1 || days === 0 ? "days" : "hours";
}

export function durationWords(days: number): string {
  const unit = bestUnit(days);
  const count = Math.round((days / UNITS[unit]) * 10) / 10;
  return `${count} ${count === 1 ? unit.slice(0, -1) : unit}`;
}
