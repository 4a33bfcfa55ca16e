// @ts-check
// How the posts are measured: an indicator a row, with what was reached in a month, to be typed once, and each post's
// target, weight and score; or the scores of posts and people. Asked for once it comes into view.
// data.duties: a key that is another whenever the rows may be

import { PEOPLE } from "../outbox/boxes.js";
import { useCalm } from "../shared/calm.js";
import { commit, take, today } from "../shared/files.js";
import { html, useEffect, useRef, useState } from "../shared/html.js";
import { Menu } from "../shared/menu.js";
import { REACHED, useTold } from "./decisions.js";
import { Indicators, Joined } from "./kpi_rows.js";
import { Trouble } from "./trouble.js";

const AT_ONCE = 20;
const MONTHS = 12;
const SETTLED = 15; // the day of a month until which one looks at the month before
const MOST = 120;
const WAYS = { kpi: "按指标", posts: "按岗位", people: "按人" };
const LISTS = {
  all: "全部",
  several: "目标不一样",
  alike: "名字相近",
  empty: "还没有分",
  hand: "要人打分",
  open: "目标没填",
};
const NOTES = {
  all: "每个岗位考什么，都在这里。实际值一个月填一次，同一个指标只填一处，用到它的岗位都跟着算分。",
  several: "几个岗位用同一个指标，目标却不一样：看看是不是有意的。",
  alike: "名字不同，说的可能是同一件事。是不是由您说，说了才合在一起填。",
  empty: "这个月还没有分的。空着的不算在内，按其余的权重算。",
  hand: "目标不是一个说得清的数（比如一段区间，或者和去年比），程序算不了，分由您打，0 到 120。",
  open: "目标里还有空没填，或者没写目标：点“先填目标”，填好这里就能算分。",
};
const NONE = {
  all: "岗位里还没有考核指标，先到岗位的“绩效考核”里写。",
  several: "没有目标不一样的指标。",
  alike: "没有名字相近的指标。",
  empty: "都有分了。",
  hand: "没有要人打分的指标。",
  open: "目标都填好了。",
};
const SORTS = {
  post: "按岗位的先后",
  name: "按指标的拼音",
  weight: "权重高的在前",
  score: "得分低的在前",
  posts: "岗位多的在前",
};

export function Kpis({ desk, data }) {
  const [seen, root] = useSeen();
  const [way, setWay] = useState("kpi");
  const [month, setMonth] = useState(() => months(new Date())[0]);
  const { said, busy, calmly } = useCalm();
  const year = month.slice(0, 4);
  const file = calmly(async () => {
    await commit(PEOPLE);
    await take(`/shop/kpis.xlsx?${new URLSearchParams({ year, day: today() })}`);
    return `${year} 年的指标与得分已下载。`;
  });
  return html`<section class="block kpis" ref=${root}>
    <header class="block-head"><h2>指标</h2>
      <${Menu} label="看哪个月" options=${months(new Date()).map((each) => [each, named(each)])} value=${month}
        onChange=${setMonth} />
      <span class="by" role="group" aria-label="按指标、岗位还是人看">${Object.entries(WAYS).map(
        ([key, name]) => html`<button key=${key} type="button" aria-pressed=${way === key}
        onClick=${() => setWay(key)}>${name}</button>`,
      )}</span>
      <button type="button" class="file" disabled=${busy} onClick=${file}>下载全年 Excel</button></header>
    <p class="said" role="status">${said}</p>
    ${
      seen &&
      (way === "kpi"
        ? html`<${List} desk=${desk} data=${data} month=${month} />`
        : html`<${Scores} key=${way} data=${data} month=${month} way=${way} />`)
    }
    <${Trouble} desk=${desk} box=${desk.box} op="add" target=${REACHED} />
  </section>`;
}

/** Whether an element has come into view, and what refers to it. */
function useSeen() {
  const root = useRef(null);
  const [seen, see] = useState(false);
  useEffect(() => {
    const watcher = new IntersectionObserver((found) => {
      if (!found.some(({ isIntersecting }) => isIntersecting)) return;
      see(true);
      watcher.disconnect();
    });
    watcher.observe(root.current);
    return () => watcher.disconnect();
  }, []);
  return /** @type {[boolean, any]} */ ([seen, root]);
}

/** The months that one may look at, as 2026-11: first the one that is the likeliest to be filled in now. */
function months(now) {
  const back = now.getDate() <= SETTLED ? 1 : 0;
  const all = Array.from({ length: MONTHS + 1 }, (_, at) => new Date(now.getFullYear(), now.getMonth() - at, 1));
  const [first] = all.splice(back, 1);
  return [first, ...all].map((each) => today(each).slice(0, 7));
}

const named = (month) => `${month.slice(0, 4)} 年 ${Number(month.slice(5))} 月`;

function List({ desk, data, month }) {
  const [list, setList] = useState("all");
  const [post, setPost] = useState("");
  const [sort, setSort] = useState("post");
  const [most, setMost] = useState(AT_ONCE);
  const query = new URLSearchParams({ list, month, post, sort, most: String(most) });
  const { told, trouble } = useTold(`/shop/kpis?${query}`, data.duties);
  if (!told) return trouble ? html`<p role="alert">${trouble}</p>` : null;
  const turn = (to) => {
    setList(to);
    setMost(AT_ONCE);
  };
  return html`<p class="lists" role="group" aria-label="看哪些指标">${Object.entries(LISTS).map(
    ([key, name]) =>
      (told.lists[key] > 0 || key === list || key === "all") &&
      html`<button key=${key} type="button" class=${`list ${key}`} aria-pressed=${list === key}
        onClick=${() => turn(key)}>${name} <b>${told.lists[key]}</b></button>`,
  )}</p>
    <p class="hint">${NOTES[list]}</p>
    <p class="acts sifts">
      <span class="pick">岗位 <${Menu} label="看哪个岗位的指标" options=${[["", "全部岗位"], ...told.posts]} value=${post}
        onChange=${setPost} /></span>
      <span class="pick">排序 <${Menu} label="指标怎样排" options=${Object.entries(SORTS)} value=${sort}
        onChange=${setSort} /></span>
    </p>
    ${trouble && html`<p role="alert">${trouble}</p>`}
    ${
      told.rows.length
        ? html`<${Indicators} desk=${desk} rows=${told.rows} month=${month} called=${named(month)} />`
        : html`<p class="quiet none">${NONE[list]}</p>`
    }
    ${
      told.total > most &&
      html`<p><button type="button" class="link" onClick=${() => setMost(most + 2 * AT_ONCE)}>
      再看 ${Math.min(told.total - most, 2 * AT_ONCE)} 个（共 ${told.total} 个）</button></p>`
    }
    <${Joined} desk=${desk} pairs=${told.joined} />`;
}

/** Each post's or person's score of the month, as bars to the most, with a line at what the targets ask. */
function Scores({ data, month, way }) {
  const { told, trouble } = useTold(`/shop/kpis/scores?${new URLSearchParams({ month })}`, data.duties);
  if (!told) return trouble ? html`<p role="alert">${trouble}</p>` : null;
  const rows = told[way];
  if (!rows.length)
    return html`<p class="quiet none">${way === "people" ? "还没有写人员，先在上面写。" : NONE.all}</p>`;
  return html`<p class="hint">${
    way === "people"
      ? "一个人有几个岗位的，各岗位的分按他占的时间算。"
      : "各指标的分按权重算；没有分的先不算在内。虚线是 100 分：目标都达到。"
  }</p>
    <ul>${rows.map(
      ({ id, name, score, note }) => html`<li key=${id} class="load scored">
      <b class="called">${name}</b>
      <span class="bar"><i class="limit" style=${`left: ${(100 / MOST) * 100}%`}></i>
        <u style=${`width: ${((score ?? 0) / MOST) * 100}%`}></u></span>
      <span class="hours">${score === null ? "还没有分" : html`<b>${score.toFixed(1)}</b> 分`}</span>
      ${note && html`<span class="parts quiet">${note}</span>`}
    </li>`,
    )}</ul>`;
}
