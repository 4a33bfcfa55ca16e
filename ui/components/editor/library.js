// @ts-check
// A library of the shop's own: its name and what it is for, its lines by topic, and behind 更多 what else it says of
// itself.

import { html, useState } from "../shared/html.js";
import { ofKind } from "../shared/tree.js";
import { Field, Groups } from "./section.js";
import { TextBox } from "./textbox.js";
import { Trouble } from "./trouble.js";

const ABOVE = ["About.title", "About.note"]; // what stands above the lines

export function OwnLibrary({ desk }) {
  const [open, setOpen] = useState(false);
  const [title, note] = ABOVE.map((id) => desk.find(id));
  const topics = desk.find("Topics");
  const about = desk.find("About");
  const fields = about ? ofKind(about, "field").filter(({ id }) => !ABOVE.includes(id)) : [];
  const stuck = fields.some((field) => desk.isInTrouble(field));
  const groups = topics ? ofKind(topics, "group") : [];
  const bare = groups.every((group) => ofKind(group, "line").length === 0);
  return html`
    <header class="head"><h1>${
      title && html`<${TextBox} desk=${desk} node=${title} label="库名" placeholder="给这个库起个名字" single />`
    }</h1></header>
    ${
      note &&
      html`<div class="lead note"><${TextBox} desk=${desk} node=${note} label="说明"
      placeholder="写一句：给谁用、收了什么。它会写在预设库的卡片上。" /></div>`
    }
    ${
      bare &&
      html`<p class="hint lead">一条只写一件事，动词开头；店与店不同的数字写成 {填空}。现成的清单不用一条条抄：从聊天、Word 里复制一份清单，
        或从 Excel 里复制“职责、标准”两列，粘贴在“写一条”那里，每条自己排好。</p>`
    }
    ${
      topics
        ? html`<div class="block groups"><${Groups} desk=${desk} block=${topics} />
        <${Trouble} desk=${desk} box=${desk.box} op="add" target=${topics.id} /></div>`
        : html`<p class="empty">这个库里放条目的地方被删掉了，请在下面恢复以前的一版。</p>`
    }
    ${
      fields.length > 0 &&
      html`<details class="sheet about" open=${open || stuck} onToggle=${(event) => setOpen(event.currentTarget.open)}>
      <summary><h2>更多</h2><span class="quiet">作者、版本、许可（别人能怎么用）、更新记录</span></summary>
      <div class="fields">${fields.map((field) => html`<${Field} key=${field.id} desk=${desk} field=${field} />`)}</div>
    </details>`
    }
    <div class="sr" aria-live="polite"></div>`;
}
