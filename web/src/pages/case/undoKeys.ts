import { useEffect } from "preact/hooks";
import { redo, undo } from "../../state/caseStore";

const TYPED = new Set(["INPUT", "TEXTAREA", "SELECT"]);

/** Ctrl+Z and Ctrl+Shift+Z (or Ctrl+Y) anywhere but in a text field, which has its own. */
export function useUndoKeys(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      const target = event.target as HTMLElement;
      if (TYPED.has(target.tagName) && (target as HTMLInputElement).type !== "radio" && (target as HTMLInputElement).type !== "checkbox") return;
      const key = event.key.toLowerCase();
      if (key === "z" && !event.shiftKey) undo();
      else if (key === "y" || (key === "z" && event.shiftKey)) redo();
      else return;
      event.preventDefault();
    };
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
}
