// @ts-check
// Libraries in: a file or a code, first what taking it in would do, line by line, then what is ticked; and a new one.
// data: {away: [[library, title]], newer: [[library, title, version]]}

import { reveal } from "../frame/scrolling.js";
import { handed } from "../shared/chosen_file.js";
import { base64, post } from "../shared/files.js";
import { ForeignTable } from "../shared/foreign_table.js";
import { html, show, useEffect, useRef, useState } from "../shared/html.js";
import { KINDS } from "../shared/search.js";

const LIMIT = 2_000_000; // bytes
const TABLES = /\.(xlsx|csv|txt)$/i; // what may be a table, though no library of ours
const FATES = ["冲突", "变更", "新增", "移除", "不变"];
const MEANS = {
  新增: "您还没有的",
  变更: "作者改过、您没改过的",
  冲突: "两边都改了：勾上用对方的，不勾留您的",
  移除: "作者已经删掉的：勾上就从您这里也删掉",
  不变: "不会动",
};
const SHOWN = 200; // lines of one fate that are drawn

export default function librariesIn(component) {
  const go = (to) => component.setTriggerValue("go", to);
  const redraw = (to) => component.setTriggerValue("redraw", to);
  return show(component, html`<${LibrariesIn} data=${component.data} go=${go} redraw=${redraw} />`);
}

function LibrariesIn({ data, go, redraw }) {
  const [found, setFound] = useState(null); // {source, told}
  const [foreign, setForeign] = useState(null); // {source, told}: a table that is no library of ours
  const [refused, setRefused] = useState(null); // {file, data} that was refused as a library
  const [problems, setProblems] = useState([]);
  const [done, setDone] = useState(null); // {library, key, title, version}
  const [said, say] = useState("");
  const [busy, setBusy] = useState(false);
  const [code, setCode] = useState("");
  const [title, setTitle] = useState("");
  const input = useRef(null);

  const calmly = (act) => async (event) => {
    event?.preventDefault?.();
    setBusy(true);
    setProblems([]);
    setRefused(null);
    say("");
    try {
      await act(event);
    } catch (error) {
      setProblems(error.problems?.length ? error.problems : [error.message]);
    } finally {
      setBusy(false);
    }
  };
  const look = async (source) => {
    setFound(null);
    setDone(null);
    const told = await post("/libraries/preview", source);
    if (told.foreign) await askHow(source);
    else setFound({ source, told });
  };
  const askHow = async (source) => setForeign({ source, told: await post("/libraries/tables", source) });
  useEffect(() => {
    const source = handed("libraries"); // chosen where one brings in what was written before
    if (source) calmly(() => look(source))();
  }, []);
  const bring = calmly(async ({ target }) => {
    const [file] = target.files;
    target.value = "";
    if (!file) return;
    if (file.size > LIMIT) throw new Error(`${file.name} 太大，最大 ${LIMIT / 1_000_000} MB。`);
    const source = { file: file.name, data: await base64(file) };
    setForeign(null);
    await look(source).catch((error) => {
      if (TABLES.test(file.name) && error.problems?.length) setRefused(source);
      throw error;
    });
  });
  const paste = calmly(async () => {
    setForeign(null);
    await look({ code });
    setCode("");
  });
  const take = (taken) =>
    calmly(async () => {
      const answer = await post("/libraries/take", { ...found.source, taken });
      setFound(null);
      setForeign(null);
      setDone({ ...answer, count: taken.length });
      redraw({ library: answer.library });
    });
  const takeBack = calmly(async () => {
    if (done.version) await post(`/roles/${done.key}/restore`, { version: done.version });
    else await post(`/libraries/${done.library}/away`, { away: true });
    setDone(null);
    say("已撤回，和导入之前一样。");
    redraw({ library: done.library });
  });
  const begin = calmly(async () => {
    const { key } = await post("/libraries", { title });
    setTitle("");
    go({ key });
  });
  const back = (library) =>
    calmly(async () => {
      await post(`/libraries/${library}/away`, { away: false });
      redraw({ library });
    });

  return html`<div class="libraries-in">
    ${data.newer.map(
      ([
        library,
        name,
        version,
      ]) => html`<p class="newer" key=${library}>自带的“${name}”有第 ${version} 版，您改过的会留着。
      <button type="button" class="link" disabled=${busy}
        onClick=${calmly(() => look({ shipped: library }))}>看看改了什么</button></p>`,
    )}
    <div class="ways">
      <div class="way"><b>导入别人的库或表</b>
        <p class="quiet">.xlsx、.yaml，或普通的 .xlsx、.csv、.txt 表；先看清会改什么，再决定要哪几条。</p>
        <input ref=${input} type="file" accept=".xlsx,.yaml,.yml,.csv,.txt" aria-label="导入预设库" onChange=${bring} />
        <button type="button" class="file" disabled=${busy} onClick=${() => input.current.click()}>选文件…</button></div>
      <form class="way" onSubmit=${paste}><b>粘贴文字码</b><p class="quiet">聊天里收到的那一长串，整段粘贴进来。</p>
        <div class="pair"><input type="text" value=${code} aria-label="文字码" placeholder="RSL1.…" autocomplete="off"
          onInput=${(event) => setCode(event.target.value)} />
          <button type="submit" class="file" disabled=${busy || !code.trim()}>看一看</button></div></form>
      <form class="way" onSubmit=${begin}><b>新建一个库</b><p class="quiet">把店里自己的做法写成一条条，写岗位时直接勾。</p>
        <div class="pair"><input type="text" value=${title} maxlength="100" aria-label="新库的名字" placeholder="例如 仓库的活"
          onInput=${(event) => setTitle(event.target.value)} />
          <button type="submit" class="file" disabled=${busy || !title.trim()}>新建</button></div></form>
    </div>
    ${
      problems.length > 0 &&
      html`<div class="problems" role="alert" ref=${reveal}>
      <p>${problems.length === 1 ? "没有导入，有 1 处要改：" : `没有导入，有 ${problems.length} 处要改：`}</p>
      <ul>${problems.map((problem, at) => html`<li key=${at}>${problem}</li>`)}</ul>
      ${
        refused &&
        html`<p><button type="button" class="link" disabled=${busy}
        onClick=${calmly(() => askHow(refused))}>当作一张普通的表来读</button></p>`
      }</div>`
    }
    ${
      done &&
      html`<p class="done" role="status" ref=${reveal}>已导入“${done.title}”，处理了 ${done.count} 条。
      <button type="button" class="link" disabled=${busy} onClick=${takeBack}>撤回这次导入</button></p>`
    }
    <p class="said" role="status">${said}</p>
    ${
      foreign &&
      html`<${ForeignTable} file=${foreign.source.file} told=${foreign.told} busy=${busy} hidden=${Boolean(found)}
      look=${(reading) => calmly(() => look({ ...foreign.source, reading }))()} leave=${() => setForeign(null)} />`
    }
    ${
      found &&
      html`<${Preview} told=${found.told} busy=${busy} take=${take} leave=${() => setFound(null)}
      leaving=${foreign ? "改一改怎么读" : "不导入"} />`
    }
    ${
      data.away.length > 0 &&
      html`<details class="away"><summary>移除的库</summary>
      <ul>${data.away.map(
        ([library, name]) => html`<li key=${library}>${name}
        <button type="button" class="link" disabled=${busy} onClick=${back(library)}>放回来</button></li>`,
      )}</ul></details>`
    }
  </div>`;
}

function Preview({ told, busy, take, leave, leaving }) {
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
  return html`<details class="fate" open=${!fixed && fate !== "新增"}>
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
