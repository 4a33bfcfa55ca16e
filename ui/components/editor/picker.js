// @ts-check
// The picker: find what the libraries offer as one types, tick it, and it lands in the block as a copy.

import { reveal } from "../frame/scrolling.js";
import { editing } from "../shared/focus.js";
import { html, useEffect, useRef, useState } from "../shared/html.js";
import { LEVELS, meaning, notes, Said, summary, useFound } from "../shared/search.js";
import { isOn, newId, ofKind } from "../shared/tree.js";
import { Keep } from "./keep.js";

const PLACEHOLDERS = {
  duty: "搜职责：库存、kucun、吵架的客人…",
  goal: "搜目标：销售额、复购、好评…",
  requirement: "搜要求：经验、Excel、学历…",
  kpi: "搜指标：转化率、响应时长…",
};
// what a column means → what of an indicator goes into it
const CELLS = { indicator: "text", definition: "definition", source: "source" };
// what columns with these titles mean in older tables, whose columns have no meaning of their own
const MEANINGS = { 指标: "indicator", 定义与算法: "definition", 数据来源: "source" };

export function Picker({ desk, data, block }) {
  const kind = block.picks;
  const groups = ofKind(block, "group");
  const [words, setWords] = useState("");
  const posts = (kind === "duty" && data.shelf?.posts) || []; // what goes with the name of a role that began blank
  const [chosen, setArea] = useState(null);
  const area = chosen ?? posts[0]?.library ?? groups.filter(isOn).find((group) => group.area)?.area ?? "";
  const [within, setWithin] = useState(""); // a search goes over all libraries unless one says otherwise
  const [platform, setPlatform] = useState("");
  const [level, setLevel] = useState("");
  const [open, setOpen] = useState(false);
  const picked = useRef([]); // ids of what came since it was opened
  const [further, setFurther] = useState([]); // what such a role often does too, and this one did not at opening
  const panel = useRef(null);
  useEffect(() => {
    if (open) reveal(panel.current);
  }, [open]);
  const [group, setGroup] = useState("");
  const searching = words.trim() !== "";
  const found = useFound({ words, area: searching ? within : area, platform, level, kind }, open);
  const first = chosen === null && !platform && !level ? further : []; // until one looks for something else
  const topics = posts.filter((post) => post.library === area).flatMap((post) => post.topics);
  const items = withFirst(found?.items ?? [], topics);

  const holders =
    block.kind === "table"
      ? ofKind(block, "row")
      : groups.length
        ? groups.flatMap((each) => ofKind(each, "line"))
        : ofKind(block, "line");
  const taken = (item) => holders.filter((node) => node.from === item.from);

  const toggle = (item) => {
    const have = taken(item);
    if (have.length) {
      for (const node of have) desk.remove(node);
      desk.say(`已去掉：${desk.told(item.text)}`);
      return;
    }
    const node =
      block.kind === "table"
        ? addRow(desk, block, item)
        : addLine(desk, block, groups.length ? (desk.find(group) ?? groupFor(block, groups, item)) : block, item);
    picked.current.push(node.id);
    editing(placeOf(node));
  };
  const begin = () => {
    if (open) return;
    picked.current = [];
    desk.land([]);
    setFurther(kind === "duty" ? (data.shelf?.further ?? []).filter((item) => !taken(item).length) : []);
    setOpen(true);
  };
  /** What was picked is marked where it landed. */
  const end = () => {
    const landed = picked.current.map((id) => desk.find(id)).filter(Boolean);
    setOpen(false);
    desk.land(landed.map(({ id }) => id));
    editing(...landed.map(placeOf));
    if (landed.length) reveal(desk.root.querySelector(`[data-row="${CSS.escape(landed[0].id)}"]`), "center");
  };

  return html`<div class="picker" ref=${panel}>
    <input type="search" class="search" value=${words} placeholder=${PLACEHOLDERS[kind]} aria-label="搜预设库"
      onFocus=${begin} onInput=${(event) => {
        setWords(event.target.value);
        begin();
      }}
      onKeyDown=${(event) => {
        if (event.key === "Escape" && open) end();
      }} />
    ${!open && html`<button type="button" class="add" onClick=${begin}>从预设库挑</button>`}
    ${
      !open &&
      data.shelf &&
      block.kind !== "table" &&
      html`<${Keep} desk=${desk} block=${block}
      own=${data.shelf.own} />`
    }
    ${open && !data.shelf && html`<p class="quiet">正在读预设库…</p>`}
    ${
      open &&
      data.shelf &&
      html`<div class="found">
      <div class="filters">
        <${Choose} label="库" all="全部" options=${data.shelf.areas[kind]} value=${searching ? within : area}
          onChange=${searching ? setWithin : setArea} />
        <${Choose} label="平台" all="不限平台" options=${data.shelf.platforms.map((name) => [name, name])} value=${platform}
          onChange=${setPlatform} />
        ${
          kind === "duty" &&
          html`<${Choose} label="层级" all="不限层级" options=${LEVELS.map((name) => [name, name])}
          value=${level} onChange=${setLevel} />`
        }
        ${
          groups.length > 1 &&
          html`<${Choose} label="放进" all="对应的组"
          options=${groups.map((each) => [each.id, each.title])} value=${group} onChange=${setGroup} />`
        }
        <button type="button" class="main" onClick=${end}>挑好了</button>
      </div>
      <div class="offers">${
        searching
          ? html`<${Offers} desk=${desk} items=${found?.items ?? []} taken=${taken} toggle=${toggle} whence />`
          : html`<${Further} desk=${desk} items=${first} taken=${taken} toggle=${toggle} />
            <${Topics} key=${area + platform + level} desk=${desk} items=${items} taken=${taken}
            toggle=${toggle} whence=${!area} folded=${first.length > 0} />`
      }</div>
      <p class="quiet">${summary(found, "，或直接在下面写")}</p>
    </div>`
    }
  </div>`;
}

/** Where a line, or a row by its first cell, stands on the paper. */
const placeOf = (node) => (node.kind === "row" ? (node.children?.[0] ?? node) : node).id;

/** Items of these topics before the others. */
function withFirst(items, topics) {
  const first = topics.flatMap((topic) => items.filter((item) => item.topic === topic));
  return [...first, ...items.filter((item) => !first.includes(item))];
}

/** What is often part of such a role stands first. */
function Further({ items, ...rest }) {
  return (
    items.length > 0 &&
    html`<details open class="further"><summary>这个岗位常见的还有 ${items.length} 条</summary>
      <${Offers} items=${items} ...${rest} whence /></details>`
  );
}

/** Folded by topic, but for the first; all of them where something else stands before. */
function Topics({ items, taken, folded, ...rest }) {
  const topics = new Map();
  for (const item of items)
    topics.set(`${item.library} · ${item.topic ?? ""}`, [
      ...(topics.get(`${item.library} · ${item.topic ?? ""}`) ?? []),
      item,
    ]);
  if (topics.size < 2) return html`<${Offers} items=${items} taken=${taken} ...${rest} />`;
  return [...topics].map(([topic, those], at) => {
    const ticked = those.filter((item) => taken(item).length).length;
    return html`<details key=${topic} open=${at === 0 && !folded}>
      <summary>${rest.whence ? topic : those[0].topic || "未分组"}<small
        class="quiet">${ticked ? `已选 ${ticked} / ` : ""}${those.length} 条</small></summary>
      <${Offers} items=${those} taken=${taken} ...${rest} whence=${false} /></details>`;
  });
}

function Offers({ desk, items, taken, toggle, whence }) {
  return html`<ul>${items.map(
    (item) => html`<li key=${item.from}>
    <label><input type="checkbox" checked=${taken(item).length > 0} onChange=${() => toggle(item)} />
      <span><${Said} text=${item.text} valueFor=${(name) => desk.valueOf(name)} /></span>
      ${
        item.standard && html`<small><${Said} text=${item.standard} valueFor=${(name) => desk.valueOf(name)} /></small>`
      }
      <small>${about(item, whence)}</small></label>
  </li>`,
  )}</ul>`;
}

/** What is said of an item beside its text; with `whence` also where it comes from. */
function about(item, whence) {
  const origin = whence && [item.library, item.topic].filter(Boolean).join(" · ");
  const kpis = item.kpis?.length && `看${item.kpis.join("、")}`;
  return [origin, meaning(item), notes(item), kpis].filter(Boolean).join(" · ");
}

function Choose({ label, all, options, value, onChange }) {
  return html`<label class="pick"><span class="quiet">${label}</span>
    <select aria-label=${label} value=${value} onChange=${(event) => onChange(event.target.value)}>
      <option value="">${all}</option>
      ${options.map(([id, title]) => html`<option key=${id} value=${id}>${title}</option>`)}
    </select></label>`;
}

/** A copy at the end of a group or a list; a group that there is not yet is begun for it. Returns the line. */
function addLine(desk, block, parent, item) {
  const standard = item.standard && { standard: item.standard };
  const line = { id: newId("l"), kind: "line", text: item.text, ...standard, from: item.from };
  if (parent) {
    if (!isOn(parent)) desk.turn(parent);
    desk.add(parent, [line], (parent.children ?? []).at(-1)?.id ?? "");
  } else {
    const last = ofKind(block, "group").at(-1)?.id ?? "";
    desk.add(
      block,
      [{ id: newId("g"), kind: "group", title: item.library, area: item.area, least: 1, children: [line] }],
      last,
    );
  }
  desk.say(`已加入“${parent?.title || item.library}”`);
  return line;
}

/** An indicator as a row; its target and weight are the shop's to say. Returns the row. */
function addRow(desk, block, item) {
  const id = newId("r");
  const cells = ofKind(block, "column").map((column) => {
    return { id: `${id}:${column.id}`, kind: "cell", text: cellText(column, item) };
  });
  const row = { id, kind: "row", from: item.from, children: cells };
  desk.add(block, [row], (block.children ?? []).at(-1)?.id ?? "");
  desk.say(`已加入：${desk.told(item.text)}`);
  return row;
}

/** What of an indicator stands in a column. */
export const cellText = (column, item) => item[CELLS[column.meaning || MEANINGS[column.title]]] ?? "";

/** The group that a starter names, the one of the item's topic, of its area, or one with its library's name; undefined
 *  where there is none. */
function groupFor(block, groups, item) {
  const isOfTopic = (each) => each.from === `${item.from.split("/")[0]}/${item.topic}`;
  const ofArea = groups.filter((each) => each.area === item.area);
  return (
    groups.find((each) => each.id === `${block.id}.${item.group}`) ??
    groups.find(isOfTopic) ??
    ofArea.find((each) => !each.from?.startsWith(`${item.area}/`)) ??
    ofArea[0] ??
    groups.find((each) => each.title?.includes(item.library))
  );
}
