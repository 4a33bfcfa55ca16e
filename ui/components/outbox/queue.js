// @ts-check
// Queue: the edits of one role that are not acknowledged, in order, and what becomes of each. It knows no network, no
// storage and no time: whoever holds it is told when something has changed.

import { clean, digest } from "../shared/text.js";
import { idsIn, newId } from "../shared/tree.js";
import { changed, cleaned, continues, overOf, overOfText, ownText, says, touches } from "./edits.js";

const BATCH_LIMIT = 500_000; // characters of JSON in one request
/** Whether a drawing of this revision holds an entry. */
const isDrawn = (entry, revision) => entry.revision !== undefined && entry.revision <= revision;

/** What became of an edit in which nobody has written: the page shows again how it was. */
const UNDONE = { set: "没有改成", fill: "没有改成", add: "没有加入", remove: "没有删掉", move: "没有移动" };

/** An entry waits for its acknowledgement:
 *  edit       what is to be done
 *  sent       it may have reached the server, so it is never changed again
 *  over       by how many characters a text in it is too long; then it waits for the user
 *  theirs     what stands there now, where that has changed since; then it waits for the user's choice
 *  revision   once it is committed; it goes when the page has drawn that revision
 *  @typedef {{edit: Edit, sent: boolean, over: number, theirs?: string, revision?: number}} Entry
 *  The server's answer to an edit (rolesmith/store/edit_rows.py).
 *  @typedef {{id: string, status: "saved" | "conflict" | "gone" | "refused", revision?: number, at?: string,
 *    message?: string, theirs?: string, mine?: string}} Answer
 *  @typedef {{edit: Edit, answer: Partial<Answer>}} Refused
 *  @typedef {import("../shared/tree.js").Edit} Edit */
export class Queue {
  /** `told(edit, soon)` hears of each change: the edit behind it where there is one; whether more keys may follow. */
  constructor(told) {
    this.told = told;
    /** @type {Entry[]} */
    this.entries = [];
    /** @type {Refused[]} */
    this.refused = []; // {edit, answer}: what the server could not do; nothing of it is dropped unasked
    this.revision = 0;
    /** @type {Date | null} */
    this.savedAt = null;
  }

  // what is there

  /** Entries that the server has not committed. */
  waiting() {
    return this.entries.filter((entry) => !entry.revision);
  }

  /** Those of them that have not left yet. */
  unsent() {
    return this.waiting().filter((entry) => !entry.sent);
  }

  /** Those that can go: none that waits for the user, and none inside of one that does. */
  ready() {
    const open = this.waiting();
    const inside = new Set(
      open.filter((entry) => entry.over && entry.edit.op === "add").flatMap((entry) => idsIn(entry.edit.value)),
    );
    const isInside = ({ target, parent = "" }) => inside.has(target) || inside.has(parent);
    return open.filter(({ edit, over, theirs }) => !over && theirs === undefined && !isInside(edit));
  }

  /** The first that are ready, as many as fit into one request; at least one. */
  batch() {
    const fitting = [];
    let size = 0;
    for (const entry of this.ready()) {
      size += JSON.stringify(entry.edit).length;
      if (fitting.length && (size > BATCH_LIMIT || fitting.length >= 100)) break;
      fitting.push(entry);
    }
    return fitting;
  }

  overlong() {
    return this.entries.filter((entry) => entry.over);
  }

  contested() {
    return this.entries.filter((entry) => entry.theirs !== undefined);
  }

  /** The server's tree at `revision` with all that it does not hold yet laid over it. */
  over(tree, revision, apply) {
    return this.entries
      .filter((entry) => !isDrawn(entry, revision))
      .reduce((now, entry) => apply(now, entry.edit), tree);
  }

  /** The page has drawn this revision: what it holds need not be laid over any more. */
  seen(revision) {
    this.entries = this.entries.filter((entry) => !isDrawn(entry, revision));
    this.revision = Math.max(this.revision, revision);
  }

  /** How many entries are committed that the page has not drawn yet. */
  undrawn() {
    return this.entries.length - this.waiting().length;
  }

  /** All that is said under texts, and of what. */
  troubles() {
    const open = [...this.overlong(), ...this.contested()];
    return [...open.flatMap(({ edit, over, theirs }) => [edit, over, theirs]), ...this.refused];
  }

  /** By how many characters the text aimed at is too long; 0 where it is not. */
  overBy(op, target, name) {
    const entry = this.overlong().find((each) => touches(each.edit, op, target, name));
    return entry ? overOfText(entry.edit, op, target, name) : 0;
  }

  /** The entries on this text that wait for a choice. */
  contestedOn(op, target, name) {
    return this.contested().filter((entry) => touches(entry.edit, op, target, name));
  }

  /** What the server refused of this text, or with `add` of what was to go into this list. */
  refusedOn(op, target, name = "") {
    return this.refused.filter(({ edit }) => edit.op === op && edit.target === target && (edit.name ?? "") === name);
  }

  // what comes in

  /** A change of a text, based on what stood there before. */
  write(op, target, name, text, before) {
    const value = clean(text);
    const last = this.entries.findLast((each) => touches(each.edit, op, target, name)); // what the box shows
    if (last && !last.sent && !last.revision) {
      last.edit = changed(last.edit, op, target, name, value);
      last.over = overOf(last.edit);
    } else {
      this.enter({ id: newId("e"), op, target, name, value, base: digest(before) });
    }
    this.told({ op, target, name, value }, true);
  }

  /** A change of another kind; it leaves at once. */
  put(edit) {
    const whole = { id: newId("e"), ...edit };
    if (whole.op === "add") whole.value = whole.value.map(cleaned);
    this.enter(whole);
    this.told(whole);
  }

  /** A node goes with all below it, and with all that was still to be said and is seen on it. */
  remove(node) {
    const ids = new Set(idsIn([node]));
    const isIn = (each) => idsIn([each]).every((id) => ids.has(id));
    const unheard = new Set(); // what the server never hears of: an addition that is too long does not leave
    for (const entry of this.unsent().filter(({ edit, over }) => over && edit.op === "add")) {
      for (const id of idsIn(entry.edit.value.filter(isIn))) unheard.add(id);
      entry.edit = { ...entry.edit, id: newId("e"), value: entry.edit.value.filter((each) => !isIn(each)) };
      entry.over = overOf(entry.edit);
    }
    for (const entry of this.unsent()) {
      const { op, target, parent, value } = entry.edit;
      const moot =
        op === "add"
          ? value.every(isIn) && (!value.length || unheard.has(target))
          : unheard.has(target) || unheard.has(parent);
      if (moot || says(node, entry.edit)) this.drop(entry);
    }
    if (unheard.has(node.id)) this.told();
    else this.put({ op: "remove", target: node.id });
  }

  enter(edit) {
    this.entries.push({ edit, sent: false, over: overOf(edit) });
  }

  drop(entry) {
    this.entries = this.entries.filter((each) => each !== entry);
  }

  /** Choose between two texts: mine goes over theirs, or goes. */
  choose(entry, mine) {
    if (mine) {
      entry.edit = { ...entry.edit, id: newId("e"), base: digest(entry.theirs ?? "") };
      entry.theirs = undefined;
    } else {
      this.drop(entry);
    }
    this.told();
  }

  /** The user has read what could not be done. */
  dismiss(refused) {
    this.refused = this.refused.filter((each) => each !== refused);
    this.told();
  }

  // what the server says

  /** Its answers to a batch; one for an entry that is no longer here does nothing.
   *  @param {Entry[]} batch @param {Answer[]} answers */
  answered(batch, answers) {
    const byId = new Map(answers.map((answer) => [answer.id, answer]));
    for (const entry of batch) {
      const answer = byId.get(entry.edit.id ?? "");
      this.revision = Math.max(this.revision, answer?.revision ?? 0);
      if (!answer || !this.entries.includes(entry)) continue;
      if (answer.status === "saved") {
        entry.revision = answer.revision;
        this.savedAt = new Date(answer.at ?? "");
      } else if (answer.status === "conflict") {
        this.contest(entry, answer.theirs ?? "");
      } else {
        this.reject(entry, answer);
      }
    }
  }

  /** The text has changed under an edit: the box keeps its own, with all that was typed on it since, until somebody
   *  chooses. What was typed on another text than its own stays an entry of its own. */
  contest(entry, theirs) {
    let newest = entry.edit;
    for (const each of this.waiting().slice(this.waiting().indexOf(entry) + 1)) {
      if (!continues(each.edit, newest)) continue;
      newest = each.edit;
      this.drop(each);
    }
    if (newest.value === theirs) return this.drop(entry); // there is nothing to choose
    Object.assign(entry, { edit: { ...entry.edit, id: newId("e"), value: newest.value }, sent: false, theirs });
    entry.over = overOf(entry.edit);
  }

  /** What could not be done is told, with the words that somebody wrote in it; a removal of what is gone is as
   *  wished. */
  reject(entry, answer) {
    this.drop(entry);
    if (entry.edit.op === "remove" && answer.status === "gone") return;
    const mine = ownText(entry.edit);
    const why = answer.message ?? "请看一眼现在的内容，再试一次。";
    const message = mine ? why : `${UNDONE[entry.edit.op]}：${why}`;
    this.refused.push({ edit: entry.edit, answer: { ...answer, message, mine } });
  }

  // what is kept

  /** All that must outlive the page; null where there is nothing. */
  draft() {
    const drafts = this.waiting().map(({ edit, sent, over, theirs }) => ({ edit, sent, over, theirs }));
    return drafts.length || this.refused.length ? { drafts, refused: this.refused } : null;
  }

  /** A draft that was left behind: the server knows by their ids which of its edits it has already. It goes before what
   *  was typed here, which is later, and whose text stays under the hands. */
  takeOver({ drafts, refused }) {
    const known = new Set([...this.entries, ...this.refused].map(({ edit }) => edit.id));
    const isNew = ({ edit }) => !known.has(edit.id);
    this.entries.unshift(...drafts.filter(isNew));
    this.refused.unshift(...refused.filter(isNew));
    this.told();
  }
}
