/** People and their visits: the list, one person, one visit, the course. */

import type { PeopleRoute } from "../../state/route";
import { CoursePage } from "../course/CoursePage";
import { PeopleList } from "./PeopleList";
import { PersonPage } from "./PersonPage";
import { VisitPage } from "./VisitPage";

export function People({ here }: { here: PeopleRoute }) {
  const { code, at } = here;
  if (code === null) return <PeopleList query={here.query} from={here.from} />;
  if (at === "course") return <CoursePage key={code} code={code} />;
  if (at !== null) return <VisitPage key={`${code} ${at}`} code={code} visit={at} />;
  return <PersonPage key={code} code={code} />;
}
