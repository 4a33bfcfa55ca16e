// @ts-check
// The editor: one section of a role, the list of its sections, a list of blanks, a library, or the shop's team, as
// one widget.
// data: {role, revision, view, tree, section, sections: {address: {id, number}}, facts: {revision, tree}}, and what the
// view needs: fresh, shelf, names, groups: [[heading, names]], details, posts, problems, duties

import { BlankList } from "../editor/blanks.js";
import { Desk } from "../editor/desk.js";
import { OwnLibrary } from "../editor/library.js";
import { Outline } from "../editor/outline.js";
import { Section } from "../editor/section.js";
import { Team } from "../editor/team.js";
import { Elsewhere } from "../editor/trouble.js";
import { useTurn } from "../editor/turn.js";
import { boxesFor } from "../outbox/boxes.js";
import { editing, meetWish, want, writing } from "../shared/focus.js";
import { historyOf } from "../shared/history.js";
import { html, show, useChanges, useEffect, useLayoutEffect, useMemo, useRef, useState } from "../shared/html.js";
import { known } from "../shared/known_blanks.js";
import { apply, shared } from "../shared/tree.js";

const REGRET = 10_000; // ms
const NOWHERE = { values: {} };
/** @type {string[]} */
const NONE = [];
const VIEWS = { section: Section, outline: Outline, blanks: BlankList, library: OwnLibrary, people: Team };

export default function editor(component) {
  return show(component, html`<${Page} told=${component.data} key=${component.data.role} />`);
}

function Page({ told }) {
  const data = useTurn(told);
  return html`<${Editor} data=${data} key=${data.section} />`;
}

function Editor({ data: told }) {
  const before = useRef(told);
  const data = shared(before.current, told);
  before.current = data;
  const boxes = boxesFor(data.role);
  const [box, facts] = boxes;
  const history = historyOf(data.role);
  useChanges([...boxes, history]);
  const [root, setRoot] = useState(null);
  useEffect(() => {
    box.seen(data.revision);
    facts?.seen(data.facts.revision);
  }, [box, data.revision, data.facts.revision]);
  useLayoutEffect(
    () =>
      history.show({
        ...(facts && { [facts.role]: data.facts }),
        [box.role]: { tree: data.tree, revision: data.revision },
      }),
    [history, data.tree, data.revision, data.facts],
  );
  useLayoutEffect(() => {
    writing(data.section);
    return () => writing("");
  }, [data.section]);
  useEffect(() => {
    if (root) meetWish((id) => focusOn(root, id));
  });
  useEffect(() => root && undoKeys(root, history), [root, history]);
  const tree = box.over(data.tree, data.revision, apply);
  const shop = facts ? facts.over(data.facts.tree, data.facts.revision, apply) : NOWHERE;
  const desk = useMemo(() => new Desk({ box, history, facts, known }), [box, history, facts]);
  const [landed, land] = useState(NONE);
  desk.lay({ tree, shop, data, root, landed, land, troubles: boxes.flatMap((each) => each.troubles()) });
  const View = VIEWS[data.view];
  return html`<div class="editor" ref=${setRoot} tabindex="-1">
    <${View} desk=${desk} data=${data} />
    <${Deleted} desk=${desk} />
    <${Elsewhere} desk=${desk} boxes=${boxes} />
  </div>`;
}

/** For a while after something was deleted: the way back. */
function Deleted({ desk }) {
  const { deleted } = desk.history;
  const [, redraw] = useState(0);
  const left = deleted ? deleted.at + REGRET - Date.now() : 0;
  useEffect(() => {
    if (left <= 0) return undefined;
    const timer = setTimeout(() => redraw((n) => n + 1), left);
    return () => clearTimeout(timer);
  }, [deleted]);
  if (left <= 0) return null;
  return html`<p class="deleted" role="status">已删除。<button type="button" onClick=${() => desk.putBack()}>放回去</button>
    </p>`;
}

/** Undo and redo by key, wherever on the page; a field that is not the editor's keeps the browser's own. */
function undoKeys(root, history) {
  const turn = (event, again) => {
    const field = event.composedPath()[0];
    if (field.matches?.("input, textarea, select, [contenteditable]") && !field.matches("[data-edit]")) return;
    event.preventDefault();
    const place = again ? history.redo() : history.undo();
    if (!place) return;
    editing(place.split("#")[0]);
    want(place);
    requestAnimationFrame(() => {
      if (!root.getRootNode().activeElement) root.focus({ preventScroll: true });
    });
  };
  const key = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing) return;
    const letter = event.key.toLowerCase();
    if (letter === "z") turn(event, event.shiftKey);
    else if (letter === "y" && !event.shiftKey) turn(event, true);
  };
  const input = (event) => {
    if (event.inputType === "historyUndo" || event.inputType === "historyRedo")
      turn(event, event.inputType === "historyRedo");
  };
  document.addEventListener("keydown", key);
  root.addEventListener("beforeinput", input);
  return () => {
    document.removeEventListener("keydown", key);
    root.removeEventListener("beforeinput", input);
  };
}

/** Put the caret into a node's text, or where a standard stood that is gone into its line's; false where that is not on
 *  this page. */
function focusOn(root, key) {
  const boxOf = (each) => root.querySelector(`[data-edit="${CSS.escape(each)}"]`);
  const found = boxOf(key) ?? (key.endsWith("#standard") ? boxOf(key.split("#")[0]) : null);
  const folded = found?.closest("details:not([open])");
  if (folded) folded.open = true;
  found?.focus({ preventScroll: true });
  found?.scrollIntoView({ block: "center" });
  return Boolean(found);
}
