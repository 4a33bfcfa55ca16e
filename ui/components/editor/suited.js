// @ts-check
// Groups that go with the role's name, in one tap in the place of the template's, as long as nothing is written in any.

import { html } from "../shared/html.js";
import { copyWithNewIds, isEmpty, newId, ofKind } from "../shared/tree.js";

export function Suited({ desk, suited, block }) {
  const groups = ofKind(block, "group");
  const isBare = (group) => ofKind(group, "line").every(isEmpty);
  const empty = suited ? groups.filter(({ id, title }) => suited.instead[id] === title) : [];
  if (!empty.length || !groups.every(isBare)) return null;
  const titles = suited.groups.map(({ title }) => title).join("、");
  const replace = () => {
    const fresh = suited.groups.map((group) => copyWithNewIds(group, newId("g")));
    desk.replace(block, empty, fresh);
    desk.say(`已换成：${titles}`);
    desk.focusSoon(`${fresh[0].id}#title`);
  };
  return html`<div class="suited"><p>这个岗位名称常用的分组：${titles}。</p>
    <button type="button" class="add" onClick=${replace}>换成这几组</button></div>`;
}
