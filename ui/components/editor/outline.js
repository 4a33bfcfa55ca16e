// @ts-check
// The outline: which sections the document has, in which order; new ones of any kind.

import { html } from "../shared/html.js";
import { copyWithNewIds, newId, ofKind } from "../shared/tree.js";
import { Add, Delete, Grip, Switch } from "./parts.js";
import { TextBox } from "./textbox.js";

const LINE = 24; // characters

/** What a chapter is for, in a line: the beginning of its hint. */
function purpose(hint) {
  const [sentence] = hint.split(/[。；]/);
  return sentence.length > LINE ? sentence.split("，")[0] : sentence;
}

export function Outline({ desk, data }) {
  const sections = ofKind(desk.tree, "section");
  const add = (fresh) => {
    const id = newId("s");
    const section = {
      id,
      kind: "section",
      title: `新章节：${fresh.label}`,
      children: [copyWithNewIds(fresh.node, newId("b"))],
    };
    desk.add(desk.tree, [section], sections.at(-1)?.id ?? "");
    desk.nameSoon(id);
  };
  return html`<div class="sheet" data-list=${desk.tree.id} data-holds="section">
    ${sections.map(
      (section) => html`<div class=${`outline-row ${section.on === false ? "off" : ""}`} key=${section.id}
        data-row=${section.id} data-kind="section">
      <${Grip} desk=${desk} node=${section} label=${section.title ?? ""} />
      <div class="body"><${TextBox} desk=${desk} node=${section} name="title" label="章节标题" single />
        ${section.hint && html`<p class="hint small">${purpose(section.hint)}</p>`}</div>
      <span class="from">${section.from ? "" : "自己加的"}</span>
      <${Switch} desk=${desk} node=${section} label=${section.title ?? ""} text="启用" />
      ${
        section.from
          ? html`<span></span>`
          : html`<${Delete} desk=${desk} node=${section}
        label=${section.title ?? ""} />`
      }
    </div>`,
    )}
  </div>
  <div class="add-row"><span class="quiet">加一章：</span>
    ${data.fresh.map(
      (fresh) => html`<${Add} key=${fresh.node.kind}
      onClick=${() => add(fresh)}>${fresh.label}</${Add}>`,
    )}
  </div>
  <div class="sr" aria-live="polite"></div>`;
}
