// @ts-check
// Advice: what there is to say of a role, asked for behind every commit and told when it can do no harm: what is drawn
// below a line moves the lines behind it.

import { whenCalm } from "../frame/redraw.js";
import { FACTS, watchCommits } from "../outbox/boxes.js";
import { ask, post } from "./files.js";
import { keyOf } from "./tree.js";

const PAUSE = 400; // ms after a commit

const counsels = new Map();

/** The advice on a role; one instance a role and page, shared by all components. */
export function adviceOn(role) {
  if (!counsels.has(role)) counsels.set(role, new Advice(role));
  return counsels.get(role);
}

class Advice {
  constructor(role) {
    this.role = role;
    this.findings = [];
    this.byText = new Map();
    this.listeners = new Set();
    watchCommits((commit) => {
      if (commit.role === role || commit.role === FACTS) this.lookSoon();
    });
    this.lookSoon();
  }

  subscribe(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  lookSoon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), PAUSE);
  }

  async look() {
    const answer = await ask(`/roles/${encodeURIComponent(this.role)}/advice`)
      .then((response) => response.json())
      .catch(() => null);
    if (!answer) return; // another time
    this.stop?.();
    this.stop = whenCalm(() => {
      this.findings = answer.findings;
      this.byText = Map.groupBy(
        answer.findings.filter((each) => each.node),
        (each) => keyOf(each.node, each.name),
      );
      for (const listener of [...this.listeners]) listener();
    });
  }

  /** What there is to say of a text of a node. */
  on(node, name) {
    return this.byText.get(keyOf(node, name)) ?? [];
  }

  /** Hear no more of a rule in this shop, or hear of it again. */
  async switch(rule, on) {
    await post("/advice", { rule, on });
    await this.look();
  }
}
