// @ts-check
// Desk: what an editor works on. It reads the tree and turns what the user does into edits.

import { digest, named, pieces, strip } from "../shared/text.js";
import { find, isEmpty, isOn, keyOf, newId, parentOf } from "../shared/tree.js";

const hasText = (node) => !isEmpty(node) || (node.children ?? []).some(hasText);

export class Desk {
  /** `facts` is the shop's outbox; without it this desk is the shop's own. */
  constructor({ box, history, facts, known }) {
    this.box = box;
    this.history = history;
    this.facts = facts;
    this.known = known;
    /** @type {unknown[]} */
    this.around = [];
    this.atItsPlace = new Map(); // the texts of this page that show their own trouble, and how often each stands there
  }

  /** What lies on it now: the role's tree, the shop's, and what the page was told. `around` is the same list as long as
   *  nothing has changed that a line shows besides itself. */
  /** @param {Record<string, any>} all */
  lay({ tree, shop, data, root, landed = [], land = () => {}, troubles = [] }) {
    this.tree = tree;
    this.shop = shop;
    this.fresh = data.fresh;
    this.root = root;
    this.landed = landed; // the ids of what was picked last, to be marked
    this.land = land;
    this.lent = data.lent ?? {};
    this.details = data.details ?? null; // what lines say besides their text, where this is a library
    this.titles = data.shelf?.titles ?? {};
    const around = [tree.values, shop.values, data.lent, data.shelf, data.details, landed, ...troubles];
    if (around.length !== this.around.length || around.some((each, at) => each !== this.around[at]))
      this.around = around;
  }

  /** The title of the library that a line was taken from. */
  originOf(line) {
    return this.titles[line.from?.split("/")[0]] ?? "";
  }

  /** The value of a blank for a node: its own, else the role's, the shop's, the default. */
  valueOf(name, node) {
    for (const values of [node?.values, this.tree.values, this.shop.values, this.lent]) {
      if (strip(named(values, name) ?? "")) return values[name];
    }
    return named(this.known, name)?.default ?? "";
  }

  /** A text in one string as one says it: each blank by its value, or by its label where it has none. */
  told(text, node) {
    const told = pieces(text, this.known, (name) => this.valueOf(name, node));
    return told.map((piece) => (piece.open ? this.blank(piece.blank).label : piece.text)).join("");
  }

  blank(name) {
    return named(this.known, name) ?? { name, label: name, type: "text", unit: "", choices: [], hint: "" };
  }

  /** Remember how to take an edit back; then make it. */
  put(edit) {
    this.history.record(this.box.role, edit);
    this.box.put(edit);
  }

  write(node, name, text) {
    this.history.record(this.box.role, { op: "set", target: node.id, name, value: text });
    this.box.write("set", node.id, name, text, node[name] ?? "");
  }

  /** Where a blank is filled: in a line for itself; without one in the shop's facts, unless the role has its own
   *  value. */
  placeOf(line, name) {
    if (line) return { box: this.box, node: line };
    return this.isOfShop(name) ? { box: this.facts, node: this.shop } : { box: this.box, node: this.tree };
  }

  fill(line, name, text) {
    const { box, node } = this.placeOf(line, name);
    this.history.record(box.role, { op: "fill", target: node.id, name, value: text });
    box.write("fill", node.id, name, text, named(node.values, name) ?? "");
  }

  /** What a blank holds where `fill` would write. */
  filled(line, name) {
    return named(this.placeOf(line, name).node.values, name) ?? "";
  }

  /** Whether something stands in the way of a node's text. */
  isInTrouble({ id }, name = "text") {
    return [this.box.contestedOn, this.box.refusedOn].some((said) => said.call(this.box, "set", id, name).length > 0);
  }

  isOfShop(name) {
    return Boolean(this.facts) && this.blank(name).scope === "shop" && !named(this.tree.values, name);
  }

  /** An input method is at work: nothing half composed leaves. */
  compose(composing) {
    this.box.composing = composing;
    if (this.facts) this.facts.composing = composing;
  }

  /** Send what is typed now, not after the pause. */
  send() {
    this.compose(false);
    this.history.close();
    this.box.send();
    this.facts?.send();
  }

  turn(node) {
    this.put({ op: "set", target: node.id, name: "on", value: !isOn(node) });
  }

  set(node, name, value) {
    this.put({ op: "set", target: node.id, name, value });
  }

  add(parent, nodes, after = "") {
    this.put({ op: "add", target: parent.id, value: nodes, after });
  }

  remove(node) {
    const step = this.history.record(this.box.role, { op: "remove", target: node.id });
    if (hasText(node)) this.history.deleted = { step, at: Date.now() };
    this.box.remove(node);
  }

  /** Put back what was deleted last. */
  putBack() {
    const { step } = this.history.deleted;
    this.history.deleted = null;
    this.focusSoon(this.history.takeBack(step));
  }

  /** Groups in the place of empty ones, in one step; one that somebody has written in meanwhile stays. */
  replace(block, empty, fresh) {
    const edits = [
      ...empty.map(({ id }) => ({ op: "remove", target: id, base: digest("") })),
      { op: "add", target: block.id, value: fresh, after: "" },
    ];
    this.putTogether(edits);
  }

  /** Edits in one step. */
  putTogether(edits) {
    this.history.recordTogether(this.box.role, edits);
    for (const edit of edits) this.box.put(edit);
  }

  move(id, parent, after) {
    if (id !== after) this.put({ op: "move", target: id, parent, after });
  }

  /** Move a node one place up (-1) or down (+1) among its kind; over the edge into the neighbouring parent. */
  step(node, direction) {
    const parent = parentOf(this.tree, node.id);
    if (!parent) return;
    const row = parent.children.filter((child) => child.kind === node.kind);
    const at = row.findIndex((child) => child.id === node.id) + direction;
    if (at >= 0 && at < row.length) {
      const after = direction > 0 ? row[at].id : (row[at - 1]?.id ?? this.before(parent, row[0]));
      this.move(node.id, parent.id, after);
      this.say(`移到第 ${at + 1} 位，共 ${row.length} 个`);
    } else if (node.kind !== "line" || parent.kind !== "group" || !this.stepOver(node, parent, direction)) {
      this.say(direction < 0 ? "已经在最前面" : "已经在最后面");
    }
    this.focusSoon(node.id);
  }

  /** Into the group before or behind; false where there is none. */
  stepOver(node, group, direction) {
    const groups = (parentOf(this.tree, group.id)?.children ?? []).filter(isOn);
    const next = groups[groups.findIndex((other) => other.id === group.id) + direction];
    if (!next) return false;
    const last = (next.children ?? []).at(-1)?.id ?? "";
    this.move(node.id, next.id, direction > 0 ? "" : last);
    this.say(`移到“${next.title ?? ""}”`);
    return true;
  }

  /** The child of another kind that stands before a node, such as a table's last column before its rows. */
  before(parent, node) {
    const at = parent.children.findIndex((child) => child.id === node.id);
    return parent.children[at - 1]?.id ?? "";
  }

  /** Put the caret there as soon as it is drawn: before the next key where the drawing comes by itself, else a frame
   *  on. */
  focusSoon(id, then = (_found) => {}) {
    const grip = this.root?.getRootNode().activeElement?.matches?.(".grip");
    const focus = () => {
      const scope = this.root?.querySelector(`[data-row="${CSS.escape(id)}"]`) ?? this.root;
      const found = grip ? scope?.querySelector(".grip") : scope?.querySelector(`[data-edit="${CSS.escape(id)}"]`);
      found?.focus();
      if (found) then(found);
      return found;
    };
    queueMicrotask(() => focus() ?? requestAnimationFrame(focus));
  }

  /** Put the caret into the name that something new came with: what is typed takes its place. */
  nameSoon(id) {
    this.focusSoon(keyOf(id, "title"), (box) => box.select());
  }

  /** From a text of one line to the next text, with what is typed behind the Enter; at the last one it stays. */
  goOn(box) {
    const boxes = [...this.root.querySelectorAll("textarea[data-edit]")];
    boxes[boxes.indexOf(box) + 1]?.focus();
    this.send();
  }

  say(message) {
    const live = this.root?.querySelector("[aria-live]");
    if (live) live.textContent = message;
  }

  /** Put lines in behind a line of a parent, in the place of an empty one where it is given, in one step; the last of
   *  them gets the focus. */
  addLines(parent, texts, after, /** @type {{id: string} | null} */ empty = null) {
    const lines = texts.map((text) => ({ id: newId("l"), kind: "line", ...text }));
    const add = { op: "add", target: parent.id, value: lines, after };
    if (empty) this.putTogether([add, { op: "remove", target: empty.id, base: digest("") }]);
    else this.put(add);
    this.focusSoon(lines.at(-1).id);
  }

  find(id) {
    return find(this.tree, id);
  }
}
