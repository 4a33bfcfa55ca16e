// @ts-check
// Taking the document away: the three files that owners take most, all other ways folded, and publishing.
// data: {role, files, further: [{ending, label, note}], version, published, publishing, lacking, poster,
// signing: {id, title, holds, on} | null, versions: [{id, label, at}], of_a_version: [{ending, label}], looks, look,
// standards, standard}: see shared/looks.js

import { outboxOf } from "../outbox/boxes.js";
import { useCalm } from "../shared/calm.js";
import { ask, commit, download, handOver, nameOf, today } from "../shared/files.js";
import { historyOf } from "../shared/history.js";
import { html, show as mount, useEffect, useState } from "../shared/html.js";
import { Looks, Standards } from "../shared/looks.js";
import { draw } from "../shared/picture.js";

export default function downloads(component) {
  return mount(
    component,
    html`<${Downloads} data=${component.data} redraw=${(to) => component.setTriggerValue("redraw", to)} />`,
  );
}

/** Latin names stand apart from Chinese words; Chinese ones do not. */
const spaced = (verb, name) => `${verb}${/^\w/.test(name) ? " " : ""}${name}`;

function Downloads({ data, redraw }) {
  const { said, say, busy, calmly } = useCalm();
  const publishing = useCalm();
  const [open, unfold] = useState(false);

  const take = (file, version) =>
    calmly(async () => {
      await download(data.role, file.ending, version);
      return `${spaced("已下载", file.label)}。`;
    });
  const copy = (what, only = "") =>
    calmly(async () => {
      await commit(data.role);
      await copyText(await (await ask(`/roles/${data.role}/text?only=${only}`)).text());
      return `${what}已复制，可以直接粘贴到聊天里。`;
    });
  const [pictures, show] = useState([]);
  useEffect(() => () => pictures.map(({ address }) => URL.revokeObjectURL(address)), [pictures]);
  const picture = calmly(async () => {
    await commit(data.role);
    const page = await ask(`/roles/${data.role}/picture?day=${today()}`);
    const drawn = await draw(await page.text());
    const named = drawn.map((blob, at) => ({
      address: URL.createObjectURL(blob),
      name: nameOf(page).replace(/(?=\.png$)/, drawn.length > 1 ? `_${at + 1}` : ""),
    }));
    show(named);
    for (const { address, name } of named) handOver(address, name);
    if (data.poster) return "海报已保存，贴上二维码就能发。";
    return drawn.length > 1 ? `长图切成了 ${drawn.length} 张，按顺序发到聊天里。` : "长图已保存，可以直接发到聊天里。";
  });
  const print = calmly(async () => {
    await commit(data.role);
    await printed(await (await ask(`/roles/${data.role}/export.html?day=${today()}`)).text());
    return "";
  });
  const publish = publishing.calmly(async () => {
    await commit(data.role);
    const headers = { "content-type": "application/json", "x-rolesmith": "1" };
    const response = await ask(`/roles/${data.role}/publish`, {
      method: "POST",
      body: JSON.stringify({ day: today() }),
      headers,
    });
    const { version } = await response.json();
    redraw({ role: data.role, version });
    return `已发布第 ${version} 版。`;
  });

  const sign = calmly(async () => {
    const { id, on } = data.signing;
    const edit = { op: "set", target: id, name: "on", value: !on };
    historyOf(data.role).recordUndrawn([{ role: data.role, ...edit, value: on }]);
    outboxOf(data.role).put(edit);
    await commit(data.role);
    return on ? "签字栏已拿掉。" : "签字栏已加在文件末尾。";
  });

  const poster =
    data.poster &&
    html`<button type="button" class="way main" disabled=${busy} onClick=${picture}>
    <${Sheet} of="poster" /><b>保存海报</b><small>一张图，贴上二维码就能发</small></button>`;
  return html`<div class="downloads">
    <div class="ways">${poster}${data.files.map(
      (file, at) => html`
      <button type="button" key=${file.ending} class=${`way ${at || poster ? "" : "main"}`} disabled=${busy}
        onClick=${take(file)}>
        <${Sheet} of=${file.ending} /><b>${spaced("下载", file.label)}</b><small>${file.note}</small></button>`,
    )}</div>
    <div class="more">
      <button type="button" class="unfold" aria-expanded=${open} onClick=${() => unfold(!open)}>更多</button>
      ${!said && !open && html`<span class="quiet">长图、复制、打印、网页、备份…</span>`}
      <p class="said" role="status">${said}</p>
    </div>
    ${
      open &&
      html`<div class="files">
      ${
        !poster &&
        html`<button type="button" class="file" disabled=${busy} onClick=${picture}>
        <b>保存长图</b><small>发聊天，手机上看</small></button>`
      }
      <button type="button" class="file" disabled=${busy} onClick=${copy("全文")}>
        <b>复制全文</b><small>纯文字，发到聊天里</small></button>
      ${
        data.publishing &&
        html`<button type="button" class="file" disabled=${busy} onClick=${copy("职责", "duties")}>
        <b>只复制职责</b><small>贴进群公告、分工表</small></button>`
      }
      <button type="button" class="file" disabled=${busy} onClick=${print}>
        <b>打印</b><small>A4，或另存为 PDF</small></button>
      ${data.further.map(
        (file) => html`<button type="button" key=${file.ending} class="file" disabled=${busy} onClick=${take(file)}>
        <b>${spaced("下载", file.label)}</b><small>${file.note}</small></button>`,
      )}
    </div>
    <p class="quiet">文件里只有看得见的内容，停用的章节不在里面。备份带着整份岗位，请自己收好。</p>`
    }
    ${
      pictures.length > 0 &&
      html`<figure class="pictures"><div>${pictures.map(
        ({ address, name }, at) => html`<a key=${address} href=${address} download=${name}>
        <img src=${address} alt=${data.poster ? "海报" : `长图第 ${at + 1} 张`} /></a>`,
      )}</div>
      <figcaption class="quiet">${
        pictures.length > 1 ? "浏览器没有全部存下的，点一张存一张" : "浏览器没有存下的，点图片再存"
      }；手机上也可以长按图片保存。</figcaption></figure>`
    }
    <section class="panel" aria-label="文件的样子"><${Looks} looks=${data.looks} look=${data.look}
      colours=${data.colours} colour=${data.colour} failed=${say}
      chosen=${(look) => redraw({ role: data.role, look })} />
    <${Standards} standards=${data.standards} standard=${data.standard} failed=${say}
      chosen=${(standards) => redraw({ role: data.role, standards })} />
    ${
      data.signing &&
      html`<div class="choices looks" role="group" aria-label="要不要签字栏">
      <span class="quiet">签字</span>
      <button type="button" class=${data.signing.on ? "on" : ""} aria-pressed=${data.signing.on} disabled=${busy}
        onClick=${sign}>＋签字栏</button>
      <small class="quiet">“${data.signing.title}”一章：${data.signing.holds}</small>
    </div>`
    }</section>
    ${
      data.publishing &&
      html`<section class="panel publish" aria-label="发布">
      <span class=${`badge ${data.published ? "on" : ""}`}>${standing(data)}</span>
      <button type="button" class=${data.lacking ? "file" : "main"} disabled=${publishing.busy || data.published}
        onClick=${publish}>${data.version ? "发布新版" : "发布"}</button>
      <p class="said" role="status">${publishing.said}</p>
      <p class="quiet">发布会留存这一版，在这份和同一岗位的其他文件上写好版本号和日期。</p>
    ${
      data.versions.length > 0 &&
      html`<ul class="versions">${data.versions.map(
        ({ id, label, at }) => html`<li key=${id}>
      <span>${label} · ${today(new Date(at))}</span>
      ${data.of_a_version.map(
        (file) => html`<button type="button"
        key=${file.ending} onClick=${take(file, id)}>${file.label}</button>`,
      )}
    </li>`,
      )}</ul>`
    }</section>`
    }
  </div>`;
}

/** What each of the big ways gives, as a small sheet: cells, lines, a page that stays as it is, a poster. */
const DRAWN = {
  xlsx: "M4 11h16M4 16h16M10 6v15",
  docx: "M8 10h8M8 13.5h8M8 17h5",
  pdf: "M8 10h8M8 13.5h8M13.5 17.8a1.7 1.7 0 1 0 3.4 0 1.7 1.7 0 1 0-3.4 0",
  poster: "M8 7h8M8 10h8M9.5 14h5v5h-5z",
};

function Sheet({ of }) {
  return html`<svg viewBox="0 0 24 24" width="30" height="30" aria-hidden="true" fill="none" stroke="currentColor"
    stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"><path
    d=${`M6 3h12a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2Z${DRAWN[of]}`} /></svg>`;
}

function standing({ published, version }) {
  if (published) return `已发布 第 ${version} 版`;
  return version ? `第 ${version} 版之后有修改` : "草稿";
}

/** Print a page of ours from a frame that nobody sees; it stays until the next, for a phone prints it later. */
async function printed(page) {
  document.getElementById("printed")?.remove();
  const frame = document.createElement("iframe");
  frame.id = "printed";
  frame.title = "打印的文件";
  frame.style.cssText = "position: fixed; width: 0; height: 0; border: 0; visibility: hidden";
  const ready = new Promise((go) => {
    frame.onload = go;
  });
  frame.srcdoc = page;
  document.body.append(frame);
  await ready;
  frame.contentWindow?.focus();
  frame.contentWindow?.print();
}

/** The clipboard may be closed to pages that are not on this machine: then a selected text box does it. */
async function copyText(whole) {
  if (navigator.clipboard?.writeText) {
    try {
      await navigator.clipboard.writeText(whole);
      return;
    } catch {
      /* not allowed: the old way */
    }
  }
  const area = document.createElement("textarea");
  area.value = whole;
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  if (!done) throw new Error("浏览器不让复制，请改用下载。");
}
