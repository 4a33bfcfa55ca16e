// @ts-check
// What a line of a library says besides its text: one line that tells it, and when one opens it a row for each thing,
// with chips for what is usual and its hint below. What few write comes when one asks for it.

import { reveal } from "../frame/scrolling.js";
import { html, useState } from "../shared/html.js";
import { named } from "../shared/text.js";
import { Trouble } from "./trouble.js";

const LONGEST = 100; // characters of a word
const LONG = { aliases: 2000, definition: 2000 };

export function Details({ desk, line, label }) {
  const [open, setOpen] = useState(false);
  const value = (name) => named(line.values, name) ?? "";
  const [all, setAll] = useState(() => desk.details.some(({ name, later }) => later && value(name)));
  const kind = value("kind") || "duty";
  const asked = desk.details.filter(({ kinds }) => !kinds.length || kinds.includes(kind));
  const folded = asked.filter(({ later }) => later && !all);
  return html`<div class=${`details ${open ? "open" : ""}`}>
    <button type="button" class="told" aria-expanded=${open} onClick=${() => setOpen(!open)}>
      ${open ? "收起" : told(asked, value) || "＋ 层级、平台…"}<span class="sr">，${label}的更多内容</span></button>
    ${
      open &&
      html`<div class="details-rows" ref=${reveal}>${asked
        .filter((detail) => !folded.includes(detail))
        .map(
          (detail) => html`<${Row} key=${detail.name}
        desk=${desk} line=${line} detail=${detail} label=${label} />`,
        )}${
        folded.length > 0 &&
        html`<button type="button" class="add rest" onClick=${() => setAll(true)}>＋ ${folded
          .map(({ head }) => head)
          .join("、")}</button>`
      }</div>`
    }
  </div>`;
}

/** Everything in a few words; of long lists how many, and of the kind nothing where it is the usual one. */
function told(details, value) {
  const say = ({ name, head, listed, choices }) => {
    const text = value(name);
    if (!text || (name === "kind" && text === "duty")) return "";
    if (name === "kind") return named(Object.fromEntries(choices), text);
    if (listed && text.length > 16) return `${head} ${words(text).length} 个`;
    return text;
  };
  return details.map(say).filter(Boolean).join(" · ");
}

/** The words of a list; a sign behind a backslash parts none. */
const words = (text) => text.split(/(?<!\\)[、，；,;\n]/).filter((word) => word.trim());

/** A value with a choice put in or taken out: of a list, else in the place of what stood there. */
export function chosen(value, choice, listed) {
  if (!listed) return value === choice ? "" : choice;
  const all = words(value);
  return (all.includes(choice) ? all.filter((other) => other !== choice) : [...all, choice]).join("、");
}

function Row({ desk, line, detail: { name, head, hint, choices, free, listed }, label }) {
  const value = named(line.values, name) || (name === "kind" ? "duty" : "");
  const write = (text) => desk.fill(line, name, text);
  const isOn = (choice) => (listed ? words(value).includes(choice) : value === choice);
  const press = (choice) => {
    write(name === "kind" ? choice : chosen(value, choice, listed));
    desk.send();
  };
  const about = `${label}的${head}`;
  return html`<div class="detail"><span class="cell-label" aria-hidden="true">${head}</span>
    <div>
      ${
        choices.length > 0 &&
        html`<div class="choices" role="group" aria-label=${free ? `${about}，常用的` : about}>${choices.map(
          ([key, text]) => html`<button type="button" key=${key} class=${isOn(key) ? "on" : ""}
          aria-pressed=${isOn(key)} onClick=${() => press(key)}>${text}</button>`,
        )}</div>`
      }
      ${
        free &&
        html`<input type="text" value=${value} data-edit=${`${line.id}@${name}`} aria-label=${about}
        placeholder=${choices.length ? "别的，自己写" : ""} maxlength=${LONG[name] ?? LONGEST}
        onInput=${(event) => write(event.target.value)}
        onCompositionStart=${() => desk.compose(true)}
        onCompositionEnd=${(event) => {
          desk.compose(false);
          write(event.target.value);
        }}
        onBlur=${() => desk.send()} />`
      }
      <p class="hint small">${hint}</p>
      <${Trouble} desk=${desk} box=${desk.box} op="fill" target=${line.id} name=${name} />
    </div>
  </div>`;
}
