import { useState } from "preact/hooks";
import { href, route } from "../state/route";
import type { Route } from "../state/route";
import { theme, voice } from "../state/settings";
import type { Theme } from "../state/settings";
import { Choices } from "./parts";

const LINKS: { to: Route; text: string }[] = [
  { to: { page: "start" }, text: "Start" },
  { to: { page: "cases" }, text: "Cases" },
  { to: { page: "people", code: null, at: null, query: "", from: 0 }, text: "People" },
  { to: { page: "knowledge", kind: null, id: null, query: "" }, text: "Knowledge" },
  { to: { page: "about" }, text: "About" },
];

export function Header() {
  const [open, setOpen] = useState(false);
  const here = route.value.page;
  return (
    <header class={`top${open ? " open" : ""}`}>
      <a class="brand" href="#/">Legwise</a>
      <button type="button" class="menu-button" aria-expanded={open} aria-controls="menu" onClick={() => setOpen(!open)}>Menu</button>
      <div class="menu" id="menu">
        <nav aria-label="Pages" onClick={() => setOpen(false)}>
          {LINKS.map(({ to, text }) => (
            <a key={text} href={href(to)} aria-current={to.page === here ? "page" : undefined}>{text}</a>
          ))}
        </nav>
        <div class="switches">
          <Choices
            small legend="Words" value={voice.value} onChoose={(value) => (voice.value = value)}
            choices={[{ value: "plain", label: "Plain" }, { value: "clinical", label: "Clinical" }]}
          />
          <label class="select">
            <span>Colours</span>
            <select value={theme.value} onChange={(event) => (theme.value = event.currentTarget.value as Theme)}>
              <option value="system">As the system</option>
              <option value="light">Light</option>
              <option value="dark">Dark</option>
            </select>
          </label>
        </div>
      </div>
    </header>
  );
}
