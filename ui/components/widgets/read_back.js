// @ts-check
// A role's file back in: its differences line by line, each to be taken or left. data: {role}

import { reveal } from "../frame/scrolling.js";
import { handed } from "../shared/chosen_file.js";
import { Differences, keysOf, turned } from "../shared/differences.js";
import { base64, commit, post } from "../shared/files.js";
import { html, show, useEffect, useRef, useState } from "../shared/html.js";
import { Problems, useProblems } from "../shared/problems.js";

const LIMIT = 2_000_000; // bytes: in base64 it still fits our door

export default function readBack(component) {
  return show(
    component,
    html`<${ReadBack} data=${component.data} done=${(to) => component.setTriggerValue("redraw", to)} />`,
  );
}

function ReadBack({ data, done }) {
  const [file, setFile] = useState(null); // {file, data}
  const [found, setFound] = useState(null); // {sections, notes}
  const [left, setLeft] = useState(() => new Set());
  const { problems, setProblems, busy, attempt } = useProblems();
  const [said, say] = useState("");
  const input = useRef(null);
  const calmly = (act) => {
    say("");
    return attempt(() => commit(data.role).then(act));
  };
  const look = (sent) =>
    calmly(async () => {
      setFile(sent);
      setLeft(new Set());
      setFound(await post(`/roles/${data.role}/differences`, sent));
    });
  const choose = async ({ target }) => {
    const [chosen] = target.files;
    target.value = "";
    setFound(null);
    if (!chosen) return;
    if (chosen.size > LIMIT) {
      setProblems([`${chosen.name} 太大，最大 ${LIMIT / 1_000_000} MB。`]);
      return;
    }
    await look({ file: chosen.name, data: await base64(chosen) });
  };
  useEffect(() => {
    const sent = handed(data.role);
    if (sent) look(sent);
  }, []);
  const take = () =>
    calmly(async () => {
      const { label } = await post(`/roles/${data.role}/brought`, { ...file, left: [...left] });
      setFound(null);
      say(`已改好。原来的样子留在“${label}”里，随时可以恢复。`);
      done({ label, at: Date.now() });
    });
  const all = keysOf(found?.sections ?? []);
  return html`<div class="read-back">
    <input ref=${input} type="file" accept=".xlsx,.json" aria-label="读回改过的文件" onChange=${choose} />
    <section class="way"><h2>在外面改过？读回来</h2>
    <p class="quiet">在 Excel、WPS 里改过的（全店的也行），读回来先看改了哪些，勾上的才算数。</p>
    <button type="button" class="file" disabled=${busy}
      onClick=${() => input.current.click()}>读回改过的 Excel 或备份…</button></section>
    <${Problems} problems=${problems} />
    ${
      found &&
      html`<section class="comparison" ref=${reveal} aria-label="文件里的改动">
      ${
        found.notes.length > 0 &&
        html`<div class="problems" role="note">
        <ul>${found.notes.map((note, at) => html`<li key=${at}>${note}</li>`)}</ul></div>`
      }
      ${all.size === 0 && html`<p class="empty">文件里的和现在一个字也不差。</p>`}
      <${Differences} sections=${found.sections} left=${left} tick=${(key) => setLeft(turned(left, key))} />
      <p class="acts">${
        all.size > 0 &&
        html`<button type="button" class="main"
        disabled=${busy || left.size >= all.size} onClick=${take}>改 ${all.size - left.size} 处</button>`
      }
        <button type="button" class="file" disabled=${busy} onClick=${() => setFound(null)}>不改了</button></p>
    </section>`
    }
    <p class="said" role="status">${said}</p>
  </div>`;
}
