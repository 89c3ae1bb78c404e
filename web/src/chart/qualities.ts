/**
 * What it can feel like: names, groups and the pattern of each quality.
 *
 * A pattern is one path in a tile of 24 by 24 that repeats in all directions. The body, the flat chart and the
 * legend draw the same tile, so a quality is told apart on the screen, without colour and on paper.
 */

import type { Quality } from "../api/types";

export interface Pattern {
  readonly path: string;
  /** Breadth of the line; 0 fills the path instead. */
  readonly line: number;
}

export interface QualityInfo {
  readonly id: Quality;
  readonly says: string;
  readonly group: "Common" | "Pain" | "Feeling" | "Muscle" | "Skin and temperature";
  readonly pattern: Pattern;
}

export const TILE = 24;

const filled = (path: string): Pattern => ({ path, line: 0 });
const lined = (path: string, line: number): Pattern => ({ path, line });
const dot = (x: number, y: number, r: number) => `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;

export const QUALITIES: readonly QualityInfo[] = [
  { id: "pain_aching", says: "Aching", group: "Common", pattern: filled("M0 0H24V24H0Z") },
  {
    id: "burning", says: "Burning", group: "Common",
    pattern: filled("M12 1C13 6 19 9 19 15.5A7 6.8 0 0 1 5 15.5C5 12 7 10 8 7C9.5 8 10 9 10.2 10.5C12 8 12.5 5 12 1Z"),
  },
  { id: "tingling", says: "Tingling", group: "Common", pattern: filled(dot(6, 6, 3.2) + dot(18, 18, 3.2)) },
  { id: "numbness", says: "Numb", group: "Common", pattern: lined("M-3 15L15 -3M-3 27L27 -3M9 27L27 9", 3) },
  { id: "crawling", says: "Crawling", group: "Common", pattern: lined("M0 6Q6 -1 12 6T24 6M0 18Q6 11 12 18T24 18", 3) },
  { id: "urge_to_move", says: "Urge to move", group: "Common", pattern: lined("M2 4L9 12L2 20M13 4L20 12L13 20", 3.2) },
  { id: "cramp", says: "Cramp", group: "Common", pattern: filled("M3 4L12 10L21 4V20L12 14L3 20Z") },
  { id: "pain", says: "Pain, hard to describe", group: "Pain", pattern: filled("M0 0H12V12H0ZM12 12H24V24H12Z") },
  { id: "pain_sharp", says: "Sharp, stabbing", group: "Pain", pattern: filled("M6 1L11 12H1ZM18 13L23 24H13Z") },
  { id: "pain_shooting_electric", says: "Shooting, electric", group: "Pain", pattern: lined("M3 0L9 6L3 12L9 18L3 24M15 0L21 6L15 12L21 18L15 24", 2.6) },
  { id: "heaviness", says: "Heavy, tired", group: "Muscle", pattern: lined("M0 6H24M0 18H24", 5) },
  { id: "tightness", says: "Tight", group: "Muscle", pattern: lined("M4 0V24M12 0V24M20 0V24", 2.4) },
  { id: "twitching", says: "Twitching", group: "Muscle", pattern: filled("M3 3H10V10H3ZM15 15H22V22H15Z") },
  { id: "weakness", says: "Weak", group: "Muscle", pattern: lined("M2 2L10 10M14 14L22 22", 4) },
  { id: "itching", says: "Itching", group: "Feeling", pattern: lined("M2 2L10 10M10 2L2 10M14 14L22 22M22 14L14 22", 2.2) },
  { id: "cold", says: "Cold", group: "Skin and temperature", pattern: lined("M12 3V21M4.2 7.5L19.8 16.5M4.2 16.5L19.8 7.5", 2.4) },
  { id: "heat", says: "Warm, hot", group: "Skin and temperature", pattern: lined("M6 0Q-1 6 6 12T6 24M18 0Q11 6 18 12T18 24", 2.6) },
  { id: "swelling", says: "Swollen", group: "Skin and temperature", pattern: lined(dot(12, 12, 9) + dot(12, 12, 3.5), 2.4) },
  { id: "gooseflesh", says: "Goose bumps", group: "Skin and temperature", pattern: lined("M2 9A4 4 0 0 1 10 9M14 21A4 4 0 0 1 22 21", 2.2) },
];

export const GROUPS = ["Common", "Pain", "Feeling", "Muscle", "Skin and temperature"] as const;

const BY_ID = new Map(QUALITIES.map((quality, index) => [quality.id, { quality, index }]));

/** The channel in which a quality is painted. */
export function channelOf(quality: Quality): number {
  return BY_ID.get(quality)?.index ?? channelOf("pain");
}

export function infoOf(quality: Quality): QualityInfo {
  return BY_ID.get(quality)?.quality ?? infoOf("pain");
}

/** "aching and tingling" */
export function spokenQualities(qualities: readonly Quality[]): string {
  return qualities.map((quality) => infoOf(quality).says.toLowerCase()).join(" and ") || "something";
}

/** Every tile drawn as coverage, 0 to 255 per pixel, `size` pixels wide. Shapes at the edge continue on the other side. */
export function drawTiles(size: number): Uint8Array[] {
  const canvas = document.createElement("canvas");
  canvas.width = size;
  canvas.height = size * QUALITIES.length;
  const ink = canvas.getContext("2d", { willReadFrequently: true });
  if (!ink) return QUALITIES.map(() => new Uint8Array(size * size).fill(255));
  ink.scale(size / TILE, size / TILE);
  QUALITIES.forEach(({ pattern }, row) => drawTile(ink, pattern, row * TILE));
  const pixels = ink.getImageData(0, 0, size, canvas.height).data;
  return QUALITIES.map((_, row) => Uint8Array.from({ length: size * size }, (_, i) => pixels[4 * (row * size * size + i) + 3]!));
}

function drawTile(ink: CanvasRenderingContext2D, pattern: Pattern, top: number): void {
  const path = new Path2D(pattern.path);
  const frame = new Path2D();
  frame.rect(0, top, TILE, TILE);
  ink.lineWidth = pattern.line;
  ink.save();
  ink.clip(frame);
  for (const [x, y] of AROUND) {
    ink.save();
    ink.translate(x * TILE, top + y * TILE);
    if (pattern.line > 0) ink.stroke(path);
    else ink.fill(path);
    ink.restore();
  }
  ink.restore();
}

export const AROUND: readonly (readonly [number, number])[] = [-1, 0, 1].flatMap((y) => [-1, 0, 1].map((x) => [x, y] as const));
