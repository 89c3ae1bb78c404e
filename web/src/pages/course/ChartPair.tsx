/** The charts of two chosen visits beside each other. */

import { useMemo, useState } from "preact/hooks";
import { course } from "../../api/course";
import type { CourseReport } from "../../api/course";
import type { View } from "../../api/types";
import { Choices } from "../../app/parts";
import { dayWords } from "../../words/course";
import { number as amount } from "../../words/scale";

const VIEWS: { value: View; label: string }[] = [
  { value: "back", label: "Back" }, { value: "front", label: "Front" }, { value: "left", label: "Left" }, { value: "right", label: "Right" }, { value: "soles", label: "Soles" },
];

export function ChartPair({ code, report }: { code: string; report: CourseReport }) {
  const count = report.visits.length;
  const [first, setFirst] = useState(1);
  const [second, setSecond] = useState(count);
  const [view, setView] = useState<View>("back");
  const [failed, setFailed] = useState("");
  const made = useMemo(() => Date.now(), [report]); // a chart that was changed since has another address
  const source = `${course.charts(code, first, second, view)}&made=${made}`;
  return (
    <>
      <div class="filters">
        <Pick legend="First chart" report={report} value={first} onChoose={setFirst} />
        <Pick legend="Second chart" report={report} value={second} onChoose={setSecond} />
        <Choices legend="Seen from" value={view} onChoose={setView} choices={VIEWS} />
      </div>
      {failed === source
        ? <p class="quiet" role="alert">The charts could not be drawn. Reload the page to try again.</p>
        : <img class="chart-pair" src={source} alt={`Charts of visit ${first} and visit ${second}, seen from: ${view}. What reached how far stands below in words.`} onError={() => setFailed(source)} />}
      <ul class="plain-list fine">{[first, second].map((number, index) => <li key={index}>{reachWords(report, number)}</li>)}</ul>
    </>
  );
}

function Pick({ legend, report, value, onChoose }: { legend: string; report: CourseReport; value: number; onChoose: (number: number) => void }) {
  return (
    <label class="select">
      <span>{legend}</span>
      <select value={value} onChange={(event) => onChoose(Number(event.currentTarget.value))}>
        {report.visits.map((visit) => <option key={visit.number} value={visit.number}>Visit {visit.number}, {dayWords(visit.date)}</option>)}
      </select>
    </label>
  );
}

export function reachWords(report: CourseReport, number: number): string {
  const visit = report.visits[number - 1]!;
  const told = visit.reach.map((one) => `${one.modality === "pain" ? "pain" : "altered feeling"} ${one.side === "L" ? "left" : "right"} to the ${one.says} (${amount(100 * one.fraction)} % of the way to the toes)`);
  return `Visit ${number}, ${dayWords(visit.date)}: ${told.join("; ") || "no place is marked"}.`;
}
