/** The body to look at: where something is done, over what the person painted, with the nerve that it is for. */

import { effect, signal } from "@preact/signals";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Overlay } from "../api/library";
import type { Atlas } from "../body/atlas";
import { bitsOf } from "../body/channels";
import { setAll } from "../body/coverage";
import { body, loadBody } from "../body/load";
import type { Layers, Stage } from "../body/stage";
import { overlayOf } from "../overlay/source";
import { facesOfReference } from "../overlay/zones";
import { loadVocabulary } from "../state/vocabulary";
import { paintBits, strengths } from "./bits";
import "./chart.css";
import { attachGestures } from "./gestures";
import { onThemeChange, readLook } from "./look";
import { mountStage } from "./mountStage";
import { nameList } from "./names";
import { fetchStage } from "./openStage";
import { picture } from "./session";
import { middleOf, viewFor } from "./targets";
import { ViewButtons } from "./ViewButtons";

const LOW = "(max-width: 1099px)"; // where the picture is small, it shows the part of the body only
const FADE = 0.6; // of the paint: it is there, and does not lead
const LABEL = "Body: where the chosen line of the plan is done. Arrow keys turn it, plus and minus zoom. The same is written below it.";
const LOOKING = { painting: () => false, begin: () => undefined, to: () => undefined, end: () => undefined, cancel: () => undefined, hover: () => undefined, leave: () => undefined };

interface Props {
  /** Where it is done, with sides ("R:buttock.upper"). */
  regions: readonly string[];
  /** The source that it is for, as in the assessment; empty for none. */
  sourceKey: string;
  /** What is shown, in a few words. */
  says: string;
}

export function TargetPane({ regions, sourceKey, says }: Props) {
  useEffect(() => {
    void loadBody();
    void fetchStage();
    void loadVocabulary();
  }, []);
  const places = useMemo(() => regions.map(bare), [regions.join(" ")]);
  const overlay = useOverlay(sourceKey);
  const { value } = body;
  return (
    <section class="body-pane target-pane" aria-label="Where it is done">
      <div class="body-view">
        {value.kind === "ready" && <TargetStage atlas={value.atlas} regions={places} courses={overlay?.course ?? NO_COURSES} />}
        {value.kind === "loading" && <div class="stage"><p class="stage-note" role="status">Fetching the body…</p></div>}
        {value.kind === "failed" && (
          <div class="stage"><div class="stage-note" role="alert"><p>{value.message} The places are written below.</p><button type="button" onClick={() => void loadBody(true)}>Try again</button></div></div>
        )}
        <div class="source-legend">
          <p class="legend-name">{says}</p>
          <p>{regions.length > 0 ? <><span class="key key-primary" />{nameList(places)}</> : "No single place: it is for the whole person."}</p>
          {regions.length > 0 && (overlay?.course.length ?? 0) > 0 && <p><span class="key key-course" />the course of the nerve</p>}
        </div>
      </div>
    </section>
  );
}

/** Regions of the midline have no side on the body. */
const bare = (region: string): string => region.replace(/^M:/, "");

type Courses = Overlay["course"];
const NO_COURSES: Courses = [];

/** What is known of a source; null while it is fetched, and when it has no picture of its own. */
function useOverlay(key: string): Overlay | null {
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  useEffect(() => {
    let stale = false;
    setOverlay(null);
    if (key) overlayOf(key).then((found) => stale || setOverlay(found), () => undefined); // the places are shown all the same
    return () => void (stale = true);
  }, [key]);
  return overlay;
}

function TargetStage({ atlas, regions, courses }: { atlas: Atlas; regions: readonly string[]; courses: Courses }) {
  const place = useRef<HTMLDivElement>(null);
  const sides = useRef<HTMLParagraphElement>(null);
  const [stage, setStage] = useState<Stage | null>(null);
  const [lost, setLost] = useState(false);
  const target = useMemo(() => signal({ regions, courses }), []);
  target.value = { regions, courses };
  useEffect(() => {
    if (!place.current || !sides.current) return;
    return mountStage(atlas, {
      home: place.current, sides: sides.current, label: LABEL, lost: setLost,
      opened: (found, layers) => {
        setStage(found);
        return connect(found, atlas, layers, target);
      },
    });
  }, [atlas]);
  const view = viewFor(regions);
  const near = useMemo(() => (matchMedia(LOW).matches ? middleOf(atlas, regions) : undefined), [atlas, regions]);
  useEffect(() => stage?.lookFrom(view, near), [stage, view, near]); // what was turned by hand stays while the view is the same
  return (
    <>
      <div class="stage" ref={place}>
        <p class="sides" ref={sides} aria-hidden="true"><span /><span /></p>
        {!stage && <p class="stage-note" role="status">Preparing the body…</p>}
        {lost && <p class="stage-note" role="alert">The graphics card stopped drawing the body. It comes back by itself, or reload the page.</p>}
      </div>
      {stage && <ViewButtons stage={stage} />}
    </>
  );
}

function connect(stage: Stage, atlas: Atlas, layers: Layers, shown: { readonly value: { regions: readonly string[]; courses: Courses } }): () => void {
  const look = () => stage.setLook(readLook(stage.canvas));
  look();
  const stops = [
    onThemeChange(look),
    effect(() => stage.setStrengths(strengths(picture.value), FADE)),
    effect(() => {
      const target = new Set(shown.value.regions.flatMap((region) => facesOfReference(atlas, region)));
      const paint = paintBits(picture.value, atlas);
      for (const face of target) paint[face] = 0; // zones show beside paint, not under it; here the place leads
      const painted = [...paint.keys()].filter((face) => paint[face] !== 0);
      stage.paintChanged(setAll(atlas, layers.paint, paint));
      stage.shownChanged(setAll(atlas, layers.shown, bitsOf({ primary: target, matched: painted }, atlas.faceCount)));
    }),
    effect(() => stage.setCourses(shown.value.courses.map((course) => course.points))),
    attachGestures(stage, LOOKING),
  ];
  return () => stops.forEach((stop) => stop());
}
