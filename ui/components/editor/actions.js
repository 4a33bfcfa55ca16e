// @ts-check
// What one does with a line or a row: words and a cross beside it, or all behind one ⋯ where there is no room.

import { reveal } from "../frame/scrolling.js";
import { html, useEffect, useLayoutEffect, useRef, useState } from "../shared/html.js";
import { isOn } from "../shared/tree.js";
import { Delete, remove, Show } from "./parts.js";

const NARROW = window.matchMedia("(hover: none), (max-width: 700px)"); // editor.css has the same

function useNarrow() {
  const [narrow, set] = useState(NARROW.matches);
  useEffect(() => {
    const look = () => set(NARROW.matches);
    NARROW.addEventListener("change", look);
    return () => NARROW.removeEventListener("change", look);
  }, []);
  return narrow;
}

/** `standard` begins one, where the line has none. */
export function Actions({ desk, node, label, standard }) {
  if (useNarrow()) return html`<${Menu} desk=${desk} node=${node} label=${label} standard=${standard} />`;
  return html`<${Show} desk=${desk} node=${node} label=${label} />
    <${Delete} desk=${desk} node=${node} label=${label} />`;
}

function Menu({ desk, node, label, standard }) {
  const [open, setOpen] = useState(false);
  const button = useRef(null);
  const list = useRef(null);
  const close = () => {
    setOpen(false);
    button.current?.focus({ preventScroll: true });
  };
  useLayoutEffect(() => {
    if (!open) return undefined;
    reveal(list.current);
    list.current.querySelector("button").focus({ preventScroll: true });
    const outside = (event) => {
      if (!event.composedPath().includes(list.current?.parentElement)) setOpen(false);
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [open]);
  const keys = (event) => {
    const items = [...list.current.querySelectorAll("button")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      items.at((items.indexOf(event.target) + step) % items.length)?.focus();
    } else if (event.key === "Escape") close();
    else if (event.key === "Tab") setOpen(false);
  };
  const turn = () => {
    close();
    desk.turn(node);
  };
  const begin = () => {
    setOpen(false);
    standard();
  };
  return html`<span class="folded">
    <button type="button" class="dots" ref=${button} aria-haspopup="menu" aria-expanded=${open}
      aria-label=${`${label}：停用或删除`} onClick=${() => setOpen(!open)}>⋯</button>
    ${
      open &&
      html`<div class="folded-list" role="menu" ref=${list} aria-label=${label} onKeyDown=${keys}>
      ${standard && html`<button type="button" role="menuitem" tabindex="-1" onClick=${begin}>工作标准</button>`}
      <button type="button" role="menuitem" tabindex="-1" onClick=${turn}>${isOn(node) ? "停用" : "启用"}</button>
      <button type="button" role="menuitem" tabindex="-1"
        onClick=${(event) => remove(desk, node, event, ".dots")}>删除</button>
    </div>`
    }
  </span>`;
}
