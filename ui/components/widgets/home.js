// @ts-check
// 我的岗位: what the shop has written, and what it can begin with.
// data: {roles: [{id, name, department, number, place, lacking, version, published, at, tags}], trashed: [[id, name]],
// starters: [[key, title, summary, area]], wanted: [key], templates: [[key, title]], picture: an address, and the
// shop's choices for its files: looks, look, standards, standard}

import { coming, isAway } from "../frame/connection.js";
import { List } from "../home/list.js";
import { Starts } from "../home/starts.js";
import { Trash } from "../home/trash.js";
import { post } from "../shared/files.js";
import { html, show, useChanges, useRef, useState } from "../shared/html.js";

const FEW = 6; // roles beside which there is room for what one can begin with

const DOUBLE = 700; // ms in which a second click is of the first: who clicks twice wants one role
let went = { to: "", at: 0 };
const CONNECTION = [coming];

export default function home(component) {
  const go = (to) => {
    const click = { to: JSON.stringify(to), at: Date.now() };
    if (isAway() || (click.to === went.to && click.at - went.at < DOUBLE)) return;
    went = click;
    component.setTriggerValue("go", to);
  };
  const act = (name, roles) => component.setTriggerValue("redraw", { act: name, roles, at: Date.now() });
  return show(component, html`<${Home} data=${component.data} go=${go} act=${act} />`);
}

function Home({ data, go, act }) {
  const [deleted, setDeleted] = useState([]); // [{ids, name}], the last one last
  const box = useRef(null);
  const dialog = useRef(null);
  useChanges(CONNECTION);
  const away = isAway(); // what is asked for now would never arrive
  const [answered, setAnswered] = useState({ data, tags: {} }); // what is newer than what the page was drawn with
  const [tagged, setTagged] = useState(null); // {ids, said, back} where it can be taken back
  const { trashed } = data;
  const roles = data.roles.map((role) => ({
    ...role,
    tags: (answered.data === data && answered.tags[role.id]) || role.tags,
  }));
  const few = roles.length <= FEW;
  const lying = new Set(trashed.map(([id]) => id));
  const last = deleted.findLast(({ ids }) => ids.some((id) => lying.has(id)));
  const trash = (ids) => {
    const name = roles.find(({ id }) => id === ids[0])?.name ?? "";
    setDeleted([...deleted, { ids, name: ids.length > 1 ? "" : name }]);
    setTagged(null);
    act("trash", ids);
  };
  const takeBack = () => {
    setDeleted(deleted.filter((each) => each !== last));
    act(
      "restore",
      last.ids.filter((id) => lying.has(id)),
    );
  };
  const change = async (ids, what) => {
    const { tags } = await post("/tags", { roles: ids, ...what });
    setAnswered((now) => ({ data, tags: { ...(now.data === data && now.tags), ...tags } }));
    act("look", []);
  };
  const tag = async (those, what) => {
    const ids = those.map(({ id }) => id);
    await change(ids, what);
    const whom = those.length > 1 ? ` ${those.length} 份岗位` : html`“<span class="name">${those[0].name}</span>”`;
    const said = what.add ? html`已给${whom}加上“${what.add[0]}”。` : html`已从${whom}去掉“${what.remove[0]}”。`;
    const back = what.add ? { remove: what.add } : { add: what.remove };
    setTagged(those.length > 1 || what.remove ? { ids, said, back } : null);
  };
  const untag = () => {
    setTagged(null);
    change(tagged.ids, tagged.back).catch(({ message }) => setTagged({ said: message }));
  };
  const begin = () => {
    if (!few) dialog.current.showModal();
    box.current.scrollIntoView({ block: "center" });
    box.current.focus({ preventScroll: true });
  };
  const starts = html`<${Starts} data=${data} go=${go} away=${away} box=${box}
    picture=${!roles.length && pictured(data.picture)}>
    ${roles.length ? "" : sentence}<//>`;
  const thrown = trashed.length > 0 && html`<${Trash} key="trash" trashed=${trashed} act=${act} away=${away} />`;
  return html`<div class="home">
    ${
      roles.length > 0 &&
      html`<header class="head"><h1>我的岗位</h1><span class="quiet">${roles.length} 份</span>
        <button type="button" class=${few ? "file new" : "main new"} onClick=${begin}>新建岗位</button></header>
      <${List} data=${data} roles=${roles} go=${go} away=${away} act=${act} trash=${trash} tag=${tag}
        begin=${begin} />`
    }
    ${roles.length > 0 && thrown}
    ${
      few
        ? html`${roles.length > 0 && html`<h2 class="more">再写一个</h2>`}${starts}`
        : html`<dialog ref=${dialog} aria-label="新建岗位"><header><h2>新建岗位</h2>
          <button type="button" class="link" onClick=${() => dialog.current.close()}>关上</button></header>
          ${starts}</dialog>`
    }
    ${!roles.length && thrown}
    <p class=${tagged || last ? "deleted" : ""} role="status">${
      tagged
        ? html`${tagged.said}
        ${tagged.back && html`<button type="button" disabled=${away} onClick=${untag}>撤销</button>`}`
        : last &&
          html`已删除${last.name ? html`“<span class="name">${last.name}</span>”` : ` ${last.ids.length} 份岗位`}，在回收站里。
      <button type="button" disabled=${away} onClick=${takeBack}>撤销</button>`
    }</p>
  </div>`;
}

/** What one gets here: in a sentence, and as a picture. */
const sentence = html`<h1>三分钟，写好一份<br />能打印、能签字的岗位职责说明书</h1>
  <p class="sub">选一个岗位，正文已经写好；填上店里的数字和名字，带走 Excel、Word、PDF。</p>`;
const pictured = (address) => html`<img src=${address} width="660" height="560"
  alt="写好的一份：电商运营专员岗位职责说明书，一张有边框的标准表格" />`;
