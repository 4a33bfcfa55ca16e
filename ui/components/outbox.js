// Outbox: everything typed and not yet acknowledged, for one role. One instance a role and page, shared by all components.
// Kept on the device until the server says that it is committed; survives page changes, refresh and a dead server.

import { keepDraft, nameTab, ownDraft, takeAbandoned, unnameTab } from "./drafts.js";
import { TEXT_LIMIT, TITLE_LIMIT } from "./limits.js";
import { clean, digest, lengthOf } from "./text.js";
import { find, idsIn, newId } from "./tree.js";

const PAUSE = 300; // ms after the last key
const RETRY = 1500; // ms after a failure
const ANSWER = 20_000; // ms that an answer may take; then the server hangs
const SIGN_OF_LIFE = 30_000; // ms
const BATCH_LIMIT = 500_000; // characters of JSON in one request
const KEEPALIVE_LIMIT = 60_000; // bytes; browsers refuse more than 64 KB

const boxes = new Map();
const watchers = new Set();

/** The outbox of a role. */
export function outboxOf(role) {
  if (!boxes.has(role)) boxes.set(role, new Outbox(role));
  return boxes.get(role);
}

/** Where the shop's own facts lie, beside the roles. */
export const FACTS = "facts";

/** The outboxes that a page about a role writes to: the role's and the shop's. */
export function boxesFor(role) {
  return role === FACTS ? [outboxOf(FACTS)] : [outboxOf(role), outboxOf(FACTS)];
}

/** Commit all that was typed; false where something could not be. */
export async function flushAll(role) {
  const done = await Promise.all(boxesFor(role).map((box) => box.flush()));
  return done.every(Boolean);
}

/** Calls back whenever something was committed, with {role, revision, paper, plain}. `paper` is as the server drew it then:
 *  {html, revision, facts, progress}; `plain` says that nothing but texts written here has changed since the last time.
 *  Returns how to stop. */
export function watchCommits(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** An entry waits for its acknowledgement:
 *  edit       what is to be done
 *  sent       it may have reached the server, so it is never changed again
 *  over       by how many characters a text in it is too long; then it waits for the user
 *  theirs     what stands there now, where that has changed since; then it waits for the user's choice
 *  revision   once it is committed; it goes when the page has drawn that revision */
class Outbox {
  constructor(role) {
    this.role = role;
    this.entries = [];
    this.refused = []; // {edit, answer}: what the server could not do; nothing of it is dropped unasked
    this.revision = 0;
    this.savedAt = null;
    this.message = "";
    this.kept = true;
    this.composing = false;
    this.sending = null;
    this.unanswered = null; // the batch that was sent last, until it is answered
    this.listeners = new Set();
    this.takeOver(ownDraft(role));
    this.lookAround();
    setInterval(() => {
      if (this.waiting().length || this.refused.length) this.keep();
      this.lookAround();
    }, SIGN_OF_LIFE);
  }

  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  notify(edit) {
    for (const listener of [...this.listeners]) listener(edit);
  }

  // what is there

  /** Entries that the server has not committed. */
  waiting() {
    return this.entries.filter((entry) => !entry.revision);
  }

  /** Those of them that can go: none that waits for the user, and none inside of one that does. */
  ready() {
    const open = this.waiting();
    const inside = new Set(open.filter((entry) => entry.over && entry.edit.op === "add").flatMap((entry) => idsIn(entry.edit.value)));
    return open.filter(({ edit, over, theirs }) => !over && theirs === undefined && !inside.has(edit.target) && !inside.has(edit.parent));
  }

  overlong() {
    return this.entries.filter((entry) => entry.over);
  }

  contested() {
    return this.entries.filter((entry) => entry.theirs !== undefined);
  }

  get state() {
    if (this.message) return "trouble";
    if (this.contested().length || this.refused.length) return "choose";
    if (this.overlong().length) return "held";
    return this.waiting().length ? "saving" : "saved";
  }

  /** The server's tree at `revision` with all that it does not hold yet laid over it. */
  over(tree, revision, apply) {
    return this.entries.filter((entry) => !(entry.revision <= revision)).reduce((now, entry) => apply(now, entry.edit), tree);
  }

  /** The page has drawn this revision: what it holds need not be laid over any more. */
  seen(revision) {
    this.entries = this.entries.filter((entry) => !(entry.revision <= revision));
    this.revision = Math.max(this.revision, revision);
  }

  /** How many entries are committed that the page has not drawn yet. */
  undrawn() {
    return this.entries.length - this.waiting().length;
  }

  /** All that is said under texts, and of what. */
  troubles() {
    return [...this.overlong(), ...this.contested()].flatMap(({ edit, over, theirs }) => [edit, over, theirs]);
  }

  /** By how many characters the text aimed at is too long; 0 where it is not. */
  overBy(op, target, name) {
    return this.overlong().find((entry) => touches(entry.edit, op, target, name))?.over ?? 0;
  }

  /** The entry on this text that waits for a choice. */
  contestedOn(op, target, name) {
    return this.contested().find((entry) => touches(entry.edit, op, target, name));
  }

  // what comes in

  /** A change of a text, based on what stood there before. */
  write(op, target, name, text, before) {
    const value = clean(text);
    const entry = this.entries.findLast((each) => !each.sent && !each.revision && touches(each.edit, op, target, name));
    if (entry) {
      entry.edit = changed(entry.edit, target, name, value);
      entry.over = overOf(entry.edit);
    } else {
      this.enter({ id: newId("e"), op, target, name, value, base: digest(before) });
    }
    this.keep();
    this.notify({ op, target, name, value });
    this.schedule(PAUSE);
  }

  /** A change of another kind; it leaves at once. */
  put(edit) {
    const whole = { id: newId("e"), ...edit };
    if (whole.op === "add") whole.value = whole.value.map((node) => ("text" in node ? { ...node, text: clean(node.text) } : node));
    this.enter(whole);
    this.keep();
    this.notify(whole);
    this.schedule(0);
  }

  /** A node goes with all below it (`ids`), and with all that was still to be said of it. */
  remove(target, ids) {
    const gone = new Set(ids);
    let known = true;
    for (const entry of this.waiting().filter((each) => !each.sent)) {
      if (entry.edit.op === "add") {
        const value = entry.edit.value.filter((node) => !gone.has(node.id));
        known &&= value.length === entry.edit.value.length;
        entry.edit = { ...entry.edit, id: newId("e"), value };
        entry.over = overOf(entry.edit);
      }
      if (gone.has(entry.edit.target) || (entry.edit.op === "add" && !entry.edit.value.length)) {
        this.entries = this.entries.filter((each) => each !== entry);
      }
    }
    if (known) this.put({ op: "remove", target });
    else {
      this.keep(); // the server never heard of it
      this.notify();
    }
  }

  enter(edit) {
    this.entries.push({ edit, sent: false, over: overOf(edit) });
  }

  /** Choose between two texts: mine goes over theirs, or goes. */
  choose(entry, mine) {
    if (mine) {
      entry.edit = { ...entry.edit, id: newId("e"), base: digest(entry.theirs) };
      entry.theirs = undefined;
    } else {
      this.entries = this.entries.filter((each) => each !== entry);
    }
    this.keep();
    this.notify();
    this.schedule(0);
  }

  /** The user has read what could not be done. */
  dismiss(refused) {
    this.refused = this.refused.filter((each) => each !== refused);
    this.keep();
    this.notify();
  }

  // what goes out

  schedule(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), delay);
  }

  /** Send what is ready. One request at a time, so that edits arrive in order. */
  send() {
    clearTimeout(this.timer);
    if (this.composing) return Promise.resolve(false);
    this.sending ??= this.post().finally(() => {
      this.sending = null;
      if (!this.message && this.ready().length) this.schedule(0);
    });
    return this.sending;
  }

  async post() {
    // A batch that was not answered goes again as it was: until then it is unknown what the server has of it.
    const batch = this.unanswered ?? this.batch();
    if (!batch.length) return true;
    this.unanswered = batch;
    for (const entry of batch) entry.sent = true;
    let response;
    try {
      response = await this.request(batch, { signal: AbortSignal.timeout(ANSWER) });
    } catch {
      return this.failed("连不上服务器");
    }
    const body = await response.json().catch(() => ({}));
    if (response.status === 404 || response.status === 413) return this.refuse(batch, body.message);
    if (!response.ok) return this.failed(body.message ?? "没有保存成功，正在重试");
    this.message = "";
    this.answered(batch, body.answers, body.paper);
    return true;
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

  request(batch, options) {
    return fetch(`/roles/${encodeURIComponent(this.role)}/edits`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-rolesmith": "1" },
      body: JSON.stringify({ edits: batch.map((entry) => entry.edit) }),
      ...options,
    });
  }

  failed(message) {
    this.keep();
    this.message = `${message}，${this.kept ? "写的内容先留在这台设备上" : "请不要关掉这个页面"}`;
    this.notify();
    this.schedule(RETRY);
    return false;
  }

  /** The role is gone, or one edit is too large to travel: what was written stays in view. */
  refuse(batch, message) {
    this.unanswered = null;
    this.message = "";
    for (const entry of batch) this.reject(entry, { status: "gone", message, mine: ownText(entry.edit) });
    this.keep();
    this.notify();
    return false;
  }

  answered(batch, answers, paper) {
    this.unanswered = null;
    const before = this.revision;
    const byId = new Map(answers.map((answer) => [answer.id, answer]));
    for (const entry of batch) {
      const answer = byId.get(entry.edit.id);
      if (!answer) continue;
      this.revision = Math.max(this.revision, answer.revision ?? 0);
      if (answer.status === "saved") {
        entry.revision = answer.revision;
        this.savedAt = new Date(answer.at);
      } else if (answer.status === "conflict") {
        this.contest(entry, answer.theirs ?? "");
      } else {
        this.reject(entry, answer);
      }
    }
    this.keep();
    this.notify();
    const alone = this.revision === before + batch.length; // each edit that is saved makes one revision
    const plain = alone && batch.every(({ edit, revision }) => revision && writes(edit));
    for (const watcher of [...watchers]) watcher({ role: this.role, revision: this.revision, paper, plain });
  }

  /** The text has changed under an edit: the box keeps its own, with all that was typed since, until somebody chooses. */
  contest(entry, theirs) {
    const { op, target, name } = entry.edit;
    const later = this.waiting().filter((each) => each !== entry && touches(each.edit, op, target, name));
    const newest = later.at(-1) ?? entry;
    entry.edit = { ...entry.edit, id: newId("e"), value: newest.edit.value };
    entry.over = overOf(entry.edit);
    entry.sent = false;
    entry.theirs = theirs;
    this.entries = this.entries.filter((each) => !later.includes(each));
  }

  reject(entry, answer) {
    this.entries = this.entries.filter((each) => each !== entry);
    const mine = ownText(entry.edit);
    if (answer.status !== "refused" || mine) this.refused.push({ edit: entry.edit, answer: { mine, ...answer } });
  }

  /** Resolves once all is committed: true; or false where something could not be. */
  async flush() {
    this.composing = false;
    for (let round = 0; round < 50 && this.ready().length; round++) {
      if (!(await this.send())) return false;
    }
    return !this.waiting().length;
  }

  /** The page goes away: send what is left so that it arrives without us. */
  leave() {
    const batch = this.ready();
    if (!batch.length) return;
    for (const entry of batch) entry.sent = true;
    this.keep();
    const size = new Blob([JSON.stringify(batch)]).size;
    this.request(batch, { keepalive: size < KEEPALIVE_LIMIT }).catch(() => {});
    this.schedule(PAUSE); // should the page stay, it still wants the answer
  }

  // what is kept

  keep() {
    const drafts = this.waiting().map(({ edit, sent, over, theirs }) => ({ edit, sent, over, theirs }));
    this.kept = keepDraft(this.role, drafts.length || this.refused.length ? { drafts, refused: this.refused } : null);
  }

  /** A draft that was left behind: the server knows by their ids which of its edits it has already. */
  takeOver(draft) {
    if (!draft) return;
    this.entries.push(...(draft.drafts ?? []));
    this.refused.push(...(draft.refused ?? []));
    this.keep();
    this.notify();
    this.schedule(0);
  }

  lookAround() {
    takeAbandoned(this.role, (draft) => this.takeOver(draft));
  }
}

const limitOf = (name) => (["title", "mark"].includes(name) ? TITLE_LIMIT : TEXT_LIMIT);

/** By how many characters the longest text of an edit is too long. */
function overOf({ op, name, value }) {
  if (op === "add") return value.reduce((most, node) => Math.max(most, overIn(node)), 0);
  return typeof value === "string" ? Math.max(0, lengthOf(value) - (op === "set" ? limitOf(name) : TEXT_LIMIT)) : 0;
}

function overIn(node) {
  const own = ["title", "text", "mark"].map((name) => lengthOf(node[name] ?? "") - limitOf(name));
  return (node.children ?? []).reduce((most, child) => Math.max(most, overIn(child)), Math.max(0, ...own));
}

/** Whether an edit changes a line's text or a blank, and nothing of what stands where. */
const writes = ({ op, name }) => op === "fill" || (op === "set" && name === "text");

/** Whether an edit says this text: by itself, or within the nodes that it adds. */
function touches(edit, op, target, name) {
  if (edit.op === "add") return op === "set" && Boolean(find({ id: "", children: edit.value }, target));
  return edit.op === op && edit.target === target && edit.name === name && typeof edit.value === "string";
}

/** An edit that has not left yet with another text, and with another id, since it says something else now. */
function changed(edit, target, name, text) {
  const within = (node) => (node.id === target ? { ...node, [name]: text } : { ...node, children: node.children?.map(within) });
  return { ...edit, id: newId("e"), value: edit.op === "add" ? edit.value.map(within) : text };
}

function ownText(edit) {
  if (typeof edit.value === "string") return edit.value;
  return Array.isArray(edit.value) ? edit.value.map((node) => node.text ?? "").join("\n") : "";
}

window.addEventListener("pagehide", () => {
  nameTab();
  for (const box of boxes.values()) box.leave();
});
window.addEventListener("pageshow", unnameTab);
window.addEventListener("online", () => {
  for (const box of boxes.values()) if (box.ready().length) box.send();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") for (const box of boxes.values()) box.leave();
});
