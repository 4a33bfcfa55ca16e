// @ts-check
// Everything as one file, and back. data: {at, changed}: when it was last backed up, and when a role last changed

import { FACTS } from "../outbox/boxes.js";
import { useCalm } from "../shared/calm.js";
import { commit, post, sending, take, today } from "../shared/files.js";
import { html, show, useRef, useState } from "../shared/html.js";
import { days, isAhead, isTime, when } from "../shared/moment.js";
import { Problems } from "../shared/problems.js";
import { Restore, restored, tried } from "../shared/restore.js";

const OLD = 14; // days after which a change wants a new backup

export default function backup(component) {
  return show(
    component,
    html`<${Backup} data=${component.data} redraw=${(to) => component.setTriggerValue("redraw", to)} />`,
  );
}

function Backup({ data, redraw }) {
  const { said, busy, calmly } = useCalm();
  const [problems, setProblems] = useState([]);
  const [found, setFound] = useState(null);
  const input = useRef(null);

  const keep = calmly(async () => {
    setProblems([]);
    await commit(FACTS);
    const response = await take("/backup.zip", sending({ day: today() }));
    const at = response.headers.get("x-rolesmith-at");
    await post("/backup/taken", { at }).catch(() => {}); // then the old date stays
    redraw({ at: today() });
    return "备份已下载。请放到别的磁盘或网盘里，电脑坏了也找得回来。";
  });
  const bring = calmly(async ({ target }) => {
    const [file] = target.files;
    target.value = "";
    setFound(null);
    setProblems([]);
    if (!file) return "";
    await tried(file).then(setFound, (error) => setProblems(error.problems ?? [error.message]));
    return "";
  });
  const restore = calmly(async () => {
    const backup = found;
    setFound(null);
    const kept = await restored(backup);
    redraw({ kept });
    return `已恢复。恢复前的全部内容留在 ${kept}，可以用它再恢复回去。`;
  });

  return html`<div class="backup">
    <p class=${isOld(data) ? "old" : "quiet"}>${last(data)}</p>
    <div class="acts">
      <button type="button" class="main" disabled=${busy} onClick=${keep}>备份全部</button>
      <input ref=${input} type="file" accept=".zip" aria-label="从备份恢复" onChange=${bring} />
      <button type="button" class="file" disabled=${busy} onClick=${() => input.current.click()}>从备份恢复…</button>
    </div>
    ${found && html`<${Restore} found=${found} busy=${busy} restore=${restore} leave=${() => setFound(null)} />`}
    <${Problems} problems=${problems} said="这份备份用不了，现在的内容没有动：" />
    <p class="said" role="status">${said}</p>
  </div>`;
}

const isOld = ({ at, changed }) =>
  Boolean(changed) && (!isTime(at) || isAhead(at) || (days(at) >= OLD && changed > at));

function last(data) {
  if (!isTime(data.at)) return "还没有备份过。电脑坏了、硬盘丢了，只有备份找得回来。";
  if (isAhead(data.at)) return `上次备份：${when(data.at)}。这台电脑的时钟后来调过，算不出过了多久，最好再备份一次。`;
  return `上次备份：${when(data.at)}${isOld(data) ? "，后来又改过，该再备份一次了" : ""}。`;
}
