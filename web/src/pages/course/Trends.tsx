/** Every measure over the visits: a small plot, and the same in numbers beside it. */

import type { CourseReport } from "../../api/course";
import { dayWords, series } from "../../words/course";
import type { Series } from "../../words/course";
import { number } from "../../words/scale";
import { FRAME, plot } from "./plot";

export function Trends({ report }: { report: CourseReport }) {
  const rows = series(report);
  if (rows.length === 0) return <p class="quiet">Nothing is measured or marked yet.</p>;
  return <div class="trends">{rows.map((row) => <Trend key={row.name} row={row} report={report} />)}</div>;
}

const FEW = 8;
const roomBeside = () => matchMedia("(min-width: 800px)").matches;

function Trend({ row, report }: { row: Series; report: CourseReport }) {
  const days = report.visits.map((visit) => visit.day);
  return (
    <figure class="trend">
      <figcaption><b>{row.name}</b>{row.unit && <small> {row.unit}</small>}</figcaption>
      <div class="trend-parts">
        <Plot days={days} row={row} />
        <details open={days.length <= FEW && roomBeside()}>
          <summary>Numbers</summary>
          <table>
            <thead><tr><th scope="col">Visit</th><th scope="col">Day</th><th scope="col">Value</th></tr></thead>
            <tbody>
              {report.visits.map((visit, index) => (
                <tr key={visit.number}><th scope="row">{visit.number}</th><td>{dayWords(visit.date)}</td><td>{valueWords(row.values[index] ?? null)}</td></tr>
              ))}
            </tbody>
          </table>
        </details>
      </div>
    </figure>
  );
}

const valueWords = (value: number | null): string => (value === null ? "not known" : number(value));

function Plot({ days, row }: { days: number[]; row: Series }) {
  const { runs, dots } = plot(days, row.values);
  const last = dots.at(-1);
  return (
    <svg viewBox={`0 0 ${FRAME.width} ${FRAME.height}`} role="img" aria-label={`${row.name} over ${days.length} visits; the numbers stand beside it`}>
      <line class="axis" x1={FRAME.side} x2={FRAME.width - FRAME.side} y1={FRAME.floor} y2={FRAME.floor} />
      {runs.map((run) => <polyline key={run} class="run" points={run} />)}
      {dots.map((dot, index) => (
        <g key={dot.visit}>
          <circle cx={dot.x} cy={dot.y} r={4} />
          {(index === 0 || dot === last) && <text x={dot.x} y={dot.y - 9} text-anchor="middle">{number(dot.value)}</text>}
          <text class="below" x={dot.x} y={FRAME.floor + 16} text-anchor="middle">{index === 0 || dot === last ? dot.visit : ""}</text>
        </g>
      ))}
    </svg>
  );
}
