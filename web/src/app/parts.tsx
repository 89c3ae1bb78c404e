/** Small pieces that pages share: choices, dialogs, waiting and trouble. */

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import type { Remote } from "../state/remote";

export interface Choice<T extends string> {
  value: T;
  label: string;
  /** "Nothing said": chosen, it stays in the background. */
  calm?: boolean;
}

interface ChoicesProps<T extends string> {
  legend: string;
  hideLegend?: boolean;
  choices: readonly Choice<T>[];
  value: T | null;
  onChoose: (value: T) => void;
  small?: boolean;
}

/** One of a few, as real radio buttons drawn as one row. */
export function Choices<T extends string>({ legend, hideLegend = false, choices, value, onChoose, small = false }: ChoicesProps<T>) {
  const name = useId();
  return (
    <fieldset class={`choices${small ? " small" : ""}`}>
      <legend class={hideLegend ? "sr" : undefined}>{legend}</legend>
      <div class="choices-row">
        {choices.map((choice) => (
          <label key={choice.value} class={value === choice.value ? (choice.calm ? "on calm" : "on") : undefined}>
            <input type="radio" name={name} checked={value === choice.value} onChange={() => onChoose(choice.value)} />
            <span>{choice.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Dialog({ title, onClose, children }: { title: string; onClose: () => void; children: ComponentChildren }) {
  const box = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const dialog = box.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog ref={box} class="dialog" aria-labelledby={heading} onClose={onClose} onCancel={onClose}>
      <h2 id={heading}>{title}</h2>
      {children}
    </dialog>
  );
}

/** What a page shows until its content is there, or when it cannot be had. */
export function Waiting<T>({ remote, what, children }: { remote: Remote<T>; what: string; children: (value: T) => ComponentChildren }) {
  if (remote.value !== null) return <>{children(remote.value)}</>;
  if (remote.problem !== null) return <Trouble message={`${what} cannot be shown. ${remote.problem}`} onRetry={remote.retry} />;
  return <p class="quiet" role="status">Loading {what.toLowerCase()}…</p>;
}

export function Trouble({ message, onRetry }: { message: string; onRetry?: () => void }) {
  return (
    <div class="trouble" role="alert">
      <p>{message}</p>
      {onRetry && <button type="button" onClick={onRetry}>Try again</button>}
    </div>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Legwise` : "Legwise";
  }, [title]);
}
