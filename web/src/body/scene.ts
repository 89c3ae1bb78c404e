/** The body in three dimensions. Draws only when something changed; there is no idle loop. */

import { BufferAttribute, BufferGeometry, DynamicDrawUsage, LinearSRGBColorSpace, Mesh, PerspectiveCamera, Scene, WebGLRenderer } from "three";
import type { ShaderMaterial } from "three";
import type { Atlas } from "./atlas";
import { usedChannels } from "./coverage";
import type { Change, Coverage } from "./coverage";
import { graphics } from "./graphics";
import { makeLines } from "./lines";
import { axesOf, between, closeTo, cutAbove, eyeOf, FIELD, panned, rayThrough, seenAt, sideOnRight, turned, viewOf, zoomed } from "./orbit";
import type { Orbit } from "./orbit";
import { makeRayTree } from "./rays";
import type { RayTree } from "./rays";
import { applyLook, makeSkin, setUsed } from "./skin";
import type { Layers, Tiles, TurningStage } from "./stage";
import { makeVisible } from "./visible";
import type { Box } from "./visible";

const TWEEN_MS = 180;
const SHARPEST = 2; // pixels to a CSS pixel at most
const COARSE = 0.7; // while something moves and no graphics card draws it
const REST_MS = 1500; // the fine frame is dear, and must not come just when an answer does
const TILE_ON_SCREEN = 15; // CSS pixels that a pattern's tile takes, within a factor of about 1.4
const MARGIN = 2; // CSS pixels around a part that is drawn anew
const LINE_ON_SCREEN = 2.2; // half the breadth of a nerve, CSS pixels

/** Throws when the browser gives no WebGL 2. */
export function makeScene(canvas: HTMLCanvasElement, atlas: Atlas, layers: Layers, tiles: Tiles): TurningStage {
  const slow = graphics() === "software"; // then every pixel and every sample is dear
  const renderer = new WebGLRenderer({ canvas, antialias: !slow, preserveDrawingBuffer: slow, alpha: true, powerPreference: "low-power" });
  renderer.outputColorSpace = LinearSRGBColorSpace; // the skin's colours are those of the page, not light
  renderer.setClearColor(0, 0);
  const skin = makeSkin(tiles.images, tiles.pixels);
  const visible = slow ? makeVisible(atlas) : null;
  const shape = makeShape(atlas, layers, slow);
  const body = new Mesh(shape.geometry, skin);
  body.frustumCulled = false;
  const lines = makeLines();
  const scene = new Scene();
  scene.add(body, lines.group);
  const camera = new PerspectiveCamera((FIELD * 180) / Math.PI, 1, 0.02, 12);
  let tree: RayTree | null = null; // made when first asked: the body is on the screen before it
  const listeners = new Set<() => void>();
  const size = { width: 1, height: 1 };
  const aspect = () => size.width / size.height;
  let orbit = viewOf("front", 1);
  let framed: Parameters<TurningStage["lookFrom"]> | null = ["front"];
  const framing = ([view, near]: Parameters<TurningStage["lookFrom"]>): Orbit => (near ? closeTo(viewOf(view, aspect()), near) : viewOf(view, aspect()));
  let frame = 0;
  let stale: Set<number> | "all" = "all"; // vertices that look otherwise than in the last frame
  let resting = false;
  let rest = 0;
  let cancelTween = () => {};

  const compile = () => setUsed(skin, usedChannels(layers.paint), usedChannels(layers.shown) !== 0);
  const metresPerPixel = () => (2 * orbit.distance * Math.tan(FIELD / 2)) / size.height;

  const sharpness = () => (slow ? (resting ? SHARPEST : COARSE) : Math.min(window.devicePixelRatio || 1, SHARPEST));
  const draw = () => {
    frame = 0;
    if (visible && stale === "all") {
      settle();
      visible.aim(orbit, aspect());
    }
    const part = visible && stale !== "all" ? visible.partOf(stale) : null;
    if (stale === "all" || !visible || part) {
      if (visible) only(part, visible.collect(part && widened(part), shape.corners));
      aim(camera, orbit, aspect());
      light(skin, orbit);
      skin.uniforms["cut"]!.value = Math.min(10, cutAbove(orbit));
      skin.uniforms["tileSize"]!.value = 2 ** (Math.round(2 * Math.log2(metresPerPixel() * TILE_ON_SCREEN)) / 2);
      lines.setBreadth(metresPerPixel() * LINE_ON_SCREEN);
      renderer.render(scene, camera);
    }
    stale = new Set();
    for (const listener of listeners) listener();
  };
  /** Draw only these faces, into this part of the canvas. */
  const only = (part: Box | null, corners: number) => {
    const index = shape.geometry.index!;
    index.clearUpdateRanges();
    index.addUpdateRange(0, corners);
    index.needsUpdate = true;
    shape.geometry.setDrawRange(0, corners);
    renderer.setScissorTest(part !== null);
    if (!part) return;
    const [x, y] = [((part.left + 1) / 2) * size.width - MARGIN, ((part.low + 1) / 2) * size.height - MARGIN];
    renderer.setScissor(x, y, ((part.right - part.left) / 2) * size.width + 2 * MARGIN, ((part.high - part.low) / 2) * size.height + 2 * MARGIN);
  };
  /** Faces that reach into the margin have to be drawn too. */
  const widened = ({ left, right, low, high }: Box): Box => {
    const [x, y] = [(4 * MARGIN) / size.width, (4 * MARGIN) / size.height];
    return { left: left - x, right: right + x, low: low - y, high: high + y };
  };
  /** Without a graphics card: coarse while something moves, fine once it rests. */
  const settle = () => {
    if (renderer.getPixelRatio() !== sharpness()) renderer.setPixelRatio(sharpness());
    clearTimeout(rest);
    if (resting) resting = false;
    else rest = window.setTimeout(() => ((resting = true), wake()), REST_MS);
  };
  const wake = () => {
    stale = "all";
    if (frame === 0) frame = requestAnimationFrame(draw);
  };
  const wakeFor = ({ vertices }: Change) => {
    if (stale !== "all") for (const vertex of vertices) stale.add(vertex);
    if (frame === 0) frame = requestAnimationFrame(draw);
  };
  const move = (next: Orbit) => {
    cancelTween();
    framed = null;
    orbit = next;
    wake();
  };

  const fit = () => {
    const box = canvas.parentElement?.getBoundingClientRect();
    if (!box || box.width < 2 || box.height < 2) return;
    [size.width, size.height] = [box.width, box.height];
    renderer.setPixelRatio(sharpness());
    renderer.setSize(size.width, size.height, false);
    if (framed) orbit = framing(framed);
    stale = "all";
    draw(); // at once: a resized canvas is empty until the next frame
  };
  const observer = new ResizeObserver(fit);
  if (canvas.parentElement) observer.observe(canvas.parentElement);
  const lost = (event: Event) => event.preventDefault(); // asks the browser to give the context back
  canvas.addEventListener("webglcontextlost", lost);
  canvas.addEventListener("webglcontextrestored", wake);
  fit();

  const ray = (x: number, y: number) => rayThrough(orbit, (2 * x) / size.width - 1, 1 - (2 * y) / size.height, aspect());
  const pick = (x: number, y: number) => {
    const { origin, direction } = ray(x, y);
    tree ??= makeRayTree(atlas);
    return tree.first(origin, direction, cutAbove(orbit));
  };

  return {
    canvas,
    pick,
    metresPerPixel,
    spotOf(point) {
      const seen = seenAt(orbit, point, aspect());
      const [x, y] = [((seen.x + 1) / 2) * size.width, ((1 - seen.y) / 2) * size.height];
      const hit = pick(x, y);
      return { x, y, hidden: hit !== null && hit.distance < seen.depth - 0.08 };
    },
    lookFrom(...frame) {
      cancelTween();
      const target = framing(frame);
      framed = frame;
      cancelTween = tween(orbit, target, (next) => {
        orbit = next;
        wake();
      });
    },
    turn: (turn, tilt) => move(turned(orbit, turn, tilt)),
    pan: (right, up) => move(panned(orbit, right, up)),
    zoom(factor, at) {
      if (!at) return move(zoomed(orbit, factor));
      const { origin, direction } = ray(at.x, at.y);
      const { back } = axesOf(orbit);
      const slope = -direction.reduce((sum, d, k) => sum + d * back[k]!, 0);
      const far = orbit.distance / slope;
      move(zoomed(orbit, factor, [origin[0] + far * direction[0], origin[1] + far * direction[1], origin[2] + far * direction[2]]));
    },
    sideOnRight: () => sideOnRight(orbit),
    paintChanged(change) {
      if (!change) return;
      send(shape.paint, change);
      compile();
      wakeFor(change);
    },
    shownChanged(change) {
      if (!change) return;
      send(shape.shown, change);
      compile();
      wakeFor(change);
    },
    setStrengths(strengths, fade) {
      const { strengths: before, fade: faded } = skin.uniforms;
      if (faded!.value === fade && strengths.every((strength, channel) => strength === before!.value[channel])) return;
      before!.value = [...strengths];
      faded!.value = fade;
      wake();
    },
    setCourses(courses) {
      lines.set(courses);
      wake();
    },
    setLook(look) {
      applyLook(skin, look);
      lines.setColour(look.course);
      wake();
    },
    onDrawn(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispose() {
      cancelTween();
      cancelAnimationFrame(frame);
      clearTimeout(rest);
      observer.disconnect();
      canvas.removeEventListener("webglcontextlost", lost);
      canvas.removeEventListener("webglcontextrestored", wake);
      lines.dispose();
      shape.geometry.dispose();
      skin.uniforms["tiles"]!.value.dispose();
      skin.dispose();
      renderer.dispose();
    },
  };
}

/** `own`: the corners of the faces are a list of its own, to be written anew for each frame. */
function makeShape(atlas: Atlas, layers: Layers, own: boolean) {
  const geometry = new BufferGeometry();
  const corners = own ? new Uint32Array(atlas.triangles) : atlas.triangles;
  const index = new BufferAttribute(corners, 1);
  if (own) index.setUsage(DynamicDrawUsage);
  geometry.setIndex(index);
  geometry.setAttribute("position", new BufferAttribute(atlas.positions, 3));
  geometry.setAttribute("normal", new BufferAttribute(atlas.normals, 3));
  const attach = (name: string, coverage: Coverage) =>
    coverage.blocks.map((block, index) => {
      const attribute = new BufferAttribute(block, 4, true);
      attribute.setUsage(DynamicDrawUsage);
      geometry.setAttribute(`${name}${index}`, attribute);
      return attribute;
    });
  return { geometry, corners, paint: attach("paint", layers.paint), shown: attach("shown", layers.shown) };
}

/** Only the changed vertices travel to the graphics card. */
function send(attributes: readonly BufferAttribute[], { first, last }: Change): void {
  attributes.forEach((attribute) => {
    attribute.addUpdateRange(4 * first, 4 * (last - first + 1));
    attribute.needsUpdate = true;
  });
}

function aim(camera: PerspectiveCamera, orbit: Orbit, aspect: number): void {
  camera.aspect = aspect;
  camera.position.set(...eyeOf(orbit));
  camera.up.set(...axesOf(orbit).up);
  camera.lookAt(...orbit.target);
  camera.updateProjectionMatrix();
}

/** From above and a little to the left of whoever looks, wherever they stand. */
function light(skin: ShaderMaterial, orbit: Orbit): void {
  const { right, up, back } = axesOf(orbit);
  const [x, y, z] = [0, 1, 2].map((k) => back[k]! - 0.45 * right[k]! + 0.6 * up[k]!) as [number, number, number];
  skin.uniforms["light"]!.value.set(x, y, z).normalize();
}

function tween(from: Orbit, to: Orbit, show: (orbit: Orbit) => void): () => void {
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
    show(to);
    return () => {};
  }
  const start = performance.now();
  let request = 0;
  const step = () => {
    const share = Math.min(1, (performance.now() - start) / TWEEN_MS);
    show(between(from, to, share));
    if (share < 1) request = requestAnimationFrame(step);
  };
  step();
  return () => cancelAnimationFrame(request);
}
