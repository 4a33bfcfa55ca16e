// @ts-check
// Small parts that every kind of block shares: a grip, a switch, a way to delete, and dragging.

import { scrollBy } from "../frame/scrolling.js";
import { html } from "../shared/html.js";
import { isOn, parentOf } from "../shared/tree.js";
import { Cross } from "./icons.js";

const EDGE = 80; // px from the top or bottom of the window: so near the page scrolls
const STEP = 12; // px a frame

/** Drag it, or focus it and press the arrow keys. */
export function Grip({ desk, node, label }) {
  return html`<button type="button" class="grip" aria-label=${`${label}：拖动或按上下方向键调整顺序`}
    onPointerDown=${(event) => drag(event, desk, node)}
    onKeyDown=${(event) => {
      const direction = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key];
      if (direction) {
        event.preventDefault();
        desk.step(node, direction);
      }
    }}>⋮⋮</button>`;
}

export function Switch({ desk, node, label, text = "适用" }) {
  const on = isOn(node);
  return html`<button type="button" class="switch" role="switch" aria-checked=${on}
    aria-label=${`${label}：${on ? "已启用" : "已停用"}`}
    onClick=${() => desk.turn(node)}><span class="switch-text">${on ? text : "停用"}</span><i></i></button>`;
}

/** Print it or not; what is not printed stays in the form. */
export function Show({ desk, node, label }) {
  const on = isOn(node);
  const word = on ? "停用" : "启用";
  return html`<button type="button" class="icon word" aria-label=${`${word}${label}`}
    title=${on ? "停用（留着，不打印）" : "启用"} onClick=${() => desk.turn(node)}>${word}</button>`;
}

export function Delete({ desk, node, label }) {
  return html`<button type="button" class="icon delete" aria-label=${`删除${label}`} title="删除"
    onClick=${(event) => remove(desk, node, event, ".delete")}><${Cross} /></button>`;
}

/** Delete a node by a click; a keyboard goes on at the same button of the row after, or before. */
export function remove(desk, node, { detail, currentTarget }, same) {
  const row = currentTarget.closest("[data-row]");
  const heirs = [row?.nextElementSibling, row?.previousElementSibling].map((near) => near?.querySelector(same));
  const heir = detail ? desk.root : (heirs.find(Boolean) ?? desk.root);
  desk.remove(node);
  heir.focus({ preventScroll: true });
}

export function Add({ onClick, children }) {
  return html`<button type="button" class="add" onClick=${onClick}>＋ ${children}</button>`;
}

/** Follow the pointer over rows of the same kind; drop moves the node behind or before the row under it. Near an edge
 *  the page scrolls, also while the pointer rests there. */
function drag(down, desk, node) {
  if (down.button) return;
  down.preventDefault();
  const grip = down.currentTarget;
  grip.focus();
  const scope = grip.getRootNode();
  const row = grip.closest(`[data-row]`);
  /** @type {any} */
  let place = null; // where it would go: {element, before, id} or {element, list}
  grip.setPointerCapture(down.pointerId);
  row.classList.add("dragged");

  const mark = (next) => {
    place?.element.classList.remove("drop-before", "drop-after");
    place = next;
    place?.element.classList.add(place.before ? "drop-before" : "drop-after");
  };
  const follow = (event) => {
    const height = Math.min(Math.max(event.clientY, EDGE), window.innerHeight - EDGE); // bar and foot lie over the rows
    const under = scope.elementFromPoint(event.clientX, height);
    const target = under?.closest(`[data-kind="${node.kind}"]`);
    const list = under?.closest(`[data-holds="${node.kind}"]`);
    if (target && target !== row) {
      const bounds = target.getBoundingClientRect();
      const across = node.kind === "column";
      const before = across ? event.clientX < bounds.left + bounds.width / 2 : height < bounds.top + bounds.height / 2;
      mark({ element: target, before, id: target.dataset.row });
    } else if (list && !target) {
      mark({ element: list, before: false, list: list.dataset.list });
    }
  };
  /** @type {PointerEvent | null} */
  let at = null; // the pointer's last event; whoever only presses the grip scrolls nothing
  const move = (event) => {
    at = event;
    follow(at);
  };
  const scroll = () => {
    if (at && scrollNearEdge(at.clientY)) follow(at);
    if (grip.isConnected) frame = requestAnimationFrame(scroll);
  };
  let frame = requestAnimationFrame(scroll);
  const stop = (event) => {
    cancelAnimationFrame(frame);
    grip.removeEventListener("pointermove", move);
    grip.removeEventListener("pointerup", stop);
    grip.removeEventListener("pointercancel", stop);
    row.classList.remove("dragged");
    const chosen = place;
    mark(null);
    if (event.type === "pointerup" && chosen) drop(desk, node, chosen);
  };
  grip.addEventListener("pointermove", move);
  grip.addEventListener("pointerup", stop);
  grip.addEventListener("pointercancel", stop);
}

function drop(desk, node, place) {
  if (place.list) {
    const parent = desk.find(place.list);
    desk.move(node.id, parent.id, (parent.children ?? []).at(-1)?.id ?? "");
    return;
  }
  const parent = parentOf(desk.tree, place.id);
  if (!parent) return;
  const siblings = parent.children.filter((child) => child.id !== node.id);
  const at = siblings.findIndex((child) => child.id === place.id);
  const after = place.before ? (siblings[at - 1]?.id ?? "") : place.id;
  desk.move(node.id, parent.id, after);
}

/** A step of the page's scrolling, where this height is near an edge; whether it was scrolled. */
function scrollNearEdge(y) {
  if (y < EDGE) return scrollBy(-STEP);
  return y > window.innerHeight - EDGE && scrollBy(STEP);
}
