// @ts-check
// What lies in the trash, with the way back; what goes for good is said before.

import { html, useState } from "../shared/html.js";
import { More, useMore } from "./more.js";

export function Trash({ trashed, act, away }) {
  const [open, setOpen] = useState(false);
  const { most, more } = useMore();
  const every = trashed.map(([id]) => id);
  return html`<details class="trash" onToggle=${({ currentTarget }) => setOpen(currentTarget.open)}>
    <summary><span>回收站</span> <small>${trashed.length} 份岗位</small></summary>
    ${
      open &&
      html`<ul>${trashed.slice(0, most).map(
        ([id, name]) => html`<li key=${id} data-role=${id}><span title=${name}>${name}</span>
        <button type="button" class="link" aria-label=${`恢复“${name}”`} disabled=${away}
        onClick=${() => act("restore", [id])}>恢复</button>
        <${Purge} away=${away} label="彻底删除" about=${`“${name}”`} warning=${`“${name}”和它的全部版本会被彻底删除，找不回来。`}
          purge=${() => act("purge", [id])} /></li>`,
      )}</ul>
      <p class="foot"><${More} most=${most} count=${trashed.length} more=${more} />
      ${
        every.length > 1 &&
        html`<${Purge} away=${away} label="清空回收站" about="" purge=${() => act("purge", every)}
        warning=${`${every.length} 份岗位和它们的全部版本会被彻底删除，找不回来。`} />`
      }</p>`
    }
  </details>`;
}

function Purge({ away, label, about, warning, purge }) {
  const [asked, setAsked] = useState(false);
  if (!asked)
    return html`<button type="button" class="link purge" aria-label=${label + about}
      onClick=${() => setAsked(true)}>${label}</button>`;
  return html`<span class="sure" role="group" aria-label=${label}><span>${warning}</span>
    <button type="button" class="link danger" disabled=${away} onClick=${() => {
      setAsked(false);
      purge();
    }}>确定彻底删除</button>
    <button type="button" class="link" ref=${(button) => button?.focus()}
      onClick=${() => setAsked(false)}>不删</button></span>`;
}
