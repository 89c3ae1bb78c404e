import { cleanup, render, screen } from "@testing-library/preact";
import { options, render as draw } from "preact";
import { afterEach, expect, test, vi } from "vitest";

vi.mock("../chart", () => ({ BodyPane: () => <p>The body</p>, RegionList: () => <p>The places</p> }));

afterEach(() => {
  cleanup();
  delete options.requestAnimationFrame;
});

const settled = () => new Promise((done) => setTimeout(done, 0));

test("a part that is drawn while another fetches the chart gets it, too", async () => {
  const { Body, Places } = await import("./chart");
  const afterPaint: (() => void)[] = [];
  options.requestAnimationFrame = (run) => void afterPaint.push(run);
  const paint = () => afterPaint.splice(0).forEach((run) => run());
  const [first, second] = [document.createElement("div"), document.createElement("div")];

  draw(<Body />, first);
  paint(); // it begins to fetch
  draw(<Places />, second);
  await settled(); // the chart has come before the second part had its turn
  paint();
  await settled();

  expect([first.textContent, second.textContent]).toEqual(["The body", "The places"]);
});

test("once fetched, the chart is there at once", async () => {
  const { Body } = await import("./chart");
  render(<Body />);
  expect(screen.getByText("The body")).toBeTruthy();
});
