/** The urgency banner: always in view while a flag stands, on every page, and never dismissable. */

import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Flag } from "../api/types";
import { assessment, caseFile, caseId } from "../state/caseStore";
import { urgent } from "../state/person";
import { href, personHref, record, route } from "../state/route";
import { voice } from "../state/settings";
import { observationList } from "../words/observations";
import { counted, gradeWords } from "../words/scale";
import { dayWords } from "../words/course";
import { flagText, URGENCY, worst } from "../words/texts";
import { SourceLinks } from "./Cited";

export function Banner() {
  const flags = assessment.value?.flags ?? [];
  const person = urgent.value;
  const told = person?.flags.map((one) => one.flag) ?? [];
  const bars = useRef<HTMLDivElement>(null);
  useBannerHeight(bars, flags.length + told.length);
  const here = route.value;
  const elsewhere = !(here.page === "case" && here.id === caseId.value);
  if (flags.length + told.length === 0) return null;
  return (
    <div class="banners" ref={bars}>
      {person && told.length > 0 && (
        <Bar flags={told} label="Urgency of this person">
          <a class="banner-case" href={personHref(person.code, "course")}>At the visit of {dayWords(person.date)}</a>
        </Bar>
      )}
      {flags.length > 0 && (
        <Bar flags={flags} label="Urgency">
          {elsewhere && caseId.value && (
            <a class="banner-case" href={href({ page: "case", id: caseId.value, step: null })}>Open case: {caseFile.value.title || "untitled"}</a>
          )}
        </Bar>
      )}
    </div>
  );
}

function Bar({ flags, label, children }: { flags: Flag[]; label: string; children?: ComponentChildren }) {
  const [open, setOpen] = useState(false);
  const reasons = useId();
  const here = route.value;
  const place = here.page === "case" ? here.id : here.page;
  useEffect(() => setOpen(false), [place]);
  const urgency = worst(flags.map((flag) => flag.urgency));
  const first = flags.find((flag) => flag.urgency === urgency) ?? flags[0]!;
  const words = flagText(first, voice.value);
  const more = flags.length > 1 ? ` and ${counted(flags.length - 1, "more warning sign")}` : "";
  return (
    <section class={`banner ${urgency}`} aria-label={label}>
      <p class="sr" role="alert">{URGENCY[urgency].title}. {words.what}. {words.action}</p>
      <div class="banner-line">
        <p class="banner-text">
          <strong class="banner-title">{URGENCY[urgency].title}</strong>
          <span class="banner-what">{words.what}{more}.</span>{" "}
          <span class="banner-do">{words.action}</span>
          {children}
        </p>
        <button type="button" class="banner-more" aria-expanded={open} aria-controls={reasons} onClick={() => setOpen(!open)}>
          {open ? "Hide reasons" : `${counted(flags.length, "reason")}`}
        </button>
      </div>
      {open && (
        <ul class="banner-reasons" id={reasons}>
          {flags.map((flag, index) => <FlagReasons key={`${flag.id}${index}`} flag={flag} />)}
        </ul>
      )}
    </section>
  );
}

function FlagReasons({ flag }: { flag: Flag }) {
  const words = flagText(flag, voice.value);
  return (
    <li>
      <h3>{words.what} <span class={`chip ${flag.urgency}`}>{URGENCY[flag.urgency].short}</span></h3>
      <p>{words.why}</p>
      <p><b>What to do:</b> {words.action}</p>
      <p><b>Because of:</b> {observationList(flag.because)}</p>
      <p class="fine">
        {gradeWords(flag.grade)}. <SourceLinks sources={flag.sources} facts={flag.facts} />{" "}
        {!flag.by_probability && <a href={record("red_flags", flag.id)}>The rule</a>}
      </p>
    </li>
  );
}

/** Zones that fill the screen leave room for the banner, however tall it is. */
function useBannerHeight(bar: { current: HTMLElement | null }, flags: number): void {
  useEffect(() => {
    const root = document.documentElement;
    const element = bar.current;
    if (!element) {
      root.style.setProperty("--banner", "0px");
      return;
    }
    const measure = () => root.style.setProperty("--banner", `${element.offsetHeight}px`);
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [flags > 0]);
}
