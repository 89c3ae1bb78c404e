/** Open a case file from disk, chosen or dropped. */

import { useState } from "preact/hooks";
import { importFile } from "../state/session";

export function ImportFile() {
  const [problem, setProblem] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const [busy, setBusy] = useState(false);
  const take = (file: File | undefined) => {
    if (!file) return;
    setProblem(null);
    setBusy(true);
    importFile(file).catch((failure: unknown) => setProblem(failure instanceof Error ? failure.message : String(failure))).finally(() => setBusy(false));
  };
  return (
    <section
      class={`import${over ? " over" : ""}`} aria-label="Open a case file"
      onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)}
      onDrop={(event) => { event.preventDefault(); setOver(false); take(event.dataTransfer?.files[0]); }}
    >
      <label class="file">
        <span class="button">Open a case file</span>
        <input
          type="file" class="sr" accept=".yaml,.yml,.json,application/json,application/yaml"
          onChange={(event) => { take(event.currentTarget.files?.[0]); event.currentTarget.value = ""; }}
        />
      </label>
      <span class="fine">{busy ? "Reading…" : "YAML or JSON, at most 2 MB; or drop it here."}</span>
      {problem && <p class="field-problem" role="alert">The file was not opened. {problem}</p>}
    </section>
  );
}
