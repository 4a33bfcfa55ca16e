// @ts-check
// A line's standard (工作标准): a quieter text beneath the line, or, where it has none, a small way to write one.

import { html, useRef } from "../shared/html.js";
import { TextBox } from "./textbox.js";

const CALM = 400; // ms until the click that took the focus has landed: nothing may move under it

/** `open` while somebody writes one; its line may begin one, too. */
export function Standard({ desk, line, label, onKeyDown, open, setOpen, begin }) {
  const leaving = useRef(0);
  const settle = (now) => {
    clearTimeout(leaving.current);
    setOpen(now);
  };
  if (!open && !line.standard && !desk.isInTrouble(line, "standard"))
    return html`<button type="button" class="add-standard" aria-label=${`给${label}加工作标准`}
      onClick=${begin}>＋ 工作标准</button>`;
  const keys = (event) => {
    if (event.key === "Backspace" && !event.target.value && !event.isComposing) {
      event.preventDefault();
      settle(false);
      desk.focusSoon(line.id);
    } else {
      onKeyDown(event);
    }
  };
  /** It stays while somebody is in it, and goes when he leaves it empty. */
  const leave = () => {
    clearTimeout(leaving.current);
    leaving.current = setTimeout(() => setOpen(false), CALM);
  };
  return html`<div class="standard" onFocusIn=${() => settle(true)} onFocusOut=${leave}>
    <span class="standard-label" aria-hidden="true">标准</span>
    <div><${TextBox} desk=${desk} node=${line} name="standard" label=${`${label}的工作标准`} onKeyDown=${keys}
      placeholder="多久一次、做到什么程度、留下什么…" /></div>
  </div>`;
}
