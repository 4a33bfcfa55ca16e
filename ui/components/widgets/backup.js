// @ts-check
// Everything as one file, and back. data: {at, changed}: when it was last backed up, and when a role last changed

import { reveal } from "../frame/scrolling.js";
import { FACTS } from "../outbox/boxes.js";
import { ask, commit, nameOf, post, save, sending, today } from "../shared/files.js";
import { html, show, useRef, useState } from "../shared/html.js";
import { days, isAhead, isTime, when } from "../shared/moment.js";

const OLD = 14; // days after which a change wants a new backup

export default function backup(component) {
  return show(
    component,
    html`<${Backup} data=${component.data} redraw=${(to) => component.setTriggerValue("redraw", to)} />`,
  );
}

function Backup({ data, redraw }) {
  const [said, say] = useState("");
  const [problems, setProblems] = useState([]);
  const [found, setFound] = useState(null);
  const [busy, setBusy] = useState(false);
  const input = useRef(null);

  const calmly = (act) => async (event) => {
    setBusy(true);
    setProblems([]);
    say("");
    try {
      say((await act(event)) ?? "");
    } catch (error) {
      say(error.message);
    } finally {
      setBusy(false);
    }
  };
  const take = calmly(async () => {
    await commit(FACTS);
    const response = await ask("/backup.zip", sending({ day: today() }));
    save(await response.blob(), nameOf(response));
    const at = response.headers.get("x-rolesmith-at");
    await post("/backup/taken", { at }).catch(() => {}); // then the old date stays
    redraw({ at: today() });
    return "备份已下载。请放到别的磁盘或网盘里，电脑坏了也找得回来。";
  });
  const bring = calmly(async ({ target }) => {
    const [file] = target.files;
    target.value = "";
    setFound(null);
    if (!file) return "";
    const headers = { "content-type": "application/zip", "x-rolesmith": "1" };
    const response = await fetch(`/backup?${new URLSearchParams({ file: file.name })}`, {
      method: "POST",
      headers,
      body: file,
    }).catch(() => {
      throw new Error("连不上服务器，请稍后再试。");
    });
    const told = await response.json();
    if (response.ok) setFound(told);
    else setProblems(told.problems ?? [told.message]);
    return "";
  });
  const restore = calmly(async () => {
    await commit(FACTS);
    const { token } = found;
    setFound(null);
    const { kept } = await post("/backup/restore", { token });
    redraw({ kept });
    return `已恢复。恢复前的全部内容留在 ${kept}，可以用它再恢复回去。`;
  });

  return html`<div class="backup">
    <p class=${isOld(data) ? "old" : "quiet"}>${last(data)}</p>
    <div class="acts">
      <button type="button" class="main" disabled=${busy} onClick=${take}>备份全部</button>
      <input ref=${input} type="file" accept=".zip" aria-label="从备份恢复" onChange=${bring} />
      <button type="button" class="file" disabled=${busy} onClick=${() => input.current.click()}>从备份恢复…</button>
    </div>
    ${
      found &&
      html`<div class="found" ref=${reveal} role="alertdialog" aria-label="从备份恢复">
      <p>${contents(found)}</p>
      ${
        found.damaged.length > 0 &&
        html`<p
        class="old">其中 ${found.damaged.length} 条读不出来，会原样留着，别的都打得开：${found.damaged.join("、")}。</p>`
      }
      <p>恢复后，现在的全部内容会换成它；现在的会先自动备份一份。</p>
      <p class="acts"><button type="button" class="main" disabled=${busy} onClick=${restore}>用它替换现在的全部内容</button>
        <button type="button" class="file" disabled=${busy} onClick=${() => setFound(null)}>不恢复了</button></p>
    </div>`
    }
    ${
      problems.length > 0 &&
      html`<div class="problems" role="alert" ref=${reveal}><p>这份备份用不了，现在的内容没有动：</p>
      <ul>${problems.map((problem, at) => html`<li key=${at}>${problem}</li>`)}</ul></div>`
    }
    <p class="said" role="status">${said}</p>
  </div>`;
}

const contents = ({ at, roles, versions, libraries, templates }) =>
  `这份备份是 ${when(at)} 做的，里面有 ${roles} 份岗位和本店信息、${versions} 个版本、` +
  `${libraries} 个自己的预设库、${templates} 份本店模板。`;

const isOld = ({ at, changed }) =>
  Boolean(changed) && (!isTime(at) || isAhead(at) || (days(at) >= OLD && changed > at));

function last(data) {
  if (!isTime(data.at)) return "还没有备份过。电脑坏了、硬盘丢了，只有备份找得回来。";
  if (isAhead(data.at)) return `上次备份：${when(data.at)}。这台电脑的时钟后来调过，算不出过了多久，最好再备份一次。`;
  return `上次备份：${when(data.at)}${isOld(data) ? "，后来又改过，该再备份一次了" : ""}。`;
}
