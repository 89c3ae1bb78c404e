/** Answers in a case file: reading them by side, writing them so that the file never contradicts itself. */

import type { Answer, CaseFile, MeasureRange, Side } from "../api/types";

export type Field = "findings" | "context";
/** undefined was never asked, null is asked and not known. */
export type Known = Answer | undefined;

export interface BySide {
  L: Known;
  R: Known;
}

export function split(key: string): { side: Side | "B" | null; name: string } {
  const at = key.lastIndexOf(":");
  if (at < 0) return { side: null, name: key };
  return { side: key.slice(0, at) as Side | "B", name: key.slice(at + 1) };
}

export function answerOf(file: CaseFile, field: Field, key: string): Known {
  const answers = file[field] ?? {};
  if (key in answers) return answers[key];
  const { side, name } = split(key);
  return side === "L" || side === "R" ? answers[`B:${name}`] : undefined;
}

export function sidesOf(file: CaseFile, field: Field, name: string): BySide {
  return { L: answerOf(file, field, `L:${name}`), R: answerOf(file, field, `R:${name}`) };
}

/** The file with one answer; undefined takes the answer out. Both sides alike are written as one. */
export function withAnswer(file: CaseFile, field: Field, key: string, answer: Known): CaseFile {
  const { side, name } = split(key);
  const answers: Record<string, Answer> = { ...file[field] };
  if (side === null) {
    set(answers, key, answer);
    return { ...file, [field]: answers };
  }
  const now = sidesOf(file, field, name);
  for (const one of ["L", "R"] as const) if (side === one || side === "B") now[one] = answer;
  for (const one of ["L", "R", "B"]) delete answers[`${one}:${name}`];
  if (now.L !== undefined && same(now.L, now.R)) set(answers, `B:${name}`, now.L);
  else for (const one of ["L", "R"] as const) set(answers, `${one}:${name}`, now[one]);
  return { ...file, [field]: answers };
}

export type SidedChoice = "left" | "right" | "both" | "no" | "unknown";

export function withSidedChoice(file: CaseFile, field: Field, name: string, choice: SidedChoice): CaseFile {
  const both = (answer: Known) => withAnswer(file, field, `B:${name}`, answer);
  switch (choice) {
    case "both":
      return both(true);
    case "no":
      return both(false);
    case "unknown":
      return both(null);
    default: {
      const mine = choice === "left" ? "L" : "R";
      return withAnswer(both(false), field, `${mine}:${name}`, true);
    }
  }
}

/** How a sided question stands answered; null when it is not, or only in part. */
export function sidedChoice(file: CaseFile, field: Field, name: string): SidedChoice | null {
  const { L, R } = sidesOf(file, field, name);
  if (L === true && R === true) return "both";
  if (L === true && R !== true) return "left";
  if (R === true && L !== true) return "right";
  if (L === false && R === false) return "no";
  if (L === null && R === null) return "unknown";
  return null;
}

export function isAnswered(file: CaseFile, field: Field, name: string, sided: boolean): boolean {
  if (!sided) return answerOf(file, field, name) !== undefined;
  const { L, R } = sidesOf(file, field, name);
  return L !== undefined || R !== undefined;
}

const same = (a: Known, b: Known): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

function set(answers: Record<string, Answer>, key: string, answer: Known): void {
  if (answer === undefined) delete answers[key];
  else answers[key] = answer;
}

// ---- numbers typed by hand ----

export type Typed = { ok: true; value: number | null } | { ok: false; message: string };

/** Read a number as people type it (comma or point); empty is "no number". */
export function readNumber(text: string, range: MeasureRange): Typed {
  const plain = text.trim().replace(",", ".");
  if (plain === "") return { ok: true, value: null };
  const limits = `${range.low} to ${range.high} ${range.unit}`.trim();
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) return { ok: false, message: `“${text.trim()}” is not a number. Allowed: ${limits}.` };
  const value = Number(plain);
  if (value < range.low || value > range.high) return { ok: false, message: `${plain} is outside what is possible. Allowed: ${limits}.` };
  return { ok: true, value };
}

/** The number in an answer: 12, "12 ug/l" and {value: 12, unit} alike. */
export function numberOf(answer: Known): { value: number; unit: string | null } | null {
  if (typeof answer === "number") return { value: answer, unit: null };
  if (typeof answer === "object" && answer !== null) return { value: answer.value, unit: answer.unit };
  if (typeof answer === "string") {
    const [head = "", ...unit] = answer.trim().split(" ");
    const value = Number(head);
    if (head !== "" && Number.isFinite(value)) return { value, unit: unit.join(" ") || null };
  }
  return null;
}
