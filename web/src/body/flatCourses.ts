import type { Point } from "./brush";
import type { Picture } from "./raster";
import type { Colour } from "./skin";

const BEHIND = 0.08;

/** Nerve courses over a flat picture: strong on the near side of the body, faint behind it. */
export function drawCourses(
  ink: CanvasRenderingContext2D, picture: Picture, courses: readonly (readonly Point[])[], [r, g, b]: Colour, breadth: number,
): void {
  ink.lineWidth = breadth;
  ink.lineCap = ink.lineJoin = "round";
  for (const course of courses) {
    for (let i = 1; i < course.length; i++) {
      const [from, to] = [picture.place(course[i - 1]!), picture.place(course[i]!)];
      const skin = picture.depth[Math.floor(to.y) * picture.width + Math.floor(to.x)] ?? -Infinity;
      const alpha = skin > to.depth + BEHIND ? 0.25 : 0.95;
      ink.strokeStyle = `rgb(${255 * r} ${255 * g} ${255 * b} / ${alpha})`;
      ink.beginPath();
      ink.moveTo(from.x, from.y);
      ink.lineTo(to.x, to.y);
      ink.stroke();
    }
  }
}
