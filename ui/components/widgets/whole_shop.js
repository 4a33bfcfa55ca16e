// @ts-check
// All roles of the shop, or some, as one Excel file: it is made while one watches, and can be called off.
// data: {roles: [{id, name}], looks, look, standards, standard}

import { FACTS } from "../outbox/boxes.js";
import { ask, commit, nameOf, post, save, today } from "../shared/files.js";
import { html, show, useEffect, useRef, useState } from "../shared/html.js";
import { Looks, Standards } from "../shared/looks.js";

const PAUSE = 250; // ms between two looks at how far it is

export default function wholeShop(component) {
  return show(component, html`<${WholeShop} data=${component.data} />`);
}

const drop = (job) => post(`/workbooks/${job}/cancel`).catch(() => {});
const pause = () => new Promise((go) => setTimeout(go, PAUSE));

function WholeShop({ data }) {
  const [left, setLeft] = useState(() => new Set());
  const [at, setAt] = useState(null); // {job, done, total} while it is being made
  const [said, say] = useState("");
  const running = useRef(null);
  const chosen = data.roles.filter(({ id }) => !left.has(id));

  const callOff = () => {
    const { job } = running.current ?? {};
    running.current = null;
    setAt(null);
    return job ? drop(job) : null;
  };
  useEffect(
    () => () => {
      callOff();
    },
    [],
  );

  const make = async () => {
    const mine = { job: "" };
    running.current = mine;
    const wanted = () => running.current === mine;
    say("");
    setAt({ done: 0, total: chosen.length });
    try {
      await commit(FACTS);
      const { job } = await post("/workbooks", { roles: chosen.map(({ id }) => id), day: today() });
      mine.job = job;
      if (!wanted()) return void (await drop(job)); // called off while it was on its way
      let told = {};
      while (!told.ready) {
        await pause();
        told = wanted() && (await (await ask(`/workbooks/${job}`)).json());
        if (!wanted()) return;
        setAt(told);
      }
      const response = await ask(`/workbooks/${job}/file`);
      save(await response.blob(), nameOf(response));
      const gone = told.total - told.done;
      say(`已下载，里面有 ${told.done} 个岗位${gone ? `；另外 ${gone} 个刚被删掉，没有放进去` : ""}。`);
    } catch (error) {
      if (wanted()) say(error.message);
    }
    if (wanted()) {
      running.current = null;
      setAt(null);
    }
  };
  const stop = async () => {
    await callOff();
    say("已取消，没有生成文件。");
  };
  const tick = (id) =>
    setLeft((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  const turn = (ids) => setLeft(new Set(ids));

  return html`<div class="whole-shop">
    ${
      at
        ? html`<div class="row" role="group" aria-label="正在生成">
          <button type="button" class="file" onClick=${stop}>取消</button>
          <progress max=${at.total} value=${at.done} aria-label="已写好的岗位"></progress>
          <span>${at.done < at.total ? `写好 ${at.done} / ${at.total} 个岗位` : "正在装订…"}</span></div>`
        : html`<div class="row"><button type="button" class="file" disabled=${!chosen.length}
          onClick=${make}>下载全店 Excel</button>
          <span class="quiet">目录、编制汇总、汇报关系、职责分工、KPI 汇总，再加每个岗位一张表</span></div>`
    }
    <details class="pick">
      <summary>${left.size ? `选了 ${chosen.length} 个岗位` : `全部 ${data.roles.length} 个岗位`}，选岗位和样式</summary>
      <${Looks} looks=${data.looks} look=${data.look} failed=${say} />
      <${Standards} standards=${data.standards} standard=${data.standard} failed=${say} />
      <p class="acts"><button type="button" class="link" onClick=${() => turn([])}>全选</button>
        <button type="button" class="link" onClick=${() => turn(data.roles.map(({ id }) => id))}>全不选</button></p>
      <ul>${data.roles.map(
        ({ id, name }) => html`<li key=${id}><label>
        <input type="checkbox" checked=${!left.has(id)} disabled=${Boolean(at)}
          onChange=${() => tick(id)} /> ${name}</label></li>`,
      )}</ul>
    </details>
    <p class="said" role="status">${said}</p>
  </div>`;
}
