/** The body to paint on, with everything a hand needs: views, tools, pens, strength and time. */

import { useEffect, useState } from "preact/hooks";
import { body, loadBody } from "../body/load";
import { canTurn } from "../body/stage";
import type { Stage } from "../body/stage";
import { SourceLegend } from "../overlay/SourceLegend";
import { loadVocabulary } from "../state/vocabulary";
import "./chart.css";
import { FeelingEditor } from "./FeelingEditor";
import { LayerList } from "./LayerList";
import { fetchStage } from "./openStage";
import { Palette } from "./Palette";
import { StageView } from "./StageView";
import { StatusLine } from "./StatusLine";
import { ToolBar } from "./ToolBar";
import { ViewButtons } from "./ViewButtons";

export function BodyPane() {
  const [stage, setStage] = useState<Stage | null>(null);
  useEffect(() => {
    void loadBody();
    void fetchStage();
    void loadVocabulary();
  }, []);
  const { value } = body;
  return (
    <section class="body-pane" aria-label="Body chart">
      <div class="body-layout">
        <div class="body-view">
          {stage && <ViewButtons stage={stage} />}
          {value.kind === "ready" && <StageView atlas={value.atlas} ready={setStage} />}
          {value.kind === "loading" && <div class="stage"><p class="stage-note" role="status">Fetching the body…</p></div>}
          {value.kind === "failed" && <BodyMissing message={value.message} />}
          <StatusLine />
          {stage && <ToolBar turns={canTurn(stage)} />}
          {stage && !canTurn(stage) && <p class="hint">This browser has no 3D drawing (WebGL), so the body is shown flat. Painting works the same.</p>}
        </div>
        <div class="body-pens">
          <SourceLegend />
          <Palette />
          <FeelingEditor />
          <LayerList />
        </div>
      </div>
    </section>
  );
}

function BodyMissing({ message }: { message: string }) {
  return (
    <div class="stage">
      <div class="stage-note" role="alert">
        <p>{message} You can mark the places in the list instead; nothing is lost.</p>
        <button type="button" onClick={() => void loadBody(true)}>Try again</button>
      </div>
    </div>
  );
}
