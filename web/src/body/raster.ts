/**
 * The body as a flat picture without any graphics card: which face each pixel shows, and how it is lit.
 *
 * Parallel projection, nearest face wins. Made once per view and size; paint is laid over it by `compose`.
 */

import type { Atlas } from "./atlas";
import { axesOf, cutAbove } from "./orbit";
import type { ViewName } from "./orbit";
import type { Point } from "./brush";

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Face per pixel, -1 beside the body. */
  readonly face: Int32Array;
  /** Weights of the first two corners of that face, 0 to 255. */
  readonly first: Uint8Array;
  readonly second: Uint8Array;
  /** 0 dark to 255 bright. */
  readonly light: Uint8Array;
  /** Towards the eye, in metres. */
  readonly depth: Float32Array;
  readonly metresPerPixel: number;
  /** Pixel and depth of a point of the body. */
  place(point: Point): { x: number; y: number; depth: number };
}

/** What a view shows: its middle, and half its height and width in metres. */
const FRAMES: Record<ViewName, { turn: number; tilt: number; middle: Point; tall: number; wide: number }> = {
  front: { turn: 0, tilt: 0, middle: [0, 0.58, 0.03], tall: 0.61, wide: 0.28 },
  back: { turn: Math.PI, tilt: 0, middle: [0, 0.58, 0.03], tall: 0.61, wide: 0.28 },
  left: { turn: Math.PI / 2, tilt: 0, middle: [0, 0.58, 0.03], tall: 0.61, wide: 0.2 },
  right: { turn: -Math.PI / 2, tilt: 0, middle: [0, 0.58, 0.03], tall: 0.61, wide: 0.2 },
  soles: { turn: 0, tilt: -Math.PI / 2, middle: [0, 0, 0.06], tall: 0.17, wide: 0.25 },
};

/** `hidden` names a region that is left out, without its side. */
export function rasterise(atlas: Atlas, view: ViewName, width: number, height: number, hidden: string | null = null): Picture {
  const frame = FRAMES[view];
  const axes = axesOf(frame);
  const metresPerPixel = Math.max((2 * frame.tall) / height, (2 * frame.wide) / width);
  const along = (axis: Point, x: number, y: number, z: number) =>
    (x - frame.middle[0]) * axis[0] + (y - frame.middle[1]) * axis[1] + (z - frame.middle[2]) * axis[2];
  const place = ([x, y, z]: Point) => ({
    x: width / 2 + along(axes.right, x, y, z) / metresPerPixel,
    y: height / 2 - along(axes.up, x, y, z) / metresPerPixel,
    depth: along(axes.back, x, y, z),
  });
  const pixels = width * height;
  const picture: Picture = {
    width, height, metresPerPixel, place,
    face: new Int32Array(pixels).fill(-1),
    first: new Uint8Array(pixels), second: new Uint8Array(pixels), light: new Uint8Array(pixels),
    depth: new Float32Array(pixels).fill(-Infinity),
  };
  const corners = placeAll(atlas, place);
  const bright = lightAll(atlas, axes);
  const cut = cutAbove(frame);
  const shown = atlas.regions.map((region) => region.replace(/^[LR]:/, "") !== hidden);
  for (let face = 0; face < atlas.faceCount; face++) {
    if (shown[atlas.faceRegion[face]!] && atlas.centres[3 * face + 1]! < cut) fillFace(atlas, picture, corners, bright, face);
  }
  return picture;
}

function placeAll(atlas: Atlas, place: Picture["place"]): Float32Array {
  const placed = new Float32Array(3 * atlas.vertexCount);
  for (let v = 0; v < atlas.vertexCount; v++) {
    const { x, y, depth } = place([atlas.positions[3 * v]!, atlas.positions[3 * v + 1]!, atlas.positions[3 * v + 2]!]);
    placed.set([x, y, depth], 3 * v);
  }
  return placed;
}

/** The same soft light as in the scene, per vertex. */
function lightAll(atlas: Atlas, { right, up, back }: ReturnType<typeof axesOf>): Float32Array {
  const ray = [0, 1, 2].map((k) => back[k]! - 0.45 * right[k]! + 0.6 * up[k]!);
  const length = Math.hypot(...ray);
  return Float32Array.from({ length: atlas.vertexCount }, (_, v) => {
    const dot = (axis: readonly number[]) => [0, 1, 2].reduce((sum, k) => sum + atlas.normals[3 * v + k]! * axis[k]!, 0);
    const wrap = 0.5 + (0.5 * dot(ray)) / length;
    const lit = 0.5 + 0.46 * wrap * wrap + 0.05 * (1 + atlas.normals[3 * v + 1]!);
    const rim = Math.max(0, 1 - Math.max(0, dot(back))) ** 2.5;
    return 255 * Math.min(1, lit * (1 - 0.4 * rim));
  });
}

function fillFace(atlas: Atlas, picture: Picture, corners: Float32Array, bright: Float32Array, face: number): void {
  const [a, b, c] = [atlas.triangles[3 * face]!, atlas.triangles[3 * face + 1]!, atlas.triangles[3 * face + 2]!];
  const [ax, ay, az] = [corners[3 * a]!, corners[3 * a + 1]!, corners[3 * a + 2]!];
  const [bx, by, bz] = [corners[3 * b]!, corners[3 * b + 1]!, corners[3 * b + 2]!];
  const [cx, cy, cz] = [corners[3 * c]!, corners[3 * c + 1]!, corners[3 * c + 2]!];
  const whole = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
  if (whole >= 0) return; // looks away (y runs down on the screen)
  const { width, height } = picture;
  const [left, right] = [Math.max(0, Math.ceil(Math.min(ax, bx, cx) - 0.5)), Math.min(width - 1, Math.floor(Math.max(ax, bx, cx) - 0.5))];
  const [top, bottom] = [Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5)), Math.min(height - 1, Math.floor(Math.max(ay, by, cy) - 0.5))];
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const [x, y] = [column + 0.5, row + 0.5];
      const u = ((bx - x) * (cy - y) - (cx - x) * (by - y)) / whole;
      const v = ((cx - x) * (ay - y) - (ax - x) * (cy - y)) / whole;
      const w = 1 - u - v;
      if (u < 0 || v < 0 || w < 0) continue;
      const at = row * width + column;
      const depth = u * az + v * bz + w * cz;
      if (depth <= picture.depth[at]!) continue;
      picture.depth[at] = depth;
      picture.face[at] = face;
      picture.first[at] = 255 * u;
      picture.second[at] = 255 * v;
      picture.light[at] = u * bright[a]! + v * bright[b]! + w * bright[c]!;
    }
  }
}
