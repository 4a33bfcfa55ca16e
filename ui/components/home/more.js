// @ts-check
// The rest of a long list, some at a time.

import { html, useState } from "../shared/html.js";

export const AT_ONCE = 30; // rows that are drawn until one asks for more

/** How many to draw; how to draw so many more, and again only the first. */
export function useMore() {
  const [most, setMost] = useState(AT_ONCE);
  return { most, more: () => setMost(most + AT_ONCE), fewer: () => setMost(AT_ONCE) };
}

/** What is left of so many, and the way to it. */
export function More({ most, count, more }) {
  const left = count - most;
  if (left <= 0) return null;
  const next = Math.min(AT_ONCE, left);
  return html`<button type="button" class="file" onClick=${more}>再看 ${next} 份${
    left > next ? `（还有 ${left} 份）` : ""
  }</button>`;
}
