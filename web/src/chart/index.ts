/** The body chart: paint it, fill it in as a list, or look at a small one. */

export { BodyFigure } from "./BodyFigure";
export { BodyPane } from "./BodyPane";
export { RegionList } from "./RegionList";
