// @ts-check
// What a line of a library says besides its text: one line that tells it, and boxes to write it in when one opens it.

import { reveal } from "../frame/scrolling.js";
import { html, useState } from "../shared/html.js";
import { named } from "../shared/text.js";
import { Trouble } from "./trouble.js";

const LONGEST = 100; // characters of a word

export function Details({ desk, line, label }) {
  const [open, setOpen] = useState(false);
  const value = (name) => named(line.values, name) ?? "";
  const kind = value("kind") || "duty";
  const asked = desk.details.filter(({ kinds }) => !kinds.length || kinds.includes(kind));
  return html`<div class="details">
    <button type="button" class="told" aria-expanded=${open} onClick=${() => setOpen(!open)}>
      ${told(asked, value) || "层级、平台、搜索词…"}<span class="sr">，${label}的更多内容</span></button>
    ${
      open &&
      html`<div class="details-boxes" ref=${reveal}>${asked.map(
        (detail) => html`<${Box} key=${detail.name}
      desk=${desk} line=${line} detail=${detail} label=${label} />`,
      )}</div>`
    }
  </div>`;
}

/** Everything but the kind in a few words; of long lists how many. */
function told(details, value) {
  const say = ({ name, head, listed, choices }) => {
    const text = value(name);
    if (!text) return "";
    if (listed && text.length > 16) return `${head} ${text.split("、").length} 个`;
    return name === "kind" ? named(Object.fromEntries(choices), text) : text;
  };
  return details.map(say).filter(Boolean).join(" · ");
}

function Box({ desk, line, detail: { name, head, hint, choices, free }, label }) {
  const value = named(line.values, name) ?? "";
  const write = (text) => desk.fill(line, name, text);
  const place = { "data-edit": `${line.id}@${name}`, "aria-label": `${label}的${head}`, title: hint };
  return html`<label class="detail"><span class="cell-label">${head}</span>
    ${
      free
        ? html`<input type="text" value=${value} ...${place}
          maxlength=${name === "aliases" || name === "definition" ? 2000 : LONGEST}
          onInput=${(event) => write(event.target.value)}
          onCompositionStart=${() => desk.compose(true)}
          onCompositionEnd=${(event) => {
            desk.compose(false);
            write(event.target.value);
          }}
          onBlur=${() => desk.send()} />`
        : html`<select value=${value || (name === "kind" ? "duty" : "")} ...${place} onChange=${(event) => {
            write(event.target.value);
            desk.send();
          }}>
          ${name !== "kind" && html`<option value="">—</option>`}
          ${choices.map(([key, text]) => html`<option key=${key} value=${key}>${text}</option>`)}</select>`
    }
    <${Trouble} desk=${desk} box=${desk.box} op="fill" target=${line.id} name=${name} />
  </label>`;
}
