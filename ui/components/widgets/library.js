// @ts-check
// The libraries to read: one of them topic by topic, or whatever a search over all of them finds.
// data: {library, items: [item], platforms, shelf: [[id, title]]}

import { html, show, useState } from "../shared/html.js";
import { KINDS, LEVELS, meaning, notes, Said, summary, useFound } from "../shared/search.js";

export default function library(component) {
  return show(component, html`<${Library} data=${component.data} key=${component.data.library} />`);
}

function Library({ data }) {
  const [words, setWords] = useState("");
  const [kind, setKind] = useState("");
  const [level, setLevel] = useState("");
  const [platform, setPlatform] = useState("");
  const [area, setArea] = useState("");
  const searching = words.trim() !== "";
  const found = useFound({ words, kind: searching ? kind : "", area, level, platform }, searching);
  const kinds = Object.keys(KINDS).filter((each) => data.items.some((item) => item.kind === each));
  const shown = searching ? kind : kind || kinds[0];
  const fits = (item) =>
    item.kind === shown &&
    (!level || !item.level || item.level === level) &&
    (!platform || !item.platforms || item.platforms.includes(platform));
  const count = (each) => data.items.filter((item) => item.kind === each).length;
  return html`<div class="library">
    <input type="search" class="search" value=${words} placeholder="搜全部预设库：千川、kucun、吵架的顾客、扛货…" aria-label="搜全部预设库"
      onInput=${(event) => setWords(event.target.value)} />
    <div class="filters">
      <div class="tabs" role="group" aria-label="类别">
        ${searching && html`<button type="button" aria-pressed=${!shown} onClick=${() => setKind("")}>全部</button>`}
        ${(searching ? Object.keys(KINDS) : kinds).map(
          (each) => html`<button type="button" key=${each} aria-pressed=${shown === each}
          onClick=${() => setKind(each)}>${KINDS[each]}${!searching && html`<small>${count(each)}</small>`}</button>`,
        )}
      </div>
      ${searching && html`<${Choose} label="库" all="全部预设库" options=${data.shelf} value=${area} onChange=${setArea} />`}
      <${Choose} label="层级" all="不限层级" options=${LEVELS} value=${level} onChange=${setLevel} />
      <${Choose} label="平台" all="不限平台" options=${data.platforms} value=${platform} onChange=${setPlatform} />
    </div>
    ${
      searching
        ? html`<${Found} found=${found} />`
        : html`<${Topics} items=${data.items.filter(fits)} key=${data.library + shown} />`
    }
  </div>`;
}

function Found({ found }) {
  return html`<section class="topic open"><ul>${(found?.items ?? []).map(
    (item) => html`<${Item} key=${item.from} item=${item}
      where=${`${item.library}${item.topic ? ` · ${item.topic}` : ""}`} />`,
  )}</ul>
    <p class="quiet" role="status">${summary(found)}</p></section>`;
}

/** A topic lies folded until one asks for it, but for the first. */
function Topics({ items }) {
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

function Item({ item, where }) {
  const more = meaning(item);
  return html`<li><span><${Said} text=${item.text} />${
    item.standard && html`<small class="quiet more"><${Said} text=${item.standard} /></small>`
  }${more && html`<small class="quiet more">${more}</small>`}
      ${
        item.kpis?.length > 0 &&
        html`<small
        class="quiet more">看${item.kpis.map((name) => `“${name}”`).join("")}</small>`
      }</span>
    <small class="quiet">${[where, notes(item)].filter(Boolean).join(" · ")}</small></li>`;
}

function Choose({ label, all, options, value, onChange }) {
  return html`<select aria-label=${label} value=${value} onChange=${(event) => onChange(event.target.value)}>
    <option value="">${all}</option>
    ${options
      .map((each) => [each].flat())
      .map(
        ([id, title = id]) => html`<option key=${id}
      value=${id}>${title}</option>`,
      )}</select>`;
}
