// @ts-check
// Filling blanks: a card at the chip that was clicked, or all of them in one list.

import { reveal } from "../frame/scrolling.js";
import { html, useEffect, useRef, useState } from "../shared/html.js";
import { named } from "../shared/text.js";
import { Trouble } from "./trouble.js";

/** The input for one blank, for all of the role or, with a `line`, for that line alone. */
function BlankInput({ desk, line, name, autofocus, onEnter }) {
  const blank = desk.blank(name);
  const value = desk.filled(line, name);
  const input = useRef(null);
  useEffect(() => {
    if (autofocus) input.current?.focus();
  }, [autofocus]);
  const fallback = desk.valueOf(name);
  const place = desk.placeOf(line, name);
  return html`<div class="blank-input">
    <input ref=${input} type="text" value=${value} data-edit=${`blank:${name}`} data-blank-input=${name}
      aria-label=${blank.label}
      inputmode=${blank.type === "number" ? "decimal" : "text"} placeholder=${(!value && fallback) || "填在这里"}
        autocomplete="off"
      onInput=${(event) => desk.fill(line, name, event.target.value)}
      onCompositionStart=${() => desk.compose(true)}
      onCompositionEnd=${(event) => {
        desk.compose(false);
        desk.fill(line, name, event.target.value);
      }}
      onBlur=${() => desk.send()}
      onKeyDown=${(event) => {
        if (event.key === "Enter" && !event.isComposing) {
          event.preventDefault();
          onEnter?.(event);
        }
      }} />
    ${blank.unit && html`<span class="unit">${blank.unit}</span>`}
    ${
      blank.choices?.length > 0 &&
      html`<div class="choices">${blank.choices.map(
        (choice) => html`
      <button type="button" key=${choice} class=${value.split("、").includes(choice) ? "on" : ""}
        onClick=${() => desk.fill(line, name, toggled(value, choice))}>${choice}</button>`,
      )}</div>`
    }
    <${Trouble} desk=${desk} box=${place.box} op="fill" target=${place.node.id} name=${name} />
  </div>`;
}

/** Choices join with 、, in the order in which they were chosen. */
function toggled(value, choice) {
  const chosen = value.split("、").filter(Boolean);
  return (chosen.includes(choice) ? chosen.filter((other) => other !== choice) : [...chosen, choice]).join("、");
}

/** The card under a line, opened from a chip. */
export function BlankCard({ desk, node, name, onClose }) {
  const blank = desk.blank(name);
  const [own, setOwn] = useState(Boolean(named(node.values, name)));
  const card = useRef(null);
  useEffect(() => {
    const outside = (event) => {
      if (!event.composedPath().includes(card.current)) onClose();
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, []);
  useEffect(() => reveal(card.current), []);
  const scope = desk.isOfShop(name) ? "全店所有岗位" : "这个岗位";
  const next = () => {
    onClose();
    const chips = [...desk.root.querySelectorAll("button.blank.open")];
    requestAnimationFrame(() =>
      (chips.find((chip) => chip.isConnected && chip.dataset.blank !== name) ?? null)?.click(),
    );
  };
  return html`<div class="card" ref=${card} role="dialog" aria-label=${`填写${blank.label}`}
      onKeyDown=${(event) => {
        if (event.key === "Escape") onClose();
      }}>
    <p class="card-title">${blank.label}</p>
    ${blank.hint && html`<p class="hint">${blank.hint}</p>`}
    <${BlankInput} desk=${desk} line=${own ? node : undefined} name=${name} autofocus=${true} onEnter=${next} />
    <div class="card-foot">
      <label><input type="checkbox" checked=${own} onChange=${(event) => {
        setOwn(event.target.checked);
        if (!event.target.checked) desk.fill(node, name, "");
      }} /> 只用在这一条</label>
      <span class="quiet">${own ? "别处不变" : `${scope}里同名的空一起填好`}</span>
      <button type="button" class="main" onClick=${onClose}>好了</button>
    </div>
  </div>`;
}

/** All blanks of the role, or of the shop, in one pass. */
export function BlankList({ desk, data }) {
  const list = useRef(null);
  const next = (event) => {
    const inputs = [...list.current.querySelectorAll("input[data-blank-input]")];
    inputs[inputs.indexOf(event.target) + 1]?.focus();
  };
  if (!data.names.length) return html`<p class="empty">这份文件里没有要填的空。</p>`;
  return html`<div class="sheet" ref=${list}>
    ${data.names.map((name) => {
      const blank = desk.blank(name);
      const open = !desk.valueOf(name).trim();
      return html`<div class=${`ask ${open ? "open" : ""}`} key=${name}>
        <div class="ask-label"><b>${blank.label}</b>${
          desk.isOfShop(name) &&
          html`<span
          class="badge">全店通用</span>`
        }${blank.hint && html`<p class="hint">${blank.hint}</p>`}</div>
        <${BlankInput} desk=${desk} name=${name} onEnter=${next} />
      </div>`;
    })}
    <div class="sr" aria-live="polite"></div>
  </div>`;
}
