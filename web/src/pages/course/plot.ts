/** Where the points of a trend stand. Days go across to scale; the plot begins at 0; what is not known leaves a gap. */

export const FRAME = { width: 320, height: 120, side: 28, ceiling: 24, floor: 96 };

export interface Dot {
  visit: number;
  value: number;
  x: number;
  y: number;
}

export interface Plot {
  dots: Dot[];
  /** Points of each unbroken line of two or more, as SVG writes them. */
  runs: string[];
}

export function plot(days: number[], values: (number | null)[]): Plot {
  const known = values.filter((value): value is number => value !== null);
  const [low, high] = [Math.min(0, ...known), Math.max(...known, 1e-9)];
  const [begin, span] = [days[0] ?? 0, (days.at(-1) ?? 0) - (days[0] ?? 0)];
  const across = FRAME.width - 2 * FRAME.side;
  const spot = (value: number, index: number): Dot => ({
    visit: index + 1,
    value,
    x: FRAME.side + across * (span > 0 ? (days[index]! - begin) / span : 0.5),
    y: FRAME.floor - ((value - low) / (high - low)) * (FRAME.floor - FRAME.ceiling),
  });
  const runs: Dot[][] = [[]];
  values.forEach((value, index) => {
    if (value === null) runs.push([]);
    else runs.at(-1)!.push(spot(value, index));
  });
  return { dots: runs.flat(), runs: runs.filter((run) => run.length > 1).map((run) => run.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ")) };
}
