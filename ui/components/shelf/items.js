// @ts-check
// The lines of libraries, to read: by topic, or what a search has found.

import { html } from "../shared/html.js";
import { meaning, Said, summary } from "../shared/search.js";

/** `within` a library its name is not said again; the `words` that one looks for are marked. */
export function Found({ found, words, within, otherwise }) {
  return html`<section class="topic open"><ul>${(found?.items ?? []).map(
    (item) => html`<${Item} key=${item.from} item=${item} words=${words}
      where=${[!within && item.library, item.topic].filter(Boolean).join(" · ")} />`,
  )}</ul>
    <p class="quiet" role="status">${summary(found, otherwise)}</p></section>`;
}

/** A topic lies folded until one asks for it, but for the first. */
export function Topics({ items }) {
  const topics = new Map();
  for (const item of items) topics.set(item.topic ?? "", [...(topics.get(item.topic ?? "") ?? []), item]);
  if (!items.length) return html`<p class="empty">这里没有合适的条目，放宽层级或平台试试。</p>`;
  return [...topics].map(
    ([topic, those], at) => html`<details key=${topic} class="topic" open=${at === 0}>
    <summary><h2>${topic || "未分组"}</h2><span class="quiet">${those.length} 条</span></summary>
    <ul>${those.map((item, n) => html`<${Item} key=${n} item=${item} />`)}</ul>
  </details>`,
  );
}

function Item({ item, words, where }) {
  const more = meaning(item);
  const seen = item.kpis?.length > 0 && `看${item.kpis.map((name) => `“${name}”`).join("")}`;
  const result = [item.output && `成果：${item.output}`, seen].filter(Boolean).join("，");
  const often = [item.level, item.frequency, ...(item.platforms ?? [])].filter(Boolean).join(" · ");
  return html`<li><span><${Said} text=${item.text} words=${words} />${
    item.standard && html`<small class="quiet more"><${Said} text=${item.standard} words=${words} /></small>`
  }${more && html`<small class="quiet more">${more}</small>`}
      ${result && html`<small class="quiet more">${result}</small>`}</span>
    <small class="quiet when">${where && html`<b>${where}</b>`}${often}</small></li>`;
}
