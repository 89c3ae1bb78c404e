/** The session: a strip of its minutes, and the steps in order, from the spine outward. */

import { useId } from "preact/hooks";
import type { Level, Plan, SessionStep } from "../../api/plan";
import { voice } from "../../state/settings";
import { css } from "../../words/bars";
import { aimName, clock, LEVELS, namesOf } from "../../words/plan";
import { counted } from "../../words/scale";
import { Cautions, Effect, LineDetails } from "./LineDetails";
import { lineId, openedLine, pointedLine, pointing } from "./spot";

export function Session({ plan }: { plan: Plan }) {
  const steps = plan.session;
  if (steps.length === 0) return <p class="quiet">No treatment of the knowledge base fits this case and role. Use the session to examine.</p>;
  const first = steps[0]!.start;
  const last = steps[steps.length - 1]!;
  const end = last.start + last.minutes;
  return (
    <>
      <p class="fine">{counted(steps.length, "step")}, {plan.minutes_used} of {plan.minutes} minutes, measuring included. From the spine outward: what may feed the rest comes first.</p>
      <Strip plan={plan} end={end} />
      <ol class="plan-levels">
        <Measuring from={0} to={first} text="Measure before" />
        {byLevel(steps).map(({ level, steps: here }) => (
          <li key={level} class="plan-level">
            <h3>{LEVELS[level]}</h3>
            <ol>{here.map((step) => <Step key={lineId("session", step)} step={step} />)}</ol>
          </li>
        ))}
        <Measuring from={end} to={plan.minutes_used} text="Measure again" />
      </ol>
    </>
  );
}

/** Neighbouring steps of one level together; the order stays that of the plan. */
export function byLevel(steps: readonly SessionStep[]): { level: Level; steps: SessionStep[] }[] {
  const found: { level: Level; steps: SessionStep[] }[] = [];
  for (const step of steps) {
    const here = found.at(-1);
    if (here?.level === step.aim.level) here.steps.push(step);
    else found.push({ level: step.aim.level, steps: [step] });
  }
  return found;
}

/** Every minute of the session to scale; the list below says the same in words. */
function Strip({ plan, end }: { plan: Plan; end: number }) {
  const whole = Math.max(plan.minutes, plan.minutes_used);
  const block = (minutes: number) => ({ width: css(minutes / whole) });
  return (
    <div class="plan-strip" aria-hidden="true">
      <span class="measure" style={block(plan.session[0]!.start)} />
      {plan.session.map((step) => {
        const id = lineId("session", step);
        return (
          <span
            key={id} class={`block ${step.aim.level}${pointedLine.value === id ? " lit" : ""}`} style={block(step.minutes)} title={`${namesOf(step, voice.value).first}, ${step.minutes} min`}
            onMouseEnter={() => (pointedLine.value = id)} onMouseLeave={() => (pointedLine.value = null)} onClick={() => (openedLine.value = id)}
          >
            {step.order}
          </span>
        );
      })}
      <span class="measure" style={block(plan.minutes_used - end)} />
    </div>
  );
}

function Measuring({ from, to, text }: { from: number; to: number; text: string }) {
  if (to <= from) return null;
  return <li class="plan-measuring"><span class="plan-time">{clock(from)}</span><span>{text}</span><span class="plan-minutes">{to - from} min</span></li>;
}

function Step({ step }: { step: SessionStep }) {
  const details = useId();
  const id = lineId("session", step);
  const open = openedLine.value === id;
  const names = namesOf(step, voice.value);
  return (
    <li class={`plan-line${open ? " chosen" : ""}${pointedLine.value === id ? " lit" : ""}`} data-level={step.aim.level} {...pointing(id)}>
      <button type="button" class="plan-head" aria-expanded={open} aria-controls={details} onClick={() => (openedLine.value = open ? null : id)}>
        <span class="plan-time"><span class="sr">from </span>{clock(step.start)}</span>
        <span class="plan-name">{step.order}. {names.first}{names.second && <small>{names.second}</small>}</span>
        <span class="plan-minutes">{step.minutes} min</span>
        <span class="plan-for">For: {aimName(step.aim, voice.value)}{step.aim.also.length > 0 && ` and ${step.aim.also.length} more`}</span>
        <span class="source-open">{open ? "Hide how and why" : "How and why"}</span>
      </button>
      <div class="plan-under">
        <Effect evidence={step.evidence} />
        {step.shortened && <p class="fine">Kept shorter, because of what stands below.</p>}
        <Cautions cautions={step.cautions} />
        <div id={details} hidden={!open}>{open && <LineDetails how={step.how} why={step.why} aim={step.aim} evidence={step.evidence} />}</div>
      </div>
    </li>
  );
}
