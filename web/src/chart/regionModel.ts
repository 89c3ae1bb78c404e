/** The region list as values: rows to show, what is ticked, where the arrow keys lead, what a tick changes. */

import type { Vocabulary } from "../api/library";
import type { Chart, Mark, Quality } from "../api/types";
import type { Atlas } from "../body/atlas";
import { painted } from "./edits";
import { makeLayer } from "./layers";
import type { Feeling, Layer, Picture } from "./layers";
import { definiteRegions } from "./places";
import { patches } from "./regions";

export interface Row {
  readonly id: string;
  readonly says: string;
  /** References of its boxes: left and right, or one for the midline. */
  readonly boxes: readonly string[];
}

export interface Section {
  readonly id: string;
  readonly says: string;
  readonly rows: readonly Row[];
}

/** Sections whose rows hold every word of the search. */
export function sectionsOf(words: Pick<Vocabulary, "groups" | "regions">, search: string): Section[] {
  const wanted = plain(search).split(" ").filter(Boolean);
  const seen = new Set<string>();
  const sections = words.groups.map((group) => {
    const rows = words.regions.filter((region) => region.group === group.id && !seen.has(region.id));
    rows.forEach((row) => seen.add(row.id));
    return { id: group.id, says: group.says, rows: rows.map(rowOf) };
  });
  const rest = words.regions.filter((region) => !seen.has(region.id)).map(rowOf);
  const all = rest.length > 0 ? [...sections, { id: "other", says: "Elsewhere", rows: rest }] : sections;
  const fits = (section: Section, row: Row) => wanted.every((word) => plain(`${row.says} ${section.says} ${row.id}`).includes(word));
  return all
    .map((section) => ({ ...section, rows: section.rows.filter((row) => fits(section, row)) }))
    .filter((section) => section.rows.length > 0);
}

function rowOf({ id, says, sided }: { id: string; says: string; sided: boolean }): Row {
  return { id, says, boxes: sided ? [`L:${id}`, `R:${id}`] : [id] };
}

function plain(text: string): string {
  return text.toLowerCase().normalize("NFD").replaceAll(/[^a-z0-9]+/g, " ").trim();
}

/** What is felt in each region, from the marks, which are the truth. */
export function feltIn(chart: Chart | undefined): Map<string, Quality[]> {
  const felt = new Map<string, Quality[]>();
  for (const mark of chart?.marks ?? []) {
    for (const region of mark.regions.flatMap((reference) => definiteRegions(reference) ?? [])) {
      const list = felt.get(region) ?? [];
      for (const quality of mark.qualities?.length ? mark.qualities : (["pain"] as const)) if (!list.includes(quality)) list.push(quality);
      felt.set(region, list);
    }
  }
  return felt;
}

/** Tick a region: its whole skin is painted. */
export function ticked(picture: Picture, atlas: Atlas, at: number | null, feeling: Feeling, region: string): Picture {
  return painted(picture, atlas, at, feeling, atlas.facesOf(region));
}

/** Untick a region: its paint of this quality goes, and with it slivers that only spilled over its border. */
export function unticked(picture: Picture, atlas: Atlas, quality: Quality, region: string): Picture {
  const gone = new Set(atlas.facesOf(region));
  const layers = picture.layers.flatMap((layer): Layer[] => {
    if (!layer.qualities.includes(quality) || !layer.regions.includes(region)) return [layer];
    const left = new Set([...layer.faces].filter((face) => !gone.has(face)));
    for (const patch of patches(atlas, left)) {
      if (patch.some((face) => layer.regions.includes(atlas.regionOf(face)))) continue;
      for (const face of patch) left.delete(face);
    }
    return left.size > 0 ? [makeLayer(atlas, layer, left)] : [];
  });
  return { ...picture, layers };
}

/** The same without a body to paint on: the tick goes into a mark of its own feeling. */
export function tickedMarks(marks: readonly Mark[], feeling: Feeling, region: string, on: boolean): Mark[] {
  const quality = feeling.qualities[0]!;
  const mine = (mark: Mark) => mark.qualities?.length === 1 && mark.qualities[0] === quality;
  if (!on) {
    return marks.flatMap((mark) => {
      if (!mark.qualities?.includes(quality)) return [mark];
      const regions = mark.regions.flatMap((one) => definiteRegions(one) ?? [one]).filter((one) => one !== region);
      return regions.length > 0 ? [{ ...mark, regions }] : [];
    });
  }
  const at = marks.findIndex(mine);
  if (at >= 0) return marks.map((mark, index) => (index === at ? { ...mark, regions: [...mark.regions, region] } : mark));
  const { qualities, intensity, when } = feeling;
  return [...marks, { regions: [region], qualities: [...qualities], intensity, when: [...when] }];
}

/** Where the keyboard is: row and box, within one section. */
export interface Cell {
  readonly row: number;
  readonly box: number;
}

/** Where a key leads; null when it means nothing here. */
export function nextCell(rows: readonly Row[], { row, box }: Cell, key: string): Cell | null {
  const at = (to: number, side: number): Cell | null => {
    const line = rows[to];
    return line ? { row: to, box: Math.min(side, line.boxes.length - 1) } : null;
  };
  switch (key) {
    case "ArrowDown": return at(row + 1, box);
    case "ArrowUp": return at(row - 1, box);
    case "ArrowRight": return box + 1 < (rows[row]?.boxes.length ?? 0) ? { row, box: box + 1 } : null;
    case "ArrowLeft": return box > 0 ? { row, box: box - 1 } : null;
    case "Home": return at(0, box);
    case "End": return at(rows.length - 1, box);
    default: return null;
  }
}
