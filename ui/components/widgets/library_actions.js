// @ts-check
// What one does with a library: copy it to write in, hand it on, put it away.
// data: {library, title, own, shipped, key}: `shipped` where one of that id comes with the product

import { useCalm } from "../shared/calm.js";
import { ask, post, take } from "../shared/files.js";
import { html, show, useEffect, useRef, useState } from "../shared/html.js";

export default function libraryActions(component) {
  const go = (to) => component.setTriggerValue("go", to);
  const redraw = (to) => component.setTriggerValue("redraw", to);
  return show(
    component,
    html`<${LibraryActions} data=${component.data} go=${go} redraw=${redraw} key=${component.data.library} />`,
  );
}

function LibraryActions({ data, go, redraw }) {
  const [open, setOpen] = useState(false);
  const { said, busy, calmly } = useCalm();
  const root = useRef(null);
  useEffect(() => {
    const away = (event) => {
      if (!event.composedPath().includes(root.current)) setOpen(false);
    };
    document.addEventListener("pointerdown", away, true);
    return () => document.removeEventListener("pointerdown", away, true);
  }, []);
  const file = (ending) => calmly(() => take(`/libraries/${data.library}.${ending}`).then(() => ""));
  const copyCode = calmly(async () => {
    const { code } = await (await ask(`/libraries/${data.library}/code`)).json();
    await navigator.clipboard.writeText(code);
    return `文字码已复制（${code.length} 字），到聊天里粘贴，发给对方。`;
  });
  const copy = calmly(async () => {
    await post(`/libraries/${data.library}/copy`);
    go({ key: data.key });
  });
  const away = calmly(async () => {
    await post(`/libraries/${data.library}/away`, { away: true });
    if (data.shipped) redraw({ away: data.library });
    else go({ away: true });
  });
  return html`<div class="acts" ref=${root} onKeyDown=${(event) => event.key === "Escape" && setOpen(false)}>
    ${
      data.own &&
      html`<button type="button" class="add" disabled=${busy}
      onClick=${away}>${data.shipped ? "恢复自带的" : "移除"}</button>`
    }
    <button type="button" class="file" aria-expanded=${open} onClick=${() => setOpen(!open)}>发给别人</button>
    ${!data.own && html`<button type="button" class="file main" disabled=${busy} onClick=${copy}>复制一份来改</button>`}
    ${
      open
        ? html`<div class="panel" role="group" aria-label="发给别人">
        <div><button type="button" class="file" disabled=${busy} onClick=${file("xlsx")}>导出 Excel</button>
          <p class="quiet">一个文件。对方用 Excel 就能看、能改；在他的“预设库”里点“导入”，就收了进去。</p></div>
        <div><button type="button" class="file" disabled=${busy} onClick=${copyCode}>复制文字码</button>
          <p class="quiet">一长串字，整个库都在里面，发文件不方便时用。贴进聊天发过去，对方在“预设库”点“导入”，粘贴即可。</p></div>
        <details><summary>更多</summary><div>
          <button type="button" class="file" disabled=${busy} onClick=${file("yaml")}>导出 YAML</button>
          <p class="quiet">纯文字的文件，给会写程序的人。</p></div></details>
        <p class="said" role="status">${said}</p></div>`
        : html`<p class="said" role="status">${said}</p>`
    }
  </div>`;
}
