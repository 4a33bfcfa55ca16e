// @ts-check
// What advice says of a text, quietly below it: one line, and on asking why, where that stands, and a click that mends
// it.

import { reveal } from "../frame/scrolling.js";
import { adviceOn } from "../shared/advice.js";
import { html, useChanges, useState } from "../shared/html.js";

/** The gravest finding is shown, the others are counted; a click that mends, mends the text whole. */
export function Hint({ desk, node, name }) {
  const advice = adviceOn(desk.box.role);
  const [all, setAll] = useState(false);
  useChanges([advice]);
  const findings = advice.on(node.id, name);
  if (!findings.length) return null;
  const others = findings.length - 1;
  return html`<div class="hints" role="note">${findings.slice(0, all ? undefined : 1).map(
    (finding) => html`
    <${Finding} key=${finding.rule + finding.message} desk=${desk} node=${node} advice=${advice} finding=${finding}
      fits=${finding.text === (node[name] ?? "")} />`,
  )}${
    others > 0 &&
    html`<button type="button" class="others" aria-expanded=${all} onClick=${() => setAll(!all)}>${
      all ? "只看最要紧的一条" : `还有 ${others} 条提示`
    }</button>`
  }</div>`;
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
