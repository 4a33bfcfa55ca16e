// @ts-check
// Lines of an items block or a group: typed, pasted, reordered, switched off, taken from a library.

import { html, memo, useState } from "../shared/html.js";
import { CHILD_LIMIT } from "../shared/limits.js";
import { pasted } from "../shared/pasted.js";
import { isEmpty, isOn, keyOf, newId, ofKind, parentOf } from "../shared/tree.js";
import { Actions } from "./actions.js";
import { Details } from "./details.js";
import { Delete, Grip } from "./parts.js";
import { Standard } from "./standard.js";
import { TextBox } from "./textbox.js";

export function Lines({ desk, parent, marks }) {
  const [ghost, setGhost] = useState(() => newId("l"));
  const lines = ofKind(parent, "line");
  const taken = lines.some((line) => line.id === ghost);
  if (taken) setGhost(newId("l"));
  const rows = taken ? lines : [...lines, { id: ghost, kind: "line", ghost: true }];
  let number = 0;
  return html`<div data-list=${parent.id} data-holds="line">
    ${rows.map(
      (
        line,
      ) => html`<${Line} key=${line.id} desk=${desk} around=${desk.around} parent=${parent.id} title=${parent.title}
        line=${line} marks=${marks} landed=${desk.landed.includes(line.id)}
      number=${isOn(line) && (line.ghost || line.text?.trim()) ? ++number : ""} />`,
    )}
  </div>`;
}

/** `parent` is its id: what stands beside the line is looked up when it matters. */
const Line = memo(({ desk, parent, title, line, number, marks, landed }) => {
  const [standard, setStandard] = useState(false); // whether somebody writes one
  const label = number ? `${title || "条目"}第 ${number} 条` : "新的一条";
  const last = () => ofKind(desk.find(parent), "line").at(-1)?.id ?? "";

  const write = line.ghost
    ? (text) => desk.add(desk.find(parent), [{ id: line.id, kind: "line", text }], last())
    : undefined;
  const paste = (event) => {
    const { clipboardData: board } = event;
    const lines = pasted(board.getData("text/plain"), board.getData("text/html").includes("<table"));
    const fresh = line.ghost || isEmpty(line);
    const room = CHILD_LIMIT - (desk.find(parent).children ?? []).length;
    if (lines.length < (fresh && lines[0]?.standard ? 1 : 2)) return;
    if (lines.length > room) return; // too many stay one text, which then says that it is too long
    event.preventDefault();
    desk.addLines(desk.find(parent), lines, line.ghost ? last() : line.id, line.ghost || !fresh ? null : line);
  };
  const key = (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (!line.ghost && !isEmpty(line)) desk.addLines(desk.find(parent), [{ text: "" }], line.id);
    } else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown") && !line.ghost) {
      event.preventDefault();
      desk.step(line, event.key === "ArrowUp" ? -1 : 1);
    } else if (event.key === "Backspace" && !line.ghost && !event.target.value && isEmpty(line)) {
      event.preventDefault();
      const before = desk.before(parentOf(desk.tree, line.id), line);
      desk.remove(line);
      if (before) desk.focusSoon(before);
    }
  };
  const begin = () => {
    setStandard(true);
    desk.focusSoon(keyOf(line.id, "standard"));
  };
  const dropEmpty = ({ target: box, currentTarget: row }) => {
    if (line.ghost || box.tagName !== "TEXTAREA" || box.value.trim()) return;
    // After the click that took the focus has landed: nothing may move under it.
    setTimeout(() => {
      const now = desk.find(line.id);
      if (row.isConnected && now && isEmpty(now) && !row.querySelector("textarea:focus")) desk.remove(now);
    }, 400);
  };
  return html`<div onFocusOut=${dropEmpty}
    class=${`line ${isOn(line) ? "" : "off"} ${line.ghost ? "ghost" : ""} ${landed ? "landed" : ""}`}
      data-row=${line.ghost ? undefined : line.id}
      data-kind=${line.ghost ? undefined : "line"}>
    ${line.ghost ? html`<span></span>` : html`<${Grip} desk=${desk} node=${line} label=${label} />`}
    <span class="number" aria-hidden="true">${number}</span>
    <div class=${`body ${desk.details ? "detailed" : ""}`}>
      <${TextBox} desk=${desk} node=${line} label=${label} onKeyDown=${key} onPaste=${paste}
      onInput=${write}
      placeholder=${line.ghost ? "写一条，或把几行一起粘贴进来…" : "写一条…"} />
      ${
        !line.ghost &&
        html`<${Standard} desk=${desk} line=${line} label=${label} onKeyDown=${key}
        open=${standard} setOpen=${setStandard} begin=${begin} />`
      }
      ${desk.details && !line.ghost && html`<${Details} desk=${desk} line=${line} label=${label} />`}</div>
    ${
      line.ghost
        ? html`<span></span>`
        : html`<span class="tools">
          ${marks?.length > 0 && html`<${Mark} desk=${desk} line=${line} marks=${marks} />`}
          <span class="from">${desk.originOf(line)}</span>
          <${desk.details ? Delete : Actions} desk=${desk} node=${line} label=${label}
            standard=${!line.standard && begin} />
        </span>`
    }
  </div>`;
});

/** One tap goes from no mark through the marks and back. */
function Mark({ desk, line, marks }) {
  const round = ["", ...marks];
  const next = round[(round.indexOf(line.mark ?? "") + 1) % round.length];
  return html`<button type="button" class=${`mark ${line.mark ? "on" : ""}`} title="点一下换一种"
    onClick=${() => desk.write(line, "mark", next)}>${line.mark || "不分"}</button>`;
}
