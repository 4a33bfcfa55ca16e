// @ts-check
// All libraries: the shop's own first, then those that came with the product, as cards; a search over their lines; and
// the ways for libraries to come in.
// data: {libraries: [{library, key, title, note, count, own, at}], platforms, newer: [[library, title, version]],
// away: [[library, title]]}

import { useCalm } from "../shared/calm.js";
import { post } from "../shared/files.js";
import { html, show, useEffect, useRef, useState } from "../shared/html.js";
import { Menu } from "../shared/menu.js";
import { KINDS, LEVELS, useFound } from "../shared/search.js";
import { byName, Cards, says } from "../shelf/cards.js";
import { Import } from "../shelf/import.js";
import { Found } from "../shelf/items.js";

const NAMED = 6; // libraries that a search lists by their names above the lines

export default function libraries(component) {
  const go = (to) => component.setTriggerValue("go", to);
  const redraw = (to) => component.setTriggerValue("redraw", to);
  return show(component, html`<${Libraries} data=${component.data} go=${go} redraw=${redraw} />`);
}

function Libraries({ data, go, redraw }) {
  const [panel, open] = useState(""); // "new" or "import": what one is about to do
  const [words, setWords] = useState("");
  const searching = words.trim() !== "";
  const own = byName(data.libraries.filter((each) => each.own));
  const shipped = data.libraries.filter((each) => !each.own);
  const [checked, ...others] = new Set(shipped.map(({ at }) => at));
  const once = checked && !others.length; // what each would say is said above them
  const turn = (name) => open(panel === name ? "" : name);
  return html`<div class="libraries">
    <header class="head"><h1>预设库</h1>
      <span class="acts"><button type="button" class="file main" aria-expanded=${panel === "new"}
        onClick=${() => turn("new")}>新建</button>
      <button type="button" class="file" aria-expanded=${panel === "import"}
        onClick=${() => turn("import")}>导入</button></span></header>
    <p class="quiet">写岗位时可以直接勾选这里的条目；勾进岗位的是副本，怎么改都不影响这里。</p>
    ${panel === "new" && html`<${Begin} go=${go} />`}
    <${Import} open=${panel === "import"} newer=${data.newer} redraw=${redraw} close=${() => open("")} />
    <input type="search" class="search" value=${words} placeholder="搜全部预设库：千川、kucun、扛货…" aria-label="搜全部预设库"
      onInput=${(event) => setWords(event.target.value)} />
    ${
      searching
        ? html`<${Search} data=${data} words=${words} own=${own} go=${go} />`
        : html`<section class="mine"><h2>我的${own.length > 0 && html`<small class="quiet">${own.length} 个</small>`}</h2>
          ${
            own.length
              ? html`<${Cards} cards=${own} go=${go} />`
              : html`<p class="none">还没有自己的库。点“新建”，把店里的做法写成一条条；或者打开下面自带的一个，复制一份来改。</p>`
          }</section>
        <section><h2>自带的<small class="quiet">${shipped.length} 个，直接能用；想改，打开复制一份${
          once ? `。核对于 ${checked}` : ""
        }</small></h2>
          <${Cards} cards=${once ? shipped.map((card) => ({ ...card, at: "" })) : shipped} go=${go} /></section>
        ${data.away.length > 0 && html`<${Away} away=${data.away} redraw=${redraw} />`}`
    }
  </div>`;
}

/** A new library by its name; its lines are written on its own page. */
function Begin({ go }) {
  const [title, setTitle] = useState("");
  const { said, busy, calmly } = useCalm();
  const input = useRef(null);
  useEffect(() => input.current?.focus(), []);
  const begin = calmly(async () => {
    const { key } = await post("/libraries", { title });
    go({ key });
  });
  return html`<form class="begin" onSubmit=${(event) => {
    event.preventDefault();
    begin();
  }}><label for="new-name">这个库叫什么？</label>
    <div class="pair"><input ref=${input} id="new-name" type="text" value=${title} maxlength="100" aria-label="新库的名字"
      placeholder="例如 仓库的活、我们店的售后规矩" onInput=${(event) => setTitle(event.target.value)} />
      <button type="submit" class="file main" disabled=${busy || !title.trim()}>建好，去写</button></div>
    <p class="said" role="status">${said}</p></form>`;
}

function Search({ data, words, own, go }) {
  const [kind, setKind] = useState("");
  const [level, setLevel] = useState("");
  const [platform, setPlatform] = useState("");
  const [area, setArea] = useState("");
  const found = useFound({ words, kind, area, level, platform }, true);
  const named = [...own, ...data.libraries.filter((each) => !each.own)].filter((card) => says(card, words.trim()));
  const titles = [["", "全部预设库"], ...data.libraries.map(({ library, title }) => [library, title])];
  return html`${
    named.length > 0 &&
    html`<section><h2>库<small class="quiet">名字或说明里有的 ${named.length} 个</small></h2>
      <${Cards} key=${words} cards=${named} go=${go} most=${NAMED} /></section>`
  }
    <section><h2>条目</h2>
    <div class="filters">
      <div class="choices" role="group" aria-label="类别">
        <button type="button" aria-pressed=${!kind} onClick=${() => setKind("")}>全部</button>
        ${Object.keys(KINDS).map(
          (each) => html`<button type="button" key=${each} aria-pressed=${kind === each}
          onClick=${() => setKind(each)}>${KINDS[each]}</button>`,
        )}
      </div>
      <${Menu} label="库" options=${titles} value=${area} onChange=${setArea} />
      <${Menu} label="层级" options=${[["", "不限层级"], ...LEVELS.map((each) => [each, each])]} value=${level}
        onChange=${setLevel} />
      <${Menu} label="平台" options=${[["", "不限平台"], ...data.platforms.map((each) => [each, each])]} value=${platform}
        onChange=${setPlatform} />
    </div>
    <${Found} found=${found} words=${words} /></section>`;
}

/** Those that were put away, with the way back. */
function Away({ away, redraw }) {
  const { said, busy, calmly } = useCalm();
  const back = (library) =>
    calmly(async () => {
      await post(`/libraries/${library}/away`, { away: false });
      redraw({ library });
    });
  return html`<details class="away"><summary>移除的库</summary>
    <ul>${away.map(
      ([library, name]) => html`<li key=${library}><span>${name}</span>
      <button type="button" class="link" disabled=${busy} onClick=${back(library)}>放回来</button></li>`,
    )}</ul>
    <p class="said" role="status">${said}</p></details>`;
}
