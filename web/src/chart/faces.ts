/**
 * Sets of faces as short text: runs of neighbouring numbers, as base64.
 *
 * The numbers gap, length, gap, length, ... are written with seven bits to a byte (the eighth says "more
 * follows"). Neighbours on the body mostly have neighbouring numbers, so a patch is a few dozen runs.
 */

export function encodeFaces(faces: Iterable<number>): string {
  const sorted = Uint32Array.from(new Set(faces)).sort();
  const bytes: number[] = [];
  let end = 0;
  for (let i = 0; i < sorted.length; ) {
    const start = sorted[i]!;
    let next = i + 1;
    while (next < sorted.length && sorted[next] === sorted[next - 1]! + 1) next++;
    writeNumber(bytes, start - end);
    writeNumber(bytes, next - i);
    end = start + (next - i);
    i = next;
  }
  return btoa(String.fromCharCode(...bytes));
}

/** The faces again; null when the text is not one this body could have written. */
export function decodeFaces(text: string, faceCount: number): Set<number> | null {
  const numbers = readNumbers(text);
  if (!numbers || numbers.length % 2 !== 0) return null;
  const faces = new Set<number>();
  let at = 0;
  for (let i = 0; i < numbers.length; i += 2) {
    const start = at + numbers[i]!;
    at = start + numbers[i + 1]!;
    if (at > faceCount || (i > 0 && numbers[i] === 0)) return null;
    for (let face = start; face < at; face++) faces.add(face);
  }
  return faces;
}

function writeNumber(bytes: number[], value: number): void {
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  bytes.push(value);
}

function readNumbers(text: string): number[] | null {
  let binary: string;
  try {
    binary = atob(text);
  } catch {
    return null;
  }
  const numbers: number[] = [];
  let [value, scale] = [0, 1];
  for (const letter of binary) {
    const byte = letter.charCodeAt(0);
    value += (byte & 127) * scale;
    scale *= 128;
    if (scale > 2 ** 42) return null;
    if (byte < 128) {
      numbers.push(value);
      [value, scale] = [0, 1];
    }
  }
  return scale === 1 ? numbers : null;
}
