/** When the order of a list changes its items slide to their new places instead of jumping. */

import { useLayoutEffect, useRef } from "preact/hooks";

export function useSlide<T extends HTMLElement>(order: string): { current: T | null } {
  const list = useRef<T>(null);
  const tops = useRef(new Map<string, number>());
  useLayoutEffect(() => {
    const items = [...(list.current?.children ?? [])].filter((child): child is HTMLElement => child instanceof HTMLElement);
    const now = new Map(items.map((item) => [item.dataset["key"] ?? "", item.offsetTop]));
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    for (const item of items) {
      const key = item.dataset["key"] ?? "";
      const [from, to] = [tops.current.get(key), now.get(key)];
      if (still || from === undefined || to === undefined || from === to || !item.animate) continue;
      item.animate([{ transform: `translateY(${from - to}px)` }, { transform: "none" }], { duration: 160, easing: "ease-out" });
    }
    tops.current = now;
  }, [order]);
  return list;
}
