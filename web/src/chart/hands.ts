/** What pointers do to the chart: point at regions, and paint or erase. */

import type { Atlas } from "../body/atlas";
import type { Layers, Stage } from "../body/stage";
import { setAll } from "../body/coverage";
import { paintBits } from "./bits";
import type { Hands } from "./gestures";
import { brushCm, mirrorOn, tool } from "./pen";
import { channelOf } from "./qualities";
import { activeFeeling, finishStroke, picture, pointed, watchStroke } from "./session";
import { beginStroke } from "./stroke";
import type { Stroke } from "./stroke";

export function makeHands(stage: Stage, atlas: Atlas, layers: Layers, ring: HTMLElement): Hands {
  let stroke: Stroke | null = null;
  let erasing = false;
  let watch = watchStroke();
  const painting = () => tool.value !== "turn";
  return {
    painting,
    begin(x, y) {
      erasing = tool.value === "erase";
      const channels = erasing ? null : activeFeeling.value.qualities.map(channelOf);
      stroke = beginStroke(atlas, layers.paint, stage, { radius: brushCm.value / 200, mirror: mirrorOn.value, channels });
      watch = watchStroke();
      stage.paintChanged(stroke.to(x, y));
    },
    to(x, y) {
      stage.paintChanged(stroke?.to(x, y) ?? null);
      if (stroke) watch(erasing, stroke.faces);
    },
    end() {
      if (stroke) finishStroke(erasing, stroke.faces);
      stroke = null;
      // The case may have refused (nothing new): the skin shows what the case says.
      stage.paintChanged(setAll(atlas, layers.paint, paintBits(picture.value, atlas)));
    },
    cancel() {
      stage.paintChanged(stroke?.cancel() ?? null);
      stroke = null;
    },
    hover(x, y) {
      const hit = stage.pick(x, y);
      pointed.value = hit ? atlas.regionOf(hit.face) : null;
      ring.hidden = !hit || !painting();
      ring.style.transform = `translate(${x}px, ${y}px) translate(-50%, -50%)`;
    },
    leave() {
      pointed.value = null;
      ring.hidden = true;
    },
  };
}
