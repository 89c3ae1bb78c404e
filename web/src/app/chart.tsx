/** The chart as the rest of the app sees it: fetched apart, so that pages without a body load without three.js. */

import { useEffect, useState } from "preact/hooks";

type ChartParts = typeof import("../chart");

let parts: ChartParts | null = null;

/**
 * Null when it cannot be had. (Awaited: the bundler puts what is chained to an import inside its own promise, where a
 * style sheet that fails to load is not caught.)
 */
async function fetchParts(): Promise<ChartParts | null> {
  try {
    return await import("../chart");
  } catch {
    return null;
  }
}

function useParts(): { parts: ChartParts | null; failed: boolean } {
  const [now, setNow] = useState({ parts, failed: false });
  useEffect(() => {
    if (now.parts) return;
    let gone = false; // asked for even if it came since this was drawn: then it is there at once
    void fetchParts().then((found) => {
      parts = found;
      if (!gone) setNow({ parts: found, failed: found === null });
    });
    return () => {
      gone = true;
    };
  }, []);
  return now;
}

const Wait = ({ failed, what }: { failed: boolean; what: string }) =>
  failed ? <p class="quiet">{what} could not be loaded. Reload the page to try again.</p> : <p class="quiet" role="status">Loading {what.toLowerCase()}…</p>;

export function Body() {
  const { parts: found, failed } = useParts();
  return found ? <found.BodyPane /> : <Wait failed={failed} what="The body chart" />;
}

export function Places() {
  const { parts: found, failed } = useParts();
  return found ? <found.RegionList /> : <Wait failed={failed} what="The list of places" />;
}

export function Figure({ overlayKey, label }: { overlayKey: string; label: string }) {
  const { parts: found, failed } = useParts();
  return found ? <found.BodyFigure overlayKey={overlayKey} label={label} /> : <Wait failed={failed} what="The picture" />;
}

export function Target(target: { regions: readonly string[]; sourceKey: string; says: string }) {
  const { parts: found, failed } = useParts();
  return found ? <found.TargetPane {...target} /> : <Wait failed={failed} what="The body" />;
}
