/** What draws here: a graphics card, the processor in its place, or nothing. Asked once; a probe is not cheap. */

export type Graphics = "card" | "software" | "none";

let known: Graphics | null = null;

export function graphics(): Graphics {
  return (known ??= probe());
}

function probe(): Graphics {
  try {
    const context = document.createElement("canvas").getContext("webgl2");
    if (!context) return "none";
    const info = context.getExtension("WEBGL_debug_renderer_info");
    const name = info ? String(context.getParameter(info.UNMASKED_RENDERER_WEBGL)) : "";
    context.getExtension("WEBGL_lose_context")?.loseContext(); // browsers keep only a few contexts
    return /swiftshader|llvmpipe|softpipe|software|basic render/i.test(name) ? "software" : "card";
  } catch {
    return "none";
  }
}
