// @ts-check
// 全店: the shop in a few numbers, and its organisation chart, in which a click leads to the role.
// data: {tiles: [{value, note, look}], charts: [[title, svgs]], example: bool, offered: bool,
// brings}

import { turn } from "../frame/redraw.js";
import { reveal } from "../frame/scrolling.js";
import { PEOPLE } from "../outbox/boxes.js";
import { useCalm } from "../shared/calm.js";
import { commit, post, take, today } from "../shared/files.js";
import { html, show, useLayoutEffect, useRef, useState } from "../shared/html.js";

const LEADS = ":is([data-role], [data-page])";

export default function team(component) {
  const go = (role) => {
    turn("finish", role);
    component.setTriggerValue("go", { role });
  };
  const redraw = (to) => component.setTriggerValue("redraw", to);
  return show(component, html`<${Team} data=${component.data} go=${go} redraw=${redraw} />`);
}

function Team({ data, go, redraw }) {
  const { said, busy, calmly } = useCalm();
  const chart = calmly(async () => {
    await commit(PEOPLE);
    await take(`/shop/chart.pdf?day=${today()}`);
    return "组织架构图已下载。";
  });
  const example = (here) =>
    calmly(async () => {
      await commit(PEOPLE);
      const { message } = await post("/shop/example", { here });
      redraw({ at: Date.now() });
      return message;
    });
  const [first, ...further] = data.charts;
  const pages = useRef(null);
  const see = (page) => {
    if (!pages.current) return;
    pages.current.open = true;
    reveal(pages.current.querySelector(`[data-at="${page}"]`), "start");
  };
  return html`<div class="team">
    ${
      data.tiles.length > 0 &&
      html`<ul class="tiles" aria-label="全店概况">${data.tiles.map(
        ({ value, note, look }) => html`<li key=${value} class=${look ?? ""}><b>${value}</b><span>${note}</span></li>`,
      )}</ul>`
    }
    <section class="card">
      <header><h2>组织架构</h2>
        ${data.charts.length > 0 && html`<span class="quiet">按各岗位写的“直接上级”排，点一个岗位去改</span>`}
        ${
          data.charts.length > 0 &&
          html`<button type="button" class="file" disabled=${busy} onClick=${chart}>下载 PDF</button>`
        }
      </header>
      ${
        first
          ? html`<${Chart} title=${further.length ? first[0] : ""} svgs=${first[1]} go=${go} see=${see} />`
          : html`<p class="quiet">还没有岗位。先在“我的岗位”里写两个，这里就排出谁归谁管；也可以先载入示例店看看。</p>`
      }
      ${
        further.length > 0 &&
        html`<details class="further" ref=${pages}><summary>其余 ${further.length} 页</summary>
        ${further.map(
          ([title, svgs], at) => html`<div key=${title} data-at=${at + 2}>
          <${Chart} title=${title} svgs=${svgs} go=${go} see=${see} /></div>`,
        )}</details>`
      }
    </section>
    <p class="example">
      ${
        data.example
          ? html`<button type="button" class="link" disabled=${busy} onClick=${example(false)}>移除示例店</button>
          <span class="quiet">只移除没有改过、也没有人在任的示例岗位和人员，您写的、改过的都留下。</span>`
          : data.offered &&
            html`<button type="button" class="link" disabled=${busy} onClick=${example(true)}>载入示例店</button>
          <span class="quiet">加进 ${data.brings}看看样子，岗位带“示例”标签；随时可以一点就移除。</span>`
      }
      <span class="said" role="status">${said}</span></p>
  </div>`;
}

const widthOf = (svg) => Number(/ width="(\d+)"/.exec(svg)?.[1]);

/** A chart as the server has drawn and escaped it (rolesmith/formats/chart/svg.py): the widest shape that has room. */
function Chart({ title, svgs, go, see }) {
  const place = useRef(null);
  const [room, setRoom] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setRoom(place.current.clientWidth - 4);
    measure();
    const watched = new ResizeObserver(measure);
    watched.observe(place.current);
    return () => watched.disconnect();
  }, []);
  const open = (event) => {
    const { role, page } = event.target.closest(LEADS)?.dataset ?? {};
    if (!(role || page) || (event.type === "keydown" && event.key !== "Enter")) return;
    event.preventDefault();
    if (role) go(role);
    else see(page);
  };
  const fitting = svgs.find((svg) => widthOf(svg) <= room) ?? svgs.at(-1);
  return html`${title && html`<p class="quiet">${title}</p>`}
    <div class="chart" ref=${place} onClick=${open} onKeyDown=${open}
      dangerouslySetInnerHTML=${{ __html: fitting }}></div>`;
}
