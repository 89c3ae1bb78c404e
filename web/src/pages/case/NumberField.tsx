/** A number with its unit and its range; what cannot be is said, and never entered. */

import { useEffect, useId, useState } from "preact/hooks";
import type { MeasureRange } from "../../api/types";
import { readNumber } from "../../state/answers";

interface NumberFieldProps {
  label: string;
  hideLabel?: boolean;
  /** Say the range beforehand (a problem is always said). */
  hint?: boolean;
  range: MeasureRange;
  value: number | null;
  /** Called with every usable number as it is typed, and with null when the field is emptied. */
  onValue: (value: number | null) => void;
  onEnter?: () => void;
}

export function NumberField({ label, hideLabel = false, hint = true, range, value, onValue, onEnter }: NumberFieldProps) {
  const id = useId();
  const [text, setText] = useState(value === null ? "" : String(value));
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    const typed = readNumber(text, range);
    if (typed.ok && typed.value === value) return; // "12.0" stays as it was typed
    if (!typed.ok && value === null) return; // still being typed
    setText(value === null ? "" : String(value));
    setProblem(null);
  }, [value]);
  const typed = (now: string) => {
    setText(now);
    const read = readNumber(now, range);
    if (read.ok) {
      setProblem(null);
      onValue(read.value);
    }
  };
  const check = () => {
    const read = readNumber(text, range);
    setProblem(read.ok ? null : read.message);
    return read.ok;
  };
  return (
    <div class="number-field">
      <label for={id} class={hideLabel ? "sr" : undefined}>{label}</label>
      <div class="number-input">
        <input
          id={id} inputMode="decimal" autoComplete="off" value={text} size={8}
          aria-invalid={problem !== null} aria-describedby={`${id}-range`}
          onInput={(event) => typed(event.currentTarget.value)} onBlur={check}
          onKeyDown={(event) => event.key === "Enter" && check() && onEnter?.()}
        />
        <span class="unit">{range.unit}</span>
      </div>
      <p id={`${id}-range`} class={problem ? "field-problem" : hint ? "fine" : "sr"} role={problem ? "alert" : undefined}>
        {problem ?? `${range.low} to ${range.high} ${range.unit}`}
      </p>
    </div>
  );
}
