/** Small labelled marks where a nerve can be trapped, kept over their place while the body moves. */

import { useEffect, useRef } from "preact/hooks";
import type { Overlay } from "../api/library";
import type { Stage } from "../body/stage";

type Site = Overlay["sites"][number];

const LINE = 22; // CSS pixels between two labels

export function SiteLabels({ stage, sites }: { stage: Stage; sites: readonly Site[] }) {
  const box = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const place = () => box.current && placeLabels(box.current, stage, sites);
    place();
    return stage.onDrawn(place);
  }, [stage, sites]);
  return (
    <ul class="site-labels" ref={box} aria-label="Where the nerve can be trapped">
      {sites.map((site) => (
        <li key={site.id}><span class="site-dot" /><span class="site-name">{site.name}</span></li>
      ))}
    </ul>
  );
}

const GAP = 12; // CSS pixels between mark and label

/**
 * Labels go to the outer side of their mark where they fit, are moved down where they would cover each other, and
 * end with the picture. What lies behind the body keeps its mark without a label: there are too many to read.
 */
function placeLabels(box: HTMLElement, stage: Stage, sites: readonly Site[]): void {
  const { clientWidth: width, clientHeight: height } = stage.canvas;
  const spots = sites.map((site, index) => ({ ...stage.spotOf(site.point), item: box.children[index] as HTMLElement }));
  const free: Record<"left" | "right", number> = { left: -Infinity, right: -Infinity };
  for (const { x, y, hidden, item } of [...spots].sort((a, b) => a.y - b.y)) {
    const outside = x < 0 || y < 0 || x > width || y > height;
    item.hidden = outside;
    item.classList.toggle("behind", hidden);
    if (outside) continue;
    item.style.transform = `translate(${x}px, ${y}px)`;
    if (hidden) continue;
    const label = item.lastElementChild as HTMLElement;
    const side = sideFor(x, width, label.scrollWidth + GAP);
    const at = Math.max(y, free[side] + LINE);
    free[side] = at;
    item.classList.toggle("to-left", side === "left");
    label.style.top = `${at - y}px`;
    label.style.maxWidth = `${Math.max(0, (side === "left" ? x : width - x) - GAP)}px`;
  }
}

export function sideFor(x: number, width: number, needed: number): "left" | "right" {
  const outer = x > width / 2 ? "right" : "left";
  const room = { left: x, right: width - x };
  if (room[outer] >= needed) return outer;
  return room.left > room.right ? "left" : "right";
}
