/** Says which source the body shows, what its zones mean, and how it fits the painting. */

import { nameList } from "../chart/names";
import { voice } from "../state/caseStore";
import { comparison, source, sourceProblem } from "./source";
import { spokenComparison } from "./zones";

export function SourceLegend() {
  if (sourceProblem.value) return <p class="source-legend" role="status">{sourceProblem.value}</p>;
  const shown = source.value;
  if (!shown) return null;
  const zones = [...Object.values(shown.pain), ...Object.values(shown.altered)].map(({ zone }) => zone);
  const has = (zone: string) => zones.some((one) => one === zone);
  const match = comparison.value;
  const certain = has("primary") || has("core");
  return (
    <div class="source-legend" role="status">
      <p class="legend-name">{voice.value === "plain" ? shown.plain : shown.name}</p>
      <ul>
        {certain && <li><span class="key key-primary" />{has("primary") ? "where it is mostly felt" : "its own skin"}</li>}
        {(has("spillover") || has("variable")) && <li><span class="key key-spillover" />{has("spillover") ? "where it may spread" : "skin it shares"}</li>}
        {shown.course.length > 0 && <li><span class="key key-course" />the course of the nerve</li>}
        {shown.sites.length > 0 && <li><span class="key key-site" />where it can be trapped</li>}
        {shown.place && <li><span class="key key-place" />where the muscle lies</li>}
      </ul>
      {match && <ul>{spokenComparison(match).map((line) => <li key={line}>{line}</li>)}</ul>}
      {match && match.unexplained.length > 0 && <p class="hint">Not explained: {nameList(match.unexplained)}</p>}
    </div>
  );
}
