// @ts-check
// What stands in the way of a text: it is too long, it was changed elsewhere too, it was refused, or its place is gone.

import { ownText } from "../outbox/edits.js";
import { html, useLayoutEffect, useRef } from "../shared/html.js";
import { find } from "../shared/tree.js";

/** Under the text that it is about, or with `add` under the list that something was to be added to. */
export function Trouble({ desk, box, op, target, name }) {
  const over = box.overBy(op, target, name);
  const contested = box.contestedOn(op, target, name);
  useStanding(desk.atItsPlace, placeOf(box, { op, target, name }));
  return html`${over > 0 && html`<${Over} by=${over} />`}
    ${contested.map((entry) => html`<${Choice} key=${entry.edit.id} box=${box} entry=${entry} />`)}
    ${box.refusedOn(op, target, name).map(
      (refused) => html`<${Refused} key=${refused.edit.id} ...${refused.answer}
      done=${() => box.dismiss(refused)} />`,
    )}`;
}

/** Count a place among those that are there, from the moment of drawing until it goes. */
function useStanding(places, place) {
  const count = (which, by) => places.set(which, (places.get(which) ?? 0) + by);
  const standing = useRef(null);
  if (standing.current !== place) {
    if (standing.current) count(standing.current, -1);
    count(place, 1);
    standing.current = place;
  }
  useLayoutEffect(() => () => count(standing.current, -1), [places]);
}

/** Above the page: what has no place on it. Drawn after the page's desk, which by then has said what it shows itself;
 *  on a page without a desk that is nothing. */
export function Elsewhere({ desk, boxes }) {
  const lost =
    (box) =>
    ({ edit }) =>
      !desk?.atItsPlace.get(placeOf(box, edit));
  return html`<div class="elsewhere">${boxes.map((box) => [
    ...box.refused
      .filter(lost(box))
      .map(
        (refused) =>
          html`<${Refused} key=${refused.edit.id} ...${refused.answer} done=${() => box.dismiss(refused)} />`,
      ),
    ...box
      .overlong()
      .filter(({ edit }) => desk?.box === box && !find(desk.tree, edit.target))
      .map(
        (entry) =>
          html`<${Refused} key=${entry.edit.id} message=${GONE} mine=${ownText(entry.edit)}
            done=${() => box.choose(entry, false)} />`,
      ),
    ...box
      .contested()
      .filter(lost(box))
      .map((entry) => html`<${Choice} key=${entry.edit.id} box=${box} entry=${entry} />`),
  ])}</div>`;
}

const GONE = "这一处已经被删掉，您写的太长，没有保存，留在下面，可以复制后放到别处。";

const placeOf = (box, { op, target, name }) => [box.role, op, target, name].join("\n");

function Over({ by }) {
  return html`<p class="trouble" role="status">超出 ${by} 字，这一处先不保存；上次保存的内容还在。删短后会自动保存。</p>`;
}

function Choice({ box, entry }) {
  return html`<div class="trouble" role="alert">
    <p>这一处在别的窗口里也改过，请选一份留下。</p>
    <dl><dt>现在的</dt><dd>${entry.theirs || "（空）"}</dd><dt>您写的</dt><dd>${entry.edit.value || "（空）"}</dd></dl>
    <p class="actions">
      <button type="button" onClick=${() => box.choose(entry, true)}>用我写的</button>
      <button type="button" onClick=${() => box.choose(entry, false)}>用现在的</button>
    </p>
  </div>`;
}

function Refused({ message, mine, done }) {
  return html`<div class="trouble" role="alert">
    <p>${message}</p>
    ${mine && html`<p class="kept">${mine}</p>`}
    <p class="actions"><button type="button" onClick=${done}>知道了</button></p>
  </div>`;
}
