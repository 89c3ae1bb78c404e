/** The danger questions as one short list, so that they are done in a minute. */

import { Choices } from "../../app/parts";
import type { FindingWord } from "../../api/library";
import type { CaseFile } from "../../api/types";
import { answerOf, sidedChoice, withAnswer, withSidedChoice } from "../../state/answers";
import type { SidedChoice } from "../../state/answers";
import { caseFile, caseId, role, update } from "../../state/caseStore";
import { chartGiven, safetyLeft, safetyList } from "../../state/flow";
import { go, href } from "../../state/route";
import { voice } from "../../state/settings";
import { vocabulary } from "../../state/vocabulary";
import { findingAsk } from "../../words/texts";

const PLAIN = [
  { value: "no", label: "No" },
  { value: "yes", label: "Yes" },
  { value: "unknown", label: "Don't know" },
] as const;

const SIDED = [
  { value: "no", label: "No" },
  { value: "left", label: "Left" },
  { value: "right", label: "Right" },
  { value: "both", label: "Both" },
  { value: "unknown", label: "Don't know" },
] as const;

export function Safety() {
  const { told, examined } = safetyList(vocabulary.value!, role.value);
  const left = safetyLeft(caseFile.value, vocabulary.value!, role.value);
  const id = caseId.value!;
  const next = chartGiven(caseFile.value) ? "questions" : "where";
  return (
    <div class="step">
      <h2 tabIndex={-1}>First, what must not wait</h2>
      <p class="lead">
        {role.value === "person"
          ? "Is any of this so, now or in the last days? These few answers can change what to do today."
          : "Each of these can change what to do today."}
      </p>
      <ul class="ask-list">{told.map((finding) => <Row key={finding.id} finding={finding} />)}</ul>
      {examined.length > 0 && (
        <>
          <h3>On examination</h3>
          <ul class="ask-list">{examined.map((finding) => <Row key={finding.id} finding={finding} how />)}</ul>
        </>
      )}
      <div class="row step-end">
        {left.length > 0 && <NoToTheRest left={left} told={told} onDone={() => left.every((one) => told.includes(one)) && go({ page: "case", id, step: next })} />}
        <a class={`button${left.length ? "" : " primary"}`} href={href({ page: "case", id, step: next })}>
          {next === "where" ? "Go on: where is it felt?" : "Go on to the questions"}
        </a>
      </div>
    </div>
  );
}

function Row({ finding, how = false }: { finding: FindingWord; how?: boolean }) {
  const ask = findingAsk(finding, voice.value);
  const label = finding.name.toLowerCase();
  return (
    <li>
      <p class="ask">{ask}</p>
      {how && finding.clinician && <p class="fine">{finding.clinician}</p>}
      {finding.sided ? (
        <Choices
          hideLegend legend={ask} choices={SIDED} value={sidedChoice(caseFile.value, "findings", finding.id)}
          onChoose={(choice: SidedChoice) => update((file) => withSidedChoice(file, "findings", finding.id, choice), label)}
        />
      ) : (
        <Choices
          hideLegend legend={ask} choices={PLAIN} value={plainChoice(caseFile.value, finding.id)}
          onChoose={(choice) => update((file) => withAnswer(file, "findings", finding.id, answerFor(choice)), label)}
        />
      )}
    </li>
  );
}

type PlainChoice = (typeof PLAIN)[number]["value"];

const answerFor = (choice: PlainChoice): boolean | null => (choice === "unknown" ? null : choice === "yes");

function plainChoice(file: CaseFile, key: string): PlainChoice | null {
  const answer = answerOf(file, "findings", key);
  if (answer === undefined) return null;
  return answer === null ? "unknown" : answer === true ? "yes" : answer === false ? "no" : null;
}

function NoToTheRest({ left, told, onDone }: { left: FindingWord[]; told: FindingWord[]; onDone: () => void }) {
  const mine = left.filter((finding) => told.includes(finding)); // what was not examined is never "no" by one click
  if (mine.length === 0) return null;
  const all = mine.length === told.length;
  return (
    <button
      type="button" class="primary"
      onClick={() => {
        update((file) => mine.reduce(withNo, file), all ? "none of the danger questions" : "no to the other danger questions");
        onDone();
      }}
    >
      {all ? "None of these" : `No to the other ${mine.length}`}
    </button>
  );
}

const withNo = (file: CaseFile, finding: FindingWord): CaseFile =>
  finding.sided ? withSidedChoice(file, "findings", finding.id, "no") : withAnswer(file, "findings", finding.id, false);
