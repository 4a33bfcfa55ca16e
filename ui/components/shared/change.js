// @ts-check
// One change of a comparison, as a reader would tell it; `children` stand before it.

import { html } from "./html.js";

export function Change({ change: { what, where, moved, pieces }, children }) {
  return html`<li>${children}
    <span class=${`what ${what}`}>${what}${moved && what === "改写" ? "、移动" : ""}</span>
    <span class="words">${pieces.map(([aspect, text], at) =>
      aspect === "gone"
        ? html`<del key=${at}>${text}</del>`
        : aspect === "new"
          ? html`<ins key=${at}>${text}</ins>`
          : text,
    )}
      ${where && html`<small class="quiet"> · ${where}</small>`}</span>
  </li>`;
}
