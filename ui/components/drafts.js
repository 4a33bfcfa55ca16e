// Drafts: what is not committed, mirrored in localStorage by role and tab, so that it outlives page and server.

import { newId } from "./tree.js";

const PREFIX = "rolesmith.draft.";
const TAB = "rolesmith.tab";
const ABANDONED = 600_000; // ms without a sign of life, where the browser cannot tell which tabs are open

const tab = takeTab();
navigator.locks?.request(TAB + tab, () => new Promise(() => {})); // held for as long as this page lives

/** This tab's name: kept over a refresh, never shared with a duplicate of the tab. */
function takeTab() {
  let name;
  try {
    name = sessionStorage.getItem(TAB);
    sessionStorage.removeItem(TAB);
  } catch { /* storage is switched off */ }
  return name || newId("t");
}

/** The page goes away; should it come back, it is the same tab. */
export function nameTab() {
  try {
    sessionStorage.setItem(TAB, tab);
  } catch { /* storage is switched off */ }
}

export function unnameTab() {
  try {
    sessionStorage.removeItem(TAB);
  } catch { /* storage is switched off */ }
}

/** Keep a role's draft, or drop it where there is none; whether this device has it now. */
export function keepDraft(role, draft) {
  const key = `${PREFIX}${role}.${tab}`;
  try {
    if (draft) localStorage.setItem(key, JSON.stringify({ at: Date.now(), ...draft }));
    else localStorage.removeItem(key);
    return true;
  } catch {
    return false; // full or switched off
  }
}

/** What this tab has left of a role before a refresh. */
export function ownDraft(role) {
  return read(`${PREFIX}${role}.${tab}`);
}

/** Hand over what tabs that are gone have left of a role, each draft once. */
export async function takeAbandoned(role, take) {
  for (const key of keysOf(role)) {
    const owner = key.slice(`${PREFIX}${role}.`.length);
    if (owner === tab) continue;
    await whileGone(owner, read(key), () => {
      const draft = read(key);
      if (!draft) return;
      take(draft);
      localStorage.removeItem(key);
    });
  }
}

async function whileGone(owner, draft, act) {
  if (navigator.locks) await navigator.locks.request(TAB + owner, { ifAvailable: true }, (lock) => lock && act());
  else if (draft && Date.now() - draft.at > ABANDONED) act();
}

function keysOf(role) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(`${PREFIX}${role}.`));
  } catch {
    return [];
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null; // not ours, or damaged
  }
}
