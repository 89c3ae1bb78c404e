/** What the skin can show besides paint, one channel each; the shader and the flat chart know them by number. */

export const SHOWN = {
  pointed: 0, // the region under the pointer or in focus
  primary: 1,
  spillover: 2,
  core: 3,
  variable: 4,
  place: 5, // where a muscle lies
  matched: 6, // painted and explained by the source
  absent: 7, // expected by the source, not painted
} as const;

export type Shown = keyof typeof SHOWN;

/** Faces per channel; what is not named is empty. */
export type ShownFaces = Partial<Record<Shown, Iterable<number>>>;

export const PAINT_CHANNELS = 20;
export const SHOWN_CHANNELS = 8;

/** Share of painted skin around a point at which the drawn edge runs: a little outside the painted faces. */
export const PAINT_EDGE = 0.36;
export const SHOWN_EDGE = 0.5;

export function bitsOf(shown: ShownFaces, faceCount: number): Uint32Array {
  const bits = new Uint32Array(faceCount);
  for (const [name, faces] of Object.entries(shown) as [Shown, Iterable<number>][]) {
    for (const face of faces) bits[face]! |= 1 << SHOWN[name];
  }
  return bits;
}
