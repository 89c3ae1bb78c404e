import type { Stage } from "../body/stage";
import { VIEW_NAMES } from "../body/orbit";
import type { ViewName } from "../body/orbit";

const SAYS: Record<ViewName, string> = { front: "Front", back: "Back", left: "Left", right: "Right", soles: "Soles" };

/** Left and right are those of the person on the chart. */
export function ViewButtons({ stage }: { stage: Stage }) {
  return (
    <div class="views" role="group" aria-label="Look at the body from">
      {VIEW_NAMES.map((view) => (
        <button key={view} type="button" onClick={() => stage.lookFrom(view)}>{SAYS[view]}</button>
      ))}
    </div>
  );
}
