// @ts-check
// Libraries as cards: what each is called, what it is for, how many lines it has, and how old it is.

import { html, useState } from "../shared/html.js";
import { isTime, when } from "../shared/moment.js";
import { order } from "../shared/text.js";

const AT_ONCE = 24; // cards that stand there before one asks for all

export const byName = (cards) => [...cards].sort((one, other) => order.compare(one.title, other.title));

/** Whether a library's name or what it is for says all the words. */
export function says(card, words) {
  const text = `${card.title}\n${card.note}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

/** With `most`, the others come when one asks for them. */
export function Cards({ cards, go, most = AT_ONCE }) {
  const [all, setAll] = useState(false);
  const shown = all ? cards : cards.slice(0, most);
  return html`<ul class="cards">${shown.map((card) => html`<${Card} key=${card.key} card=${card} go=${go} />`)}</ul>
    ${
      shown.length < cards.length &&
      html`<button type="button" class="add"
        onClick=${() => setAll(true)}>再列出 ${cards.length - shown.length} 个</button>`
    }`;
}

function Card({ card: { key, title, note, count, own, at }, go }) {
  const turn = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // into a tab of its own
    event.preventDefault();
    go({ key });
  };
  const age = own ? isTime(at) && `改于${when(at)}` : at && `核对于 ${at}`;
  return html`<li><a class="card" href=${`/library?role=${key}`} onClick=${turn}>
    <b class="card-name">${title}${own && html` <span class="own">我的</span>`}</b>
    <span class="purpose">${note || "还没有写给谁用。"}</span>
    <small class="quiet">${[`${count} 条`, age].filter(Boolean).join(" · ")}</small></a></li>`;
}
