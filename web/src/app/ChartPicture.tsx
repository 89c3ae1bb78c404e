/** The flat chart of a case as a picture, drawn by the service. */

import { useEffect, useState } from "preact/hooks";
import { ROOT } from "../api/client";
import type { CaseFile, View } from "../api/types";

export function ChartPicture({ file, view }: { file: CaseFile; view: View }) {
  const [source, setSource] = useState<string | null>(null);
  useEffect(() => {
    const stop = new AbortController();
    let made: string | null = null;
    const body = JSON.stringify({ case: file });
    fetch(`${ROOT}/chart.svg?view=${view}`, { method: "POST", headers: { "Content-Type": "application/json" }, body, signal: stop.signal })
      .then((answer) => (answer.ok ? answer.blob() : Promise.reject(new Error(String(answer.status)))))
      .then((picture) => setSource((made = URL.createObjectURL(picture))))
      .catch(() => undefined); // the list beside it says the same in words
    return () => {
      stop.abort();
      if (made) URL.revokeObjectURL(made);
    };
  }, [file, view]);
  return source ? <img src={source} alt={`Body chart, ${view}; the marks are listed in words`} /> : null;
}
