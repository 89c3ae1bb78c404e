/** What it is, what it is not, and how to read it. */

import { api } from "../api/client";
import { useTitle, Waiting } from "../app/parts";
import { useRemote } from "../state/remote";
import { href } from "../state/route";
import { gradeWords, SCALE } from "../words/scale";
import { KIND_WORDS } from "../words/texts";
import { isKind } from "../state/route";

export function About() {
  useTitle("About");
  const about = useRemote("about", () => api.about());
  return (
    <div class="page prose">
      <h1>About Legwise</h1>
      <p class="lead">The place that hurts is often not the place that causes it. Legwise looks at every structure that could produce what is felt, from the spine outward, and lets several be true at once.</p>
      <h2>What it is not</h2>
      <ul>
        <li><b>Not a diagnosis.</b> It supports a decision and does not replace an examination. When you are worried, see a doctor.</li>
        <li><b>Mostly estimates.</b> Nearly all of its numbers are opinion or estimates, because no study gives them. Each says so, and answers that hang on them carry wide ranges.</li>
        <li><b>No all-clear.</b> Most warning signs are insensitive: that none was raised proves nothing.</li>
        <li><b>Only what it knows.</b> A cause that is not in the knowledge base cannot be found; the share left unexplained is shown.</li>
      </ul>
      <h2>How to read the answer</h2>
      <p><b>Urgency comes first</b> and is decided by rules. No probability lowers it.</p>
      <p><b>The share</b> says how much of the complaint a source produces. <b>The chance</b> says whether it is there at all; a tender muscle can be there and be innocent. The range beside it holds 90 % of what the uncertain numbers allow.</p>
      <dl class="facts-list">
        {SCALE.map((step, index) => <div key={step.word}><dt>{step.word}</dt><dd>{Math.round(step.from * 100)} to {Math.round((SCALE[index - 1]?.from ?? 1) * 100)} % chance that it is there</dd></div>)}
      </dl>
      <h2>How good a number is</h2>
      <ul>{["A", "B", "C", "D"].map((grade) => <li key={grade}>{gradeWords(grade)}</li>)}</ul>
      <h2>Where your entries go</h2>
      <p>Nowhere but this computer. Cases are kept by the Legwise server on it and, until they are saved, in this browser. No page of Legwise asks anything from the internet.</p>
      <h2>What it knows</h2>
      <Waiting remote={about} what="The counts">
        {(now) => (
          <>
            <ul class="counts">
              {Object.entries(now.kb_counts).map(([kind, count]) => (
                <li key={kind}>{isKind(kind) ? <a href={href({ page: "knowledge", kind, id: null, query: "" })}>{count} {KIND_WORDS[kind]?.many.toLowerCase()}</a> : `${count} ${kind.replace(/_/g, " ")}`}</li>
              ))}
            </ul>
            <p class="fine">Legwise {now.version}, knowledge {now.knowledge_version}.</p>
          </>
        )}
      </Waiting>
    </div>
  );
}
