/** The body on the page: a canvas that shows the picture of the case and takes the brush. */

import { effect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { facesNear } from "../body/brush";
import { bitsOf } from "../body/channels";
import { setAll } from "../body/coverage";
import type { Atlas } from "../body/atlas";
import { surroundings } from "../body/surroundings";
import type { Layers, Stage } from "../body/stage";
import { SiteLabels } from "../overlay/SiteLabels";
import { comparison, followSource, source } from "../overlay/source";
import { facesShown } from "../overlay/zones";
import { paintBits, strengths } from "./bits";
import { attachGestures } from "./gestures";
import { onThemeChange, readLook } from "./look";
import { brushCm, tool } from "./pen";
import { picture, pointed } from "./session";
import { makeHands } from "./hands";
import { mountStage } from "./mountStage";

const FADE = 0.62; // of paint that the source explains
const LABEL =
  "Body to paint on. Arrow keys turn it, with Shift they move it, plus and minus zoom, space paints at the cross in the middle. " +
  "The list of regions does the same without drawing.";

export function StageView({ atlas, ready }: { atlas: Atlas; ready: (stage: Stage) => void }) {
  const place = useRef<HTMLDivElement>(null);
  const ring = useRef<HTMLDivElement>(null);
  const sides = useRef<HTMLParagraphElement>(null);
  const [stage, setStage] = useState<Stage | null>(null);
  const [lost, setLost] = useState(false);

  useEffect(() => {
    const [home, circle, names] = [place.current, ring.current, sides.current];
    if (!home || !circle || !names) return; // the page was left before the body came; the refs are empty by then
    return mountStage(atlas, {
      home, sides: names, label: LABEL, lost: setLost,
      opened: (found, layers) => {
        const stop = connect(found, atlas, layers, circle);
        setStage(found);
        ready(found);
        setTimeout(() => warmUp(found, atlas), 50);
        return stop;
      },
    });
  }, [atlas]);

  const sites = source.value?.sites ?? [];
  return (
    <div class={`stage tool-${tool.value}`} ref={place}>
      <div class="brush-ring" ref={ring} hidden />
      <div class="cross" aria-hidden="true" />
      <p class="sides" ref={sides} aria-hidden="true"><span /><span /></p>
      {stage && sites.length > 0 && <SiteLabels stage={stage} sites={sites} />}
      {!stage && <p class="stage-note" role="status">Preparing the body…</p>}
      {lost && <p class="stage-note" role="alert">The graphics card stopped drawing the body. Nothing is lost; it comes back by itself, or reload the page.</p>}
    </div>
  );
}

/** What the first touch would wait for is made while nobody waits: after the body is on the screen. */
function warmUp(stage: Stage, atlas: Atlas): void {
  stage.pick(0, 0);
  surroundings(atlas);
  facesNear(atlas, 0, [0, 0, 0], 0);
}

/** Keep the stage in step with the case, the source in view, the pen and the colours of the page. */
function connect(stage: Stage, atlas: Atlas, layers: Layers, ring: HTMLElement): () => void {
  const look = () => stage.setLook(readLook(stage.canvas));
  look();
  const stops = [
    onThemeChange(look),
    followSource(),
    effect(() => stage.paintChanged(setAll(atlas, layers.paint, paintBits(picture.value, atlas)))),
    effect(() => stage.setStrengths(strengths(picture.value), comparison.value ? FADE : 0)),
    effect(() => {
      const shown = facesShown(atlas, source.value, comparison.value, pointed.value === null ? [] : [pointed.value]);
      stage.shownChanged(setAll(atlas, layers.shown, bitsOf(shown, atlas.faceCount)));
    }),
    effect(() => stage.setCourses((source.value?.course ?? []).map((course) => course.points))),
    attachGestures(stage, makeHands(stage, atlas, layers, ring)),
    effect(() => {
      const across = (brushCm.value / 100 / stage.metresPerPixel()).toFixed(1);
      ring.style.width = ring.style.height = `${across}px`;
    }),
    stage.onDrawn(() => {
      const across = `${(brushCm.value / 100 / stage.metresPerPixel()).toFixed(1)}px`;
      if (ring.style.width !== across) ring.style.width = ring.style.height = across;
    }),
  ];
  return () => stops.forEach((stop) => stop());
}
