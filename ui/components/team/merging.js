// @ts-check
// Roles on their way into one: their shares, a name, a superior; then lines that are much alike, and handovers to
// oneself, each to be chosen. What was chosen outlives a refresh of its tab, and is nobody else's.

import { reveal } from "../frame/scrolling.js";
import { useCalm } from "../shared/calm.js";
import { post } from "../shared/files.js";
import { html, useEffect, useState } from "../shared/html.js";
import { TITLE_LIMIT } from "../shared/limits.js";
import { Menu } from "../shared/menu.js";

const KEPT = "rolesmith-merging";

/** What was begun in this tab, or null. */
export function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  } catch {
    return null;
  }
}

export function keep(draft) {
  try {
    if (draft) sessionStorage.setItem(KEPT, JSON.stringify(draft));
    else sessionStorage.removeItem(KEPT);
  } catch {
    // without room it lasts as long as the page
  }
}

/** A merging that begins with these roles, each with a share as it is written. */
export const begun = (parts) => ({ parts, name: "", superior: "", picks: {}, texts: {}, looked: false });

/** `change(draft)` keeps it; `done(role)` where it was made, `leave()` where it is not wanted any more. */
export function Merging({ posts, draft, change, done, leave }) {
  const [told, setTold] = useState(null);
  const { said, busy, calmly } = useCalm();
  const names = new Map(posts.map(([id, name]) => [id, name]));
  const sent = { parts: draft.parts, name: draft.name, superior: draft.superior };
  const look = async () => setTold(await post("/shop/merges/look", sent));
  const reshape = (what) => {
    setTold(null);
    change({ ...draft, ...what, looked: false });
  };
  const see = calmly(async () => {
    await look();
    change({ ...draft, looked: true });
  });
  useEffect(() => {
    if (draft.looked && !told) calmly(look)();
  }, []);
  const make = calmly(async () => {
    try {
      const { id } = await post("/shop/merges", { ...sent, mark: told.mark, ...choices(told, draft) });
      done(id);
    } catch (error) {
      if (told) await look().catch(() => setTold(null)); // what is shown is what there is
      throw error;
    }
    return "";
  });
  return html`<section class="merging" ref=${reveal} aria-label="合成一份">
    <${Parts} posts=${posts} names=${names} draft=${draft} reshape=${reshape} />
    <${Head} posts=${posts} names=${names} draft=${draft} reshape=${reshape} />
    ${told && html`<${Choosing} told=${told} draft=${draft} change=${change} />`}
    <p class=${said ? "trouble" : "said"} role="status">${said}</p>
    <p class="acts">
      <button type="button" class="main" disabled=${busy || draft.parts.length === 0}
        onClick=${told ? make : see}>${told ? "合成一份" : "看看合成什么样"}</button>
      <button type="button" class="file" disabled=${busy} onClick=${leave}>不合了</button>
      ${told && html`<span class="quiet">合成后是一份新的岗位，原来的几份不变。</span>`}</p>
  </section>`;
}

function Parts({ posts, names, draft, reshape }) {
  const { parts } = draft;
  const more = posts.filter(([id]) => !parts.some(({ role }) => role === id)).map(([id, name]) => [id, name]);
  const sum = parts.reduce((total, { share }) => total + shareOf(share), 0);
  const put = (at, share) => reshape({ parts: parts.map((part, n) => (n === at ? { ...part, share } : part)) });
  return html`<ul class="parts">${parts.map(
    ({ role, share }, at) => html`<li key=${role}>
      <b class=${names.has(role) ? "" : "gone"}>${names.get(role) ?? "已经删掉的岗位"}</b>
      <span><input type="text" inputmode="decimal" maxlength="20" aria-label=${`合成：${names.get(role) ?? "这个岗位"}占的时间`}
        value=${share} onInput=${({ target }) => put(at, target.value)} />%</span>
      <button type="button" class="link" aria-label=${`去掉${names.get(role) ?? "这个岗位"}`}
        onClick=${() => reshape({ parts: parts.filter((_, n) => n !== at) })}>去掉</button></li>`,
  )}
    <li class="sum">${
      more.length > 0 &&
      html`<${Menu} label="再加一个岗位" caption="＋ 岗位" options=${more} value=""
        onChange=${(role) => reshape({ parts: [...parts, { role, share: sum < 100 ? `${100 - sum}` : "" }] })} />`
    }
      ${
        parts.length > 1 &&
        html`<span class=${sum === 100 ? "quiet" : "wrong"}>
        合计 ${Number(sum.toFixed(2))}${sum === 100 ? "" : "，要正好 100"}</span>`
      }</li>
  </ul>`;
}

/** What a share says in percent; 0 where it is none. */
function shareOf(text) {
  const number = Number((text ?? "").normalize("NFKC").replace(/[\s%]/g, "") || "x");
  return number > 0 && number <= 100 ? number : 0;
}

function Head({ posts, names, draft, reshape }) {
  const chosen = posts.filter(([id]) => draft.parts.some(({ role }) => role === id));
  const superiors = chosen.map(([, , superior]) => superior).filter(Boolean);
  const others = posts.filter(([id]) => !chosen.some(([each]) => each === id)).map(([, name]) => name);
  const options = [
    ["", superiors[0] ?? "照第一个岗位"],
    ...[...new Set([...superiors.slice(1), ...others])].map((name) => [name, name]),
  ];
  const joined = draft.parts
    .map(({ role }) => names.get(role))
    .filter(Boolean)
    .join("兼");
  return html`<div class="head-of-it">
    <label>名称<input type="text" maxlength=${TITLE_LIMIT} value=${draft.name} placeholder=${joined || "甲兼乙"}
      onInput=${({ target }) => reshape({ name: target.value })} /></label>
    <span class="pick">直接上级<${Menu} label="直接上级" options=${options} value=${draft.superior}
      onChange=${(superior) => reshape({ superior })} /></span>
  </div>`;
}

function Choosing({ told, draft, change }) {
  const unlisted = told.count - told.joined.length;
  const pick = (id, how) => change({ ...draft, picks: { ...draft.picks, [id]: how } });
  const say = (id, text) => change({ ...draft, texts: { ...draft.texts, [id]: text } });
  const nothing = !told.pairs.length && !told.handovers.length;
  return html`<div class="choosing">
    ${
      told.pairs.length > 0 &&
      html`<section><h3>${told.pairs.length} 处可能写了两遍</h3>
      ${told.pairs.map(
        (pair) => html`<fieldset key=${pair.second.id}>
        <legend class="sr">${pair.first.text}</legend>
        <div class="two">${[pair.first, pair.second].map(
          ({ id, post: name, text, standard }) => html`<p key=${id}><small class="quiet">${name}</small>${text}
            ${standard && html`<small class="quiet standard">${standard}</small>`}</p>`,
        )}</div>
        <${Ways} name=${pair.second.id} value=${draft.picks[pair.second.id] ?? "both"} pick=${pick}
          ways=${[["both", "两条都留"], ["first", `只留${pair.first.post}的`], ["second", `只留${pair.second.post}的`]]} />
      </fieldset>`,
      )}</section>`
    }
    ${
      told.handovers.length > 0 &&
      html`<section><h3>${told.handovers.length} 处提到本人兼任的岗位</h3>
      ${told.handovers.map(
        (each) => html`<${Handover} key=${each.id} handover=${each} pick=${pick} say=${say}
        how=${wayOf(each, draft)} text=${draft.texts[each.id] ?? each.suggested} />`,
      )}</section>`
    }
    ${nothing && html`<p class="quiet">没有写了两遍的，也没有交给自己的，可以直接合成。</p>`}
    ${told.unweighed.map(
      (name) =>
        html`<p key=${name} class="wrong">“${name}”的考核指标有权重不是数字，权重都没有折算，合成后请核对。</p>`,
    )}
    ${
      told.count > 0 &&
      html`<details><summary>合掉了 ${told.count} 处（相同的只留一次）</summary><ul class="joined">${told.joined.map(
        ({ text, post: name, why, kept: instead }, at) => html`<li key=${at}><span class="what">${why}</span>
          <span>${text} <small class="quiet">· ${name}${why === "取高的" ? `，留“${instead}”` : ""}</small></span></li>`,
      )}${unlisted > 0 && html`<li class="quiet">还有 ${unlisted} 处没有列出。</li>`}</ul></details>`
    }
  </div>`;
}

function Handover({ handover: { id, of, post: name, text, suggested, goes }, how, text: instead, pick, say }) {
  const ways = [
    ...(suggested ? [["rewrite", "改写成"]] : []),
    ["keep", "原样留着"],
    ...(goes ? [["drop", "去掉这一条"]] : []),
  ];
  return html`<fieldset>
    <legend class="sr">${text}</legend>
    <p class=${how === "keep" ? "" : "old"}><small class="quiet">${of}，提到“${name}”</small>${text}</p>
    <${Ways} name=${id} value=${how} pick=${pick} ways=${ways} />
    ${
      how === "rewrite" &&
      html`<textarea rows="2" aria-label=${`“${text}”改写成`} value=${instead}
      onInput=${({ target }) => say(id, target.value)}></textarea>`
    }
  </fieldset>`;
}

function Ways({ name, value, ways, pick }) {
  return html`<div class="choices" role="radiogroup">${ways.map(
    ([way, label]) => html`<button type="button" key=${way} role="radio" aria-checked=${value === way}
    class=${value === way ? "on" : ""} onClick=${() => pick(name, way)}>${label}</button>`,
  )}</div>`;
}

/** What becomes of a handover unless somebody chooses: what can be said better is. */
const wayOf = ({ id, text, suggested }, { picks }) =>
  picks[id] ?? (suggested && suggested !== text ? "rewrite" : "keep");

/** The choices as the server wants them. */
function choices(told, draft) {
  const dropped = new Set();
  for (const { first, second } of told.pairs) {
    if (draft.picks[second.id] === "first") dropped.add(second.id);
    if (draft.picks[second.id] === "second") dropped.add(first.id);
  }
  const ways = told.handovers.map((each) => [each, wayOf(each, draft)]);
  for (const [{ id, goes }, way] of ways) if (way === "drop" && goes) dropped.add(id);
  const rewritten = ways.filter(([{ id, suggested }, way]) => way === "rewrite" && suggested && !dropped.has(id));
  const texts = Object.fromEntries(rewritten.map(([{ id, suggested }]) => [id, draft.texts[id] ?? suggested]));
  return { dropped: [...dropped], texts };
}
