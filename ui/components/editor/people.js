// @ts-check
// The shop's people: a row a person, with the posts that each holds and the share of time in each.
// data: {posts: [[role, name]], problems: {person: [sentence]}}

import { PEOPLE } from "../outbox/boxes.js";
import { useCalm } from "../shared/calm.js";
import { commit, take, today } from "../shared/files.js";
import { html, memo, useState } from "../shared/html.js";
import { CHILD_LIMIT } from "../shared/limits.js";
import { Menu } from "../shared/menu.js";
import { clean } from "../shared/text.js";
import { keyOf, newId, ofKind } from "../shared/tree.js";
import { Add, Delete, Grip } from "./parts.js";
import { TextBox } from "./textbox.js";
import { Trouble } from "./trouble.js";

const WANTED = "待招";
const WHOLE = 100;

export function People({ desk, data }) {
  const block = desk.find(PEOPLE);
  const { said, busy, calmly } = useCalm();
  const people = block ? ofKind(block, "group") : [];
  const add = (mark) => {
    const id = newId("p");
    desk.add(block, [{ id, kind: "group", ...(mark && { mark }) }], people.at(-1)?.id ?? "");
    desk.nameSoon(id);
  };
  const file = calmly(async () => {
    await commit(PEOPLE);
    await take(`/shop/people.xlsx?day=${today()}`);
    return "人员表已下载。";
  });
  return html`<section class="block staff">
    <header class="block-head"><h2>人员</h2>
      ${
        people.length > 0 &&
        html`<button type="button" class="file" disabled=${busy} onClick=${file}>下载 Excel</button>`
      }</header>
    <p class="hint">一行一个人：写姓名或代号，选他的岗位，写各占多少时间（合计 100）。不要写证件号，这里也不写工资。</p>
    <p class="said" role="status">${said}</p>
    ${
      people.length > 0 &&
      html`<p class="staff-heads" aria-hidden="true"><span class="who">姓名</span><span class="held">岗位和占比</span>
      <span class="since">从何时起</span></p>`
    }
    <div data-list=${PEOPLE} data-holds="group">
      ${people.map(
        (person, at) => html`<${Person} key=${person.id} desk=${desk} around=${desk.around} person=${person}
        label=${person.title || person.mark || `第 ${at + 1} 行`} posts=${data.posts}
        problems=${data.problems[person.id]} />`,
      )}
    </div>
    <p><${Add} onClick=${() => add("")}>加一个人</${Add}> <${Add} onClick=${() => add(WANTED)}>加一个待招</${Add}></p>
    <${Trouble} desk=${desk} box=${desk.box} op="add" target=${PEOPLE} />
  </section>
  <div class="sr" aria-live="polite"></div>`;
}

const Person = memo(({ desk, person, label, posts, problems }) => {
  const [refused, refuse] = useState("");
  const held = ofKind(person, "line");
  const wanted = person.mark === WANTED;
  const names = new Map(posts);
  const open = posts.filter(([id]) => !held.some(({ from }) => from === id));
  const take = (id) => {
    const line = { id: newId("l"), kind: "line", title: names.get(id), text: rest(held), from: id };
    desk.add(person, [line], held.at(-1)?.id ?? "");
    desk.focusSoon(line.id, (box) => box.select());
  };
  const paste = (event) => {
    const found = pastedPeople(event.clipboardData.getData("text/plain"), posts);
    if (found.length < 2) return;
    event.preventDefault();
    const room = CHILD_LIMIT - (desk.find(PEOPLE).children ?? []).length;
    refuse(found.length > room ? `粘贴了 ${found.length} 行，这里还放得下 ${room} 行，一行也没有加；请分开粘贴。` : "");
    if (found.length > room) return;
    desk.putTogether([
      { op: "add", target: PEOPLE, value: found, after: person.id },
      ...(fresh ? [{ op: "remove", target: person.id }] : []),
    ]);
    desk.focusSoon(keyOf(found.at(-1)?.id ?? "", "title"));
  };
  const fresh = !person.title && !held.length;
  const state = `${wanted ? "wanted" : ""} ${fresh ? "fresh" : ""}`;
  return html`<div class=${`person ${state}`} data-row=${person.id} data-kind="group">
    <${Grip} desk=${desk} node=${person} label=${label} />
    <div class="who"><${TextBox} desk=${desk} node=${person} name="title" label=${`${label}：姓名或代号`}
      placeholder=${wanted ? WANTED : "姓名或代号"} single onPaste=${paste} /></div>
    <div class="held">
      ${held.map(
        (line) => html`<${Held} key=${line.id} desk=${desk} line=${line} name=${names.get(line.from)}
        label=${label} />`,
      )}
      ${
        open.length > 0 &&
        html`<${Menu} label=${`${label}：加一个岗位`} caption="＋ 岗位" options=${open} value=""
          onChange=${take} />`
      }
    </div>
    <div class="share" aria-hidden="true">${held.map(
      ({ id, text }) => html`<i key=${id} style=${`width: ${shareOf(text) ?? 0}%`}></i>`,
    )}</div>
    <div class="since"><${TextBox} desk=${desk} node=${person} label=${`${label}：从什么时候起`}
      placeholder="从何时起" single /></div>
    <button type="button" class=${`mark ${wanted ? "on" : ""}`} aria-pressed=${wanted}
      aria-label=${`${label}：待招`} onClick=${() => {
        desk.write(person, "mark", wanted ? "" : WANTED);
        desk.send();
      }}>${WANTED}</button>
    <${Delete} desk=${desk} node=${person} label=${label} />
    ${refused && html`<p class="trouble" role="alert">${refused}</p>`}
    ${problems && html`<ul class="told">${problems.map((sentence) => html`<li key=${sentence}>${sentence}</li>`)}</ul>`}
    <${Trouble} desk=${desk} box=${desk.box} op="add" target=${person.id} />
  </div>`;
});

/** A post of a person; without a name it is gone from the shop. */
function Held({ desk, line, name, label }) {
  const title = name ?? line.title ?? "";
  return html`<span class=${`post ${name ? "" : "gone"}`} data-row=${line.id} data-kind="line">
    <b>${title || "未命名岗位"}</b>
    <${TextBox} desk=${desk} node=${line} label=${`${label}：${title}占的时间`} placeholder="占比" single />
    <span aria-hidden="true">%</span>
    <${Delete} desk=${desk} node=${line} label=${`${label}的${title}`} />
  </span>`;
}

/** What a share says, in percent; null where it is none. */
function shareOf(text) {
  const number = /^\s*(\d{1,3}(?:\.\d+)?)\s*%?\s*$/.exec((text ?? "").normalize("NFKC"))?.[1];
  return number === undefined || Number(number) > WHOLE ? null : Number(number);
}

/** What is left of a person's time, to begin with. */
function rest(held) {
  const left = WHOLE - held.reduce((sum, { text }) => sum + (shareOf(text) ?? 0), 0);
  return left > 0 ? String(left) : "";
}

/** People out of pasted lines, or out of cells: a name, posts with shares such as 运营主管 60、主播 40, and since when. */
function pastedPeople(text, posts) {
  const byName = new Map(posts.map(([id, name]) => [name, id]));
  const post = (words) => {
    const [, name, share] = /^(.*?)[\s:：]*(\d{1,3}(?:\.\d+)?[%％]?)?$/.exec(words) ?? [];
    return { id: newId("l"), kind: "line", title: name, text: share ?? "", from: byName.get(name) ?? "" };
  };
  const rows = clean(text)
    .split("\n")
    .map((row) => row.split("\t").map((cell) => cell.trim()))
    .filter((row) => row.some(Boolean));
  return rows.map(([name, held = "", ...since]) => {
    const lines = held
      .split(/[、,，;；]/)
      .filter((words) => words.trim())
      .map((words) => post(words.trim()));
    const only = lines.length === 1 && !lines[0].text ? [{ ...lines[0], text: String(WHOLE) }] : lines;
    return { id: newId("p"), kind: "group", title: name, text: since.filter(Boolean).join(" "), children: only };
  });
}
