/** Reports: a case in, a file out (`legwise.exchange`). */

import { arriving, ask } from "./client";
import type { CaseFile } from "./types";
import type { PlanRole } from "./plan";

export type ReportKind = "summary" | "clinical" | "referral" | "session" | "home";
export type ReportFormat = "pdf" | "html";
export type Paper = "a4" | "letter";

export interface ReportRequest {
  case: CaseFile;
  kind: ReportKind;
  format: ReportFormat;
  paper: Paper;
  /** The day that the report bears, as YYYY-MM-DD: that of the reader, not of the server. */
  date: string;
  minutes: number;
  role: PlanRole;
}

export interface ReportFile {
  name: string;
  content: Blob;
}

export async function reportOf(request: ReportRequest): Promise<ReportFile> {
  const answer = await ask("POST", "/report", request);
  const content = await arriving(answer.blob());
  return { name: fileNameOf(answer.headers.get("Content-Disposition")) ?? `legwise-${request.kind}.${request.format}`, content };
}

/** The name that the service gives a file. */
export function fileNameOf(disposition: string | null): string | null {
  return /filename="([^"/\\]+)"/.exec(disposition ?? "")?.[1] ?? null;
}
