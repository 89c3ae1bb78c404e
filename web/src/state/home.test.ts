import { afterEach, expect, test, vi } from "vitest";
import { Refused } from "../api/client";
import { assessmentsKept, loadCase, saveCase, visitCase, visitOf } from "./home";

const id = visitCase("AB2C-DE3F", "0123456789abcdef");
const sent: [string, string, unknown][] = [];

function serve(answers: Record<string, [number, unknown]>): void {
  sent.length = 0;
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    const key = `${init.method} ${path.replace("/api/v1", "").replace("/people/AB2C-DE3F/visits/0123456789abcdef", "VISIT")}`;
    sent.push([init.method!, path, init.body && JSON.parse(String(init.body))]);
    const [status, body] = answers[key] ?? [404, { error: { field: null, message: `nothing at ${key}` } }];
    return new Response(JSON.stringify(body), { status });
  });
}

afterEach(() => vi.unstubAllGlobals());

test("the id of a case says where it is kept", () => {
  expect(visitOf(id)).toEqual({ code: "AB2C-DE3F", visit: "0123456789abcdef" });
  expect(visitOf("k3j9")).toBeNull();
  expect(visitOf(null)).toBeNull();
});

test("a visit without a case opens empty; one with a case opens with its version", async () => {
  serve({ "GET VISIT": [200, { documents: {} }] });
  expect(await loadCase(id)).toEqual({ case: {}, revision: null });
  serve({ "GET VISIT": [200, { documents: { case: { version: 3, body: { title: "a" } } } }] });
  expect(await loadCase(id)).toEqual({ case: { title: "a" }, revision: 3 });
});

test("what is kept is kept with its assessment", async () => {
  const assessment = { urgency: "routine" };
  serve({
    "PUT VISIT/case": [200, { version: 2 }], "POST /assess": [200, { assessment }],
    "GET VISIT": [200, { documents: { assessment: { version: 7 } } }], "PUT VISIT/assessment": [200, { version: 8 }],
  });
  expect(await saveCase(id, { title: "b" }, 1)).toEqual({ revision: 2 });
  await assessmentsKept();
  expect(sent.at(0)?.[2]).toEqual({ body: { title: "b" }, version: 1 });
  expect(sent.at(-1)?.[2]).toEqual({ body: assessment, version: 7 });
});

test("a conflict comes as the saver knows it, with what is kept instead", async () => {
  serve({ "PUT VISIT/case": [409, { error: { field: null, message: "changed meanwhile" }, current: { version: 5, body: { title: "theirs" } } }] });
  const failure = await saveCase(id, { title: "mine" }, 4).catch((one: unknown) => one);
  expect(failure).toBeInstanceOf(Refused);
  expect(failure).toMatchObject({ status: 409, body: { current: { case: { title: "theirs" }, revision: 5 } } });
});
