// @ts-check
// A role's file opened on 我的岗位: it is read here and posted as base64; all that is wrong with it comes back as one list.
// Of a role that is here already one says whether it is read back, or becomes a second one. What a file lacks is said
// before one goes to the role that was made of it.
// data: {address, accept, label, forms}: `forms` are the endings and labels of the empty forms to download

import { reveal } from "../frame/scrolling.js";
import { hand } from "../shared/chosen_file.js";
import { base64, post, today } from "../shared/files.js";
import { html, show, useEffect, useRef, useState } from "../shared/html.js";

const LIMIT = 2_000_000; // bytes

export default function upload(component) {
  return show(component, html`<${Upload} data=${component.data} go=${(to) => component.setTriggerValue("go", to)} />`);
}

function Upload({ data, go }) {
  const [problems, setProblems] = useState([]);
  const [here, setHere] = useState(null); // {id, name, sent}: the role that the file is of, and the file
  const [made, setMade] = useState(null); // {id, notes}: the role that was made, and what its file lacks
  const [busy, setBusy] = useState(false);
  const input = useRef(null);
  const first = useRef(null);
  useEffect(() => {
    if (here || made) first.current.focus();
  }, [here, made]);
  const send = async (sent) => {
    setBusy(true);
    try {
      const answer = await post(data.address, sent);
      if (answer.here) setHere({ ...answer.here, sent });
      else if (answer.notes) setMade(answer);
      else go(answer);
    } catch (error) {
      setProblems(error.problems?.length ? error.problems : [error.message]);
    }
    setBusy(false);
  };
  const choose = async ({ target }) => {
    const [file] = target.files;
    target.value = "";
    setHere(null);
    setMade(null);
    setProblems([]);
    if (!file) return;
    if (file.size > LIMIT) setProblems([`${file.name} 太大，最大 ${LIMIT / 1_000_000} MB。`]);
    else await send({ file: file.name, data: await base64(file) });
  };
  const readBack = () => {
    hand(here.id, here.sent);
    go({ id: here.id, beside: true });
  };
  const anew = () => {
    setHere(null);
    return send({ ...here.sent, anew: true });
  };
  return html`<div class="upload">
    <input ref=${input} type="file" accept=${data.accept} aria-label=${data.label} onChange=${choose} />
    <button type="button" class="choose" disabled=${busy} onClick=${() => input.current.click()}>${data.label}</button>
    ${
      data.forms &&
      html`<span class="forms">下载空白模板：${data.forms.map(
        ([ending, label]) => html`
      <a key=${ending} href=${`/form.${ending}?day=${today()}`} download aria-label=${`下载空白模板（${label}）`}>${label}</a>`,
      )}</span>`
    }
    ${
      here &&
      html`<div class="here" ref=${reveal} role="group" aria-label="这个岗位已经在这里">
      <p>这是“${here.name}”的文件，这个岗位已经在“我的岗位”里。读回去先看改了哪些，勾上的才算数；另存则两份都留着。</p>
      <p class="acts"><button ref=${first} type="button" class="main" disabled=${busy}
        onClick=${readBack}>读回这份岗位</button>
        <button type="button" class="choose" disabled=${busy} onClick=${anew}>另存一份新的</button>
        <button type="button" class="choose" disabled=${busy} onClick=${() => setHere(null)}>先不打开</button></p></div>`
    }
    ${
      made &&
      html`<div class="here" ref=${reveal} role="group" aria-label="已经读入">
      <p>已经读入，成了一个新的岗位。</p>
      <ul>${made.notes.map((note, at) => html`<li key=${at}>${note}。</li>`)}</ul>
      <p class="acts"><button ref=${first} type="button" class="main"
        onClick=${() => go({ id: made.id })}>看这个岗位</button></p></div>`
    }
    ${
      problems.length > 0 &&
      html`<div class="problems" role="alert" ref=${reveal}>
      <p>这个文件没有导入，${problems.length === 1 ? "有 1 处要改" : `有 ${problems.length} 处要改`}：</p>
      <ul>${problems.map((problem, at) => html`<li key=${at}>${problem}</li>`)}</ul></div>`
    }
  </div>`;
}
