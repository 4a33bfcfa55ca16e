// @ts-check
// A text that is edited in place: a line of text, not a box. Its mirror gives it height and shows blanks as chips:
// filled and to be clicked at rest; while one writes, the very signs of the box, a blank's marked and its braces
// unseen. What is written lies in a plain text box all the time: caret, IME, paste and screen readers know nothing
// else.

import { editing } from "../shared/focus.js";
import { html, useRef, useState } from "../shared/html.js";
import { TEXT_LIMIT } from "../shared/limits.js";
import { lengthOf, pieces, written } from "../shared/text.js";
import { keyOf } from "../shared/tree.js";
import { BlankCard } from "./blanks.js";
import { Hint } from "./hint.js";
import { Trouble } from "./trouble.js";

/** `name` is the attribute of the node that is edited: text, title or standard; `aria` what the box says of itself. */
export function TextBox({ desk, node, name = "text", label, placeholder, onKeyDown, onPaste, onInput, single, aria }) {
  const text = node[name] ?? "";
  const [focused, setFocused] = useState(false);
  const [card, setCard] = useState(null);
  const [, redraw] = useState(0);
  const mirror = useRef(null);
  const signs = written(text);
  const chips = signs.some(({ blank }) => blank);
  const write = (event) => {
    const value = single ? event.target.value.replace(/\n/g, " ") : event.target.value;
    if (onInput) onInput(value);
    else desk.write(node, name, value);
    redraw((n) => n + 1); // should nothing have come of it, the box shows again what stands there
  };
  const key = (event) => {
    if (single && event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      desk.goOn(event.target);
    } else {
      takeWhole(event, signs);
      onKeyDown?.(event);
    }
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
  return html`<div class=${`text ${chips ? "chips" : ""} ${focused ? "written" : ""}`}>
    <div class="mirror" ref=${mirror} aria-hidden=${focused}>
      ${
        chips && !focused
          ? html`<${Chips} desk=${desk} node=${node} text=${text}
        onOpen=${setCard} />`
          : html`<${Signs} signs=${signs} />`
      }${"\u200b"}
    </div>
    <textarea rows="1" value=${text} data-edit=${keyOf(node.id, name)}
      aria-label=${label} placeholder=${placeholder} ...${aria}
      onInput=${write} onKeyDown=${key} onPaste=${onPaste}
      onFocus=${() => {
        setFocused(true);
        editing(node.id);
      }} onBlur=${leave}
      onCompositionStart=${() => desk.compose(true)}
      onCompositionEnd=${(event) => {
        desk.compose(false);
        write(event);
      }} />
    ${card && html`<${BlankCard} desk=${desk} node=${node} name=${card} onClose=${() => close()} />`}
  </div>
  <${Trouble} desk=${desk} box=${desk.box} op="set" target=${node.id} name=${name} />
  ${name !== "title" && !desk.details && html`<${Hint} desk=${desk} node=${node} name=${name} />`}`;
}

/** The box's own text, sign for sign, so that caret and marks stand where they are seen. */
function Signs({ signs }) {
  return signs.map(({ text, blank }, at) =>
    blank ? html`<mark key=${at}><i>{</i>${blank}<i>}</i></mark>` : html`<span key=${at}>${text}</span>`,
  );
}

/** A blank beside the caret is deleted as a whole: the box is told to delete all of it. */
function takeWhole({ key, target, ctrlKey, metaKey, altKey, isComposing }, signs) {
  if (!["Backspace", "Delete"].includes(key) || ctrlKey || metaKey || altKey || isComposing) return;
  const { selectionStart: caret, selectionEnd } = target;
  let end = 0;
  for (const { text, blank } of signs) {
    const start = end;
    end += text.length;
    if (blank && caret === selectionEnd && caret === (key === "Backspace" ? end : start))
      target.setSelectionRange(start, end);
  }
}

/** A sign that ends a phrase stays on the line of the chip before it. */
const ENDS = /^[，。、；：！？）》”％%]*/;

function Chips({ desk, node, text, onOpen }) {
  const all = pieces(text, desk.known, (blank) => desk.valueOf(blank, node));
  const ends = (at) => (all[at - 1]?.blank && !all[at]?.blank ? (all[at]?.text.match(ENDS)[0] ?? "") : "");
  return all.map((piece, at) =>
    piece.blank
      ? html`<span key=${at} class="kept"><button type="button" class=${`blank ${piece.open ? "open" : ""}`}
        data-blank=${piece.blank}
          title=${desk.blank(piece.blank).label} onClick=${() => onOpen(piece.blank)}
          >${piece.open ? desk.blank(piece.blank).label : piece.text}</button>${ends(at + 1)}</span>`
      : html`<span key=${at}>${piece.text.slice(ends(at).length)}</span>`,
  );
}

/** How long the filled text is beside the length aimed at. */
export function Count({ desk, node }) {
  const filled = pieces(node.text ?? "", desk.known, (blank) => desk.valueOf(blank, node))
    .map((p) => p.text)
    .join("");
  const length = lengthOf(filled.replace(/\s/g, ""));
  const near = length >= node.target * 0.8 && length <= node.target * 1.2;
  return html`<p class=${`count ${near ? "near" : ""}`} aria-live="off">
    ${length} 字，目标 <input type="text" inputmode="numeric" aria-label="目标字数" key=${node.target}
      defaultValue=${node.target}
      onChange=${(event) => {
        const target = Number.parseInt(event.target.value, 10);
        if (target > 0 && target <= TEXT_LIMIT) desk.set(node, "target", target);
        else event.target.value = node.target;
      }} /> 字
  </p>`;
}
