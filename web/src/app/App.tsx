import { useEffect, useRef } from "preact/hooks";
import { About } from "../pages/About";
import { Cases } from "../pages/Cases";
import { CasePage } from "../pages/case/CasePage";
import { Knowledge } from "../pages/knowledge/Knowledge";
import { Missing } from "../pages/Missing";
import { People } from "../pages/people/People";
import { Start } from "../pages/Start";
import { route } from "../state/route";
import type { Route } from "../state/route";
import { Banner } from "./Banner";
import { Header } from "./Header";
import { Notices } from "./Notices";

export function App() {
  const here = route.value;
  const main = useRef<HTMLElement>(null);
  useFocusOnArrival(placeOf(here), main);
  return (
    <div class={`app page-${here.page}`}>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>Skip to the content</a>
      <Header />
      <Banner />
      <Notices />
      <main id="main" ref={main} tabIndex={-1}><Page here={here} /></main>
    </div>
  );
}

function Page({ here }: { here: Route }) {
  switch (here.page) {
    case "start":
      return <Start />;
    case "cases":
      return <Cases />;
    case "about":
      return <About />;
    case "case":
      return <CasePage id={here.id} step={here.step} />;
    case "knowledge":
      return <Knowledge kind={here.kind} id={here.id} query={here.query} />;
    case "people":
      return <People here={here} />;
    case "missing":
      return <Missing path={here.path} />;
  }
}

/** What counts as another page; a step of the same case or a search as you type does not. */
function placeOf(here: Route): string {
  if (here.page === "case") return here.step === "summary" || here.step === "plan" ? `${here.step} ${here.id}` : `case ${here.id}`;
  if (here.page === "knowledge") return `knowledge ${here.kind} ${here.id}`;
  if (here.page === "people") return `people ${here.code} ${here.at}`;
  return here.page;
}

function useFocusOnArrival(place: string, main: { current: HTMLElement | null }): void {
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    window.scrollTo(0, 0);
    const target = main.current?.querySelector<HTMLElement>("h1") ?? main.current;
    if (target && !target.hasAttribute("tabindex")) target.tabIndex = -1;
    target?.focus({ preventScroll: true });
  }, [place]);
}
