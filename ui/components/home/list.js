// @ts-check
// The shop's roles, a row each: found by name, department, state and tags; opened; several of them ticked and exported,
// tagged, copied or deleted together. The arrow keys go from name to name.

import { html, useState } from "../shared/html.js";
import { Menu } from "../shared/menu.js";
import { when } from "../shared/moment.js";
import { order } from "../shared/text.js";
import { More, useMore } from "./more.js";
import { alike, Chips, counted, has, TagMenu } from "./tags.js";
import { Workbook } from "./workbook.js";

const FEW = 6; // roles that need no search
const ROOM = 10; // characters of a name that its tags leave room for, a line
const NARROW = 0.6; // of a character: how wide a letter or a figure is
const CHIPS = 8; // tags to choose by at a glance; the others are in a menu

const STATES = {
  open: ["还没填完", ({ lacking }) => lacking > 0], // of these some are published
  ready: ["填完未发布", ({ lacking, version }) => !lacking && !version],
  changed: ["改过未发布", ({ version, published }) => version > 0 && !published],
  published: ["已发布", ({ published }) => published],
};

export function List({ data, roles, go, act, trash, tag, away, begin }) {
  const [words, setWords] = useState("");
  const [state, setState] = useState("");
  const [department, setDepartment] = useState("");
  const [tags, setTags] = useState([]);
  const [tagging, setTagging] = useState(null); // {anchor, id}: where the menu stands, and whose; "" for the ticked
  const { most, more, fewer } = useMore();
  const [ticked, setTicked] = useState(() => new Set());
  const departments = [...new Set(roles.map((role) => role.department))].filter(Boolean).sort(order.compare);
  const known = counted(roles);
  const looked = words.trim().toLowerCase();
  const asked = {
    words: (role) => [role.name, role.number, ...role.tags].join("\n").toLowerCase().includes(looked),
    department: (role) => !department || role.department === department,
    state: (role) => !state || STATES[state][1](role),
    tags: (role) => tags.every((each) => has(role, each)),
  };
  /** Those that are as one asks, whatever one of the questions says. */
  const without = (name) =>
    roles.filter((role) => Object.entries(asked).every(([each, fits]) => each === name || fits(role)));
  const found = without("");
  const chosen = roles.filter(({ id }) => ticked.has(id));
  const turn = (ids, on) => {
    const next = new Set(ticked);
    for (const id of ids)
      if (on) next.add(id);
      else next.delete(id);
    setTicked(next);
  };
  const narrow = (set) => (value) => {
    set(value);
    fewer();
  };
  const done = (deed) => {
    deed(chosen.map(({ id }) => id));
    setTicked(new Set());
  };
  const openTags =
    (id) =>
    ({ currentTarget: anchor }) =>
      setTagging(tagging ? null : { anchor, id });
  const tagged = tagging && (tagging.id ? roles.filter(({ id }) => id === tagging.id) : chosen);
  const every = found.length > 0 && found.every(({ id }) => ticked.has(id));
  const several = roles.length > 1;
  const widen = () => {
    setWords("");
    setState("");
    setDepartment("");
    setTags([]);
  };
  const seeAll = html`<button type="button" class="link" onClick=${widen}>看全部</button>`;
  return html`<div class="list">
    ${
      roles.length > FEW &&
      html`<${Filters} roles=${roles} left=${without("state")} found=${found} departments=${departments} words=${words}
        state=${state} department=${department} known=${known} tags=${tags} setWords=${narrow(setWords)}
        setState=${narrow(setState)} setDepartment=${narrow(setDepartment)} setTags=${narrow(setTags)} />`
    }
    ${
      found.length
        ? html`<div class="rows">${
            several &&
            html`<div class="every"><label class="tick" title="全选"><input type="checkbox" checked=${every}
            onChange=${() =>
              turn(
                found.map(({ id }) => id),
                !every,
              )} /> <span>全选</span></label><span class="which-head" aria-hidden="true">岗位</span>
            ${
              found.length < roles.length &&
              html`<span class="quiet">${found.length} / ${roles.length} 份 ${seeAll}</span>`
            }
            <span class="facts" aria-hidden="true"><span>状态</span><span>部门</span><span>最近改动</span></span>
            <span class="acts" aria-hidden="true"></span></div>`
          }<ul aria-label="岗位" onKeyDown=${walk}>
          ${found.slice(0, most).map(
            (role) => html`<${Row} key=${role.id} role=${role} go=${go} away=${away} several=${several}
            openTags=${openTags(role.id)} ticked=${ticked.has(role.id)}
            tick=${(on) => turn([role.id], on)} copy=${() => act("copy", [role.id])}
            trash=${() => trash([role.id])} />`,
          )}</ul></div>`
        : html`<p class="none rows">没有这样的岗位。${seeAll}，或者
          <button type="button" class="link" onClick=${begin}>新建一份</button>。</p>`
    }
    <p><${More} most=${most} count=${found.length} more=${more} /></p>
    ${
      several &&
      html`<${Workbook} data=${data} roles=${chosen.length ? chosen : roles} all=${!chosen.length} away=${away}>
        ${
          chosen.length > 0 &&
          html`<button type="button" class="file" disabled=${away} aria-haspopup="dialog"
            onClick=${openTags("")}>标签</button>
          <button type="button" class="file" disabled=${away}
            onClick=${() => done((ids) => act("copy", ids))}>复制</button>
          <button type="button" class="file" disabled=${away} onClick=${() => done(trash)}>删除</button>
          <button type="button" class="link" onClick=${() => setTicked(new Set())}>不选了</button>`
        }<//>`
    }
    ${
      tagged?.length > 0 &&
      html`<${TagMenu} key=${tagging.id} roles=${tagged} known=${known} tag=${tag} away=${away}
      anchor=${tagging.anchor} close=${() => setTagging(null)} />`
    }
  </div>`;
}

/** What one asks for; each state and tag says how many there are of what is found. */
function Filters({ roles, left, found, departments, known, words, state, department, tags, ...set }) {
  const { setWords, setState, setDepartment, setTags } = set;
  const states = Object.entries(STATES).filter(([name, [, is]]) => state === name || roles.some(is));
  const counts = new Map(counted(found).map(([tag, count]) => [alike(tag), count]));
  const many = (tag) => counts.get(alike(tag)) ?? 0;
  const names = known.map(([tag]) => tag);
  const shown = [...new Set([...names.slice(0, CHIPS), ...names.filter((tag) => tags.includes(tag)), ...tags])];
  const folded = names.filter((tag) => !shown.includes(tag));
  const turn = (tag) => setTags(tags.includes(tag) ? tags.filter((each) => each !== tag) : [...tags, tag]);
  const asks = known.length ? "搜岗位名称、标签" : "搜岗位名称";
  return html`<div class="filters">
    <input type="search" value=${words} placeholder=${asks} aria-label=${asks}
      onInput=${(event) => setWords(event.target.value)} />
    <div class="choices" role="group" aria-label="状态">
      <button type="button" aria-pressed=${!state} class=${state ? "" : "on"} onClick=${() => setState("")}>全部</button>
      ${states.map(
        ([name, [label, is]]) =>
          html`<button type="button" key=${name} aria-pressed=${state === name} class=${state === name ? "on" : ""}
        onClick=${() => setState(state === name ? "" : name)}>${label} ${left.filter(is).length}</button>`,
      )}
    </div>
    ${
      departments.length > 1 &&
      html`<${Menu} label="部门" options=${[["", "全部部门"], ...departments.map((each) => [each, each])]}
      value=${department} onChange=${setDepartment} />`
    }
    ${
      shown.length > 0 &&
      html`<div class="choices by-tag" role="group" aria-label="标签"><span class="quiet">标签</span>
      ${shown.map(
        (tag) => html`<button type="button" key=${tag} aria-pressed=${tags.includes(tag)}
        class=${tags.includes(tag) ? "on" : ""} onClick=${() => turn(tag)}>${tag} ${many(tag)}</button>`,
      )}
      ${
        folded.length > 0 &&
        html`<${Menu} label="更多标签" caption=${`还有 ${folded.length} 个`} value="" onChange=${turn}
        options=${folded.map((tag) => [tag, `${tag} ${many(tag)}`])} />`
      }</div>`
    }</div>`;
}

function Row({ role, go, away, several, openTags, ticked, tick, copy, trash }) {
  const [unfolded, unfold] = useState(false); // on a phone, where what one does with it is folded
  const page = role.lacking ? "blanks" : "finish";
  const open = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return; // in a tab of its own
    event.preventDefault();
    go({ page, role: role.id });
  };
  const [state, kind] = stateOf(role);
  const wide = [...role.name].reduce((sum, each) => sum + (each < "⺀" ? NARROW : 1), 0);
  const room = { "--room": `${Math.min(wide, ROOM)}em`, "--name": `${wide}em` };
  return html`<li data-role=${role.id} class=${ticked ? "on" : ""} style=${room}>
    ${
      several &&
      html`<label class="tick"><input type="checkbox" checked=${ticked} aria-label=${`选“${role.name}”`}
      onChange=${(event) => tick(event.target.checked)} /></label>`
    }
    <a href=${`/${page}?${new URLSearchParams({ role: role.id })}`} title=${role.name}
      aria-disabled=${away} onClick=${open}>${role.name}</a>
    <${Chips} role=${role} away=${away} open=${openTags} />
    <span class="facts"><span class=${`state ${kind}`}>${state}</span>
      <span class=${role.number || role.place ? "which alike" : "which"}>${which(role)}</span>
      <time datetime=${role.at} title=${new Date(role.at).toLocaleString("zh-CN")}>${when(role.at)}</time></span>
    <button type="button" class="dots" aria-expanded=${unfolded} aria-label=${`“${role.name}”：标签、复制或删除`}
      onClick=${() => unfold(!unfolded)}>⋯</button>
    <span class=${unfolded ? "acts open" : "acts"}>
      <button type="button" class="link" aria-label=${`给“${role.name}”贴标签`} aria-haspopup="dialog"
        disabled=${away} onClick=${openTags}>标签</button>
      <button type="button" class="link" aria-label=${`复制“${role.name}”`}
        disabled=${away} onClick=${copy}>复制</button>
      <button type="button" class="link" aria-label=${`删除“${role.name}”`} title="放进回收站，可以恢复"
        disabled=${away} onClick=${trash}>删除</button></span></li>`;
}

/** The department, and what tells it from others of its name. */
const which = ({ department, number, place }) =>
  [department, number && `编号 ${number}`, place && `同名第 ${place} 份`].filter(Boolean).join(" · ");

/** In words, and as what it is shown. */
function stateOf({ lacking, version, published }) {
  const open = lacking ? ` · 差 ${lacking} 处` : "";
  if (published) return [`已发布第 ${version} 版${open}`, lacking ? "open" : "published"];
  if (version) return [`第 ${version} 版后改过未发布${open}`, "changed"];
  return lacking ? [`还没填完${open}`, "open"] : ["填完未发布", "ready"];
}

/** From one name to the next with the arrow keys. */
function walk(event) {
  const links = [...event.currentTarget.querySelectorAll("li > a")];
  const at = links.indexOf(event.target);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (at < 0 || to === undefined || !links[to]) return;
  event.preventDefault();
  links[to].focus();
}
