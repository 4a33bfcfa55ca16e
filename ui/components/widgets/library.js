// @ts-check
// A library that came with the product, to read: its lines topic by topic, or what a search in it finds.
// data: {library, title, note, about, licence, items: [item], platforms}

import { html, show, useState } from "../shared/html.js";
import { Menu } from "../shared/menu.js";
import { KINDS, LEVELS, useEachFound } from "../shared/search.js";
import { Found, Topics } from "../shelf/items.js";

export default function library(component) {
  return show(component, html`<${Library} data=${component.data} key=${component.data.library} />`);
}

function Library({ data }) {
  const [words, setWords] = useState("");
  const [level, setLevel] = useState("");
  const [platform, setPlatform] = useState("");
  const kinds = Object.keys(KINDS).filter((each) => data.items.some((item) => item.kind === each));
  const [kind, setKind] = useState(kinds[0] ?? "");
  const searching = words.trim() !== "";
  const about = { words, area: data.library, level, platform };
  const hits = useEachFound(
    kinds.map((kind) => ({ ...about, kind })),
    searching,
  );
  const found = hits[kinds.indexOf(kind)];
  const others = hits.reduce((sum, one) => sum + (one === found ? 0 : (one?.total ?? 0)), 0);
  const fits = (item) =>
    item.kind === kind &&
    (!level || !item.level || item.level === level) &&
    (!platform || !item.platforms || item.platforms.includes(platform));
  const count = (kind) =>
    searching ? hits[kinds.indexOf(kind)]?.total : data.items.filter((item) => item.kind === kind).length;
  return html`<div class="library">
    <header><h1>${data.title}</h1>
      ${data.note && html`<p>${data.note}</p>`}
      <p class="quiet">${data.about}${data.licence && html`。别人能怎么用：${data.licence}`}</p></header>
    <input type="search" class="search" value=${words} placeholder=${`在“${data.title}”里搜`} aria-label="搜这个库"
      onInput=${(event) => setWords(event.target.value)} />
    <div class="filters">
      <div class="choices" role="group" aria-label="类别">
        ${kinds.map(
          (one) => html`<button type="button" key=${one} aria-pressed=${kind === one}
          onClick=${() => setKind(one)}>${KINDS[one]}<small>${count(one)}</small></button>`,
        )}
      </div>
      <${Menu} label="层级" options=${[["", "不限层级"], ...LEVELS.map((each) => [each, each])]} value=${level}
        onChange=${setLevel} />
      ${
        data.platforms.length > 0 &&
        html`<${Menu} label="平台" options=${[["", "不限平台"], ...data.platforms.map((each) => [each, each])]}
        value=${platform} onChange=${setPlatform} />`
      }
    </div>
    ${
      searching
        ? html`<${Found} found=${found} words=${words} within otherwise=${others ? `，或看别的类别里的 ${others} 条` : ""} />`
        : html`<${Topics} items=${data.items.filter(fits)} key=${kind} />`
    }
  </div>`;
}
