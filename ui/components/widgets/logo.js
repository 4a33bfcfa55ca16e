// @ts-check
// The shop's logo above its papers. data: {has}

import { base64, post } from "../shared/files.js";
import { html, show, useRef, useState } from "../shared/html.js";

const LIMIT = 2_000_000; // bytes

export default function logo(component) {
  return show(
    component,
    html`<${Logo} data=${component.data} redraw=${(to) => component.setTriggerValue("redraw", to)} />`,
  );
}

function Logo({ data, redraw }) {
  const [shown, turn] = useState(Date.now);
  const [said, say] = useState("");
  const [busy, setBusy] = useState(false);
  const input = useRef(null);

  const send = async (sent, told) => {
    setBusy(true);
    say("");
    try {
      await post("/shop/logo", { data: sent });
      turn(Date.now());
      say(told);
      redraw({ at: Date.now() });
    } catch (error) {
      say(error.message);
    } finally {
      setBusy(false);
    }
  };
  const bring = async ({ target }) => {
    const [file] = target.files;
    target.value = "";
    if (!file) return;
    if (file.size > LIMIT) say("图片太大，最大 2 MB，请先缩小再传。");
    else await send(await base64(file), "店标已换好，下载的文件里会印上它。");
  };
  return html`<div class="logo">
    ${data.has && html`<img src=${`/shop/logo.png?${shown}`} alt="店标" />`}
    <input ref=${input} type="file" accept="image/png,image/jpeg" aria-label="店标图片" onChange=${bring} />
    <button type="button" class="file" disabled=${busy}
      onClick=${() => input.current.click()}>${data.has ? "换一张…" : "选图片…"}</button>
    ${
      data.has &&
      html`<button type="button" class="link" disabled=${busy}
      onClick=${() => send("", "店标已去掉。")}>去掉</button>`
    }
    <p class="said" role="status">${said}</p>
  </div>`;
}
