// @ts-check
// The picker: find what the libraries offer as one types, tick it, and it lands in the block as a copy.

import { reveal } from "../frame/scrolling.js";
import { editing } from "../shared/focus.js";
import { html, useEffect, useRef, useState } from "../shared/html.js";
import { Menu } from "../shared/menu.js";
import { LEVELS, summary, useFound } from "../shared/search.js";
import { isOn, ofKind, parentOf } from "../shared/tree.js";
import { Keep } from "./keep.js";
import { Further, Offers, Topics } from "./offers.js";
import { holders, moveTo, place } from "./placing.js";

const PLACEHOLDERS = {
  duty: "搜职责：库存、kucun、吵架的客人…",
  goal: "搜目标：销售额、复购、好评…",
  requirement: "搜要求：经验、Excel、学历…",
  kpi: "搜指标：转化率、响应时长…",
};
const APART = ["", "各自的组"];

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
  const begun = useRef({ picked: [], groups: new Set() }); // ids: what came since it was opened, groups there were
  const [further, setFurther] = useState([]); // what such a role often does too, and this one did not at opening
  const panel = useRef(null);
  useEffect(() => {
    if (open) reveal(panel.current);
  }, [open]);
  const searching = words.trim() !== "";
  const found = useFound({ words, area: searching ? within : area, platform, level, kind }, open);
  const first = chosen === null && !platform && !level ? further : []; // until one looks for something else
  const topics = posts.filter((post) => post.library === area).flatMap((post) => post.topics);
  const items = withFirst(found?.items ?? [], topics);
  const pick = picking(desk, block, begun.current);
  const picked = pick.all();

  const begin = () => {
    if (open) return;
    begun.current = { picked: [], groups: new Set(groups.map(({ id }) => id)) };
    desk.land([]);
    const lacking = picking(desk, block, begun.current);
    setFurther(kind === "duty" ? (data.shelf?.further ?? []).filter((item) => !lacking.has(item)) : []);
    setOpen(true);
  };
  /** What was picked is marked where it landed. */
  const end = () => {
    setOpen(false);
    desk.land(picked.map(({ id }) => id));
    editing(...picked.map(seenAt));
    if (picked.length) reveal(desk.root.querySelector(`[data-row="${CSS.escape(picked[0].id)}"]`), "center");
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
        <span class="pick"><span class="quiet" aria-hidden="true">库</span><${Menu} label="库"
          options=${[["", "全部"], ...data.shelf.areas[kind]]} value=${searching ? within : area}
          onChange=${searching ? setWithin : setArea} /></span>
        <${Menu} label="平台" options=${[["", "不限平台"], ...data.shelf.platforms.map((name) => [name, name])]}
          value=${platform} onChange=${setPlatform} />
        ${
          kind === "duty" &&
          html`<${Menu} label="层级" options=${[["", "不限层级"], ...LEVELS.map((name) => [name, name])]}
          value=${level} onChange=${setLevel} />`
        }
      </div>
      <div class="offers">${
        searching
          ? html`<${Offers} desk=${desk} items=${found?.items ?? []} pick=${pick} whence />`
          : html`<${Further} desk=${desk} items=${first} pick=${pick} />
            <${Topics} key=${area + platform + level} desk=${desk} items=${items} pick=${pick} whence=${!area}
            folded=${first.length > 0} />`
      }</div>
      <div class="picked">
        <p class="quiet">${picked.length > 0 && html`<b>已挑 ${picked.length} 条。</b>`}${summary(found, "，或直接在下面写")}</p>
        ${picked.length > 1 && pick.places.length > 1 && html`<${Together} picked=${picked} pick=${pick} />`}
        <button type="button" class="main" onClick=${end}>挑好了</button>
      </div>
    </div>`
    }
  </div>`;
}

/** All that was picked into one group. */
function Together({ picked, pick }) {
  const ids = new Set(picked.map((node) => pick.placeOf(node)[0]));
  const options = ids.size > 1 ? [APART, ...pick.places] : pick.places;
  return html`<span class="pick"><span class="quiet" aria-hidden="true">全部放进</span><${Menu} label="全部放进"
    options=${options} value=${ids.size > 1 ? "" : [...ids][0]}
    onChange=${(to) => to && pick.put(picked, to)} /></span>`;
}

/** What the list of offers needs of the block: what is there, what was picked, and where that goes. */
function picking(desk, block, begun) {
  const nodes = holders(block);
  const isPicked = ({ id }) => begun.picked.includes(id);
  const picked = (item) => nodes.find((node) => node.from === item.from && isPicked(node));
  const tell = (node) => editing(seenAt(node));
  return {
    places: ofKind(block, "group").map(({ id, title }) => [id, title ?? ""]),
    has: (item) => nodes.some((node) => node.from === item.from),
    picked,
    all: () => begun.picked.map((id) => nodes.find((node) => node.id === id)).filter(Boolean),
    placeOf: (node) => {
      const parent = parentOf(desk.tree, node.id);
      return [parent?.id, parent?.title];
    },
    put: (some, to) => {
      moveTo(desk, some, desk.find(to), begun.groups);
      tell(some[0]);
    },
    toggle: (item) => {
      const node = picked(item);
      if (node) {
        desk.remove(node);
        desk.say(`已去掉：${desk.told(item.text)}`);
        return;
      }
      const fresh = place(desk, block, item);
      begun.picked.push(fresh.id);
      tell(fresh);
    },
  };
}

/** Where a line, or a row by its first cell, stands on the paper. */
const seenAt = (node) => (node.kind === "row" ? (node.children?.[0] ?? node) : node).id;

/** Items of these topics before the others. */
function withFirst(items, topics) {
  const first = topics.flatMap((topic) => items.filter((item) => item.topic === topic));
  return [...first, ...items.filter((item) => !first.includes(item))];
}
