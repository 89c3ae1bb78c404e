/** Which record of the knowledge base a source is about. */

import type { KnowledgeKind } from "../api/library";
import type { Source } from "../api/types";

export function recordOf(source: Pick<Source, "id" | "kind">): { kind: KnowledgeKind; id: string } | null {
  switch (source.kind) {
    case "condition":
      return { kind: "conditions", id: source.id };
    case "entrapment":
      return { kind: "entrapments", id: source.id };
    case "root":
      return { kind: "roots", id: source.id.replace(/^root_/, "").toUpperCase() };
    case "muscle":
      return { kind: "muscles", id: source.id.replace(/^trp_/, "") };
    default:
      return null;
  }
}
