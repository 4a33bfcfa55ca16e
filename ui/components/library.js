// A library to read, topic by topic. data: {items: [{topic, text, notes}]}

import { html, show } from "./html.js";
import { known } from "./known.js";
import { named, pieces } from "./text.js";

export default function library(component) {
  return show(component, html`<${Library} items=${component.data.items} />`);
}

function Library({ items }) {
  const topics = new Map();
  for (const item of items) topics.set(item.topic, [...(topics.get(item.topic) ?? []), item]);
  return html`<div class="library">${[...topics].map(([topic, found]) => html`
    <section key=${topic} class="topic">
      <h2>${topic || "其他"}<span class="quiet">${found.length} 条</span></h2>
      <ul>${found.map(({ text, notes }, at) => html`<li key=${at}><span><${Text} text=${text} /></span><small class="quiet">${notes}</small></li>`)}</ul>
    </section>`)}</div>`;
}

/** Blanks stand in it by their label. */
function Text({ text }) {
  return pieces(text, known, () => "").map(({ blank, text: plain }, at) =>
    blank ? html`<i key=${at} class="blank">${named(known, blank)?.label ?? blank}</i>` : plain);
}
