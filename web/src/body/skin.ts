/** How the skin looks: matte and softly lit, with zones and paint over it. One material, one draw call. */

import { DataArrayTexture, GLSL3, LinearFilter, LinearMipmapLinearFilter, RedFormat, RepeatWrapping, ShaderMaterial, Vector3 } from "three";
import { PAINT_CHANNELS, PAINT_EDGE, SHOWN_EDGE } from "./channels";

export type Colour = readonly [number, number, number];

/** Colours of the page, 0 to 1. */
export interface Look {
  readonly skin: Colour;
  readonly accent: Colour;
  readonly primary: Colour;
  readonly spillover: Colour;
  readonly muscle: Colour;
  readonly absent: Colour;
  readonly shade: Colour;
  readonly course: Colour;
  /** One per paint channel. */
  readonly paint: readonly Colour[];
}

const BLOCKS = [0, 1, 2, 3, 4] as const; // of four paint channels each
/** Text for each block of paint that is in use; what is not in use costs nothing at all. */
const eachBlock = (text: (block: number) => string) => BLOCKS.map((k) => `\n#ifdef PAINT${k}\n${text(k)}\n#endif\n`).join("");

const vertexShader = /* glsl */ `
  ${eachBlock((k) => `in vec4 paint${k}; out vec4 vPaint${k};`)}
  #ifdef SHOWN
  in vec4 shown0; in vec4 shown1; out vec4 vShown0; out vec4 vShown1;
  #endif
  out vec3 vPlace; out vec3 vNormal; out vec3 vEye;
  void main() {
    ${eachBlock((k) => `vPaint${k} = paint${k};`)}
    #ifdef SHOWN
    vShown0 = shown0; vShown1 = shown1;
    #endif
    vPlace = position;
    vNormal = normal;
    vec4 seen = viewMatrix * vec4(position, 1.0);
    vEye = (vec4(normalize(-seen.xyz), 0.0) * viewMatrix).xyz;
    gl_Position = projectionMatrix * seen;
  }`;

const fragmentShader = /* glsl */ `
  precision highp float;
  precision highp sampler2DArray;
  ${eachBlock((k) => `in vec4 vPaint${k};`)}
  #ifdef SHOWN
  in vec4 vShown0; in vec4 vShown1;
  #endif
  in vec3 vPlace; in vec3 vNormal; in vec3 vEye;
  uniform sampler2DArray tiles;
  uniform vec3 colours[${PAINT_CHANNELS}];
  uniform float strengths[${PAINT_CHANNELS}];
  uniform vec3 skin; uniform vec3 accent; uniform vec3 primary; uniform vec3 spillover; uniform vec3 muscle; uniform vec3 absent; uniform vec3 shade;
  uniform vec3 light;
  uniform float tileSize;  // metres
  uniform float cut;       // height above which nothing is shown, metres
  uniform float fade;      // of paint that a source explains
  out vec4 result;

  vec2 flatX, flatY, flatZ, dx0, dy0, dx1, dy1, dx2, dy2;
  vec3 facing;

  float pattern(int layer) {
    float k = float(layer);
    float field = 0.0;
    if (facing.x > 0.02) field += facing.x * textureGrad(tiles, vec3(flatX, k), dx0, dy0).r;
    if (facing.y > 0.02) field += facing.y * textureGrad(tiles, vec3(flatY, k), dx1, dy1).r;
    if (facing.z > 0.02) field += facing.z * textureGrad(tiles, vec3(flatZ, k), dx2, dy2).r;
    return smoothstep(0.3, 0.7, field);
  }

  float inside(float share, float width, float edge) { return smoothstep(edge - width, edge + width, share); }
  float border(float share, float width, float edge) { return 1.0 - smoothstep(0.6 * width, 1.8 * width, abs(share - edge)); }

  vec3 painted(vec3 under, float share, float width, int channel, float dim) {
    vec3 colour = colours[channel];
    float strength = strengths[channel];
    float ink = mix(0.2, mix(0.65, 1.0, strength), pattern(channel)) * dim;
    vec3 over = mix(under, colour, inside(share, width, ${PAINT_EDGE}) * ink);
    return mix(over, colour * 0.72, border(share, width, ${PAINT_EDGE}) * 0.85 * dim);
  }

  vec3 block(vec3 under, vec4 share, vec4 width, int first, float dim) {
    vec3 over = under;
    if (share.x > 0.02) over = painted(over, share.x, width.x, first, dim);
    if (share.y > 0.02) over = painted(over, share.y, width.y, first + 1, dim);
    if (share.z > 0.02) over = painted(over, share.z, width.z, first + 2, dim);
    if (share.w > 0.02) over = painted(over, share.w, width.w, first + 3, dim);
    return over;
  }

  vec3 zone(vec3 under, float share, float width, vec3 colour, float fill, float edge) {
    vec3 over = mix(under, colour, inside(share, width, ${SHOWN_EDGE}) * fill);
    return mix(over, colour, border(share, width, ${SHOWN_EDGE}) * edge);
  }

  vec4 widthOf(vec4 share) { return max(fwidth(share), vec4(0.004)); }

  void main() {
    if (vPlace.y > cut) discard;
    vec3 normal = normalize(vNormal);
    vec3 base = skin;
    float dim = 1.0;
    #ifdef SHOWN
    float most = 0.0;
    ${eachBlock((k) => `most = max(most, max(max(vPaint${k}.x, vPaint${k}.y), max(vPaint${k}.z, vPaint${k}.w)));`)}
    float bare = 1.0 - 0.85 * step(${PAINT_EDGE}, most);  // zones show beside paint, not under it
    vec4 s0 = widthOf(vShown0), s1 = widthOf(vShown1);
    float stripe = smoothstep(0.35, 0.65, abs(fract((vPlace.x + vPlace.y + vPlace.z) / tileSize * 2.0) - 0.5) * 2.0);
    base = zone(base, vShown0.z, s0.z, spillover, bare * (0.2 + 0.3 * stripe), 0.55);
    base = zone(base, vShown1.x, s1.x, spillover, bare * (0.2 + 0.3 * stripe), 0.55);
    base = zone(base, vShown0.y, s0.y, primary, bare * 0.45, 0.8);
    base = zone(base, vShown0.w, s0.w, primary, bare * 0.45, 0.8);
    float fibre = smoothstep(0.3, 0.6, abs(fract((vPlace.x - 0.4 * vPlace.y + vPlace.z) / tileSize * 3.0) - 0.5) * 2.0);
    base = zone(base, vShown1.y, s1.y, muscle, bare * (0.15 + 0.45 * fibre), 0.7);
    dim = 1.0 - fade * inside(vShown1.z, s1.z, ${SHOWN_EDGE});
    #endif

    #ifdef PAINT
    facing = pow(abs(normal), vec3(6.0));
    facing /= facing.x + facing.y + facing.z;
    flatX = vPlace.zy / tileSize; flatY = vPlace.xz / tileSize; flatZ = vPlace.xy / tileSize;
    dx0 = dFdx(flatX); dy0 = dFdy(flatX); dx1 = dFdx(flatY); dy1 = dFdy(flatY); dx2 = dFdx(flatZ); dy2 = dFdy(flatZ);
    #endif
    ${eachBlock((k) => `base = block(base, vPaint${k}, widthOf(vPaint${k}), ${4 * k}, dim);`)}

    #ifdef SHOWN
    float dashes = step(0.4, fract((vPlace.x - vPlace.y + vPlace.z) / tileSize * 1.5));
    base = mix(base, absent, border(vShown1.w, 1.2 * s1.w, ${SHOWN_EDGE}) * dashes);
    base = zone(base, vShown0.x, s0.x, accent, 0.1, 0.75);
    #endif

    float wrap = clamp(0.5 + 0.5 * dot(normal, light), 0.0, 1.0);
    float sky = 0.5 + 0.5 * normal.y;
    float rim = pow(1.0 - clamp(dot(normal, normalize(vEye)), 0.0, 1.0), 2.5);
    float lit = 0.5 + 0.46 * wrap * wrap + 0.1 * sky;
    result = vec4(mix(base * lit, base * lit * shade, 0.75 * rim), 1.0);
  }`;

export function makeSkin(tiles: readonly Uint8Array[], tilePixels: number): ShaderMaterial {
  const zero = () => new Vector3();
  return new ShaderMaterial({
    glslVersion: GLSL3,
    vertexShader,
    fragmentShader,
    uniforms: {
      tiles: { value: tileTexture(tiles, tilePixels) },
      colours: { value: Array.from({ length: PAINT_CHANNELS }, zero) },
      strengths: { value: new Array<number>(PAINT_CHANNELS).fill(0.7) },
      skin: { value: zero() }, accent: { value: zero() }, primary: { value: zero() }, spillover: { value: zero() },
      muscle: { value: zero() }, absent: { value: zero() }, shade: { value: zero() },
      light: { value: new Vector3(0, 0, 1) },
      tileSize: { value: 0.016 },
      fade: { value: 0 },
      cut: { value: 10 },
    },
  });
}

/** Compile only what is in use: bits of paint channels, and whether anything else is shown. */
export function setUsed(material: ShaderMaterial, paint: number, shown: boolean): void {
  const names = BLOCKS.filter((k) => (paint >> (4 * k)) & 0xf).map((k) => `PAINT${k}`);
  const wanted = [...names, ...(names.length > 0 ? ["PAINT"] : []), ...(shown ? ["SHOWN"] : [])];
  if (wanted.join() === Object.keys(material.defines ?? {}).join()) return;
  material.defines = Object.fromEntries(wanted.map((name) => [name, ""]));
  material.needsUpdate = true;
}

export function applyLook(material: ShaderMaterial, look: Look): void {
  const { uniforms } = material;
  for (const name of ["skin", "accent", "primary", "spillover", "muscle", "absent", "shade"] as const) {
    (uniforms[name]!.value as Vector3).set(...look[name]);
  }
  look.paint.forEach((colour, channel) => (uniforms["colours"]!.value as Vector3[])[channel]?.set(...colour));
}

function tileTexture(tiles: readonly Uint8Array[], size: number): DataArrayTexture {
  const data = new Uint8Array(PAINT_CHANNELS * size * size);
  tiles.forEach((tile, layer) => data.set(upsideDown(tile, size), layer * size * size));
  const texture = new DataArrayTexture(data, size, size, PAINT_CHANNELS);
  texture.format = RedFormat;
  texture.wrapS = texture.wrapT = RepeatWrapping;
  texture.magFilter = LinearFilter;
  texture.minFilter = LinearMipmapLinearFilter;
  texture.generateMipmaps = true;
  texture.needsUpdate = true;
  return texture;
}

/** Rows of a picture run down, of a texture up. */
function upsideDown(tile: Uint8Array, size: number): Uint8Array {
  const turned = new Uint8Array(tile.length);
  for (let row = 0; row < size; row++) turned.set(tile.subarray(row * size, (row + 1) * size), (size - 1 - row) * size);
  return turned;
}
