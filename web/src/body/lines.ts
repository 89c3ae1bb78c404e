/** Nerve courses as tubes that shine through the skin: strong on the near side of the body, faint behind it. */

import { BufferAttribute, BufferGeometry, CatmullRomCurve3, Color, Group, Mesh, ShaderMaterial, TubeGeometry, Vector3 } from "three";
import type { Point } from "./brush";
import type { Colour } from "./skin";

const CORE = 0.001;

const vertexShader = /* glsl */ `
  uniform float breadth;
  uniform float nearer;
  void main() {
    vec4 seen = viewMatrix * vec4(position + normal * (breadth - ${CORE}), 1.0);
    seen.xyz -= normalize(seen.xyz) * nearer;
    gl_Position = projectionMatrix * seen;
  }`;
const fragmentShader = /* glsl */ `
  uniform vec3 colour;
  uniform float alpha;
  void main() { gl_FragColor = vec4(colour, alpha); }`;

export interface Lines {
  readonly group: Group;
  set(courses: readonly (readonly Point[])[]): void;
  /** Half the breadth of a line, in metres. */
  setBreadth(metres: number): void;
  setColour(colour: Colour): void;
  dispose(): void;
}

/** Nerves lie this deep at most, in metres; within it a line counts as on the near side. */
const DEPTH = 0.09;

export function makeLines(): Lines {
  const group = new Group();
  const faint = material(0.45, 0, false);
  const strong = material(0.95, DEPTH, true);
  const clear = () => {
    for (const child of [...group.children]) {
      group.remove(child);
      (child as Mesh).geometry.dispose();
    }
  };
  return {
    group,
    set(courses) {
      clear();
      for (const course of courses) {
        if (course.length < 2) continue;
        const shape = tube(course);
        [faint, strong].forEach((look, order) => {
          const mesh = new Mesh(shape, look);
          mesh.renderOrder = 1 + order;
          mesh.frustumCulled = false;
          group.add(mesh);
        });
      }
    },
    setBreadth(metres) {
      for (const look of [faint, strong]) look.uniforms["breadth"]!.value = metres;
    },
    setColour(colour) {
      for (const look of [faint, strong]) (look.uniforms["colour"]!.value as Color).setRGB(...colour);
    },
    dispose() {
      clear();
      faint.dispose();
      strong.dispose();
    },
  };
}

function tube(course: readonly Point[]): BufferGeometry {
  const curve = new CatmullRomCurve3(course.map((point) => new Vector3(...point)), false, "centripetal");
  const made = new TubeGeometry(curve, Math.min(400, 8 * course.length), CORE, 8, false);
  const shape = new BufferGeometry();
  shape.setAttribute("position", made.getAttribute("position") as BufferAttribute);
  shape.setAttribute("normal", made.getAttribute("normal") as BufferAttribute);
  shape.setIndex(made.getIndex());
  return shape;
}

function material(alpha: number, nearer: number, depthTest: boolean): ShaderMaterial {
  return new ShaderMaterial({
    vertexShader,
    fragmentShader,
    transparent: true,
    depthTest,
    depthWrite: false,
    uniforms: { breadth: { value: 0.003 }, nearer: { value: nearer }, colour: { value: new Color() }, alpha: { value: alpha } },
  });
}
