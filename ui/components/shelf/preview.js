// @ts-check
// What taking a library in would do, line by line, to be ticked.

import { reveal } from "../frame/scrolling.js";
import { html, useState } from "../shared/html.js";
import { KINDS } from "../shared/search.js";

const FATES = ["冲突", "变更", "新增", "移除", "不变"];
const MEANS = {
  新增: "您还没有的",
  变更: "作者改过、您没改过的",
  冲突: "两边都改了：勾上用对方的，不勾留您的",
  移除: "作者已经删掉的：勾上就从您这里也删掉",
  不变: "不会动",
};
const SHOWN = 200; // lines of one fate that are drawn
const FEW = 20; // lines that lie open, all of them new

export function Preview({ told, busy, take, leave, leaving }) {
  const [taken, setTaken] = useState(() => new Set(told.lines.filter((line) => line.ticked).map((line) => line.id)));
  const turn = (ids, on) => {
    const next = new Set(taken);
    for (const id of ids)
      if (on) next.add(id);
      else next.delete(id);
    setTaken(next);
  };
  const groups = FATES.map((fate) => [fate, told.lines.filter((line) => line.fate === fate)]).filter(
    ([, lines]) => lines.length,
  );
  const chosen = told.lines.map(({ id }) => id).filter((id) => taken.has(id));
  const count = chosen.length;
  const about = [told.author, `第 ${told.version} 版`, told.licence, told.checked && `最后核对 ${told.checked}`]
    .filter(Boolean)
    .join(" · ");
  return html`<section class="preview" ref=${reveal} aria-label="导入之前先看">
    <header><h2>${told.title}</h2><p class="quiet">${about}</p>
      <p>${told.known ? `您已有“${told.known}”第 ${told.here} 版，您自己改过的地方会留着。` : "您还没有这个库，会作为新的一个放上去。"}</p>
      ${told.note && html`<p class="quiet">${told.note}</p>`}
      ${
        told.left.length > 0 &&
        html`<p>表里这些没有导入：</p>
        <ul class="changes">${told.left.map((line, at) => html`<li key=${at}>${line}</li>`)}</ul>`
      }
      ${
        told.changes.length > 0 &&
        html`<ul class="changes">${told.changes.map(
          (line, at) => html`<li
        key=${at}>${line}</li>`,
        )}</ul>`
      }</header>
    ${groups.map(
      ([fate, lines]) => html`<${Fate} key=${fate} fate=${fate} lines=${lines} taken=${taken}
      turn=${turn} />`,
    )}
    <div class="acts">
      <button type="button" class="file main" disabled=${busy || !count}
        onClick=${take(chosen)}>导入勾选的 ${count} 条</button>
      <button type="button" class="file" onClick=${leave}>${leaving}</button>
    </div>
  </section>`;
}

function Fate({ fate, lines, taken, turn }) {
  const fixed = fate === "不变";
  const all = lines.every((line) => taken.has(line.id));
  return html`<details class="fate" open=${!fixed && (fate !== "新增" || lines.length <= FEW)}>
    <summary><b class=${`mark ${fate}`}>${fate}</b> ${lines.length} 条 <span class="quiet">${MEANS[fate]}</span>
      </summary>
    ${
      !fixed &&
      html`<label class="line all"><input type="checkbox" checked=${all}
      onChange=${() =>
        turn(
          lines.map((line) => line.id),
          !all,
        )} /> 全部</label>`
    }
    ${lines.slice(0, SHOWN).map(
      (line) => html`<label class="line" key=${line.id}>
      ${
        !fixed &&
        html`<input type="checkbox" checked=${taken.has(line.id)}
        onChange=${() => turn([line.id], !taken.has(line.id))} />`
      }
      <span>${line.text}${line.standard && html`<small class="quiet standard">${line.standard}</small>`}
        <small class="quiet"> ${[KINDS[line.kind], line.topic].filter(Boolean).join(" · ")}</small>
        ${line.changes.map((change) => html`<${Change} key=${change.name} change=${change} />`)}</span></label>`,
    )}
    ${lines.length > SHOWN && html`<p class="quiet">还有 ${lines.length - SHOWN} 条没有列出来，和上面的一起勾选。</p>`}
  </details>`;
}

function Change({ change: { name, mine, theirs, clash } }) {
  return html`<span class="change"><small>${name}${clash ? "（您也改过）" : ""}</small>
    <del>${mine || "（空）"}</del> <ins>${theirs || "（空）"}</ins></span>`;
}
