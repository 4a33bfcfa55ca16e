// @ts-check
// A library that comes in: a file or a code, first what taking it in would do, line by line, then what is ticked.

import { reveal } from "../frame/scrolling.js";
import { handed } from "../shared/chosen_file.js";
import { base64, post } from "../shared/files.js";
import { ForeignTable } from "../shared/foreign_table.js";
import { html, useEffect, useRef, useState } from "../shared/html.js";
import { Problems, useProblems } from "../shared/problems.js";
import { Preview } from "./preview.js";

const LIMIT = 2_000_000; // bytes
const TABLES = /\.(xlsx|csv|txt)$/i; // what may be a table, though no library of ours

/** `open`: whether the ways in are shown; what has come in through them is, at any time. */
export function Import({ open, newer, redraw, close }) {
  const [found, setFound] = useState(null); // {source, told}
  const [foreign, setForeign] = useState(null); // {source, told}: a table that is no library of ours
  const [refused, setRefused] = useState(null); // {source, told}: a table that was refused as a library
  const { problems, busy, attempt } = useProblems();
  const [done, setDone] = useState(null); // {library, key, title, version}
  const [said, say] = useState("");
  const [code, setCode] = useState("");
  const input = useRef(null);

  const calmly = (act) => (event) => {
    event?.preventDefault?.();
    setRefused(null);
    say("");
    return attempt(() => act(event));
  };
  const look = async (source) => {
    setFound(null);
    setDone(null);
    const told = await post("/libraries/preview", source);
    if (told.foreign) await askHow(source);
    else setFound({ source, told });
  };
  const asTable = async (source) => ({ source, told: await post("/libraries/tables", source) });
  const askHow = async (source) => setForeign(await asTable(source));
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
    await look(source).catch(async (error) => {
      if (TABLES.test(file.name) && error.problems?.length) setRefused(await asTable(source).catch(() => null));
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
      close();
      redraw({ library: answer.library });
    });
  const takeBack = calmly(async () => {
    if (done.version) await post(`/roles/${done.key}/restore`, { version: done.version });
    else await post(`/libraries/${done.library}/away`, { away: true });
    setDone(null);
    say("已撤回，和导入之前一样。");
    redraw({ library: done.library });
  });
  return html`<div class="import">
    ${newer.map(
      ([
        library,
        name,
        version,
      ]) => html`<p class="newer" key=${library}>自带的“${name}”有第 ${version} 版，您改过的会留着。
      <button type="button" class="link" disabled=${busy}
        onClick=${calmly(() => look({ shipped: library }))}>看看改了什么</button></p>`,
    )}
    <input ref=${input} type="file" accept=".xlsx,.yaml,.yml,.csv,.txt" aria-label="导入预设库" tabindex="-1"
      onChange=${bring} />
    ${
      open &&
      html`<div class="ways" ref=${reveal}>
      <div class="way"><b>一个文件</b>
        <p class="quiet">别人发来的预设库，或者您自己的一张表，Excel 就行。先给您看会改什么，勾了才导入。</p>
        <button type="button" class="file" disabled=${busy} onClick=${() => input.current.click()}>选文件…</button></div>
      <form class="way" onSubmit=${paste}><b>一串文字码</b>
        <p class="quiet">对方点“复制文字码”，在聊天里发给您的一长串字，整个库都在里面。</p>
        <div class="pair"><input type="text" value=${code} aria-label="文字码" placeholder="整段粘贴到这里"
          autocomplete="off" onInput=${(event) => setCode(event.target.value)} />
          <button type="submit" class="file" disabled=${busy || !code.trim()}>看一看</button></div></form>
    </div>`
    }
    <${Problems} problems=${problems} said=${`没有导入，有 ${problems.length} 处要改：`}>${
      refused &&
      html`<p><button type="button" class="link" disabled=${busy}
        onClick=${calmly(() => setForeign(refused))}>当作一张普通的表来读</button></p>`
    }<//>
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
  </div>`;
}
