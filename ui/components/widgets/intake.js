// @ts-check
// What was written before, brought in: pasted or as a file, which the server knows by its content. A document is shown
// piece by piece with its place, and taken in; a role's own file is opened, and where that role is here already, one
// says whether it is read back or becomes a second one; a backup of everything and a library are handed on.
// data: {places: [[id, title]], name: the place of a name, accept, forms: [[ending, label]]: the empty forms}

import { reveal } from "../frame/scrolling.js";
import { hand } from "../shared/chosen_file.js";
import { base64, post, today } from "../shared/files.js";
import { html, show, useEffect, useRef, useState } from "../shared/html.js";
import { Menu } from "../shared/menu.js";
import { Problems, useProblems } from "../shared/problems.js";
import { Restore, restored, tried } from "../shared/restore.js";
import { SeveralRoles } from "../shared/several_roles.js";

const DRAGS = window.matchMedia("(hover: hover)").matches; // no finger drags a file
const LIMIT = 2_000_000; // bytes: in base64 it still fits our door

export default function intake(component) {
  return show(component, html`<${Intake} data=${component.data} go=${(to) => component.setTriggerValue("go", to)} />`);
}

function Intake({ data, go }) {
  const [pieces, setPieces] = useState(null);
  const [several, setSeveral] = useState(null); // {pieces, roles}: of a document that holds several roles
  const [here, setHere] = useState(null); // {id, name, sent}: the role that the file is of, and the file
  const [shop, setShop] = useState(null); // {roles, sent}: those of the shop's workbook that are here, and the file
  const [made, setMade] = useState(null); // {id, notes}: the role that was made, and what its file lacks
  const [found, setFound] = useState(null); // what a backup of everything holds
  const [note, setNote] = useState("");
  const [name, setName] = useState(""); // where what was read has none
  const { problems, setProblems, busy, attempt } = useProblems();
  const text = useRef(null);
  const input = useRef(null);
  const head = useRef(null);
  useEffect(() => {
    if (pieces) head.current?.focus();
  }, [Boolean(pieces)]);

  const look = async (sent) => {
    const told = await post("/intake", sent);
    setNote(told.note ?? "");
    if (told.ours === "role") await open(sent);
    else if (told.ours === "shop") setShop({ roles: told.here, sent });
    else if (told.ours === "library") {
      hand("libraries", sent.text ? { code: sent.text } : sent);
      go({ page: "libraries" });
    } else if (told.roles.length) setSeveral(told);
    else setPieces(told.pieces);
  };
  const open = async (sent) => {
    const answer = await post("/roles", sent);
    if (answer.here) setHere({ ...answer.here, sent });
    else if (answer.notes) setMade(answer);
    else go({ page: "finish", role: answer.id });
  };
  const part = (roles) =>
    attempt(() => post("/intake/roles", { roles: roles.map((role) => role.pieces) }).then(() => go({ page: "" })));
  const paste = () =>
    text.current.value.trim()
      ? attempt(() => {
          setName("");
          return look({ text: text.current.value });
        })
      : setProblems(["先把写好的粘贴到框里。"]);
  const choose = ({ target }) => {
    const [file] = target.files;
    target.value = "";
    return bring(file);
  };
  const drop = (event) => {
    const [file] = event.dataTransfer.files;
    if (!file) return; // a text that is dragged falls into the box
    event.preventDefault();
    bring(file);
  };
  const read = async (file) => {
    setName(postOf(file.name));
    await look({ file: file.name, data: await base64(file) });
  };
  const bring = async (file) => {
    setHere(null);
    setShop(null);
    setMade(null);
    setFound(null);
    if (!file) return;
    if (/\.zip$/i.test(file.name)) await attempt(() => tried(file).then(setFound));
    else if (file.size > LIMIT) setProblems([`${file.name} 太大，最大 ${LIMIT / 1_000_000} MB；删掉图片再试。`]);
    else await attempt(() => read(file));
  };
  const restore = () =>
    attempt(async () => {
      const kept = await restored(found);
      setFound(null);
      setNote(`已恢复。恢复前的全部内容留在 ${kept}，可以用它再恢复回去。`);
    });
  const readBack = ({ id }, sent) => {
    hand(id, sent);
    go({ page: "versions", role: id });
  };
  const anew = () => {
    setHere(null);
    return attempt(() => open({ ...here.sent, anew: true }));
  };
  const nameless = pieces && !pieces.some(({ to }) => to === data.name);
  const take = () =>
    attempt(() =>
      post("/intake/role", {
        pieces: [
          ...(nameless && name.trim() ? [{ text: name.trim(), to: data.name }] : []),
          ...pieces.filter(({ to }) => to !== "-"),
        ],
      }).then(({ id }) => go({ page: "finish", role: id })),
    );
  const move = (at, to) => setPieces(pieces.map((piece, here) => (here === at ? { ...piece, to } : piece)));

  const trouble = html`<${Problems} problems=${problems} />`;
  if (several && !pieces)
    return html`<div class="intake"><${SeveralRoles} roles=${several.roles} busy=${busy} part=${part} only=${setPieces}
      whole=${() => setPieces(several.pieces)} leave=${() => setSeveral(null)} />${trouble}</div>`;
  if (!pieces)
    return html`<div class="intake" onDragOver=${(event) => event.preventDefault()} onDrop=${drop}>
    <p class="quiet">是什么，看内容就知道：认得出的归到各章，认不出的放在最上面由您定，一个字不丢。</p>
    <div class="ways">
      <div class="way"><h2>一个文件</h2>
        <p class="quiet">Word、WPS、Excel、PDF、网页、文字都行，一个文件里写了几个岗位也行。${DRAGS ? "也可以拖进来。" : ""}</p>
        <input ref=${input} type="file" accept=${data.accept} aria-label="选一个文件" onChange=${choose} />
        <button type="button" class="main" disabled=${busy} onClick=${() => input.current.click()}>选一个文件…</button></div>
      <div class="way"><h2><label for="pasted">一段文字</label></h2>
        <textarea id="pasted" ref=${text} rows="5" placeholder="从 Word、网页、招聘网站或聊天里复制，粘贴到这里"
          disabled=${busy}></textarea>
        <button type="button" class="file" disabled=${busy} onClick=${paste}>看看怎么归位</button></div></div>
    ${
      here &&
      html`<${Here} here=${here} busy=${busy} anew=${anew}
        readBack=${() => readBack(here, here.sent)} leave=${() => setHere(null)} />`
    }
    ${shop && html`<${OfShop} roles=${shop.roles} busy=${busy} readBack=${(role) => readBack(role, shop.sent)} />`}
    ${made && html`<${Made} made=${made} go=${go} />`}
    ${found && html`<${Restore} found=${found} busy=${busy} restore=${restore} leave=${() => setFound(null)} />`}
    ${trouble}
    <p class="said" role="status">${note}</p>
    <h2>从这里出去的，也认得</h2>
    <dl class="kinds">
      <dt>从这里下载的 Excel</dt><dd>改过再拿回来，先看改了哪些，勾了才换</dd>
      <dt>空白模板</dt><dd class="forms">填好再拿进来。下载：${data.forms.map(
        ([ending, label]) => html`<a key=${ending} href=${`/form.${ending}?day=${today()}`} download
        aria-label=${`下载空白模板 ${label}`}>${label}</a>`,
      )}</dd>
      <dt>备份</dt><dd>一个岗位的，或者全部内容的；要换掉现在的，先问您</dd>
      <dt>预设库</dt><dd>别人发来的文件，或聊天里的一长串字，转到“预设库”先看再导入</dd>
    </dl></div>`;
  const places = [["", "还没有地方放"], ...data.places, ["-", "不要了"]];
  const titles = new Map(places.map(([id, title]) => [id, parted(title)]));
  const titleOf = (to) => titles.get(to) ?? ["", ""];
  const lost = pieces.filter(({ to }) => !to).length;
  const placed =
    `读到 ${pieces.length} 条，归位 ${pieces.length - lost} 条${lost ? `，${lost} 条还没有地方放` : ""}。` +
    `放错的，在那一条上换个地方${lost ? "；没放的会收进“其他内容（待整理）”一章" : ""}。`;
  const order = [...titles.keys()];
  const cards = Map.groupBy(
    order.flatMap((id) => pieces.flatMap((piece, at) => (piece.to === id ? [{ ...piece, at }] : []))),
    ({ to }) => titleOf(to)[0],
  );
  return html`<div class="intake">
    ${note && html`<p class="said" role="status">${note}</p>`}
    <p class="told" ref=${head}
      tabindex="-1">${placed}</p>
    ${
      nameless &&
      html`<label class="ask">岗位名称<input type="text" value=${name} maxlength="100" placeholder="里面没有写，写在这里"
        onInput=${(event) => setName(event.target.value)} /></label>`
    }
    ${[...cards].map(
      ([title, told]) => html`<section key=${title} class=${told[0].to ? "" : "lost"}>
      <h2>${title}${
        !told[0].to &&
        html`<button type="button" class="link" onClick=${() =>
          setPieces(
            pieces.map((piece) => (piece.to ? piece : { ...piece, to: "-" })),
          )}>${told.length > 1 ? `这 ${told.length} 条都不要` : "不要了"}</button>`
      }</h2>
      ${!told[0].to && html`<p class="quiet">薪资、福利、联系方式写在招聘启事里，说明书里一般不写；要留下的，给它选个地方。</p>`}
      <ul>${told.map(
        ({ at, text: said, to, group, standard }) => html`<li key=${at}>
        <span><small>${[titleOf(to)[1], group].filter(Boolean).join(" · ")}</small>${said}
          ${standard && html`<small>标准：${standard}</small>`}</span>
        <${Menu} label=${`“${said.slice(0, 20)}”放到哪里`} options=${places} value=${to} says=${to && "换地方"}
          onChange=${(place) => move(at, place)} /></li>`,
      )}</ul></section>`,
    )}
    ${trouble}
    <p class="acts foot"><button type="button" class="main" disabled=${busy} onClick=${take}>收下，生成岗位</button>
      <button type="button" class="file" disabled=${busy} onClick=${() => setPieces(null)}>${
        several ? "回到几个岗位" : "重新来"
      }</button></p>
  </div>`;
}

/** What a file's own name calls the post: 夜班客服 of `夜班客服岗位职责(1).docx`; nothing where it is not Chinese. */
function postOf(file) {
  const name = file.replace(/\.\w+$/, "").replace(/[\s_—-]*(岗位|职位|工作)?(职责|说明|描述|要求).*$/, "");
  return /\p{Script=Han}/u.test(name) ? name.trim() : "";
}

/** `基本信息 · 岗位名称` as its section and its field. */
function parted(title) {
  const [section, field = ""] = title.split(" · ");
  return [section, field];
}

/** The file is of a role that is here: whether it is read back into that, or becomes another. */
function Here({ here, busy, readBack, anew, leave }) {
  const first = useFocus();
  return html`<div class="here" ref=${reveal} role="group" aria-label="这个岗位已经在这里">
    <p>这是“${here.name}”的文件，这个岗位已经在“我的岗位”里。读回去先看改了哪些，勾上的才算数；另存则两份都留着。</p>
    <p class="acts"><button ref=${first} type="button" class="main" disabled=${busy} onClick=${readBack}>读回这份岗位</button>
      <button type="button" class="file" disabled=${busy} onClick=${anew}>另存一份新的</button>
      <button type="button" class="file" disabled=${busy} onClick=${leave}>先不打开</button></p></div>`;
}

/** The file is the shop's workbook, in which each role is read back for itself. */
function OfShop({ roles, busy, readBack }) {
  return html`<div class="here" ref=${reveal} role="group" aria-label="这是全店的工作簿">
    <p>这是全店的工作簿，里面这 ${roles.length} 个岗位就在“我的岗位”里。先读回哪一个？改了哪些，勾上的才算数。</p>
    <p class="acts">${roles.map(
      (role) => html`<button type="button" key=${role.id} class="file" disabled=${busy}
      onClick=${() => readBack(role)}>读回“${role.name}”</button>`,
    )}</p></div>`;
}

/** A role was made, and its file lacks something. */
function Made({ made, go }) {
  const first = useFocus();
  return html`<div class="here" ref=${reveal} role="group" aria-label="已经读入">
    <p>已经读入，成了一个新的岗位。</p>
    <ul>${made.notes.map((each, at) => html`<li key=${at}>${each}。</li>`)}</ul>
    <p class="acts"><button ref=${first} type="button" class="main"
      onClick=${() => go({ page: "finish", role: made.id })}>看这个岗位</button></p></div>`;
}

/** What has the focus once it is there. */
function useFocus() {
  const button = useRef(null);
  useEffect(() => button.current?.focus(), []);
  return button;
}
