import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Refused, Unreachable } from "../api/client";
import type { CaseFile } from "../api/types";
import { Saver } from "./saver";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A server with one case, which can be switched off, or cut off before it answers. */
function bench() {
  const server = { up: true, revision: 0, file: null as CaseFile | null, slow: 0, cut: false };
  let file: CaseFile = { title: "one" };
  const put = async (_: string, sent: CaseFile, revision: number | null) => {
    if (server.slow) await new Promise((done) => setTimeout(done, server.slow));
    if (!server.up) throw new Unreachable();
    if (server.file === sent) return { revision: server.revision }; // a repeated save
    if (revision !== (server.revision || null)) {
      throw new Refused("changed meanwhile", 409, null, { current: server.file && { case: server.file, revision: server.revision } });
    }
    server.revision += 1;
    server.file = sent;
    if (server.cut) throw new Unreachable();
    return { revision: server.revision };
  };
  const saver = new Saver("x", null, { put, current: () => file, saved: () => undefined, wait: 100, retry: 1000 });
  const edit = (title: string) => {
    file = { title };
    saver.touch();
  };
  return { server, saver, edit };
}

describe("saving", () => {
  test("soon after a change, and once for many", async () => {
    const { server, saver, edit } = bench();
    edit("a");
    edit("b");
    expect(saver.state.value.kind).toBe("waiting");
    await vi.advanceTimersByTimeAsync(150);
    expect(saver.state.value.kind).toBe("saved");
    expect(server).toMatchObject({ revision: 1, file: { title: "b" } });
  });

  test("a change while saving is saved after it, on the new revision", async () => {
    const { server, saver, edit } = bench();
    server.slow = 200;
    edit("a");
    await vi.advanceTimersByTimeAsync(150);
    edit("b");
    await vi.advanceTimersByTimeAsync(1000);
    expect(saver.state.value.kind).toBe("saved");
    expect(server).toMatchObject({ revision: 2, file: { title: "b" } });
  });

  test("while the server is gone it waits and tries again by itself", async () => {
    const { server, saver, edit } = bench();
    server.up = false;
    edit("a");
    await vi.advanceTimersByTimeAsync(150);
    expect(saver.state.value.kind).toBe("offline");
    edit("b");
    expect(saver.state.value.kind).toBe("offline");
    server.up = true;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(saver.state.value.kind).toBe("saved");
    expect(server.file).toEqual({ title: "b" });
  });

  test("a save whose answer was lost is no conflict with the changes after it", async () => {
    const { server, saver, edit } = bench();
    server.cut = true;
    edit("a");
    await vi.advanceTimersByTimeAsync(150);
    expect(saver.state.value.kind).toBe("offline");
    expect(server).toMatchObject({ revision: 1, file: { title: "a" } });
    edit("b");
    server.cut = false;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(saver.state.value.kind).toBe("saved");
    expect(server).toMatchObject({ revision: 2, file: { title: "b" } });
  });

  test("'try again' does not wait", async () => {
    const { server, saver, edit } = bench();
    server.up = false;
    edit("a");
    await vi.advanceTimersByTimeAsync(150);
    server.up = true;
    await saver.flush();
    expect(saver.state.value.kind).toBe("saved");
  });

  test("work of another tab is never overwritten", async () => {
    const { server, saver, edit } = bench();
    server.revision = 7;
    server.file = { title: "theirs" };
    edit("mine");
    await vi.advanceTimersByTimeAsync(150);
    expect(saver.state.value).toEqual({ kind: "conflict", current: { case: { title: "theirs" }, revision: 7 } });
    edit("still mine");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.file).toEqual({ title: "theirs" });
  });

  test("a case that another tab deleted is a conflict without a current one", async () => {
    const { server, saver, edit } = bench();
    server.revision = 3;
    edit("mine");
    await vi.advanceTimersByTimeAsync(150);
    expect(saver.state.value).toEqual({ kind: "conflict", current: null });
  });

  test("a refusal is said in the server's words, and the next change tries again", async () => {
    const { saver, edit } = bench();
    const put = vi.fn().mockRejectedValueOnce(new Refused("title: too long", 422)).mockResolvedValue({ revision: 1 });
    const strict = new Saver("x", null, { put, current: () => ({}), saved: () => undefined, wait: 100 });
    strict.touch();
    await vi.advanceTimersByTimeAsync(150);
    expect(strict.state.value).toEqual({ kind: "refused", message: "title: too long" });
    strict.touch();
    await vi.advanceTimersByTimeAsync(150);
    expect(strict.state.value.kind).toBe("saved");
    edit("unused");
    saver.close();
  });

  test("a closed saver sends nothing more", async () => {
    const { server, saver, edit } = bench();
    edit("a");
    saver.close();
    await vi.advanceTimersByTimeAsync(1000);
    expect(server.revision).toBe(0);
  });
});
