// @ts-check
// 一人多岗 on 全店: who holds several posts, their duties to take away, and several roles merged into one.
// data: {posts: [[role, name, superior]], people: [{id, name, held: [[role, share]]}], made: [{id, name, from, news}]}

import { PEOPLE } from "../outbox/boxes.js";
import { useCalm } from "../shared/calm.js";
import { commit, take, today } from "../shared/files.js";
import { html, show, useState } from "../shared/html.js";
import { Menu } from "../shared/menu.js";
import { begun, keep, kept, Merging } from "../team/merging.js";

const FILES = [
  ["docx", "Word"],
  ["pdf", "PDF"],
  ["xlsx", "Excel"],
];

export default function merges(component) {
  const go = (to) => component.setTriggerValue("go", to);
  return show(component, html`<${Merges} data=${component.data} go=${go} />`);
}

function Merges({ data, go }) {
  const [draft, setDraft] = useState(kept);
  const [unfolded, setUnfolded] = useState(false);
  const { said, busy, calmly } = useCalm();
  if (data.posts.length < 2 && !data.people.length) return null;
  const change = (next) => {
    keep(next);
    setDraft(next);
  };
  const begin = (held) =>
    calmly(async () => {
      await commit(PEOPLE);
      change(begun(held.map(([role, share]) => ({ role, share }))));
    });
  const file =
    ({ id, name }) =>
    (ending) =>
      calmly(async () => {
        await commit(PEOPLE);
        await take(`/shop/people/${id}/duties.${ending}?day=${today()}`);
        return `${name || "这个人"}的岗位职责已下载。`;
      })();
  const several = data.people.filter(({ held }) => held.length > 1);
  const single = data.people.filter(({ held }) => held.length === 1);
  const row = (person) =>
    html`<${Row} key=${person.id} person=${person} posts=${data.posts} busy=${busy} file=${file(person)}
    begin=${begin(person.held)} />`;
  return html`<section class="card merges">
    <header><h2>一人多岗</h2><span class="quiet">几个岗位合成一份：相同的只留一次，权重和占比按时间折算</span>
      ${
        data.posts.length > 1 &&
        !draft &&
        html`<button type="button" class="file" disabled=${busy}
        onClick=${begin([])}>自己选岗位合成</button>`
      }</header>
    ${several.length > 0 && html`<ul class="rows" aria-label="一人多岗的人">${several.map(row)}</ul>`}
    ${!several.length && !draft && html`<p class="quiet">现在没有人做两个岗位。在“人员”里给一个人写两个岗位，这里就能合成一份；也可以自己选岗位。</p>`}
    ${
      draft &&
      html`<${Merging} posts=${data.posts} draft=${draft} change=${change} leave=${() => change(null)} done=${(
        made,
      ) => {
        change(null);
        go({ made });
      }} />`
    }
    ${
      data.made.length > 0 &&
      html`<ul class="rows made" aria-label="合成过的">${data.made.map(
        ({ id, name, from, news }) => html`<li key=${id}><button type="button" class="link"
        onClick=${() => go({ role: id })}>${name}</button>
        <span class="quiet">由 ${from} 合成${news ? html`，<em>原来的岗位改了，有 ${news} 处可以跟着改</em>` : ""}</span></li>`,
      )}</ul>`
    }
    ${
      single.length > 0 &&
      html`<details onToggle=${({ currentTarget }) => setUnfolded(currentTarget.open)}>
      <summary>只有一个岗位的 ${single.length} 人</summary>
      ${unfolded && html`<ul class="rows">${single.map(row)}</ul>`}</details>`
    }
    <p class="said" role="status">${said}</p>
  </section>`;
}

function Row({ person: { name, held }, posts, busy, file, begin }) {
  const names = new Map(posts.map(([id, title]) => [id, title]));
  const who = name || "待招";
  return html`<li><b>${who}</b>
    <span class="held">${held.map(
      ([role, share]) => html`<span key=${role} class="pill">${names.get(role)}${share && ` ${share}`}</span>`,
    )}</span>
    <span class="acts">
      ${
        held.length > 1 &&
        html`<button type="button" class="file" disabled=${busy}
        aria-label=${`把${who}的岗位合成一份`} onClick=${begin}>合成一份</button>`
      }
      <${Menu} label=${`下载${who}的岗位职责`} caption="下载岗位职责" options=${FILES} value="" onChange=${file} /></span></li>`;
}
