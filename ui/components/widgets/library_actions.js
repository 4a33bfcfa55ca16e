// @ts-check
// What one does with the library that is open: hand it on, write in it, put it away.
// data: {library, title, own, shipped, key, newer}: `shipped` where one of that id comes with the product, `newer` its
// version where that is later than the one that this was taken from

import { useCalm } from "../shared/calm.js";
import { ask, nameOf, post, save } from "../shared/files.js";
import { html, show } from "../shared/html.js";

export default function libraryActions(component) {
  const go = (to) => component.setTriggerValue("go", to);
  const redraw = (to) => component.setTriggerValue("redraw", to);
  return show(
    component,
    html`<${LibraryActions} data=${component.data} go=${go} redraw=${redraw} key=${component.data.library} />`,
  );
}

function LibraryActions({ data, go, redraw }) {
  const { said, busy, calmly } = useCalm();
  const take = (ending) =>
    calmly(async () => {
      const response = await ask(`/libraries/${data.library}.${ending}`);
      save(await response.blob(), nameOf(response));
    });
  const copyCode = calmly(async () => {
    const { code } = await (await ask(`/libraries/${data.library}/code`)).json();
    await navigator.clipboard.writeText(code);
    return `文字码已复制（${code.length} 字），发给对方，对方在预设库页面粘贴即可。`;
  });
  const write = calmly(async () => {
    if (!data.own) await post(`/libraries/${data.library}/copy`);
    go({ key: data.key });
  });
  const away = calmly(async () => {
    await post(`/libraries/${data.library}/away`, { away: true });
    redraw({ away: data.library });
  });
  return html`<div class="library-actions">
    <div class="acts">
      <button type="button" class="file main" disabled=${busy} onClick=${write}>${data.own ? "修改" : "复制一份来改"}</button>
      <button type="button" class="file" disabled=${busy} onClick=${take("xlsx")}>导出 Excel</button>
      <button type="button" class="file" disabled=${busy} onClick=${take("yaml")}>导出 YAML</button>
      <button type="button" class="file" disabled=${busy} onClick=${copyCode}>复制文字码</button>
      ${
        data.own &&
        html`<button type="button" class="add" disabled=${busy}
        onClick=${away}>${data.shipped ? "恢复自带的" : "移除"}</button>`
      }
    </div>
    <p class="said" role="status">${said}</p>
  </div>`;
}
