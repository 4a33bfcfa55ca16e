// @ts-check
// The further papers of a role: made of it with a click, opened to be changed and taken away, made anew when it
// changes.
// data: {role, papers: [{kind, title, summary, id, at, stale}]}: without `id` it is not made yet

import { useCalm } from "../shared/calm.js";
import { commit, post } from "../shared/files.js";
import { html, show } from "../shared/html.js";

const PICTURES = new URL("../pictures/KIND.png", import.meta.url).href; // see tests/thumbnails.py

export default function papers(component) {
  return show(
    component,
    html`<${Papers} data=${component.data}
    go=${(to) => component.setTriggerValue("go", to)} redraw=${(to) => component.setTriggerValue("redraw", to)} />`,
  );
}

function Papers({ data, go, redraw }) {
  const { said, busy, calmly } = useCalm();
  const make = ({ kind, title }, again = false) =>
    calmly(async () => {
      await commit(data.role);
      const { id } = await post(`/roles/${data.role}/papers/${kind}`);
      if (!again) return go({ id });
      redraw({ id, at: Date.now() });
      return `${title}已重新生成，原来的留在它的“版本”里。`;
    });
  return html`<div class="papers">
    <ul>${data.papers.map(
      (paper) => html`<li key=${paper.kind}>
      <div class="paper">
        <span class="picture"><img src=${PICTURES.replace("KIND", paper.kind)} alt="" loading="lazy" />${
          paper.id && html`<span class="made">已生成</span>`
        }</span>
        <button type="button" class="name" disabled=${busy} aria-describedby=${`about-${paper.kind}`}
          onClick=${paper.id ? () => go({ id: paper.id }) : make(paper)}
          aria-label=${`${paper.id ? "打开" : "生成"}${paper.title}`}>${paper.title}</button>
        <small id=${`about-${paper.kind}`}>${paper.summary}</small>
      </div>
      ${
        paper.stale &&
        html`<button type="button" class="link" disabled=${busy} onClick=${make(paper, true)}
        aria-label=${`岗位改过了，重新生成${paper.title}`}>岗位改过了，重新生成</button>`
      }
    </li>`,
    )}</ul>
    <p class="said" role="status">${said}</p>
  </div>`;
}
