// @ts-check
// All roles of the shop, or those that are ticked, as one Excel file: it is made while one watches, and can be called
// off. Beside it stands what else one does with the ticked ones.

import { FACTS } from "../outbox/boxes.js";
import { ask, commit, post, take, today } from "../shared/files.js";
import { html, useEffect, useRef, useState } from "../shared/html.js";
import { Looks, Standards } from "../shared/looks.js";

const PAUSE = 250; // ms between two looks at how far it is

const drop = (job) => post(`/workbooks/${job}/cancel`).catch(() => {});
const pause = () => new Promise((go) => setTimeout(go, PAUSE));

export function Workbook({ data, roles, all, away, children }) {
  const [at, setAt] = useState(null); // {job, done, total} while it is being made
  const [said, say] = useState("");
  const running = useRef(null);

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
    setAt({ done: 0, total: roles.length });
    try {
      await commit(FACTS);
      const { job } = await post("/workbooks", { roles: roles.map(({ id }) => id), day: today() });
      mine.job = job;
      if (!wanted()) return void (await drop(job)); // called off while it was on its way
      let told = {};
      while (!told.ready) {
        await pause();
        told = wanted() && (await (await ask(`/workbooks/${job}`)).json());
        if (!wanted()) return;
        setAt(told);
      }
      await take(`/workbooks/${job}/file`);
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
  const chart = async () => {
    try {
      await commit(FACTS);
      await take(`/shop/chart.pdf?day=${today()}`);
      say("组织架构图已下载，全店的岗位都在上面。");
    } catch (error) {
      say(error.message);
    }
  };
  return html`<div class=${all ? "whole-shop" : "whole-shop some"}>
    ${
      at
        ? html`<div class="row" role="group" aria-label="正在生成">
          <button type="button" class="file" onClick=${stop}>取消</button>
          <progress max=${at.total} value=${at.done} aria-label="已写好的岗位"></progress>
          <span>${at.done < at.total ? `写好 ${at.done} / ${at.total} 个岗位` : "正在装订…"}</span></div>`
        : html`<div class="row" role="group" aria-label=${all ? "全店" : "选中的岗位"}>
          <b>${all ? "整个店一起带走" : `选了 ${roles.length} 份`}</b>
          <button type="button" class="file" disabled=${away}
            onClick=${make}>${all ? "下载全店 Excel" : `导出这 ${roles.length} 份`}</button>
          ${children}
          ${all && html`<button type="button" class="file" disabled=${away} onClick=${chart}>组织架构图 PDF</button>`}
          ${all && html`<span class="quiet">目录、编制汇总、组织架构图、汇报关系、职责分工、KPI 汇总，再加每个岗位一张表</span>`}</div>`
    }
    <details class="pick">
      <summary>文件的样式</summary>
      <${Looks} looks=${data.looks} look=${data.look} colours=${data.colours} colour=${data.colour} failed=${say} />
      <${Standards} standards=${data.standards} standard=${data.standard} failed=${say} />
    </details>
    <p class="said" role="status">${said}</p>
  </div>`;
}
