/** The body of this page: fetched once, shared by every chart on it. */

import { signal } from "@preact/signals";
import { makeAtlas } from "./atlas";
import type { Atlas } from "./atlas";
import { BodyError, readBody } from "./glb";

export type BodyState =
  | { readonly kind: "loading" }
  | { readonly kind: "ready"; readonly atlas: Atlas; readonly checksum: string }
  | { readonly kind: "failed"; readonly message: string };

export const body = signal<BodyState>({ kind: "loading" });

let asked = false;

/** Fetch the body unless that was done already; `again` tries once more after a failure. */
export async function loadBody(again = false): Promise<void> {
  if (asked && !(again && body.value.kind === "failed")) return;
  asked = true;
  body.value = { kind: "loading" };
  try {
    const answer = await fetch("/api/v1/body.glb");
    if (!answer.ok) throw new BodyError(`The server has no body to show (${answer.status}).`);
    const file = await answer.arrayBuffer();
    const checksum = answer.headers.get("ETag")?.replace(/^W\//, "").replaceAll('"', "") || digest(file);
    body.value = { kind: "ready", atlas: makeAtlas(readBody(file)), checksum };
  } catch (failure) {
    const known = failure instanceof BodyError ? failure.message : "The body could not be fetched from the server.";
    body.value = { kind: "failed", message: known };
  }
}

/** Names this body where the server gave no name: a checksum of its bytes (FNV-1a), for comparing only. */
function digest(file: ArrayBuffer): string {
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(file)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return `fnv1a-${hash.toString(16).padStart(8, "0")}-${file.byteLength}`;
}
