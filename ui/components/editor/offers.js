// @ts-check
// What the libraries offer, as a list to tick: what the role has already says so, what was ticked says where it goes.
// pick: {has(item), picked(item): node | undefined, toggle(item), places: [[id, title]], placeOf(node), put(node, id)}

import { html, useEffect, useRef } from "../shared/html.js";
import { Menu } from "../shared/menu.js";
import { meaning, notes, Said } from "../shared/search.js";

/** What is often part of such a role stands first. */
export function Further({ items, ...rest }) {
  return (
    items.length > 0 &&
    html`<details open class="further"><summary>这个岗位常见的还有 ${items.length} 条</summary>
      <${Offers} items=${items} ...${rest} whence /></details>`
  );
}

/** Folded by topic, but for the first; all of them where something else stands before. */
export function Topics({ items, folded, ...rest }) {
  const topics = Map.groupBy(items, (item) => `${item.library} · ${item.topic ?? ""}`);
  if (topics.size < 2) return html`<${Offers} items=${items} ...${rest} />`;
  return [...topics].map(([topic, those], at) => {
    const have = those.filter((item) => rest.pick.has(item)).length;
    return html`<details key=${topic} open=${at === 0 && !folded}>
      <summary>${rest.whence ? topic : those[0].topic || "未分组"}<small
        class="quiet">${have ? `已有 ${have} / ` : ""}${those.length} 条</small></summary>
      <${Offers} items=${those} ...${rest} whence=${false} /></details>`;
  });
}

export function Offers({ desk, items, pick, whence }) {
  return html`<ul>${items.map(
    (item) => html`<${Offer} key=${item.from} desk=${desk} item=${item} pick=${pick} whence=${whence} />`,
  )}</ul>`;
}

function Offer({ desk, item, pick, whence }) {
  const said = (text) => html`<${Said} text=${text} valueFor=${(name) => desk.valueOf(name)} />`;
  const words = html`<span>${said(item.text)}</span>
    ${item.standard && html`<small>${said(item.standard)}</small>`}
    <small>${about(item, whence)}</small>`;
  const node = pick.picked(item);
  if (!node && pick.has(item))
    return html`<li class="had"><div class="offer"><b class="word">已有</b>${words}</div></li>`;
  return html`<li>
    <label class="offer"><input type="checkbox" checked=${Boolean(node)} onChange=${() => pick.toggle(item)} />${words}
    </label>
    ${node && html`<${Goes} desk=${desk} item=${item} node=${node} pick=${pick} />`}
  </li>`;
}

/** Where it stands now, to be changed where there is a choice. */
function Goes({ desk, item, node, pick }) {
  const [id, title] = pick.placeOf(node);
  const shown = useRef(null);
  useEffect(() => inView(shown.current), []);
  if (pick.places.length < 2)
    return html`<p class="goes" ref=${shown}>放在${title ? `“${title}”` : "这一章"}的最后</p>`;
  return html`<p class="goes" ref=${shown}>放进
    <${Menu} label=${`把“${desk.told(item.text)}”放进`} options=${pick.places} value=${id}
      onChange=${(to) => pick.put([node], to)} /></p>`;
}

/** What has just appeared below what was ticked is not left beneath the edge of the list. */
function inView(goes) {
  const list = goes.closest(".offers");
  const hidden = goes.getBoundingClientRect().bottom - list.getBoundingClientRect().bottom;
  if (hidden > 0 && goes.parentElement.contains(goes.getRootNode().activeElement)) list.scrollBy(0, hidden);
}

/** What is said of an item beside its text; with `whence` also where it comes from. */
function about(item, whence) {
  const origin = whence && [item.library, item.topic].filter(Boolean).join(" · ");
  return [origin, meaning(item), notes(item)].filter(Boolean).join(" · ");
}
