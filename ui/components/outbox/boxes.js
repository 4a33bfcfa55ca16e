// @ts-check
// The outboxes of this page: one a role, shared by all components.

import { Drafts } from "./drafts.js";
import { Outbox } from "./outbox.js";
import { post } from "./post.js";
import { nameTab, tab, unnameTab } from "./tab.js";

const boxes = new Map();
const watchers = new Set();
const world = {
  post,
  drafts: new Drafts({ tab, storage: () => localStorage, locks: navigator.locks, now: Date.now }),
  timers: {
    setTimeout: (act, delay) => setTimeout(act, delay),
    clearTimeout: (timer) => clearTimeout(timer),
    setInterval: (act, delay) => setInterval(act, delay),
  },
  committed: (commit) => {
    for (const watcher of [...watchers]) watcher(commit);
  },
};

/** The outbox of a role. */
export function outboxOf(role) {
  if (!boxes.has(role)) boxes.set(role, new Outbox(role, world));
  return boxes.get(role);
}

/** Where the shop's own facts and its people lie, beside the roles. */
export const FACTS = "facts";
export const PEOPLE = "people";

/** The outboxes that a page about a role writes to: the role's and the shop's. */
export function boxesFor(role) {
  return role === FACTS ? [outboxOf(FACTS)] : [outboxOf(role), outboxOf(FACTS)];
}

/** Commit all that was typed; false where something could not be. */
export async function flushAll(role) {
  const done = await Promise.all(boxesFor(role).map((box) => box.flush()));
  return done.every(Boolean);
}

/** Calls back whenever something was committed, with {role, revision, paper, plain}. `paper` is as the server drew it
 *  then: {html, revision, facts, progress}; `plain` says that nothing but texts written here has changed since the
 *  last time. Returns how to stop. */
export function watchCommits(watcher) {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
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
