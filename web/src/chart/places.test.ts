import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { coveredRegions, definiteRegions } from "./places";
import { ZONES } from "./zoneTable";

test("the zones are those of the knowledge base", () => {
  const file = readFileSync("../src/legwise/knowledge/data/anatomy/zones.yaml", "utf8");
  const rows = [...file.matchAll(/\{id: (\w+), says: ([^,]+), segment: \w+, regions: \[([^\]]+)\]\}/g)];
  const known = rows.map(([, id, says, regions]) => [id, [says, regions!.replaceAll(",", "")]]);
  expect(known.length).toBe(file.match(/\{id:/g)!.length);
  expect(Object.entries(ZONES)).toEqual(known);
});

test("regions and zones say where; groups say somewhere", () => {
  expect(definiteRegions("R:leg.posterior.upper")).toEqual(["R:leg.posterior.upper"]);
  expect(definiteRegions("pelvis.sacrum")).toEqual(["pelvis.sacrum"]);
  expect(definiteRegions("L:calf")).toEqual(["L:leg.posterior.upper", "L:leg.posterior.middle", "L:leg.posterior.lower"]);
  expect(definiteRegions("B:heel")).toEqual(["L:foot.heel", "R:foot.heel"]);
  expect(definiteRegions("R:leg")).toBeNull();
  expect(definiteRegions("B:limb")).toBeNull();
});

test("a group covers its regions on its side", () => {
  const all = ["L:leg.a", "R:leg.a", "L:foot.b", "R:foot.b", "back.c", "L:back.d"];
  expect(coveredRegions("R:leg", all)).toEqual(["R:leg.a"]);
  expect(coveredRegions("B:leg", all)).toEqual(["L:leg.a", "R:leg.a"]);
  expect(coveredRegions("L:limb", all)).toEqual(["L:leg.a", "L:foot.b"]);
  expect(coveredRegions("back", all)).toEqual(["back.c"]);
});
