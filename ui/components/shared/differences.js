// @ts-check
// What another state of a role would change, section by section, each to be ticked.

import { Change } from "./change.js";
import { html } from "./html.js";

/** `left` has the keys of what is not ticked; `tick` turns one. */
export function Differences({ sections, left, tick }) {
  return sections.map(
    ({ title, changes }) => html`<div key=${title} class="changed"><h3>${title}</h3>
    <ul>${changes.map(
      (change) => html`<${Change} key=${change.key + change.what} change=${change}>
      <input type="checkbox" checked=${!left.has(change.key)} aria-label=${`要这处${change.what}`}
        onChange=${() => tick(change.key)} /><//>`,
    )}</ul></div>`,
  );
}

/** The keys of all that differs. */
export const keysOf = (sections) => new Set(sections.flatMap(({ changes }) => changes.map(({ key }) => key)));

/** The same set with one more, or without it. */
export function turned(set, key) {
  const after = new Set(set);
  if (!after.delete(key)) after.add(key);
  return after;
}
