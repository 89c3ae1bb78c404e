/** How long it has lasted; the file keeps days. */

import { useState } from "preact/hooks";
import { caseFile, update } from "../../state/caseStore";
import { bestUnit, UNITS } from "../../state/duration";
import type { DurationUnit } from "../../state/duration";
import { NumberField } from "./NumberField";

export function DurationField() {
  const days = caseFile.value.duration_days ?? null;
  const [unit, setUnit] = useState<DurationUnit>(days === null ? "weeks" : bestUnit(days));
  const factor = UNITS[unit];
  return (
    <div class="duration">
      <NumberField
        key={unit} label="How long it has lasted" hint={false} range={{ unit, low: 0, high: Math.floor(40000 / factor) }}
        value={days === null ? null : Number((days / factor).toFixed(2))}
        onValue={(value) => update((file) => ({ ...file, duration_days: value === null ? null : Math.min(40000, Math.round(value * factor * 10) / 10) }), "how long it has lasted", "duration")}
      />
      <label class="select">
        <span class="sr">Unit of time</span>
        <select value={unit} onChange={(event) => setUnit(event.currentTarget.value as DurationUnit)}>
          {Object.keys(UNITS).map((name) => <option key={name} value={name}>{name}</option>)}
        </select>
      </label>
    </div>
  );
}
