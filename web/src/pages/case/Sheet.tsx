/** Everything that can be asked or examined, searchable, for those who examine in an order of their own. */

import { useState } from "preact/hooks";
import type { FindingKind, FindingWord } from "../../api/library";
import { isAnswered } from "../../state/answers";
import { caseFile, role } from "../../state/caseStore";
import { voice } from "../../state/settings";
import { vocabulary } from "../../state/vocabulary";
import { FINDING_KINDS, findingAsk, order, readable } from "../../words/texts";
import { AnswerControl } from "./AnswerControl";

const SHOWN_AT_ONCE = 60;

export function Sheet() {
  const clinician = role.value === "clinician";
  const [wanted, setWanted] = useState("");
  const [kind, setKind] = useState<FindingKind>(clinician ? "exam" : "history");
  const mine = vocabulary.value!.findings.filter((finding) => clinician || finding.who.includes("person"));
  const kinds = (Object.keys(FINDING_KINDS) as FindingKind[]).filter((one) => mine.some((finding) => finding.kind === one));
  const here = kinds.includes(kind) ? kind : kinds[0]!;
  const match = wanted.trim().toLowerCase();
  const found = match ? mine.filter((finding) => fits(finding, match)) : mine.filter((finding) => finding.kind === here);
  return (
    <div class="step sheet">
      <h2 tabIndex={-1}>{clinician ? "Examination sheet" : "All questions"}</h2>
      <p class="lead">{clinician ? "Enter what was examined, in any order. Open means not examined: it stays unknown, not absent." : "Answer any of these, in any order. What you leave open stays unknown."}</p>
      <label class="search">
        <span>Search {mine.length} {clinician ? "findings" : "questions"}</span>
        <input type="search" value={wanted} onInput={(event) => setWanted(event.currentTarget.value)} placeholder={clinician ? "for instance slump, ferritin, ankle reflex" : "for instance night, sitting, cramp"} />
      </label>
      {!match && (
        <div class="kinds" role="group" aria-label="Kind of finding">
          {kinds.map((one) => (
            <button key={one} type="button" class="pill" aria-pressed={one === here} onClick={() => setKind(one)}>{FINDING_KINDS[one]}</button>
          ))}
        </div>
      )}
      <p class="sr" role="status">{match ? `${found.length} found` : ""}</p>
      {match ? <Found findings={found} wanted={wanted} /> : <Groups findings={found} key={here} />}
    </div>
  );
}

function fits(finding: FindingWord, match: string): boolean {
  const text = `${finding.id} ${finding.name} ${finding.question} ${finding.clinician} ${finding.group}`.toLowerCase();
  return match.split(/\s+/).every((word) => text.includes(word));
}

function Found({ findings, wanted }: { findings: FindingWord[]; wanted: string }) {
  if (findings.length === 0) return <p class="quiet">Nothing matches “{wanted}”. Try one word of the name, or the name of the body part.</p>;
  return (
    <>
      <ul class="ask-list">{findings.slice(0, SHOWN_AT_ONCE).map((finding) => <SheetRow key={finding.id} finding={finding} />)}</ul>
      {findings.length > SHOWN_AT_ONCE && <p class="quiet">{findings.length - SHOWN_AT_ONCE} more; type another word to narrow it down.</p>}
    </>
  );
}

function Groups({ findings }: { findings: FindingWord[] }) {
  const words = vocabulary.value!.finding_groups;
  const groups = [...Map.groupBy(findings, (finding) => finding.group)].sort(([a], [b]) => order(words, a) - order(words, b));
  return <>{groups.map(([group, some]) => <SheetGroup key={group} group={words.find((one) => one.id === group)?.says ?? readable(group)} findings={some} />)}</>;
}

function SheetGroup({ group, findings }: { group: string; findings: FindingWord[] }) {
  const [shown, setShown] = useState(false);
  const answered = findings.filter((finding) => isAnswered(caseFile.value, "findings", finding.id, finding.sided)).length;
  return (
    <details class="group" open={shown} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary>{group} <small>{answered ? `${answered} of ${findings.length}` : findings.length}</small></summary>
      {shown && <ul class="ask-list">{findings.map((finding) => <SheetRow key={finding.id} finding={finding} />)}</ul>}
    </details>
  );
}

function SheetRow({ finding }: { finding: FindingWord }) {
  const clinician = role.value === "clinician";
  const ask = clinician ? finding.name : findingAsk(finding, voice.value);
  const how = clinician && finding.kind !== "history" ? finding.clinician : "";
  return (
    <li>
      <p class="ask">{ask}</p>
      {how && how !== ask && <p class="fine">{how}</p>}
      <AnswerControl field="findings" asked={finding} />
    </li>
  );
}
