/** One way to the service: JSON in, JSON out, and every failure as one of two plain errors. */

import type {
  About, Comparison, ErrorBody, ExampleCard, KnowledgeKind, KnowledgeList, KnowledgeRecord, Overlay, SavedCase,
  StoredCase, Vocabulary,
} from "./library";
import type { Answer, AssessResponse, CaseFile, Question, Role } from "./types";

export const ROOT = "/api/v1";

/** The service answered, and said no. `message` is a plain sentence. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly field: string | null = null,
    readonly body: unknown = null,
  ) {
    super(message);
    this.name = "Refused";
  }
}

/** Nobody answered: the server is stopped or the connection is gone. */
export class Unreachable extends Error {
  constructor() {
    super("The Legwise server does not answer.");
    this.name = "Unreachable";
  }
}

function isErrorBody(body: unknown): body is ErrorBody {
  return typeof body === "object" && body !== null && "error" in body && typeof (body as ErrorBody).error?.message === "string";
}

/** Ask the service. Resolves with an answer that is a success; everything else is Refused or Unreachable. */
export async function ask(method: string, path: string, content?: unknown, signal?: AbortSignal): Promise<Response> {
  const response = await arriving(
    fetch(ROOT + path, {
      method,
      signal: signal ?? null,
      ...(content === undefined ? {} : { headers: { "Content-Type": "application/json" }, body: JSON.stringify(content) }),
    }),
  );
  if (response.ok) return response;
  const parsed = parsedText(await arriving(response.text()));
  if (isErrorBody(parsed)) throw new Refused(parsed.error.message, response.status, parsed.error.field, parsed);
  if (response.status === 502 || response.status === 504) throw new Unreachable(); // a proxy in front of a stopped server
  throw new Refused(`The server answered with an error (${response.status}).`, response.status, null, parsed);
}

/** What is still on its way; a connection that breaks meanwhile is Unreachable. */
export async function arriving<T>(coming: Promise<T>): Promise<T> {
  try {
    return await coming;
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === "AbortError") throw failure;
    throw new Unreachable();
  }
}

export async function call<T>(method: string, path: string, content?: unknown, signal?: AbortSignal): Promise<T> {
  const response = await ask(method, path, content, signal);
  return parsedText(await arriving(response.text())) as T;
}

function parsedText(text: string): unknown {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

const id = encodeURIComponent;

export const api = {
  about: () => call<About>("GET", "/about"),
  vocabulary: () => call<Vocabulary>("GET", "/vocabulary"),
  /** `quick`: rather a rough answer now than an exact one that takes long; it is then not `final`. */
  assess: (file: CaseFile, role: Role, skipped: string[], quick: boolean) =>
    call<AssessResponse>("POST", "/assess", { case: file, role, skipped, quick }),
  /** Tell the service what will soon be asked, quickly; it answers nothing. */
  ahead: (file: CaseFile, role: Role, skipped: string[]) =>
    call<null>("POST", "/assess/ahead", { case: file, role, skipped, quick: true }),
  next: (file: CaseFile, role: Role, skipped: string[], signal?: AbortSignal) =>
    call<{ question: Question | null }>("POST", "/interview/next", { case: file, role, skipped }, signal),
  record: (file: CaseFile, question: Question, answer: Answer) =>
    call<{ case: CaseFile }>("POST", "/interview/record", { case: file, question, answer }),
  parse: (text: string, name: string) => call<{ case: CaseFile }>("POST", "/case/parse", { text, name }),
  export: (file: CaseFile, format: "yaml" | "json") => call<{ text: string }>("POST", "/case/export", { case: file, format }),
  examples: () => call<ExampleCard[]>("GET", "/examples"),
  example: (key: string) => call<{ case: CaseFile; gold: Record<string, unknown> | null }>("GET", `/examples/${id(key)}`),
  cases: () => call<SavedCase[]>("GET", "/cases"),
  case: (key: string) => call<StoredCase>("GET", `/cases/${id(key)}`),
  save: (key: string, file: CaseFile, revision: number | null) =>
    call<{ revision: number }>("PUT", `/cases/${id(key)}`, { case: file, revision }),
  duplicate: (key: string) => call<{ id: string; revision: number }>("POST", `/cases/${id(key)}/duplicate`),
  remove: (key: string) => call<null>("DELETE", `/cases/${id(key)}`),
  overlay: (key: string) => call<Overlay>("GET", `/overlay/${id(key)}`),
  compare: (key: string, file: CaseFile) => call<Comparison>("POST", `/overlay/${id(key)}/compare`, { case: file }),
  list: (kind: KnowledgeKind, query: string, offset: number, limit: number, signal?: AbortSignal) =>
    call<KnowledgeList>("GET", `/knowledge/${kind}?${new URLSearchParams({ q: query, offset: String(offset), limit: String(limit) })}`, undefined, signal),
  record_of: (kind: KnowledgeKind, key: string) => call<KnowledgeRecord>("GET", `/knowledge/${kind}/${id(key)}`),
};
