/**
 * Reads the one binary glTF that holds the body: a single triangle mesh with its regions.
 *
 * A general loader would cost more than the file itself. This one knows what the build script
 * writes (one mesh, one primitive, an uncompressed buffer; numbers may be quantised) and refuses the rest.
 */

export interface BodyMesh {
  /** x, y, z per vertex in metres; y up, the body faces +z, the subject's left is +x. */
  readonly positions: Float32Array;
  readonly normals: Float32Array;
  /** Three vertices per face. */
  readonly triangles: Uint32Array;
  /** Region ids as a case file writes them: "L:thigh.anterior.upper", "pelvis.sacrum". */
  readonly regions: readonly string[];
  /** Index into `regions`, per face. */
  readonly faceRegion: Uint16Array;
  /** The face on the other side of the body, per face. */
  readonly mirror: Uint32Array;
}

interface Accessor {
  bufferView: number;
  byteOffset?: number;
  componentType: number;
  normalized?: boolean;
  count: number;
  type: string;
}
interface BufferView {
  byteOffset?: number;
  byteLength: number;
  byteStride?: number;
}
interface Node {
  mesh?: number;
  scale?: number[];
  translation?: number[];
}
interface Document {
  accessors: Accessor[];
  bufferViews: BufferView[];
  meshes: { primitives: { attributes: Record<string, number>; indices: number }[] }[];
  nodes?: Node[];
  asset: { extras?: { legwise?: Extras } };
}
interface Extras {
  version: number;
  regions: string[];
  faceRegion: number;
  mirror: number;
}

const GLTF = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
const BIN_CHUNK = 0x004e4942;
/** What a normalised integer is divided by, by component type. */
const FULL: Record<number, number> = { 5120: 127, 5121: 255, 5122: 32767, 5123: 65535 };

export class BodyError extends Error {}

/** Read the body from the bytes of a .glb file; throws BodyError saying what is wrong with it. */
export function readBody(file: ArrayBuffer): BodyMesh {
  const { document, binary } = chunks(file);
  const extras = document.asset.extras?.legwise;
  const primitive = document.meshes[0]?.primitives[0];
  if (!extras || extras.version !== 1) throw new BodyError("The body file carries no regions of version 1.");
  if (!primitive) throw new BodyError("The body file carries no mesh.");
  const { POSITION, NORMAL } = primitive.attributes;
  if (POSITION === undefined || NORMAL === undefined) throw new BodyError("The body file lacks positions or normals.");

  const triangles = new Uint32Array(numbers(document, binary, primitive.indices));
  const faces = triangles.length / 3;
  const positions = numbers(document, binary, POSITION);
  place(positions, document.nodes?.find((node) => node.mesh === 0));
  return {
    positions,
    normals: unit(numbers(document, binary, NORMAL)),
    triangles,
    regions: extras.regions.map((id) => id.replace(/^M:/, "")),
    faceRegion: new Uint16Array(perFace(document, binary, extras.faceRegion, faces)),
    mirror: new Uint32Array(perFace(document, binary, extras.mirror, faces)),
  };
}

function chunks(file: ArrayBuffer): { document: Document; binary: DataView } {
  const view = new DataView(file);
  if (file.byteLength < 20 || view.getUint32(0, true) !== GLTF) throw new BodyError("The body file is not a binary glTF.");
  let document: Document | null = null;
  let binary: DataView | null = null;
  for (let at = 12; at + 8 <= file.byteLength; ) {
    const length = view.getUint32(at, true);
    const kind = view.getUint32(at + 4, true);
    if (at + 8 + length > file.byteLength) throw new BodyError("The body file is cut short.");
    if (kind === JSON_CHUNK) document = JSON.parse(new TextDecoder().decode(new Uint8Array(file, at + 8, length))) as Document;
    if (kind === BIN_CHUNK) binary = new DataView(file, at + 8, length);
    at += 8 + length;
  }
  if (!document || !binary) throw new BodyError("The body file is cut short.");
  return { document, binary };
}

function numbers(document: Document, binary: DataView, index: number): Float32Array {
  const accessor = document.accessors[index]!;
  const view = document.bufferViews[accessor.bufferView]!;
  const width = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4 }[accessor.type] ?? 1;
  const read = reader(binary, accessor.componentType);
  const stride = view.byteStride ?? width * read.size;
  const start = (view.byteOffset ?? 0) + (accessor.byteOffset ?? 0);
  const divide = accessor.normalized ? (FULL[accessor.componentType] ?? 1) : 1;
  // A 32-bit float holds every index below 2^24; the body has far fewer.
  const out = new Float32Array(accessor.count * width);
  for (let item = 0, i = 0; item < accessor.count; item++) {
    for (let k = 0; k < width; k++) out[i++] = read.at(start + item * stride + k * read.size) / divide;
  }
  return out;
}

function reader(binary: DataView, type: number): { size: number; at: (offset: number) => number } {
  switch (type) {
    case 5120: return { size: 1, at: (o) => binary.getInt8(o) };
    case 5121: return { size: 1, at: (o) => binary.getUint8(o) };
    case 5122: return { size: 2, at: (o) => binary.getInt16(o, true) };
    case 5123: return { size: 2, at: (o) => binary.getUint16(o, true) };
    case 5125: return { size: 4, at: (o) => binary.getUint32(o, true) };
    case 5126: return { size: 4, at: (o) => binary.getFloat32(o, true) };
    default: throw new BodyError(`The body file uses numbers of the unknown kind ${type}.`);
  }
}

/** One whole number per face, as many bytes each as the buffer view gives. */
function perFace(document: Document, binary: DataView, index: number, faces: number): Float64Array {
  const view = document.bufferViews[index];
  const size = view ? Math.floor(view.byteLength / faces) : 0;
  if (!view || ![1, 2, 4].includes(size)) throw new BodyError("The body file lacks a number for every face.");
  const read = reader(binary, { 1: 5121, 2: 5123, 4: 5125 }[size]!);
  const out = new Float64Array(faces);
  for (let face = 0; face < faces; face++) out[face] = read.at((view.byteOffset ?? 0) + face * size);
  return out;
}

function place(positions: Float32Array, node: Node | undefined): void {
  const scale = node?.scale ?? [1, 1, 1];
  const shift = node?.translation ?? [0, 0, 0];
  for (let i = 0; i < positions.length; i++) positions[i] = positions[i]! * scale[i % 3]! + shift[i % 3]!;
}

function unit(vectors: Float32Array): Float32Array {
  for (let i = 0; i < vectors.length; i += 3) {
    const length = Math.sqrt(vectors[i]! ** 2 + vectors[i + 1]! ** 2 + vectors[i + 2]! ** 2) || 1;
    for (let k = 0; k < 3; k++) vectors[i + k] = vectors[i + k]! / length;
  }
  return vectors;
}
