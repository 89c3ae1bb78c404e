/** The body chart: paint it, fill it in as a list, look at a small one, or see where something is done. */

export { BodyFigure } from "./BodyFigure";
export { BodyPane } from "./BodyPane";
export { RegionList } from "./RegionList";
export { TargetPane } from "./TargetPane";
