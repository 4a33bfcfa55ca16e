// @ts-check
// What the shop's files look like: a choice that is kept.

import { post } from "./files.js";
import { html, useState } from "./html.js";

/** looks: [{name, label, note}], look: the one chosen. `failed` is told the sentence where it could not be kept. */
export function Looks({ looks, look, failed }) {
  const [chosen, choose] = useState(look);
  const pick = async (name) => {
    choose(name);
    await post("/look", { look: name }).catch((error) => {
      choose(chosen);
      failed(error.message);
    });
  };
  return html`<div class="choices looks" role="group" aria-label="文件的样式">
    <span class="quiet">样式</span>
    ${looks.map(
      ({ name, label, note }) => html`<button type="button" key=${name} aria-pressed=${name === chosen}
      class=${name === chosen ? "on" : ""} title=${note} onClick=${() => pick(name)}>${label}</button>`,
    )}
    <small class="quiet">${looks.find(({ name }) => name === chosen)?.note}</small>
  </div>`;
}
