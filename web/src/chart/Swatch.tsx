/** The pattern of a quality as a small picture: the same tile that is painted on the body. */

import type { Quality } from "../api/types";
import { AROUND, infoOf, TILE } from "./qualities";

export function Swatch({ quality }: { quality: Quality }) {
  const { pattern } = infoOf(quality);
  const look = pattern.line > 0 ? { fill: "none", stroke: "currentColor", "stroke-width": pattern.line } : { fill: "currentColor" };
  return (
    <svg class="swatch" viewBox={`0 0 ${TILE * 1.5} ${TILE}`} aria-hidden="true" data-quality={quality}>
      <rect width="100%" height="100%" fill="currentColor" opacity="0.2" />
      {[...AROUND, [2, 0] as const].map(([x, y]) => (
        <path key={`${x} ${y}`} d={pattern.path} transform={`translate(${x * TILE} ${y * TILE})`} {...look} />
      ))}
    </svg>
  );
}
