// @ts-check
// Who does what: topics of real descriptions down, posts or people across; what was guessed is confirmed or denied, and
// what nobody does is given to a post.
// data.duties: a key that is another whenever the lists may be

import { outboxOf, PEOPLE } from "../outbox/boxes.js";
import { useCalm } from "../shared/calm.js";
import { ask, commit, take, today } from "../shared/files.js";
import { historyOf } from "../shared/history.js";
import { html, useState } from "../shared/html.js";
import { Menu } from "../shared/menu.js";
import { ANSWERS, decide, decisionOf, NOT, SHOP, useTold } from "./decisions.js";
import { Trouble } from "./trouble.js";

const AT_ONCE = 20;
const LISTS = {
  nobody: "没人管",
  shared: "两人都管",
  alone: "只有一个人会",
  guessed: "猜的，待确认",
  all: "全部",
};
const NOTES = {
  nobody:
    "这么大的店多半有人做、您店里哪个岗位都没写到的；许多店都写的排在前面。点“交给…”，就往那个岗位加一条现成的职责。",
  rare: "也没人写到，不过少有店专门写它，这么大的店不一定要有；店里真在做的，再交给一个岗位。",
  shared: "几个岗位都写成自己主责的（一个管人、一个做事，或各管各的平台，不算）。点开一件，定一个主责，其余改成协助。",
  alone: "天天要做、不管主责还是协助都只有一个人会的：他一休假，这件事就没人做。点开一件，加一个协助的人。",
  seldom: "也只有一个人会，不过不是天天要做，等他回来多半来得及。",
  guessed: "按字面看像是在管，拿不准。点开看原话，说“对”还是“不对”，以后就记住了。",
  all: "合这家店的平台和人数的常见的事，加上本店预设库里自己的。",
};
const NONE = {
  nobody: "没有没人管的事。",
  rare: "没有了。",
  shared: "没有两人都管的事。",
  alone: "没有天天要做又只靠一个人的事。",
  seldom: "没有了。",
  guessed: "都确认过了。",
  all: "还没有可以看的事。",
};
const SHARES = ["主责", "协助", "知情", NOT];
const FREE = LISTS.nobody;
/** What may wait of a list, behind a link; and what the link says of so many. */
const FURTHER = {
  nobody: ["rare", (count) => `另有 ${count} 件没人管的，少有店专门写，看一看`],
  alone: ["seldom", (count) => `另有 ${count} 件只有一个人会的，不是天天要做，看一看`],
};
const FULLER = Object.fromEntries(Object.entries(FURTHER).map(([key, [further]]) => [further, key]));
const LOOKS = { 主责: "own", 协助: "help", 知情: "know" };

const about = (topic) => (line) => line.title === topic;

export function Coverage({ desk, data }) {
  const [list, setList] = useState("nobody");
  const [by, setBy] = useState("post");
  const [most, setMost] = useState(AT_ONCE);
  const [open, setOpen] = useState("");
  const { said, busy, calmly } = useCalm();
  const query = new URLSearchParams({ list, by, most: String(most) });
  const { told, trouble } = useTold(`/shop/duties?${query}`, data.duties);
  if (!told)
    return trouble
      ? html`<section class="block duties"><h2>谁管什么</h2><p role="alert">${trouble}</p></section>`
      : null;
  const file = calmly(async () => {
    await commit(PEOPLE);
    await take(`/shop/duties.xlsx?${new URLSearchParams({ day: today(), by })}`);
    return "职责分工表已下载。";
  });
  const turn = (to) => {
    setList(to);
    setMost(AT_ONCE);
    setOpen("");
  };
  const give = (topic, role) =>
    calmly(async () => {
      const { text, title } = await giveTo(topic, role);
      const name = told.posts.find(([id]) => id === role)?.[1] ?? "";
      return `已放进“${name}”的“${title}”：${text}`;
    })();
  const rows = told.rows.filter(({ topic }) => !isWithout(desk, topic));
  const total = told.lists[list];
  const chosen = FULLER[list] ?? list;
  const [further, asks] = FURTHER[list] ?? [];
  return html`<section class="block duties">
    <header class="block-head"><h2>谁管什么</h2>
      ${
        told.people &&
        html`<span class="by" role="group" aria-label="按岗位看还是按人看">${[
          ["post", "按岗位"],
          ["person", "按人"],
        ].map(
          ([key, name]) => html`<button key=${key} type="button" aria-pressed=${by === key}
        onClick=${() => setBy(key)}>${name}</button>`,
        )}</span>`
      }
      <button type="button" class="file" disabled=${busy} onClick=${file}>下载 Excel</button></header>
    <p class="lists" role="group" aria-label="看哪些事">${Object.entries(LISTS).map(
      ([key, name]) =>
        (key !== "alone" || told.people) &&
        html`<button key=${key} type="button" class=${`list ${key}`} aria-pressed=${key === chosen}
        onClick=${() => turn(key)}>${name} <b>${told.lists[key]}</b></button>`,
    )}</p>
    <p class="hint">${NOTES[list]}</p>
    <p class="said" role="status">${said}</p>
    ${trouble && html`<p role="alert">${trouble}</p>`}
    ${
      rows.length
        ? html`<${Rows} desk=${desk} told=${told} list=${list} rows=${rows} open=${open} setOpen=${setOpen} give=${give}
          busy=${busy} />`
        : html`<p class="quiet none">${NONE[list]}</p>`
    }
    ${
      total > most &&
      html`<p><button type="button" class="link" onClick=${() => setMost(most + 2 * AT_ONCE)}>
      再看 ${Math.min(total - most, 2 * AT_ONCE)} 件（共 ${total} 件）</button></p>`
    }
    ${
      told.lists[further] > 0 &&
      html`<p><button type="button" class="link" onClick=${() => turn(further)}>
      ${asks(told.lists[further])}</button></p>`
    }
    ${
      list !== chosen &&
      html`<p><button type="button" class="link" onClick=${() => turn(chosen)}>收起，只看要紧的</button></p>`
    }
    <${Without} desk=${desk} topics=${told.without} />
    <${Trouble} desk=${desk} box=${desk.box} op="add" target=${ANSWERS} />
  </section>`;
}

function Rows({ desk, told, list, rows, open, setOpen, give, busy }) {
  const free = list === "nobody" || list === FURTHER.nobody[0];
  const columns = rows.some(({ cells }) => cells.length > 0) ? told.columns : [];
  const parts = (row) => row.cells.filter(([, , share]) => LOOKS[share]);
  return html`<table class=${columns.length ? "matrix" : "matrix narrow"}>
    <thead><tr><th scope="col" class="topic">事情</th>${columns.map(
      ([id, name]) => html`<th key=${id} scope="col" class="col"><span title=${name}>${name}</span></th>`,
    )}<th class="act"><span class="sr">做什么</span></th></tr></thead>
    <tbody>${rows.map((row) => {
      const answers = answersOf(desk, row);
      const lies = open === row.topic;
      return html`<tr key=${row.topic} class=${answers.some(({ share }) => share === "主责") ? "" : "free"}>
        <th scope="row" class="topic"><button type="button" aria-expanded=${lies}
          onClick=${() => setOpen(lies ? "" : row.topic)}>${row.topic}</button>
          ${free && row.sources > 0 && html`<small>${row.sources} 份说明书写到</small>`}
          ${row.tag && !free && html`<em class=${row.tag === FREE ? "nobody" : ""}>${row.tag}</em>`}
          ${row.alone && list !== "alone" && html`<em class="alone">只有一个人会</em>`}
          <span class="who">${parts(row).map(
            ([id, name, share, guessed]) =>
              html`<span key=${id}><${Mark} share=${share} guessed=${guessed} />${name}</span>`,
          )}</span></th>
        ${columns.map(([id]) => {
          const [, , share, guessed] = row.cells.find(([key]) => key === id) ?? [];
          const mark = LOOKS[share] && html`<${Mark} share=${share} guessed=${guessed} />`;
          return html`<td key=${id} class="col">${mark}</td>`;
        })}
        <td class="act">${
          row.tag === FREE
            ? html`<${Menu} label=${`${row.topic}：交给哪个岗位`} caption="交给…" options=${told.posts} value=""
              onChange=${(role) => busy || give(row.topic, role)} />`
            : html`<button type="button" class="link" aria-label=${`${row.topic}：看一下`}
              onClick=${() => setOpen(lies ? "" : row.topic)}>${lies ? "收起" : "看一下"}</button>`
        }</td>
      </tr>
      ${
        lies &&
        html`<tr key=${`${row.topic}-open`} class="opened"><td colspan=${columns.length + 2}>
        <${Answers} desk=${desk} row=${row} answers=${answers} posts=${told.posts} /></td></tr>`
      }`;
    })}</tbody></table>
    <p class="legend quiet" aria-hidden="true"><${Mark} share="主责" /> 主责　<${Mark} share="协助" /> 协助　
      <${Mark} share="知情" /> 知情　<${Mark} share="主责" guessed=${true} /> 虚线的是按字面猜的</p>`;
}

function Mark({ share, guessed = false }) {
  return html`<i class=${`dot ${LOOKS[share]} ${guessed ? "guess" : ""}`}
    title=${guessed ? `${share}（猜的）` : share}><span class="sr">${share}${guessed ? "，猜的" : ""}</span></i>`;
}

/** Who answers for a topic, as the page has decided since it was told. */
function answersOf(desk, row) {
  return row.answers.map((answer) => {
    const decided = decisionOf(desk, ANSWERS, answer.post, about(row.topic));
    return decided ? { ...answer, share: decided.text, guessed: false, decided } : answer;
  });
}

function Answers({ desk, row, answers, posts }) {
  const say = ({ post, title }, text) =>
    decide(desk, ANSWERS, { post, name: title, is: about(row.topic), line: { title: row.topic }, text });
  const further = posts.filter(([id]) => !answers.some(({ post }) => post === id));
  return html`<div class="answers">
    <p class="quiet">${row.area}${row.sources > 0 && html` · ${row.sources} 份别家的说明书写到它`}</p>
    ${answers.map(
      (answer) => html`<div key=${answer.post} class="answer">
      <b>${answer.title}</b>
      <${Menu} label=${`${row.topic}：${answer.title}`} options=${SHARES.map((share) => [share, share])}
        value=${answer.share} onChange=${(share) => say(answer, share)} />
      ${
        answer.guessed &&
        html`<span class="guessed">${answer.likely ? "多半是" : "可能是"}（按字面猜的）
        <button type="button" class="file" aria-label=${`${row.topic}：${answer.title}，对`}
          onClick=${() => say(answer, answer.share)}>对</button>
        <button type="button" class="file" aria-label=${`${row.topic}：${answer.title}，不对`}
          onClick=${() => say(answer, NOT)}>不对</button></span>`
      }
      ${
        answer.decided &&
        html`<span class="guessed">您定的
        <button type="button" class="link" aria-label=${`${row.topic}：${answer.title}，不定了`}
          onClick=${() => say(answer, "")}>不定了</button></span>`
      }
      ${answer.lines.map((text) => html`<q key=${text}>${text}</q>`)}
    </div>`,
    )}
    <p class="acts">${
      further.length > 0 &&
      html`<${Menu} label=${`${row.topic}：还有谁`} caption="＋ 还有谁协助" options=${further} value=""
      onChange=${(post) => say({ post, title: posts.find(([id]) => id === post)?.[1] ?? "" }, "协助")} />`
    }
      <button type="button" class="link" onClick=${() => say({ post: SHOP, title: "本店" }, NOT)}>本店不做这件事</button></p>
  </div>`;
}

const isWithout = (desk, topic) => decisionOf(desk, ANSWERS, SHOP, about(topic))?.text === NOT;

/** What the shop does without, to be taken back. */
function Without({ desk, topics }) {
  const there = topics.filter((topic) => isWithout(desk, topic));
  if (!there.length) return null;
  const back = (topic) =>
    decide(desk, ANSWERS, { post: SHOP, name: "本店", is: about(topic), line: { title: topic }, text: "" });
  return html`<details class="without"><summary>本店不做的 ${there.length} 件</summary>
    <ul>${there.map(
      (topic) => html`<li key=${topic}>${topic} <button type="button" class="link" aria-label=${`${topic}：放回来`}
      onClick=${() => back(topic)}>放回来</button></li>`,
    )}</ul></details>`;
}

/** A line that says a topic, into a role; what was put where. It is undone on this page. */
async function giveTo(topic, role) {
  const offer = await (await ask(`/shop/duties/offer?${new URLSearchParams({ topic, role })}`)).json();
  const { target, value, after } = offer;
  const edit = { op: "add", target, value, after };
  historyOf(PEOPLE).recordUndrawn([{ role, op: "remove", target: value[0].id, instead: edit }]);
  outboxOf(role).put(edit);
  await commit(role);
  return offer;
}
