// @ts-check
// The rows of the indicators: what was reached is typed in the shop's tree of people; its line comes with
// the first key.

import { html, useRef, useState } from "../shared/html.js";
import { newId } from "../shared/tree.js";
import { ALIKE, addDecision, BY_HAND, decide, decisionOf, REACHED } from "./decisions.js";
import { TextBox } from "./textbox.js";

const SAME = "同一个";
const OTHER = "不是同一个";
const HAND = "hand";
const OPEN = "open";

export function Indicators({ desk, rows, month, called }) {
  return html`<table class="measures">
    <thead><tr><th scope="col" class="measure">指标</th><th scope="col" class="value">${called}实际</th>
      <th scope="col">岗位</th><th scope="col">目标</th><th scope="col" class="number">权重</th>
      <th scope="col" class="source">数据来源</th><th scope="col" class="number">得分</th></tr></thead>
    ${rows.map((row) => html`<${Indicator} key=${row.name} desk=${desk} row=${row} month=${month} called=${called} />`)}
  </table>`;
}

function Indicator({ desk, row, month, called }) {
  const several = row.posts.length + row.more > 1;
  const rows = row.posts.length + (row.more > 0 ? 1 : 0);
  return html`<tbody>${row.posts.map(
    (post, at) => html`<tr key=${at}>
    ${
      at === 0 &&
      html`<th scope="rowgroup" rowspan=${rows} class="measure"><b>${row.name}</b>
        ${row.several && html`<em>目标不一样</em>`}
        ${row.alike.map((other) => html`<${Alike} key=${other} desk=${desk} name=${row.name} other=${other} />`)}</th>
      <td rowspan=${rows} class="value"><span class="well"><${Typed} desk=${desk} block=${REACHED}
        month=${month} line=${{ title: row.name }} label=${`${row.name}：${called}的实际值`}
        placeholder=${row.earlier || "—"} unit=${row.unit} /></span></td>`
    }
    <td class="whose"><a href=${pageOf("finish", post)}>${post.title}</a>
      ${post.called && html`<small>写作“${post.called}”</small>`}
      ${several && html`<${Own} desk=${desk} row=${row} post=${post} month=${month} called=${called} />`}</td>
    <td class="target" data-label="目标">${post.target || "—"}${post.period && html` <small>${post.period}</small>`}</td>
    <td class="number weight" data-label="权重">${post.weight === null ? "—" : `${post.weight}%`}</td>
    <td class="source" data-label="来源">${post.source}</td>
    <td class="number score" data-label="得分"><${Score} desk=${desk} row=${row} post=${post} month=${month}
      called=${called} /></td>
  </tr>`,
  )}
  ${row.more > 0 && html`<tr><td colspan="5" class="quiet">另有 ${row.more} 个岗位也用这个指标。</td></tr>`}</tbody>`;
}

/** A post's score; where nobody can compute it, a place to give it in, or the way to where its target is filled in. */
function Score({ desk, row, post, month, called }) {
  if (post.how === OPEN)
    return html`<a class="link" href=${pageOf(post.target ? "blanks" : "finish", post)} title=${post.note}
      aria-label=${`${row.name}：到${post.title}填目标`}>先填目标</a>`;
  const told = post.score === null ? html`<span class="quiet">—</span>` : html`<b>${post.score.toFixed(1)}</b>`;
  return html`${
    post.how === HAND
      ? html`<span class="well"><${Typed} desk=${desk} block=${BY_HAND} month=${month}
      line=${{ title: row.name, from: post.post }} label=${`${row.name}：${post.title} ${called}的得分`}
      placeholder="打分" /></span>`
      : told
  }
  ${post.note && html`<small>${post.note}</small>`}`;
}

const pageOf = (path, { post }) => `/${path}?role=${encodeURIComponent(post)}`;

/** A value of one post alone, where that is not the same as the others'. */
function Own({ desk, row, post, month, called }) {
  const [wanted, want] = useState(false);
  const line = { title: row.name, from: post.post };
  if (!wanted && !decisionOf(desk, REACHED, month, like(line))?.text)
    return html` <button type="button" class="link own" aria-label=${`${row.name}：${post.title}单独填`}
      onClick=${() => want(true)}>单独填</button>`;
  return html`<span class="well"><${Typed} desk=${desk} block=${REACHED} month=${month} line=${line}
    label=${`${row.name}：${post.title}自己的实际值`} placeholder=${`${called}，只算这个岗位`} /></span>`;
}

const SAYS_UNIT = /[^\d.,，\s-]/;
const like = (line) => (each) => each.title === line.title && (each.from ?? "") === (line.from ?? "");

/** A text of a month: `line` says what it is of; the unit stands behind a number that says none. */
function Typed({ desk, block, month, line, label, placeholder, unit = "" }) {
  const fresh = useRef(newId("l"));
  const known = decisionOf(desk, block, month, like(line));
  const node = known ?? { id: fresh.current, kind: "line", text: "" };
  const write = (text) => {
    if (known) desk.write(known, "text", text);
    else if (text) addDecision(desk, block, month, month, { ...line, id: fresh.current, kind: "line", text });
  };
  return html`<${TextBox} key=${node.id} desk=${desk} node=${node} label=${label} placeholder=${placeholder} single
    onInput=${write} />${unit && !SAYS_UNIT.test(node.text ?? "") && html`<i>${unit}</i>`}`;
}

/** Whether another name means this one: the shop says so. */
function Alike({ desk, name, other }) {
  const say = (text) =>
    decide(desk, ALIKE, { post: name, name, is: (line) => line.title === other, line: { title: other }, text });
  return html`<span class="alike">和“${other}”是同一个吗？
    <span class="pick"><button type="button" class="file" aria-label=${`${name}和${other}：是同一个`}
      onClick=${() => say(SAME)}>是</button>
    <button type="button" class="file" aria-label=${`${name}和${other}：不是同一个`}
      onClick=${() => say(OTHER)}>不是</button></span>
  </span>`;
}

/** The names that were said to mean another, to be parted again. */
export function Joined({ desk, pairs }) {
  if (!pairs.length) return null;
  const part = (name, other) =>
    decide(desk, ALIKE, { post: name, name, is: (line) => line.title === other, line: { title: other }, text: "" });
  return html`<details class="without"><summary>合在一起填的 ${pairs.length} 对名字</summary>
    <ul>${pairs.map(
      ([name, other]) => html`<li key=${`${name}\n${other}`}>“${other}”算作“${name}” <button type="button" class="link"
      aria-label=${`${name}和${other}：分开填`} onClick=${() => part(name, other)}>分开</button></li>`,
    )}</ul></details>`;
}
