// @ts-check
// A menu: one choice of several, by mouse, finger or key. It says itself as ARIA's combobox with a listbox does.

import { html, useEffect, useLayoutEffect, useRef, useState } from "./html.js";
import { order } from "./text.js";

const PAUSE = 800; // ms without a key, after which a letter begins a new word
const EDGE = 8; // px that the list keeps from the edges of the window
const LEAST = 160; // px: with less room below it opens upwards, where there is more

let made = 0;

/** `options` is [[value, title]]; `caption` stands on the button while none of them is chosen, `says` whichever is. */
export function Menu({ label, options, value, onChange, caption = "", says = "" }) {
  const [at, point] = useState(-1); // the option that keys would choose; -1 while the menu is closed
  const [id] = useState(() => `menu-${++made}`);
  const button = useRef(null);
  const list = useRef(null);
  const typed = useRef({ word: "", at: 0 });
  const open = at >= 0;
  const found = options.findIndex(([each]) => each === value);
  const chosen = caption ? found : Math.max(0, found);
  const begin = Math.max(0, chosen); // where keys begin
  const close = () => point(-1);
  const take = (index) => {
    close();
    button.current.focus({ preventScroll: true });
    if (options[index][0] !== value) onChange(options[index][0]);
  };
  useLayoutEffect(() => {
    if (open) stand(list.current, button.current);
  }, [open]);
  useLayoutEffect(() => {
    if (open) list.current.children[at]?.scrollIntoView({ block: "nearest" });
  }, [open, at]);
  useFollowing(open, list, () => button.current, close);
  const key = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const letter = event.key.length === 1 && (event.key !== " " || isTyping(typed.current)) ? event.key : "";
    const next = letter ? spelt(options, letter, typed.current, open ? at : begin) : stepped(event.key, at, options);
    if (open && event.key === "Tab") return take(at);
    if (open && ["Enter", " ", "Escape"].includes(event.key) && !letter) {
      if (event.key === "Escape") close();
      else take(at);
    } else if (next !== null) {
      point(open || letter ? next : begin);
    } else {
      return undefined;
    }
    event.preventDefault();
    event.stopPropagation(); // what stands around it closes with its own Escape
    return undefined;
  };
  return html`<span class="menu">
    <button ref=${button} type="button" role="combobox" aria-haspopup="listbox" aria-label=${label}
      aria-expanded=${open} aria-controls=${open ? id : undefined}
      aria-activedescendant=${open ? `${id}-${at}` : undefined} onKeyDown=${key}
      onBlur=${(event) => list.current?.contains(event.relatedTarget) || close()}
      onClick=${() => point(open ? -1 : begin)}><span>${says || (options[chosen]?.[1] ?? caption)}</span></button>
    ${
      open &&
      html`<ul ref=${list} id=${id} class="menu-list" role="listbox" aria-label=${label}
      onPointerDown=${(event) => event.preventDefault()}>${options.map(
        ([each, title], index) => html`<li key=${each} id=${`${id}-${index}`} role="option"
        aria-selected=${index === chosen} class=${index === at ? "at" : ""}
        onPointerMove=${() => index !== at && point(index)} onClick=${() => take(index)}>${title}</li>`,
      )}</ul>`
    }
  </span>`;
}

/** While it is open, `list` follows what it stands under, as long as that is there, and a press elsewhere closes it. */
export function useFollowing(open, list, anchorOf, close) {
  useEffect(() => {
    if (!open) return undefined;
    const away = (event) => {
      const within = event.composedPath();
      if (!within.includes(list.current) && !within.includes(anchorOf())) close();
    };
    const follow = ({ target }) =>
      list.current?.contains(target) || (anchorOf().isConnected && stand(list.current, anchorOf()));
    document.addEventListener("pointerdown", away, true);
    window.addEventListener("scroll", follow, true);
    window.addEventListener("resize", follow);
    return () => {
      document.removeEventListener("pointerdown", away, true);
      window.removeEventListener("scroll", follow, true);
      window.removeEventListener("resize", follow);
    };
  }, [open, anchorOf()]);
}

/** Below the button, or above it where there is more room; within the window. */
export function stand(list, button) {
  const { left, top, bottom, width: least } = button.getBoundingClientRect();
  const below = window.innerHeight - bottom - 2 * EDGE;
  const above = top - 2 * EDGE;
  const up = below < Math.min(LEAST, list.scrollHeight) && above > below;
  list.style.maxHeight = `${Math.min(up ? above : below, 360)}px`;
  Object.assign(list.style, { left: "0", top: "0" }); // so that it is as wide as it would be
  list.style.minWidth = `${least}px`;
  const { width, height } = list.getBoundingClientRect();
  list.style.left = `${Math.max(EDGE, Math.min(left, window.innerWidth - width - EDGE))}px`;
  list.style.top = `${up ? top - height - 4 : bottom + 4}px`;
}

/** Which option a key leads to from the one pointed at; null for a key that leads to none. */
export function stepped(key, at, options) {
  const last = options.length - 1;
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last, PageDown: at + 8, PageUp: at - 8 }[key];
  return to === undefined ? null : Math.max(0, Math.min(last, to));
}

const isTyping = ({ at }) => Date.now() - at < PAUSE;

/** Which option begins with the letters typed, as it is written or by the first letters of its sounds; the same letter
 *  again leads to the next one. `typed` is kept by whoever asks. */
export function spelt(options, letter, typed, at) {
  typed.word = (isTyping(typed) ? typed.word : "") + letter.toLowerCase();
  typed.at = Date.now();
  const same = [...typed.word].every((each) => each === typed.word[0]);
  const word = same ? typed.word[0] : typed.word;
  const from = same ? at + 1 : at;
  const order = options.map((_, index) => (from + index) % options.length);
  const begins = (title) => title.toLowerCase().startsWith(word) || initials(title).startsWith(word);
  return order.find((index) => begins(options[index][1])) ?? at;
}

const LETTERS = "abcdefghjklmnopqrstwxyz";
const FIRST = "阿八嚓哒妸发旮哈丌咔垃妈乸噢帊七冄仨他屲夕丫帀"; // the first character of each letter's sounds

/** The first letters of a title's sounds: khfw of 客户服务. */
export function initials(title) {
  const letterOf = (sign) => {
    if (!/\p{Script=Han}/u.test(sign)) return sign.toLowerCase();
    let found = "";
    for (let n = 0; n < FIRST.length && order.compare(sign, FIRST[n]) >= 0; n++) found = LETTERS[n];
    return found;
  };
  return [...title].map(letterOf).join("");
}
