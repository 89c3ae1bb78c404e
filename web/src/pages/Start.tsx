/** Where one begins: a new case, the last one, a file, or one of the published cases. */

import { useEffect, useState } from "preact/hooks";
import { Figure } from "../app/chart";
import { useTitle } from "../app/parts";
import { api } from "../api/client";
import { role } from "../state/settings";
import { useRemote } from "../state/remote";
import { href } from "../state/route";
import { sendStranded, startCase } from "../state/session";
import { dateWords } from "../words/texts";
import { Gallery } from "./Gallery";
import { ImportFile } from "./ImportFile";

/** What Legwise is about, in one picture; only where there is room for it. */
function Plate() {
  const [room] = useState(() => matchMedia("(min-width: 1000px)").matches);
  if (!room) return null;
  return (
    <figure class="plate">
      <Figure overlayKey="R:trp_gluteus_minimus_posterior" label="Body, front and back: where sore points in the gluteus minimus muscle are felt, from the buttock down the leg" />
      <figcaption>A sore point in a buttock muscle can hurt down to the ankle. The place that hurts is often not the place that causes it.</figcaption>
    </figure>
  );
}

export function Start() {
  useTitle("");
  const cases = useRemote("cases", () => api.cases());
  const [brought, setBrought] = useState(0);
  useEffect(() => {
    sendStranded().then((count) => { if (count > 0) { setBrought(count); cases.retry(); } }, () => undefined);
  }, []);
  const last = cases.value?.find((one) => !one.problem);
  const begin = (who: "person" | "clinician") => () => {
    role.value = who;
    startCase();
  };
  return (
    <div class="page start">
      <Plate />
      <div class="hero">
        <h1>Where does it come from?</h1>
        <p class="lead">
          Legwise looks for the sources of symptoms in the leg, the buttock and the low back, restless legs with them. It asks about danger
          first, then where and how it is felt, and shows what could produce it, how sure that is, and why.
        </p>
        <div class="begin">
          <button type="button" class="choice" onClick={begin("person")}>
            <b>Self-check</b><span>For yourself, in plain words. About ten minutes.</span>
          </button>
          <button type="button" class="choice" onClick={begin("clinician")}>
            <b>Clinician</b><span>With a patient: history, examination, measurements.</span>
          </button>
        </div>
        {brought > 0 && <p role="status" class="notice-inline">Changes that were only in this browser are saved now.</p>}
        {last && (
          <p class="last">
            Last case: <a href={href({ page: "case", id: last.id, step: null })}>{last.title || "Untitled case"}</a>{" "}
            <small>{dateWords(last.updated)}</small>
            {(cases.value?.length ?? 0) > 1 && <> · <a href="#/cases">All {cases.value?.length} cases</a></>}
          </p>
        )}
        {cases.problem && <p class="fine">Saved cases cannot be listed. {cases.problem} <button type="button" class="link" onClick={cases.retry}>Try again</button></p>}
      </div>
      <p class="what-it-is">
        Legwise does not diagnose and does not replace an examination. It supports a decision: it shows its reasons and its uncertainty,
        says when it does not know, and never lets a probability talk over a warning sign. Most of its numbers are estimates and say so.
        Everything stays on this computer. <a href="#/about">More about it</a>
      </p>
      <ImportFile />
      <Gallery />
    </div>
  );
}
