/** Who it is about: what changes how likely causes are before anything is felt. */

import { useState } from "preact/hooks";
import { Choices } from "../../app/parts";
import type { FactorWord } from "../../api/library";
import { answerOf, isAnswered, numberOf, withAnswer } from "../../state/answers";
import { caseFile, role, update } from "../../state/caseStore";
import { vocabulary } from "../../state/vocabulary";
import { voice } from "../../state/settings";
import { order, readable } from "../../words/texts";
import { AnswerControl } from "./AnswerControl";
import { DurationField } from "./DurationField";
import { NumberField } from "./NumberField";

export function Facts() {
  const words = vocabulary.value!;
  const [wanted, setWanted] = useState("");
  const match = wanted.trim().toLowerCase();
  const named = new Map(words.factor_groups.map((group) => [group.id, group.says]));
  const found = Map.groupBy(
    words.factors.filter((factor) => !match || `${factor.name} ${factor.question}`.toLowerCase().includes(match)),
    (factor) => factor.group,
  );
  const groups = [...found].sort(([a], [b]) => order(words.factor_groups, a) - order(words.factor_groups, b));
  return (
    <div class="step">
      <h2 tabIndex={-1}>{role.value === "person" ? "About you" : "About the patient"}</h2>
      <p class="lead">All of it is optional. What is not said stays unknown.</p>
      <div class="facts-first">
        <NumberField
          label="Age" hint={false} range={{ unit: "years", low: 0, high: 120 }} value={numberOf(answerOf(caseFile.value, "context", "age"))?.value ?? null}
          onValue={(value) => update((file) => withAnswer(file, "context", "age", value ?? undefined), "age", "age")}
        />
        <Choices
          legend="Sex" value={sex()}
          choices={[{ value: "female", label: "Female" }, { value: "male", label: "Male" }, { value: "unknown", label: "Not said" }]}
          onChoose={(value) => update((file) => withAnswer(file, "context", "sex", value === "unknown" ? null : value), "sex")}
        />
        <DurationField />
        <label class="select stacked">
          <span>Seen in</span>
          <select value={caseFile.value.setting ?? "primary_care"} onChange={(event) => chooseSetting(event.currentTarget.value)}>
            {words.settings.map((setting) => <option key={setting.id} value={setting.id}>{setting.says}</option>)}
          </select>
        </label>
      </div>
      <label class="search">
        <span>Find a fact</span>
        <input type="search" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} placeholder="for instance diabetes" />
      </label>
      {groups.length === 0 && <p class="quiet">Nothing matches “{wanted}”.</p>}
      {groups.map(([group, some]) => <FactGroup key={group} group={named.get(group) ?? readable(group)} factors={some} open={match !== ""} />)}
      <label class="notes">
        <span>Notes, in your own words (kept with the case, not read by the reckoning)</span>
        <textarea
          rows={4} maxLength={100_000} value={caseFile.value.notes ?? ""}
          onInput={(event) => { const text = event.currentTarget.value; update((file) => ({ ...file, notes: text || null }), "notes", "notes"); }}
        />
      </label>
    </div>
  );
}

function sex(): "female" | "male" | "unknown" | null {
  const answer = answerOf(caseFile.value, "context", "sex");
  if (answer === "female" || answer === "male") return answer;
  return answer === null ? "unknown" : null;
}

function chooseSetting(setting: string): void {
  update((file) => ({ ...file, setting }), "where the patient is seen");
}

function FactGroup({ group, factors, open }: { group: string; factors: FactorWord[]; open: boolean }) {
  const [shown, setShown] = useState(false);
  const answered = factors.filter((factor) => isAnswered(caseFile.value, "context", factor.id, factor.sided)).length;
  return (
    <details class="group" open={open || shown} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary>{group} <small>{answered ? `${answered} of ${factors.length}` : factors.length}</small></summary>
      {(open || shown) && (
        <ul class="ask-list">
          {factors.map((factor) => (
            <li key={factor.id}>
              <p class="ask">{voice.value === "plain" ? factor.question : factor.name}</p>
              <AnswerControl field="context" asked={factor} />
            </li>
          ))}
        </ul>
      )}
    </details>
  );
}
