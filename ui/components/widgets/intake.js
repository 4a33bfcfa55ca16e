// @ts-check
// A description written elsewhere: pasted or brought as a file, shown piece by piece with its place, and taken in.
// data: {places: [[id, title]], accept}

import { reveal } from "../frame/scrolling.js";
import { base64, post } from "../shared/files.js";
import { html, show, useEffect, useRef, useState } from "../shared/html.js";
import { SeveralRoles } from "../shared/several_roles.js";

const LIMIT = 2_000_000; // bytes: in base64 it still fits our door

export default function intake(component) {
  return show(component, html`<${Intake} data=${component.data} go=${(to) => component.setTriggerValue("go", to)} />`);
}

function Intake({ data, go }) {
  const [pieces, setPieces] = useState(null);
  const [several, setSeveral] = useState(null); // {pieces, roles}: of a document that holds several roles
  const [problems, setProblems] = useState([]);
  const [busy, setBusy] = useState(false);
  const text = useRef(null);
  const input = useRef(null);
  const head = useRef(null);
  useEffect(() => {
    if (pieces) head.current?.focus();
  }, [Boolean(pieces)]);

  const asked = async (address, sent, then) => {
    setBusy(true);
    setProblems([]);
    try {
      then(await post(address, sent));
    } catch (error) {
      setProblems(error.problems?.length ? error.problems : [error.message]);
    }
    setBusy(false);
  };
  const look = (sent) =>
    asked("/intake", sent, (told) => (told.roles.length ? setSeveral(told) : setPieces(told.pieces)));
  const part = (roles) => asked("/intake/roles", { roles: roles.map((role) => role.pieces) }, ({ ids }) => go({ ids }));
  const paste = () =>
    text.current.value.trim() ? look({ text: text.current.value }) : setProblems(["先把岗位描述粘贴到框里。"]);
  const choose = async ({ target }) => {
    const [file] = target.files;
    target.value = "";
    if (!file) return;
    if (file.size > LIMIT) setProblems([`${file.name} 太大，最大 ${LIMIT / 1_000_000} MB；删掉图片再试。`]);
    else await look({ file: file.name, data: await base64(file) });
  };
  const take = () => asked("/intake/role", { pieces: pieces.filter(({ to }) => to !== "-") }, go);
  const move = (at, to) => setPieces(pieces.map((piece, here) => (here === at ? { ...piece, to } : piece)));

  const trouble =
    problems.length > 0 &&
    html`<div class="problems" role="alert" ref=${reveal}><ul>${problems.map(
      (problem, at) => html`<li
      key=${at}>${problem}</li>`,
    )}</ul></div>`;
  if (several && !pieces)
    return html`<div class="intake"><${SeveralRoles} roles=${several.roles} busy=${busy} part=${part} only=${setPieces}
      whole=${() => setPieces(several.pieces)} leave=${() => setSeveral(null)} />${trouble}</div>`;
  if (!pieces)
    return html`<div class="intake">
    <label class="quiet" for="pasted">岗位描述</label>
    <textarea id="pasted" ref=${text} rows="14" placeholder="从 Word、网页或聊天里复制，粘贴到这里" disabled=${busy}></textarea>
    <p class="acts"><button type="button" class="main" disabled=${busy} onClick=${paste}>看看怎么归位</button>
      <input ref=${input} type="file" accept=${data.accept} aria-label="选一个文件" onChange=${choose} />
      <button type="button" class="file" disabled=${busy} onClick=${() => input.current.click()}>选一个文件…</button></p>
    ${trouble}</div>`;
  const titles = new Map([
    ["", ["还没有地方放", ""]],
    ...data.places.map(([id, title]) => [id, parted(title)]),
    ["-", ["不要了", ""]],
  ]);
  const lost = pieces.filter(({ to }) => !to).length;
  const placed =
    `读到 ${pieces.length} 条，归位 ${pieces.length - lost} 条${lost ? `，${lost} 条还没有地方放` : ""}。` +
    "不对的在下拉框里改；没放的会收进“其他内容（待整理）”一章。";
  const order = [...titles.keys()];
  const cards = Map.groupBy(
    order.flatMap((id) => pieces.flatMap((piece, at) => (piece.to === id ? [{ ...piece, at }] : []))),
    ({ to }) => titles.get(to)[0],
  );
  return html`<div class="intake">
    <p class="told" ref=${head}
      tabindex="-1">${placed}</p>
    ${[...cards].map(
      ([title, told]) => html`<section key=${title} class=${told[0].to ? "" : "lost"}>
      <h2>${title}</h2>
      <ul>${told.map(
        ({ at, text: said, to, group, standard }) => html`<li key=${at}>
        <span>${[titles.get(to)[1], group].filter(Boolean).map((each) => html`<small>${each}</small>`)}${said}
          ${standard && html`<small>标准：${standard}</small>`}</span>
        <select aria-label=${`“${said.slice(0, 20)}”放到哪里`} value=${to}
          onChange=${(event) => move(at, event.target.value)}>
          <option value="">还没有地方放</option>
          ${data.places.map(([place, title]) => html`<option key=${place} value=${place}>${title}</option>`)}
          <option value="-">不要了</option></select></li>`,
      )}</ul></section>`,
    )}
    ${trouble}
    <p class="acts foot"><button type="button" class="main" disabled=${busy} onClick=${take}>收下，生成岗位</button>
      <button type="button" class="file" disabled=${busy} onClick=${() => setPieces(null)}>${
        several ? "回到几个岗位" : "重新来"
      }</button></p>
  </div>`;
}

/** `基本信息 · 岗位名称` as its section and its field. */
function parted(title) {
  const [section, field = ""] = title.split(" · ");
  return [section, field];
}
