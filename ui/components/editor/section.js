// @ts-check
// One section: its title and hint, and an editor for each of its blocks by kind.

import { html, memo, useState } from "../shared/html.js";
import { copyWithNewIds, isOn, newId, ofKind } from "../shared/tree.js";
import { Lines } from "./lines.js";
import { Add, Delete, Grip, Switch } from "./parts.js";
import { Picker } from "./picker.js";
import { namesPosts, PostBox } from "./suggestions.js";
import { Suited } from "./suited.js";
import { Table } from "./table.js";
import { Count, TextBox } from "./textbox.js";
import { Trouble } from "./trouble.js";

const KINDS = { fields: Fields, items: Items, groups: Groups, table: Table, text: Paragraphs };

export function Section({ desk, data }) {
  const [arranging, arrange] = useState(false);
  const section = desk.find(data.section);
  if (!section) return html`<p class="empty">这一章已经被删掉。</p>`;
  return html`
    <header class="head">
      ${
        arranging
          ? html`<h1><${TextBox} desk=${desk} node=${section} name="title" label="章节标题" single /></h1>`
          : html`<h1>${data.number}${section.title}</h1>`
      }
      <button type="button" class="arrange" aria-pressed=${arranging}
        onClick=${() => arrange(!arranging)}>${arranging ? "调整好了" : "调整结构"}</button>
    </header>
    ${section.hint && html`<p class="hint lead">${section.hint}</p>`}
    ${
      !isOn(section) &&
      html`<div class="block closed"><p>这一章停用着，文件里没有它。</p><${Switch} desk=${desk} node=${section}
        label=${section.title ?? ""} /></div>`
    }
    ${(section.children ?? [])
      .filter((block) => block.picks && isOn(block))
      .map(
        (block) => html`
      <${Picker} key=${block.id} desk=${desk} data=${data} block=${block} />
      ${block.kind === "groups" && html`<${Suited} desk=${desk} suited=${data.shelf?.suited} block=${block} />`}`,
      )}
    <div data-list=${section.id} data-holds="block">
      ${(section.children ?? []).map(
        (block) => html`<${Block} key=${block.id} desk=${desk} block=${block} arranging=${arranging}
        alone=${section.children.length === 1} />`,
      )}
    </div>
    ${arranging && html`<${AddBlock} desk=${desk} section=${section} />`}
    <div class="sr" aria-live="polite"></div>`;
}

function Block({ desk, block, arranging, alone }) {
  const Kind = KINDS[block.kind];
  const label = block.title || "这一块";
  if (!isOn(block) && !arranging) {
    return html`<div class="block closed"><h2>${block.title}</h2><${Switch} desk=${desk} node=${block}
      label=${label} /></div>`;
  }
  return html`<div class=${`block ${isOn(block) ? "" : "off"} ${block.kind}`} data-row=${block.id}
    data-kind=${block.kind}>
    ${
      (block.title || arranging) &&
      html`<header class="block-head">
      ${arranging && !alone && html`<${Grip} desk=${desk} node=${block} label=${label} />`}
      ${
        arranging
          ? html`<h2><${TextBox} desk=${desk} node=${block} name="title" label="小标题" placeholder="小标题（可以不写）" single />
            </h2>`
          : html`<h2>${block.title}</h2>`
      }
      ${!alone && html`<${Switch} desk=${desk} node=${block} label=${label} />`}
      ${arranging && html`<${Delete} desk=${desk} node=${block} label=${label} />`}
    </header>`
    }
    ${block.hint && html`<p class="hint">${block.hint}</p>`}
    ${
      isOn(block) &&
      html`<${Kind} desk=${desk} block=${block} arranging=${arranging} />
      <${Trouble} desk=${desk} box=${desk.box} op="add" target=${block.id} />`
    }
  </div>`;
}

function AddBlock({ desk, section }) {
  const after = section.children?.at(-1)?.id ?? "";
  return html`<div class="add-row"><span class="quiet">在这一章里再加一块：</span>
    ${desk.fresh.map(
      ({ label, node }) =>
        html`<${Add} key=${node.kind} onClick=${() => {
          const id = newId("b");
          desk.add(section, [{ ...copyWithNewIds(node, id), title: "新的一块" }], after);
          desk.nameSoon(id);
        }}>${label}</${Add}>`,
    )}
  </div>`;
}

function Fields({ desk, block, arranging }) {
  const fields = ofKind(block, "field");
  return html`<div class="fields" data-list=${block.id} data-holds="field">
    ${fields
      .filter((field) => arranging || isOn(field))
      .map(
        (field) => html`<${Field} key=${field.id} desk=${desk}
      field=${field} arranging=${arranging} empty=${block.layout === "signature" ? "留空，打印后手签" : ""} />`,
      )}
    ${
      arranging &&
      html`<${Add} onClick=${() => {
        const id = newId("f");
        desk.add(block, [{ id, kind: "field", title: "新项目" }], fields.at(-1)?.id ?? "");
        desk.nameSoon(id);
      }}>加一个项目</${Add}>`
    }
  </div>`;
}

export function Field({ desk, field, arranging, empty = "" }) {
  const examples = (field.text ?? "") === "" ? (field.examples ?? []) : [];
  const label = field.title ?? "";
  return html`<div class=${`field ${isOn(field) ? "" : "off"} ${field.long ? "long" : ""}`} data-row=${field.id}
    data-kind="field">
    <div class="field-label">
      ${arranging && html`<${Grip} desk=${desk} node=${field} label=${label} />`}
      ${
        arranging
          ? html`<${TextBox} desk=${desk} node=${field} name="title" label="项目名称" single />`
          : html`<span>${field.title}${field.required && html`<i class="required" title="必填">＊</i>`}</span>`
      }
      ${
        arranging &&
        html`<${Switch} desk=${desk} node=${field} label=${label} />
        ${field.meaning !== "name" && html`<${Delete} desk=${desk} node=${field} label=${label} />`}`
      }
    </div>
    <div>
      <${namesPosts(field) ? PostBox : TextBox} desk=${desk} node=${field} label=${label}
        placeholder=${field.hint || empty || "填在这里"} single=${!field.long} />
      ${field.text && field.hint && html`<p class="hint small">${field.hint}</p>`}
      ${field.target > 0 && html`<${Count} desk=${desk} node=${field} />`}
      ${
        examples.length > 0 &&
        html`<div class="choices"><span class="quiet">例：</span>${examples.map(
          (example) => html`
        <button type="button" key=${example} onClick=${() => desk.write(field, "text", example)}>${example}</button>`,
        )}</div>`
      }
    </div>
  </div>`;
}

function Items({ desk, block }) {
  return html`<${Lines} desk=${desk} parent=${block} marks=${block.marks} />`;
}

export function Groups({ desk, block }) {
  const groups = ofKind(block, "group");
  return html`<div data-list=${block.id} data-holds="group">
    ${groups.map((group) => html`<${Group} key=${group.id} desk=${desk} around=${desk.around} group=${group} />`)}
  </div>
  <${Add} onClick=${() => {
    const id = newId("g");
    desk.add(block, [{ id, kind: "group", title: "新的一组", least: 1 }], groups.at(-1)?.id ?? "");
    desk.nameSoon(id);
  }}>加一组</${Add}>`;
}

const Group = memo(({ desk, group }) => {
  const on = isOn(group);
  const written = ofKind(group, "line").filter((line) => isOn(line) && line.text?.trim()).length;
  return html`<section class=${`group ${on ? "" : "off"}`} data-row=${group.id} data-kind="group">
    <header>
      <${Grip} desk=${desk} node=${group} label=${group.title ?? ""} />
      <h2><${TextBox} desk=${desk} node=${group} name="title" label=${desk.details ? "小组名称" : "职责组名称"}
        placeholder=${desk.details ? "小组名称，例如 收货" : ""} single /></h2>
      <span class="from">${[group.optional && "如适用", on && `${written} 条`].filter(Boolean).join(" · ")}</span>
      ${!desk.details && html`<${Switch} desk=${desk} node=${group} label=${group.title ?? ""} />`}
      <${Delete} desk=${desk} node=${group} label=${`“${group.title ?? ""}”这一组`} />
    </header>
    ${on && !written && group.hint && html`<p class="hint">${group.hint}</p>`}
    ${
      on &&
      html`<${Lines} desk=${desk} parent=${group} />
      <${Trouble} desk=${desk} box=${desk.box} op="add" target=${group.id} />`
    }
  </section>`;
});

function Paragraphs({ desk, block }) {
  return html`<div class="paragraphs"><${TextBox} desk=${desk} node=${block} label=${block.title || "正文"}
    placeholder="写在这里，回车另起一段" /></div>`;
}
