// Bringing a file in: it is read here and posted as base64; all that is wrong with it comes back as one list.
// data: {address, accept, label, form, role}: `form` names the empty form to download; with `role` the file goes into that role, and what was typed is committed first

import { base64, commit, today } from "./files.js";
import { html, show, useRef, useState } from "./html.js";

const LIMIT = 2_000_000; // bytes

export default function upload(component) {
  return show(component, html`<${Upload} data=${component.data} done=${(body) => component.setTriggerValue(body.id ? "go" : "redraw", body)} />`);
}

function Upload({ data, done }) {
  const [problems, setProblems] = useState([]);
  const input = useRef(null);
  const take = async (event) => {
    const file = event.target.files[0];
    event.target.value = "";
    if (!file) return;
    if (file.size > LIMIT) {
      setProblems([`${file.name} 太大，最大 ${LIMIT / 1_000_000} MB。`]);
      return;
    }
    try {
      if (data.role) await commit(data.role);
    } catch (error) {
      setProblems([error.message]);
      return;
    }
    try {
      const response = await fetch(data.address, {
        method: "POST",
        headers: { "content-type": "application/json", "x-rolesmith": "1" },
        body: JSON.stringify({ file: file.name, data: await base64(file) }),
      });
      const body = await response.json();
      setProblems(body.problems ?? (body.message ? [body.message] : []));
      if (response.ok) done(body);
    } catch {
      setProblems(["连不上服务器，请稍后再试。"]);
    }
  };
  return html`<div class="upload">
    <input ref=${input} type="file" accept=${data.accept} aria-label=${data.label} onChange=${take} />
    <button type="button" class="choose" onClick=${() => input.current.click()}>${data.label}</button>
    ${data.form && html` <a class="form" href=${`/form.xlsx?day=${today()}`} download>${data.form}</a>`}
    ${problems.length > 0 && html`<div class="problems" role="alert">
      <p>这个文件没有导入，${problems.length === 1 ? "有 1 处要改" : `有 ${problems.length} 处要改`}：</p>
      <ul>${problems.map((problem, at) => html`<li key=${at}>${problem}</li>`)}</ul></div>`}
  </div>`;
}
