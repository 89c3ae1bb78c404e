/** The one scale of words for probabilities, the same as in `legwise.assessment`, and how numbers are written. */

export const SCALE = [
  { from: 0.85, word: "very likely" },
  { from: 0.6, word: "likely" },
  { from: 0.2, word: "possible" },
  { from: 0, word: "unlikely" },
] as const;

export type ScaleWord = (typeof SCALE)[number]["word"];

export function wordFor(p: number): ScaleWord {
  return (SCALE.find((step) => p >= step.from) ?? SCALE[SCALE.length - 1]!).word;
}

/** "under 1 %" rather than 0 %, "over 99 %" rather than 100 %: a model is never sure. */
export function percent(p: number): string {
  if (p > 0 && p < 0.01) return "under 1 %";
  if (p > 0.99) return "over 99 %";
  return `${Math.round(p * 100)} %`;
}

export function range(low: number, high: number): string {
  const [from, to] = [Math.round(low * 100), Math.round(high * 100)];
  if (from === to) return from > 99 || from < 1 ? percent(low) : `about ${from} %`;
  return `${from} to ${to} %`;
}

/** A log10 likelihood ratio as "4 times as likely"; the words say which way it points. */
export function ratio(weight: number): string {
  const times = 10 ** Math.abs(weight);
  const shown = times >= 9.95 ? Math.round(times).toLocaleString("en") : times.toFixed(1);
  return `${shown} times ${weight >= 0 ? "more" : "less"} likely`;
}

export function strength(weight: number): string {
  const size = Math.abs(weight);
  const how = size >= 1 ? "strongly" : size >= 0.5 ? "clearly" : size >= 0.2 ? "somewhat" : "slightly";
  return `${how} ${weight >= 0 ? "for" : "against"}`;
}

const GRADES: Record<string, string> = {
  A: "systematic review or guideline",
  B: "good primary study",
  C: "small study or textbook consensus",
  D: "opinion or estimate",
};

/** "D: opinion or estimate" */
export function gradeWords(grade: string): string {
  return GRADES[grade] ? `${grade}: ${GRADES[grade]}` : grade;
}

export function gradeShort(grade: string, cited: boolean): string {
  if (grade !== "D") return `grade ${grade}`;
  return cited ? "D: opinion" : "D: estimate";
}

export function number(value: number): string {
  const size = Math.abs(value);
  if (value !== 0 && size < 0.001) return value.toExponential(1);
  return Number(value.toPrecision(3)).toLocaleString("en", { maximumSignificantDigits: 4 });
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
