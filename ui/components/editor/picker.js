// The picker: find duties or goals in the libraries as one types, tick them, and they land in the block as copies.

import { html, useEffect, useState } from "../html.js";
import { isOn, newId, ofKind } from "../tree.js";

const PLACEHOLDERS = {
  duty: "搜职责：库存、kucun、吵架的客人…",
  goal: "搜目标：销售额、复购、好评…",
  requirement: "搜要求：经验、Excel、学历…",
  kpi: "搜指标：转化率、响应时长…",
};
const LEVELS = ["执行", "独立", "带人", "负责"];

export function Picker({ desk, data, block }) {
  const [words, setWords] = useState("");
  const [area, setArea] = useState("");
  const [platform, setPlatform] = useState("");
  const [level, setLevel] = useState("");
  const [open, setOpen] = useState(false);
  const [found, setFound] = useState(null);
  const [group, setGroup] = useState("");
  const kind = block.picks;
  useEffect(() => {
    if (!open) return undefined;
    const asked = new AbortController();
    const query = new URLSearchParams({ words, area, platform, level, kind });
    fetch(`/items?${query}`, { signal: asked.signal })
      .then((response) => response.json())
      .then((body) => setFound(body.items ? body : { failed: true }))
      .catch(() => asked.signal.aborted || setFound({ failed: true }));
    return () => asked.abort();
  }, [words, area, platform, level, open, kind]);

  const groups = ofKind(block, "group");
  const lines = groups.length ? groups.flatMap((each) => ofKind(each, "line")) : ofKind(block, "line");
  const taken = (item) => lines.filter((line) => line.from === item.from);

  const toggle = (item) => {
    const have = taken(item);
    if (have.length) {
      have.forEach((line) => desk.remove(line));
      desk.say(`已去掉：${item.text}`);
      return;
    }
    const parent = groups.length ? (desk.find(group) ?? groupFor(groups, item)) : block;
    if (!isOn(parent)) desk.turn(parent);
    const after = (parent.children ?? []).at(-1)?.id ?? "";
    desk.add(parent, [{ id: newId("l"), kind: "line", text: item.text, from: item.from }], after);
    desk.say(`已加入${parent.title ? `“${parent.title}”` : ""}`);
  };

  return html`<div class="picker">
    <input type="search" class="search" value=${words} placeholder=${PLACEHOLDERS[kind]} aria-label="搜预设库"
      onFocus=${() => setOpen(true)} onInput=${(event) => { setWords(event.target.value); setOpen(true); }}
      onKeyDown=${(event) => { if (event.key === "Escape") setOpen(false); }} />
    ${!open && html`<button type="button" class="add" onClick=${() => setOpen(true)}>从预设库挑</button>`}
    ${open && html`<div class="found">
      <div class="filters">
        <${Choose} label="库" all="全部" options=${data.shelf.areas[kind]} value=${area} onChange=${setArea} />
        <${Choose} label="平台" all="不限平台" options=${data.shelf.platforms.map((name) => [name, name])} value=${platform} onChange=${setPlatform} />
        ${kind === "duty" && html`<${Choose} label="层级" all="不限层级" options=${LEVELS.map((name) => [name, name])} value=${level} onChange=${setLevel} />`}
        ${groups.length > 1 && html`<${Choose} label="放进" all="对应的组" options=${groups.map((each) => [each.id, each.title])} value=${group} onChange=${setGroup} />`}
        <button type="button" class="main" onClick=${() => setOpen(false)}>挑好了</button>
      </div>
      <ul>${(found?.items ?? []).map((item) => html`<li key=${item.from}>
        <label><input type="checkbox" checked=${taken(item).length > 0} onChange=${() => toggle(item)} />
          <span>${item.text.split(/(\{[^{}]+\})/).map((part) => part.startsWith("{") ? html`<i class="blank">${desk.valueOf(part.slice(1, -1)) || desk.blank(part.slice(1, -1)).label}</i>` : part)}</span>
          <small>${item.library} · ${item.topic}${item.level ? ` · ${item.level}` : ""}</small></label>
      </li>`)}</ul>
      <p class="quiet">${summary(found)}</p>
    </div>`}
  </div>`;
}

function Choose({ label, all, options, value, onChange }) {
  return html`<label class="pick"><span class="quiet">${label}</span>
    <select aria-label=${label} value=${value} onChange=${(event) => onChange(event.target.value)}>
      <option value="">${all}</option>
      ${options.map(([id, title]) => html`<option key=${id} value=${id}>${title}</option>`)}
    </select></label>`;
}

function summary(found) {
  if (!found) return "";
  if (found.failed) return "暂时连不上预设库，请稍后再试，或直接在下面写。";
  if (!found.total) return "没有找到，换个说法试试，或直接在下面写。";
  const more = found.total > found.items.length;
  return more ? `共 ${found.total} 条，先列出最接近的 ${found.items.length} 条；多打几个字会更准。` : `共 ${found.total} 条。`;
}

/** The group that the template names for the item's library, or one with its name; else the last that is on. */
function groupFor(groups, item) {
  return (
    groups.find((each) => each.area === item.area) ??
    groups.find((each) => each.title?.includes(item.library)) ??
    groups.filter(isOn).at(-1) ??
    groups[0]
  );
}
