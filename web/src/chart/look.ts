/** The colours of the page as the drawing wants them; read again when light turns dark. */

import { QUALITIES } from "./qualities";
import type { Colour, Look } from "../body/skin";

/** Read the palette from the style sheet. */
export function readLook(element: Element): Look {
  const style = getComputedStyle(element);
  const ink = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colour = (name: string, fallback: string): Colour => toColour(ink, style.getPropertyValue(name).trim() || fallback);
  const skin = colour("--body-skin", "#d9c9b8");
  return {
    skin,
    accent: colour("--accent", "#0b6b6b"),
    primary: colour("--zone-primary", "#0b6b6b"),
    spillover: colour("--zone-spillover", "#6fb1ac"),
    muscle: colour("--muscle", "#a2504a"),
    course: colour("--course", "#b8860b"),
    absent: colour("--ink", "#22262a"),
    shade: [0.5, 0.46, 0.44],
    paint: QUALITIES.map(({ id }) => colour(`--quality-${id}`, "#b3434a")),
  };
}

/** Let the canvas read any way of writing a colour. */
function toColour(ink: CanvasRenderingContext2D | null, text: string): Colour {
  if (!ink) return [0.5, 0.5, 0.5];
  ink.fillStyle = "#808080";
  ink.fillStyle = text;
  ink.fillRect(0, 0, 1, 1);
  const [r, g, b] = ink.getImageData(0, 0, 1, 1).data;
  return [r! / 255, g! / 255, b! / 255];
}

/** Calls back when the page turns light or dark. Returns how to stop. */
export function onThemeChange(change: () => void): () => void {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const observer = new MutationObserver(change);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
  dark.addEventListener("change", change);
  return () => {
    observer.disconnect();
    dark.removeEventListener("change", change);
  };
}
