// @ts-check
// A text that names posts, with what the shop's own roles are called to choose from; anything else may be written too.

import { ask } from "../shared/files.js";
import { html, useLayoutEffect, useRef, useState } from "../shared/html.js";
import { TextBox } from "./textbox.js";

// as rolesmith/document/posts.py has them
const TITLES = ["直接上级", "上级", "汇报对象", "直接下级", "下级", "直接下属", "下属"];
const BETWEEN = /[、，,；;]/;
const MOST = 8;

/** Whether a field says whom its role reports to, or who reports to it. */
export const namesPosts = ({ meaning, title }) => meaning === "superior" || TITLES.includes(title);

export function PostBox({ desk, node, label, placeholder }) {
  const [names, hear] = useState(/** @type {string[] | null} */ (null));
  const [open, setOpen] = useState(false);
  const [at, point] = useState(-1);
  const list = useRef(null);
  const text = node.text ?? "";
  const parts = text.split(BETWEEN).map((part) => part.trim());
  const word = parts.pop() ?? "";
  const found = (names ?? [])
    .filter((name) => name !== word && name.includes(word) && !parts.includes(name))
    .slice(0, MOST);
  const id = `posts-${node.id}`;
  const shown = open && found.length > 0;
  useLayoutEffect(() => {
    if (shown && at >= 0) list.current.children[at]?.scrollIntoView({ block: "nearest" });
  }, [shown, at]);
  const turn = (to) => {
    setOpen(to);
    point(-1);
  };
  const begin = () => {
    if (!text.trim()) turn(true);
    if (names) return;
    hear([]);
    ask(`/roles/${desk.box.role}/posts`)
      .then((answer) => answer.json())
      .then((answer) => hear(answer.names))
      .catch(() => hear(null)); // one writes it oneself; the next time it is asked for again
  };
  const take = (name) => {
    desk.write(node, "text", [...parts.filter(Boolean), name].join("、"));
    turn(false);
  };
  const key = (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && (shown || step > 0) && found.length) {
      setOpen(true);
      point((at + step + found.length + (at < 0 && step < 0 ? 1 : 0)) % found.length);
    } else if (shown && at >= 0 && event.key === "Enter") take(found[at]);
    else if (shown && event.key === "Escape") turn(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const aria = {
    "aria-autocomplete": "list",
    "aria-controls": shown ? id : undefined,
    "aria-activedescendant": shown && at >= 0 ? `${id}-${at}` : undefined,
  };
  return html`<div class="posts" onFocusIn=${begin} onFocusOut=${() => turn(false)} onKeyDownCapture=${key}
    onInput=${() => turn(true)}>
    <${TextBox} desk=${desk} node=${node} label=${label} placeholder=${placeholder} single aria=${aria} />
    ${
      shown &&
      html`<ul ref=${list} id=${id} class="posts-list" role="listbox" aria-label=${`店里的岗位：${label}`}
      onPointerDown=${(event) => event.preventDefault()}>${found.map(
        (name, index) => html`<li key=${name} id=${`${id}-${index}`} role="option" aria-selected=${index === at}
        onClick=${() => take(name)}><span>${name}</span></li>`,
      )}</ul>`
    }
  </div>`;
}
