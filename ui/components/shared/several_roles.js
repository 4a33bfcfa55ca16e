// @ts-check
// A document that holds several roles: their names with ticks, to be made into as many roles, or only one of them.

import { reveal } from "../frame/scrolling.js";
import { html, useState } from "./html.js";

export function SeveralRoles({ roles, busy, part, only, whole, leave }) {
  const [off, setOff] = useState(() => new Set());
  const turn = (at) => {
    const next = new Set(off);
    if (!next.delete(at)) next.add(at);
    setOff(next);
  };
  const chosen = roles.filter((_, at) => !off.has(at));
  return html`<section class="several" ref=${reveal} aria-label="有几个岗位">
    <h2>这里面有 ${roles.length} 个岗位</h2>
    <p class="quiet">分开读，每个成为“我的岗位”里的一个；或者只要其中一个，先看看它怎么归位。</p>
    <ul>${roles.map(
      ({ name, pieces }, at) => html`<li key=${at}>
      <label><input type="checkbox" checked=${!off.has(at)} onChange=${() => turn(at)} /> <span>${name}</span>
        <small>${pieces.length} 条</small></label>
      <button type="button" class="link" disabled=${busy} aria-label=${`只要“${name}”这一个`}
        onClick=${() => only(pieces)}>只要这一个</button></li>`,
    )}</ul>
    <p class="acts">
      <button type="button" class="main" disabled=${busy || !chosen.length}
        onClick=${() => part(chosen)}>分成 ${chosen.length} 个岗位</button>
      <button type="button" class="file" disabled=${busy} onClick=${whole}>不分开，当作一个岗位</button>
      <button type="button" class="file" disabled=${busy} onClick=${leave}>重新来</button></p>
  </section>`;
}
