// @ts-check
// A file of the shop's own that its papers use: its logo, or its letterhead for Word. data: {kind, has}

import { useCalm } from "../shared/calm.js";
import { base64, post } from "../shared/files.js";
import { html, show, useRef, useState } from "../shared/html.js";

const LIMIT = 2_000_000; // bytes
const KINDS = {
  logo: {
    address: "/shop/logo",
    shown: "/shop/logo.png",
    name: "店标图片",
    accept: "image/png,image/jpeg",
    tooLarge: "图片太大，最大 2 MB，请先缩小再传。",
    choose: "选图片…",
    again: "换一张…",
    done: "店标已换好，下载的文件里会印上它。",
    gone: "店标已去掉。",
  },
  letterhead: {
    address: "/shop/letterhead",
    shown: "/shop/letterhead.docx",
    name: "信纸文件",
    accept: ".docx",
    tooLarge: "文件太大，最大 2 MB，请缩小里面的图片再传。",
    choose: "选 .docx…",
    again: "换一个…",
    done: "信纸已换好，下载的 Word 会用它。",
    gone: "信纸已去掉，下载的 Word 和原来一样。",
  },
};

export default function ownFile(component) {
  return show(
    component,
    html`<${OwnFile} data=${component.data} redraw=${(to) => component.setTriggerValue("redraw", to)} />`,
  );
}

function OwnFile({ data, redraw }) {
  const kind = KINDS[data.kind];
  const [shown, turn] = useState(Date.now);
  const { said, busy, calmly } = useCalm();
  const input = useRef(null);

  const send = async (sent, told) => {
    const { without = [] } = await post(kind.address, sent);
    turn(Date.now());
    redraw({ at: Date.now() });
    return without.length ? `${told}里面的${without.join("、")}不能用，没有放进来。` : told;
  };
  const bring = calmly(async ({ target }) => {
    const [file] = target.files;
    target.value = "";
    if (!file) return "";
    if (file.size > LIMIT) return kind.tooLarge;
    return send({ file: file.name, data: await base64(file) }, kind.done);
  });
  return html`<div class="own">
    ${data.has && html`<${Shown} kind=${data.kind} address=${`${kind.shown}?${shown}`} />`}
    <input ref=${input} type="file" accept=${kind.accept} aria-label=${kind.name} onChange=${bring} />
    <button type="button" class="file" disabled=${busy}
      onClick=${() => input.current.click()}>${data.has ? kind.again : kind.choose}</button>
    ${
      data.has &&
      html`<button type="button" class="link" disabled=${busy}
      onClick=${calmly(() => send({ data: "" }, kind.gone))}>去掉</button>`
    }
    <p class="said" role="status">${said}</p>
  </div>`;
}

function Shown({ kind, address }) {
  if (kind === "logo") return html`<img src=${address} alt="店标" />`;
  return html`<a class="sheet" href=${address} download="信纸.docx">信纸.docx</a>`;
}
