import { nameOf } from "./names";
import { announcement, picture, pointed } from "./session";
import { spokenQualities } from "./qualities";
import { nameList } from "./names";

/** The plain name of the region under the pointer, and, for people who listen, what is painted. */
export function StatusLine() {
  const painted = picture.value.layers.map((layer) => `${spokenQualities(layer.qualities)}: ${nameList(layer.regions)}`).join(". ");
  return (
    <>
      <p class="status-line">{pointed.value ? sentence(nameOf(pointed.value)) : "\u00a0"}</p>
      <p class="visually-hidden" role="status" aria-live="polite">{announcement.value} {painted && `Painted: ${painted}.`}</p>
    </>
  );
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
