// @ts-check
// What was deleted last on this page, and the way back. data: {id, name}, or nothing where nothing was.

import { html, show } from "../shared/html.js";

export default function deletedRole(component) {
  return show(
    component,
    html`<${DeletedRole} data=${component.data}
      back=${(id) => component.setTriggerValue("redraw", { id, at: Date.now() })} />`,
  );
}

function DeletedRole({ data: { id, name }, back }) {
  return html`<p class=${id ? "deleted" : ""} role="status">${
    id &&
    html`已删除“<span class="name">${name}</span>”，在回收站里。
    <button type="button" onClick=${() => back(id)}>撤销</button>`
  }</p>`;
}
