import { describe, expect, test } from "vitest";
import { href, parse } from "./route";
import type { Route } from "./route";

describe("addresses", () => {
  test.each<[string, Route]>([
    ["", { page: "start" }],
    ["#/", { page: "start" }],
    ["#/cases", { page: "cases" }],
    ["#/case/abc", { page: "case", id: "abc", step: null }],
    ["#/case/abc/sheet", { page: "case", id: "abc", step: "sheet" }],
    ["#/people", { page: "people", code: null, at: null, query: "", from: 0 }],
    ["#/people?q=file+7&from=50", { page: "people", code: null, at: null, query: "file 7", from: 50 }],
    ["#/people/AB2C-DE3F", { page: "people", code: "AB2C-DE3F", at: null, query: "", from: 0 }],
    ["#/people/AB2C-DE3F/course", { page: "people", code: "AB2C-DE3F", at: "course", query: "", from: 0 }],
    ["#/case/abc/plan", { page: "case", id: "abc", step: "plan" }],
    ["#/knowledge", { page: "knowledge", kind: null, id: null, query: "" }],
    ["#/knowledge/muscles?q=gluteus+min", { page: "knowledge", kind: "muscles", id: null, query: "gluteus min" }],
    ["#/knowledge/roots/L5", { page: "knowledge", kind: "roots", id: "L5", query: "" }],
  ])("%s is read, and written back to the same place", (hash, route) => {
    expect(parse(hash)).toEqual(route);
    expect(parse(href(route))).toEqual(route);
  });

  test("names with slashes, spaces and percent signs survive", () => {
    for (const id of ["a/b c", "50 %", "ü?#"]) {
      const route: Route = { page: "knowledge", kind: "sources", id, query: "" };
      expect(parse(href(route))).toEqual(route);
    }
  });

  test.each(["#/nowhere", "#/knowledge/kitchens", "#/case/abc/elsewhere", "#/case", "#/people/a/b/c"])("%s is no page", (hash) => {
    expect(parse(hash).page).toBe("missing");
  });

  test("a damaged escape is no crash", () => {
    expect(parse("#/case/%E0%A4%A")).toEqual({ page: "case", id: "%E0%A4%A", step: null });
  });
});
