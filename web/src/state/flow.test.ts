import { describe, expect, test } from "vitest";
import type { FindingWord, Vocabulary } from "../api/library";
import type { CaseFile } from "../api/types";
import { chartGiven, dangersTold, firstStep, safetyLeft, safetyList } from "./flow";

const finding = (id: string, sided = false): FindingWord => ({
  id, name: id, question: `${id}?`, clinician: "", kind: "history", group: "course", sided, who: ["person"], measure: null,
});

const words: Vocabulary = {
  qualities: [], whens: [], settings: [], regions: [], groups: [], factors: [], finding_groups: [], factor_groups: [],
  findings: [finding("saddle_numbness"), finding("foot_drop_felt", true), finding("babinski", true)],
  safety: { person: ["saddle_numbness", "foot_drop_felt"], clinician: ["babinski", "gone_from_the_knowledge"] },
};

const safe: CaseFile = { findings: { saddle_numbness: false, "B:foot_drop_felt": false } };
const marked: CaseFile = { ...safe, chart: { marks: [{ regions: ["L:calf"] }] } };

describe("the order of the conversation", () => {
  test("danger first", () => {
    expect(firstStep({}, words, "person", [])).toBe("safety");
    expect(firstStep({}, words, "clinician", [])).toBe("safety");
    expect(firstStep({ findings: { saddle_numbness: false } }, words, "person", [])).toBe("safety");
  });

  test("then the place, unless it was put aside", () => {
    expect(firstStep(safe, words, "person", [])).toBe("where");
    expect(firstStep(safe, words, "person", ["chart"])).toBe("questions");
  });

  test("then questions", () => {
    expect(firstStep(marked, words, "person", [])).toBe("questions");
  });

  test("a person who marked a place first is still asked about danger", () => {
    expect(firstStep({ chart: { marks: [{ regions: ["L:calf"] }] } }, words, "person", [])).toBe("safety");
  });
});

describe("the safety list", () => {
  test("a clinician examines as well; what the knowledge base lacks is left out", () => {
    expect(safetyList(words, "person").examined).toEqual([]);
    expect(safetyList(words, "clinician").examined.map((one) => one.id)).toEqual(["babinski"]);
  });

  test("one side answered, or not known, is answered", () => {
    const left = (file: CaseFile) => safetyLeft(file, words, "person").map((one) => one.id);
    expect(left({})).toEqual(["saddle_numbness", "foot_drop_felt"]);
    expect(left({ findings: { saddle_numbness: null, "L:foot_drop_felt": true } })).toEqual([]);
  });

  test("dangers that were told are known without an assessment", () => {
    const told = (file: CaseFile) => dangersTold(file, words).map((one) => one.id);
    expect(told({})).toEqual([]);
    expect(told({ findings: { saddle_numbness: true, "B:foot_drop_felt": false, "R:babinski": true } })).toEqual(["saddle_numbness", "babinski"]);
  });

  test("a chart that only says what is free is given too", () => {
    expect(chartGiven({ chart: { marks: [] } })).toBe(false);
    expect(chartGiven({ chart: { absent: [{ regions: ["L:calf"] }] } })).toBe(true);
  });
});
