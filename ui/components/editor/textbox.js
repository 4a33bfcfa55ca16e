// A text that is edited in place: a line of text, not a box. Its mirror gives it height and shows blanks as chips.

import { editing } from "../focus.js";
import { html, useRef, useState } from "../html.js";
import { lengthOf, pieces } from "../text.js";
import { BlankCard } from "./blanks.js";
import { Hint } from "./hint.js";
import { Trouble } from "./trouble.js";

/** `name` is the attribute of the node that is edited: text or title. */
export function TextBox({ desk, node, name = "text", label, placeholder, onKeyDown, onPaste, onInput, single }) {
  const text = node[name] ?? "";
  const [focused, setFocused] = useState(false);
  const [card, setCard] = useState(null);
  const [, redraw] = useState(0);
  const mirror = useRef(null);
  const chips = focused ? [] : pieces(text, desk.known, (blank) => desk.valueOf(blank, node)).filter((p) => p.blank);
  const write = (event) => {
    const value = single ? event.target.value.replace(/\n/g, " ") : event.target.value;
    if (onInput) onInput(value);
    else desk.write(node, name, value);
    redraw((n) => n + 1); // should nothing have come of it, the box shows again what stands there
  };
  const key = (event) => {
    if (single && event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      event.target.blur();
    } else onKeyDown?.(event);
  };
  const close = () => {
    const chip = card;
    setCard(null);
    requestAnimationFrame(() => mirror.current?.querySelector(`[data-blank="${CSS.escape(chip)}"]`)?.focus());
  };
  const leave = () => {
    setFocused(false);
    desk.send();
    editing("");
  };
  return html`<div class=${`text ${chips.length ? "chips" : ""}`}>
    <div class="mirror" ref=${mirror}>
      ${chips.length ? html`<${Chips} desk=${desk} node=${node} text=${text} onOpen=${setCard} />` : text}${"\u200b"}
    </div>
    <textarea rows="1" value=${text} data-edit=${node.id + (name === "title" ? "#title" : "")}
      aria-label=${label} placeholder=${placeholder}
      onInput=${write} onKeyDown=${key} onPaste=${onPaste}
      onFocus=${() => { setFocused(true); editing(node.id); }} onBlur=${leave}
      onCompositionStart=${() => desk.compose(true)}
      onCompositionEnd=${(event) => { desk.compose(false); write(event); }} />
    ${card && html`<${BlankCard} desk=${desk} node=${node} name=${card} onClose=${() => close()} />`}
  </div>
  <${Trouble} desk=${desk} box=${desk.box} op="set" target=${node.id} name=${name} />
  ${name === "text" && !desk.details && html`<${Hint} desk=${desk} node=${node} />`}`;
}

/** A sign that ends a phrase stays on the line of the chip before it. */
const ENDS = /^[，。、；：！？）》”％%]*/;

function Chips({ desk, node, text, onOpen }) {
  const all = pieces(text, desk.known, (blank) => desk.valueOf(blank, node));
  const ends = (at) => (all[at - 1]?.blank && !all[at]?.blank ? (all[at]?.text.match(ENDS)[0] ?? "") : "");
  return all.map((piece, at) =>
    piece.blank
      ? html`<span key=${at} class="kept"><button type="button" class=${`blank ${piece.open ? "open" : ""}`} data-blank=${piece.blank}
          title=${desk.blank(piece.blank).label} onClick=${() => onOpen(piece.blank)}
          >${piece.open ? desk.blank(piece.blank).label : piece.text}</button>${ends(at + 1)}</span>`
      : html`<span key=${at}>${piece.text.slice(ends(at).length)}</span>`,
  );
}

/** How long the filled text is beside the length aimed at. */
export function Count({ desk, node }) {
  const filled = pieces(node.text ?? "", desk.known, (blank) => desk.valueOf(blank, node)).map((p) => p.text).join("");
  const length = lengthOf(filled.replace(/\s/g, ""));
  const near = length >= node.target * 0.8 && length <= node.target * 1.2;
  return html`<p class=${`count ${near ? "near" : ""}`} aria-live="off">
    ${length} 字，目标 <input type="text" inputmode="numeric" aria-label="目标字数" key=${node.target} defaultValue=${node.target}
      onChange=${(event) => {
        const target = Number.parseInt(event.target.value, 10);
        if (target > 0 && target <= 5000) desk.set(node, "target", target);
        else event.target.value = node.target;
      }} /> 字
  </p>`;
}
