/** A clock of 24 hours. Drag over the hours by mouse or finger; by keyboard the parts of the day do the same. */

import { useRef } from "preact/hooks";
import { DAY_PARTS, hasHour, spokenHours, withHour, withPart } from "./when";

const [MIDDLE, INNER, OUTER] = [60, 30, 52];

function corner(hour: number, radius: number): string {
  const angle = (hour / 24) * 2 * Math.PI;
  return `${(MIDDLE + radius * Math.sin(angle)).toFixed(2)} ${(MIDDLE - radius * Math.cos(angle)).toFixed(2)}`;
}

const slice = (hour: number) =>
  `M${corner(hour, INNER)}L${corner(hour, OUTER)}A${OUTER} ${OUTER} 0 0 1 ${corner(hour + 1, OUTER)}L${corner(hour + 1, INNER)}A${INNER} ${INNER} 0 0 0 ${corner(hour, INNER)}Z`;

/** The hour under a place of the dial, null in its middle and outside. */
export function hourAt(x: number, y: number): number | null {
  const [dx, dy] = [x - MIDDLE, MIDDLE - y];
  const far = Math.hypot(dx, dy);
  if (far < INNER * 0.7 || far > MIDDLE) return null;
  const turn = Math.atan2(dx, dy) / (2 * Math.PI);
  return Math.floor(((turn + 1) % 1) * 24);
}

export function Dial({ hours, change }: { hours: number; change: (hours: number) => void }) {
  const dragging = useRef<{ on: boolean; hours: number } | null>(null);
  const reach = (event: PointerEvent, first: boolean) => {
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const scale = (2 * MIDDLE) / box.width;
    const hour = hourAt((event.clientX - box.left) * scale, (event.clientY - box.top) * scale);
    if (hour === null) return;
    if (first) {
      dragging.current = { on: !hasHour(hours, hour), hours };
      (event.currentTarget as Element).setPointerCapture(event.pointerId);
    }
    const drag = dragging.current;
    if (!drag) return;
    const next = withHour(drag.hours, hour, drag.on);
    if (next !== drag.hours) change((drag.hours = next));
  };
  const stop = () => (dragging.current = null);
  return (
    <div class="dial">
      <svg
        viewBox="0 0 120 120" aria-hidden="true"
        onPointerDown={(event) => reach(event, true)} onPointerMove={(event) => reach(event, false)}
        onPointerUp={stop} onPointerCancel={stop}
      >
        {Array.from({ length: 24 }, (_, hour) => (
          <path key={hour} d={slice(hour)} class={hasHour(hours, hour) ? "hour on" : hour < 6 || hour >= 20 ? "hour dark" : "hour"} />
        ))}
        {[0, 6, 12, 18].map((hour) => {
          const [x, y] = corner(hour, 20).split(" ");
          return <text key={hour} x={x} y={y}>{hour}</text>;
        })}
      </svg>
      <div class="day-parts">
        {DAY_PARTS.map((part) => {
          const marked = part.hours.filter((hour) => hasHour(hours, hour)).length;
          const on = marked * 2 >= part.hours.length;
          return (
            <button key={part.word} type="button" class="toggle" aria-pressed={on} onClick={() => change(withPart(hours, part, !on))}>
              {part.says}
            </button>
          );
        })}
        <p class="dial-says">{spokenHours(hours)}</p>
      </div>
    </div>
  );
}
