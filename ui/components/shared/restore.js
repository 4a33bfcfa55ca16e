// @ts-check
// A backup of everything: tried first, and what it holds is said before it takes the place of what is here.

import { reveal } from "../frame/scrolling.js";
import { FACTS } from "../outbox/boxes.js";
import { commit, post } from "./files.js";
import { html } from "./html.js";
import { when } from "./moment.js";

/** What a backup holds, with the token to restore it. Throws a sentence, with all `problems` of the file. */
export async function tried(file) {
  const headers = { "content-type": "application/zip", "x-rolesmith": "1" };
  const address = `/backup?${new URLSearchParams({ file: file.name })}`;
  const response = await fetch(address, { method: "POST", headers, body: file }).catch(() => {
    throw new Error("连不上服务器，请稍后再试。");
  });
  const told = await response.json();
  if (response.ok) return told;
  throw Object.assign(new Error(told.message ?? "这份备份用不了。"), { problems: told.problems ?? [told.message] });
}

/** Put it in the place of everything; where what was here is kept. */
export async function restored({ token }) {
  await commit(FACTS);
  return (await post("/backup/restore", { token })).kept;
}

/** The question, before that. */
export function Restore({ found, busy, restore, leave }) {
  return html`<div class="found" ref=${reveal} role="alertdialog" aria-label="从备份恢复">
    <p>${contents(found)}</p>
    ${
      found.damaged.length > 0 &&
      html`<p
      class="old">其中 ${found.damaged.length} 条读不出来，会原样留着，别的都打得开：${found.damaged.join("、")}。</p>`
    }
    <p>恢复后，现在的全部内容会换成它；现在的会先自动备份一份。</p>
    <p class="acts"><button type="button" class="main" disabled=${busy} onClick=${restore}>用它替换现在的全部内容</button>
      <button type="button" class="file" disabled=${busy} onClick=${leave}>不恢复了</button></p>
  </div>`;
}

const contents = ({ at, roles, versions, libraries, templates }) =>
  `这份备份是 ${when(at)} 做的，里面有 ${roles} 份岗位和本店信息、${versions} 个版本、` +
  `${libraries} 个自己的预设库、${templates} 份本店模板。`;
