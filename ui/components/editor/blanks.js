// @ts-check
// Filling blanks: a card at the chip that was clicked, or all of them in one list.

import { reveal } from "../frame/scrolling.js";
import { html, useEffect, useRef, useState } from "../shared/html.js";
import { named } from "../shared/text.js";
import { Trouble } from "./trouble.js";

/** The input for one blank, for all of the role or, with a `line`, for that line alone. */
function BlankInput({ desk, line, name, autofocus, onEnter, words }) {
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
      html`<${Choices} desk=${desk} line=${line} blank=${blank} value=${value} words=${words} />`
    }
    <${Trouble} desk=${desk} box=${place.box} op="fill" target=${place.node.id} name=${name} />
  </div>`;
}

const listed = (value) => value.split("、").filter(Boolean);

/** What one may choose; the further choices stand behind their word until it is opened or one of them is made.
 *  `words` is the word that is open, and how to open one, where others are to know. */
function Choices({ desk, line, blank, value, words }) {
  const own = useState("");
  const [open, unfold] = words ?? own;
  const chosen = listed(value);
  const choiceOf = (choice) => html`<button type="button" key=${choice} class=${chosen.includes(choice) ? "on" : ""}
    aria-pressed=${chosen.includes(choice)}
    onClick=${() => desk.fill(line, blank.name, toggled(value, choice))}>${choice}</button>`;
  return html`<div class="choices">
    ${offered(desk, blank, chosen).map(choiceOf)}
    ${Object.entries(blank.further ?? {}).map(([word, choices]) => {
      const shown = open === word || choices.some((choice) => chosen.includes(choice));
      return shown
        ? html`<span class="further" role="group" aria-label=${word} key=${word}><span
            class="quiet">${word}</span>${choices.map(choiceOf)}</span>`
        : html`<button type="button" key=${word} aria-expanded="false" onClick=${() => unfold(word)}>${word}…</button>`;
    })}
  </div>`;
}

/** The choices of a blank that go with the shop's platforms; all of them as long as it has named none. */
function offered(desk, blank, chosen = listed(desk.valueOf(blank.name))) {
  const platforms = listed(desk.valueOf("平台"));
  const fits = (choice) => !blank.of?.[choice] || blank.of[choice].some((platform) => platforms.includes(platform));
  return blank.choices.filter((choice) => !platforms.length || fits(choice) || chosen.includes(choice));
}

/** Whether a shop is asked for a blank: it has a value, or what the shop has chosen needs it. */
function isAsked(desk, name, open) {
  const blank = desk.blank(name);
  if (desk.valueOf(name).trim()) return true;
  if (blank.type === "choices") return offered(desk, blank).length > 0;
  const platforms = listed(desk.valueOf("平台"));
  if (!blank.needs || blank.needs === open) return true;
  return desk.blank("平台").further?.[blank.needs]?.some((each) => platforms.includes(each));
}

/** Choices join with 、, in the order in which they were chosen. */
function toggled(value, choice) {
  const chosen = listed(value);
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

const KEYS = window.matchMedia("(hover: hover) and (pointer: fine)"); // on a phone the keyboard would rise

/** All blanks of the role in one pass; those of the shop under headings, as far as it needs them. With a keyboard one
 *  writes the first open one at once. */
export function BlankList({ desk, data }) {
  const list = useRef(null);
  const words = useState("");
  useEffect(() => {
    const first = list.current?.querySelector(".ask.open input");
    if (KEYS.matches && !data.groups?.length) first?.focus({ preventScroll: true });
  }, []);
  const next = (event) => {
    const inputs = [...list.current.querySelectorAll("input[data-blank-input]")];
    inputs[inputs.indexOf(event.target) + 1]?.focus();
  };
  const ask = (name) => html`<${Ask} key=${name} desk=${desk} name=${name} next=${next} words=${words} />`;
  const live = html`<div class="sr" aria-live="polite"></div>`;
  if (data.groups?.length) {
    return html`<div class="groups-asked" ref=${list}>${data.groups.map(
      ([heading, names]) => html`<section class="sheet asked" key=${heading} aria-label=${heading}><h2>${heading}</h2>
        ${names.filter((name) => isAsked(desk, name, words[0])).map(ask)}</section>`,
    )}${live}</div>`;
  }
  if (!data.names.length) return html`<p class="empty">这份文件里没有要填的空。</p>`;
  return html`<div class="sheet" ref=${list}>${data.names.map(ask)}${live}</div>`;
}

function Ask({ desk, name, next, words }) {
  const blank = desk.blank(name);
  const open = desk.facts && !desk.valueOf(name).trim(); // a shop fills what it comes to need
  return html`<div class=${`ask ${open ? "open" : ""}`}>
    <div class="ask-label"><b>${blank.label}</b>${
      desk.isOfShop(name) && html`<span class="badge">全店通用</span>`
    }${blank.hint && html`<p class="hint">${blank.hint}</p>`}</div>
    <${BlankInput} desk=${desk} name=${name} onEnter=${next} words=${words} />
  </div>`;
}
