// @ts-check
// What advice says of a text, quietly below it: one line, and on asking why, where that stands, and a click that mends
// it.

import { reveal } from "../frame/scrolling.js";
import { adviceOn } from "../shared/advice.js";
import { html, useChanges, useState } from "../shared/html.js";

export function Hint({ desk, node, name }) {
  const advice = adviceOn(desk.box.role);
  useChanges([advice]);
  const findings = advice.on(node.id, name);
  return findings.length
    ? html`<div class="hints" role="note">${findings.map(
        (finding) => html`
    <${Finding} key=${finding.rule + finding.message} desk=${desk} node=${node} advice=${advice} finding=${finding}
      fits=${finding.text === (node[name] ?? "")} />`,
      )}</div>`
    : null;
}

/** `fits`: the text is still the one that was looked at; before that it cannot be mended. */
function Finding({ desk, node, advice, finding, fits }) {
  const [open, setOpen] = useState(false);
  const { severity, message, why, source, suggestion, rewrite, fix, rule } = finding;
  const mend = () => {
    for (const edit of fix) desk.put(edit);
  };
  return html`<div class=${`finding ${severity}`}>
    <button type="button" class="says" aria-expanded=${open} onClick=${() => setOpen(!open)}>${message}</button>
    ${
      open &&
      html`<div class="because" ref=${reveal}>
      <p>${why}</p><p>${suggestion}</p><p class="quiet">${source} · 提示，非法律意见</p>
      <p class="acts">${
        fix?.length > 0 &&
        html`<button type="button" class="mend" disabled=${!fits}
        onClick=${mend}>${rewrite ? `改成：${desk.told(rewrite, node)}` : "删掉这一条"}</button>`
      }
        <button type="button" class="quiet"
          onClick=${() => advice.switch(rule, false).catch(() => {})}>本店不再提示这一条规则</button></p>
    </div>`
    }
  </div>`;
}
