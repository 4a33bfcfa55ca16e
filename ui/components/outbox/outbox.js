// @ts-check
// Outbox: everything typed and not yet acknowledged, for one role: its queue, sent when the time is right, and kept on
// the device until the server says that it is committed; it survives page changes, refresh and a dead server.

import { writes } from "./edits.js";
import { Queue } from "./queue.js";

const PAUSE = 300; // ms after the last key
const RETRY = 1500; // ms after a failure
const SIGN_OF_LIFE = 30_000; // ms
const TOO_LARGE = "这一次的内容太多，没有保存；您写的留在下面，可以复制出来，分几次放进去。";

export class Outbox extends Queue {
  /** What it needs of the world: `post` is the way to the server, `drafts` keeps on the device, `timers` are the
   *  clock's; `committed` hears of each answer. */
  constructor(role, { post, drafts, timers, committed }) {
    super((edit, soon) => {
      this.keep();
      this.notify(edit);
      this.schedule(soon ? PAUSE : 0);
    });
    this.role = role;
    this.post = post;
    this.drafts = drafts;
    this.timers = timers;
    this.committed = committed;
    this.message = "";
    this.kept = true;
    this.composing = false;
    this.sending = null;
    this.unanswered = null; // the batch that was sent last, until it is answered
    this.listeners = new Set();
    const draft = drafts.own(role);
    if (draft) this.takeOver(draft);
    this.lookAround();
    timers.setInterval(() => {
      if (this.draft()) this.keep();
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

  get state() {
    if (this.message) return "trouble";
    if (this.contested().length || this.refused.length) return "choose";
    if (this.overlong().length) return "held";
    return this.waiting().length ? "saving" : "saved";
  }

  schedule(delay) {
    this.timers.clearTimeout(this.timer);
    this.timer = this.timers.setTimeout(() => this.send(), delay);
  }

  /** Send what is ready. One request at a time, so that edits arrive in order. */
  send() {
    this.timers.clearTimeout(this.timer);
    if (this.composing) return Promise.resolve(false);
    this.sending ??= this.exchange().finally(() => {
      this.sending = null;
      if (!this.message && this.ready().length) this.schedule(0);
    });
    return this.sending;
  }

  async exchange() {
    // A batch that was not answered goes again as it was: until then it is unknown what the server has of it.
    const batch = this.unanswered ?? this.batch();
    if (!batch.length) return true;
    this.unanswered = batch;
    for (const entry of batch) entry.sent = true;
    this.keep();
    let said;
    try {
      said = await this.post(
        this.role,
        batch.map((entry) => entry.edit),
      );
    } catch {
      return this.failed("连不上服务器");
    }
    if (said.status === 413 || (said.status === 404 && said.message))
      return this.refuse(batch, said.message ?? TOO_LARGE);
    if (!said.ok || !said.answers) return this.failed(said.message ?? "没有保存成功，正在重试");
    this.unanswered = null;
    this.message = "";
    const before = this.revision;
    this.answered(batch, said.answers);
    this.keep();
    this.notify();
    const alone = this.revision === before + batch.length; // each edit that is saved makes one revision
    const plain = alone && batch.every(({ edit, revision }) => revision && writes(edit));
    this.committed({ role: this.role, revision: this.revision, paper: said.paper, plain });
    return true;
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
    for (const entry of batch) this.reject(entry, { status: "gone", message });
    this.keep();
    this.notify();
    return false;
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
    this.post(
      this.role,
      batch.map((entry) => entry.edit),
      { parting: true },
    ).catch(() => {});
    this.schedule(PAUSE); // should the page stay, it still wants the answer
  }

  keep() {
    this.kept = this.drafts.keep(this.role, this.draft());
  }

  lookAround() {
    this.drafts.takeAbandoned(this.role, (draft) => {
      this.takeOver(draft);
      return this.kept;
    });
  }
}
