// @ts-check
// About how many hours a week each person's duties come to, as bars; how long a duty takes is the shop's to say.
// data.duties: a key that is another whenever the figures may be

import { html, useState } from "../shared/html.js";
import { Menu } from "../shared/menu.js";
import { decide, decisionOf, MINUTES, useTold } from "./decisions.js";
import { Trouble } from "./trouble.js";

const CHOICES = [5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720, 960];
const about = (id) => (line) => line.from === id;

export function Load({ desk, data }) {
  const [post, setPost] = useState("");
  const { told, trouble } = useTold("/shop/loads", data.duties);
  if (!told?.people.length) return trouble ? html`<p role="alert">${trouble}</p>` : null;
  const longest = Math.max(told.most * 1.25, ...told.people.map(({ hours }) => hours));
  const part = (hours) => `${(hours / longest) * 100}%`;
  return html`<section class="block">
    <header class="block-head"><h2>每周工时（估）</h2></header>
    <p class="hint">按每条职责多久做一次、一次约用多久估的，不是考勤。点岗位名改每件用时；几个人同岗，按各人占的时间分。</p>
    <ul>${told.people.map(
      ({ id, name, hours, over, posts }) => html`<li key=${id} class=${over ? "load over" : "load"}>
      <b class="called">${name}</b>
      <span class="bar"><i class="limit" style=${`left: ${part(told.most)}`}></i>${posts.map(
        ([key, title, each], at) => html`<u key=${key} class=${at % 2 ? "odd" : ""} title=${`${title} 约 ${each} 小时`}
        style=${`width: ${part(each)}`}></u>`,
      )}</span>
      <span class="hours">约 ${hours} 小时${over && html` <em>超过 ${told.most}</em>`}</span>
      <span class="parts">${posts.map(
        ([key, title, each]) => html`<button key=${key} type="button" class="link" aria-expanded=${post === key}
        onClick=${() => setPost(post === key ? "" : key)}>${title} ${each}</button>`,
      )}</span>
    </li>`,
    )}</ul>
    ${post && html`<${Times} key=${post} desk=${desk} data=${data} post=${post} close=${() => setPost("")} />`}
    <${Trouble} desk=${desk} box=${desk.box} op="add" target=${MINUTES} />
  </section>`;
}

/** How long each duty of a post takes. */
function Times({ desk, data, post, close }) {
  const { told, trouble } = useTold(`/shop/duties/times?${new URLSearchParams({ post })}`, data.duties);
  if (!told) return trouble ? html`<p role="alert">${trouble}</p>` : null;
  const name = told.duties[0]?.title ?? "";
  const say = ({ line, text }, minutes) =>
    decide(desk, MINUTES, {
      post,
      name,
      is: about(line),
      line: { from: line, title: text.slice(0, 60) },
      text: minutes,
    });
  return html`<div class="times" role="group" aria-label=${`${name}：每件用时`}>
    <p class="acts"><b>${name}：每件用时</b> <button type="button" class="link" onClick=${close}>收起</button></p>
    ${told.duties.map((duty) => {
      const own = decisionOf(desk, MINUTES, post, about(duty.line))?.text ?? "";
      const estimate = own || !duty.estimated ? "照估的" : `约 ${duty.minutes} 分钟`;
      return html`<div key=${duty.line} class="time"><span>${duty.text}</span>
      <small>${duty.frequency}</small>
      <${Menu} label=${`${duty.text.slice(0, 30)}：一次多少分钟`} options=${[["", estimate], ...choices(own)]}
        value=${own} onChange=${(minutes) => say(duty, minutes)} />
      <small>每周约 ${duty.hours} 小时</small></div>`;
    })}
  </div>`;
}

const choices = (own) => {
  const all = new Set([...CHOICES, ...(Number(own) > 0 ? [Number(own)] : [])]);
  return [...all].sort((one, other) => one - other).map((each) => [String(each), `${each} 分钟`]);
};
