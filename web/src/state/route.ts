/** Addresses: everything has one, so that reload, back and a second tab work. The part after # never leaves the browser. */

import { computed, signal } from "@preact/signals";
import type { KnowledgeKind } from "../api/library";

export const STEPS = ["safety", "where", "questions", "facts", "sheet", "given", "summary", "plan"] as const;
export type CaseStep = (typeof STEPS)[number];

export const KINDS: readonly KnowledgeKind[] = [
  "conditions", "muscles", "roots", "nerves", "entrapments", "findings", "signs", "factors", "red_flags", "claims", "sources", "facts",
];

/** `at` is "course" or the id of a visit; `from` counts the people that stand before the first one shown. */
export interface PeopleRoute {
  page: "people";
  code: string | null;
  at: string | null;
  query: string;
  from: number;
}

export type Route =
  | { page: "start" }
  | { page: "cases" }
  | { page: "about" }
  | PeopleRoute
  | { page: "case"; id: string; step: CaseStep | null }
  | { page: "knowledge"; kind: KnowledgeKind | null; id: string | null; query: string }
  | { page: "missing"; path: string };

export function parse(hash: string): Route {
  const [path = "", search = ""] = hash.replace(/^#?\/?/, "").split("?", 2);
  const [first = "", second = "", ...rest] = path.split("/").map(decoded);
  const third = rest.join("/");
  if (first === "") return { page: "start" };
  if (first === "cases" || first === "about") return { page: first };
  if (first === "case" && second) {
    if (third && !isStep(third)) return { page: "missing", path };
    return { page: "case", id: second, step: isStep(third) ? third : null };
  }
  if (first === "people") {
    const asked = new URLSearchParams(search);
    const from = Math.max(0, Math.trunc(Number(asked.get("from")))) || 0;
    return rest.length > 1 ? { page: "missing", path } : { page: "people", code: second || null, at: rest[0] ?? null, query: asked.get("q") ?? "", from };
  }
  if (first === "knowledge") {
    if (second && !isKind(second)) return { page: "missing", path };
    const query = new URLSearchParams(search).get("q") ?? "";
    return { page: "knowledge", kind: isKind(second) ? second : null, id: third || null, query };
  }
  return { page: "missing", path };
}

export function href(route: Route): string {
  switch (route.page) {
    case "start":
      return "#/";
    case "case":
      return `#/case/${encodeURIComponent(route.id)}${route.step ? `/${route.step}` : ""}`;
    case "knowledge": {
      const path = [route.kind, route.id].filter((part) => part !== null).map(encodeURIComponent);
      return `#/${["knowledge", ...path].join("/")}${route.query ? `?${new URLSearchParams({ q: route.query })}` : ""}`;
    }
    case "people": {
      const path = ["people", route.code, route.at].filter((part) => part !== null).map(encodeURIComponent).join("/");
      const asked = new URLSearchParams({ ...(route.query && { q: route.query }), ...(route.from > 0 && { from: String(route.from) }) }).toString();
      return `#/${path}${asked && `?${asked}`}`;
    }
    case "missing":
      return `#/${route.path}`;
    default:
      return `#/${route.page}`;
  }
}

export const personHref = (code: string, at: string | null = null): string => href({ page: "people", code, at, query: "", from: 0 });
export const record = (kind: KnowledgeKind, id: string): string => href({ page: "knowledge", kind, id, query: "" });

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const isStep = (text: string): text is CaseStep => (STEPS as readonly string[]).includes(text);
export const isKind = (text: string): text is KnowledgeKind => (KINDS as readonly string[]).includes(text);

const hash = signal(location.hash);
export const route = computed(() => parse(hash.value));

window.addEventListener("hashchange", () => {
  hash.value = location.hash;
});

export function go(to: Route): void {
  location.hash = href(to);
  hash.value = location.hash;
}

/** Change the address without a new entry in the history (search as you type). */
export function replace(to: Route): void {
  window.history.replaceState(null, "", href(to));
  hash.value = location.hash;
}
