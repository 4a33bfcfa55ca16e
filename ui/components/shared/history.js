// @ts-check
// History: what was done in this tab, one step after another, so that each can be undone and done again.
// A step is a list of edits that take it back. An undo is a new edit like any other, and knows by the text that it was
// made for whether somebody else has written there since.

import { boxesFor, outboxOf } from "../outbox/boxes.js";
import { apply, find, isEmpty, keyOf, parentOf, textAt } from "./tree.js";

const BURST = 1500; // ms without a key that end a step
const MOST = 200;
const KEPT = "rolesmith.history.";
const KEPT_LIMIT = 500_000; // characters

const histories = new Map();

/** The history of a page about a role: of the role's edits, and of the shop's facts that are filled on it. */
export function historyOf(role) {
  if (!histories.has(role)) histories.set(role, new History(role));
  return histories.get(role);
}

/** `was` is the text that an edit replaces, `instead` what takes it back where its tree is not shown; `open` says
 *  whether more keys may be part of the step.
 *  @typedef {{edits: (Edit & {role: string, was?: string, instead?: Edit})[], at: number, open: boolean}} Step
 *  @typedef {import("./tree.js").Edit} Edit */

class History {
  constructor(role) {
    this.role = role;
    /** @type {Record<string, any> | null} */
    this.drawn = null; // {[role]: {tree, revision}}: what the editor on this page shows; without one nothing is undone
    /** @type {{step: object, at: number} | null} */
    this.deleted = null; // {step, at}: what was deleted last on this page
    this.said = "";
    this.listeners = new Set();
    const [past, future] = takeKept(role) ?? [[], []];
    /** @type {Step[]} */
    this.past = past;
    /** @type {Step[]} */
    this.future = future;
  }

  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  notify() {
    for (const listener of [...this.listeners]) listener();
  }

  /** An editor shows these trees. Returns how it says that it is gone. */
  show(drawn) {
    const first = !this.drawn;
    this.drawn = drawn;
    if (first) this.notify();
    return () => {
      if (this.drawn !== drawn) return; // another editor has taken its place
      this.drawn = null;
      this.notify();
    };
  }

  get canUndo() {
    return Boolean(this.drawn) && this.past.length > 0;
  }

  get canRedo() {
    return Boolean(this.drawn) && this.future.length > 0;
  }

  /** A role's tree as it is shown now, with all that is under way. */
  tree(role) {
    const { tree, revision } = /** @type {Record<string, any>} */ (this.drawn)[role];
    return outboxOf(role).over(tree, revision, apply);
  }

  /** An edit of a role is about to be made. Keys in one go are one step. Returns the step. */
  record(role, edit) {
    const tree = this.tree(role);
    const last = this.past.at(-1);
    if (isText(edit) && edit.value === textAt(tree, edit)) return last;
    const undone = inverse(tree, { role, ...edit });
    if (last && grows(last, role, edit, tree)) {
      if (edit.op === "remove") last.edits.unshift(...undone);
      else if (isText(last.edits[0])) last.edits[0].was = edit.value;
      last.at = Date.now();
    } else {
      this.push(undone, isText(edit) || edit.op === "add");
    }
    return this.begun();
  }

  /** Edits of a role that are about to be made, as one step. */
  recordTogether(role, edits) {
    let tree = this.tree(role);
    const undone = [];
    for (const edit of edits) {
      undone.unshift(...inverse(tree, { role, ...edit }));
      tree = apply(tree, edit);
    }
    this.push(undone, false);
    return this.begun();
  }

  /** An edit that is about to be made where no editor shows the tree; `undone` takes it back. Where it is in
   *  another role than the page's, each says what takes it back in turn. */
  recordUndrawn(undone) {
    this.push(undone, false);
    return this.begun();
  }

  push(undone, open) {
    this.past.push({ edits: undone, at: Date.now(), open });
    this.past.splice(0, this.past.length - MOST);
  }

  /** A step is about to be made: nothing can be done again. Returns the step. */
  begun() {
    this.future = [];
    this.said = "";
    this.notify();
    return this.past.at(-1);
  }

  /** What is typed next is a step of its own. */
  close() {
    const last = this.past.at(-1);
    if (last) last.open = false;
  }

  /** Take the last step back; where that was (the `data-edit` of its text), or "" where nothing can be taken back. */
  undo() {
    return this.turn(this.past, this.future, "已撤销");
  }

  redo() {
    return this.turn(this.future, this.past, "已重做");
  }

  turn(from, to, done) {
    if (!this.drawn) return "";
    let place = "";
    while (from.length && !place) {
      const back = [];
      const step = from.pop();
      place = this.perform(step, back);
      if (step === this.deleted?.step) this.deleted = null; // it is back
      if (place) to.push({ edits: back, at: 0, open: false });
    }
    this.said = place ? `${done}${this.where(place)}` : "前面的修改所在的地方已经不在了";
    this.notify();
    return place;
  }

  /** Take back one step out of its turn. */
  takeBack(step) {
    this.past = this.past.filter((each) => each !== step);
    const place = this.drawn ? this.perform(step, []) : "";
    this.notify();
    return place;
  }

  /** The section that a place is in, as one says it. */
  where(place) {
    const id = place.split("#")[0];
    const section = (this.drawn?.[this.role]?.tree.children ?? []).find((each) => find(each, id));
    return section?.title ? `：${section.title}` : "";
  }

  /** Make the edits of a step, gathering in `back` those that take them back; edits whose place is gone are left
   *  out. */
  perform(step, back) {
    let place = "";
    for (const { role, was, instead, ...edit } of step.edits) {
      const box = outboxOf(role);
      if (instead) {
        back.unshift({ role, ...instead, instead: edit });
        box.put(edit);
        place = placeOf(edit, [instead]);
        continue;
      }
      const tree = this.tree(role);
      if (!stands(tree, edit)) continue;
      const undone = inverse(tree, { role, ...edit });
      back.unshift(...undone);
      if (isText(edit)) box.write(edit.op, edit.target, edit.name, edit.value, was ?? textAt(tree, edit));
      else if (edit.op === "remove") box.remove(find(tree, edit.target));
      else box.put(edit);
      place = placeOf(edit, undone);
    }
    for (const box of boxesFor(this.role)) box.schedule(0);
    return place;
  }

  /** The page goes away: a refresh finds the steps again. */
  keep() {
    const steps = JSON.stringify([this.past, this.future]);
    try {
      if (this.past.length + this.future.length && steps.length < KEPT_LIMIT)
        sessionStorage.setItem(KEPT + this.role, steps);
    } catch {
      /* storage is full or switched off */
    }
  }
}

function takeKept(role) {
  try {
    const kept = sessionStorage.getItem(KEPT + role);
    sessionStorage.removeItem(KEPT + role);
    return kept && JSON.parse(kept);
  } catch {
    return null;
  }
}

const isText = (edit) => ["set", "fill"].includes(edit.op) && typeof edit.value === "string";

/** Whether an edit goes on with the last step: more keys in the same text, or an emptied line that goes. */
function grows(last, role, edit, tree) {
  const [first] = last.edits;
  if (!first || first.role !== role) return false;
  if (edit.op === "remove") {
    const emptied = first.op === "set" && first.target === edit.target && first.was === "";
    return last.edits.length === 1 && emptied && isEmpty(find(tree, edit.target) ?? {});
  }
  if (!last.open || !isText(edit) || Date.now() - last.at > BURST) return false;
  if (first.op === "remove") return isWithin(tree, first.target, edit.target); // into what came with the first key
  return isText(first) && first.op === edit.op && first.target === edit.target && first.name === edit.name;
}

function isWithin(tree, id, target) {
  const came = find(tree, id);
  return id === target || Boolean(came && find(came, target));
}

/** The text that an edit leaves the caret at; behind a removal the one before it. */
function placeOf({ op, target, name, value }, undone) {
  if (op === "fill") return `blank:${name}`;
  if (op === "add") return value[0].id;
  if (op === "remove") return undone[0].after || undone[0].target;
  return keyOf(target, ["title", "standard"].includes(name) ? name : "text");
}

/** Whether an edit still has its place. */
function stands(tree, edit) {
  if (edit.op === "move") return Boolean(find(tree, edit.target) && find(tree, edit.parent));
  return Boolean(find(tree, edit.op === "set" && !find(tree, edit.target) ? edit.target.split(":")[0] : edit.target));
}

const DEFAULTS = { on: true, required: false, target: 0 };

/** The edits that take an edit back, for the tree before it. */
function inverse(tree, { role, op, target, name, value }) {
  const node = find(tree, target);
  const parent = parentOf(tree, target);
  const siblings = parent?.children ?? [];
  const after = siblings[siblings.findIndex((child) => child.id === target) - 1]?.id ?? "";
  switch (op) {
    case "set":
    case "fill":
      return typeof value === "string"
        ? [{ role, op, target, name, value: textAt(tree, { op, target, name }), was: value }]
        : [{ role, op, target, name, value: node?.[name] ?? DEFAULTS[name] }];
    case "add":
      return value.map(({ id }) => ({ role, op: "remove", target: id })).reverse();
    case "remove":
      return node && parent ? [{ role, op: "add", target: parent.id, value: [node], after }] : [];
    case "move":
      return parent ? [{ role, op: "move", target, parent: parent.id, after }] : [];
    default:
      return [];
  }
}

window.addEventListener("pagehide", () => {
  for (const history of histories.values()) history.keep();
});
