// @ts-check
// While Streamlit's socket or the network is away: one quiet line in Chinese. What is typed goes its own way
// (outbox.js) and waits on this device. Streamlit's own window about it is in English and takes the caret away: it is
// shut at once.

import { CONNECTION, connection, dialogIn, isInDialog, shutDialog } from "./streamlit.js";

const PATIENCE = 1000; // ms: a server that answers by then was never away
const WORDS = {
  TRYING: "正在重新连接…写的都留在这台设备上，连上后自动保存",
  DISCONNECTED_FOREVER: "连接断了，请刷新页面；写的都留在这台设备上", // Streamlit has given up
};

const line = Object.assign(document.createElement("div"), { id: "away", role: "status" });
document.body.append(line);
/** @type {number | undefined} */
let timer;

export const isAway = () => !navigator.onLine || !["CONNECTED", "INITIAL"].includes(connection());

const watchers = new Set();
let was = isAway();

/** Hear when the connection goes, and when it is back. Returns how to stop it. */
export const coming = {
  subscribe(hear) {
    watchers.add(hear);
    return () => watchers.delete(hear);
  },
};

function look() {
  if (was !== isAway()) {
    was = !was;
    for (const hear of watchers) hear();
  }
  if (!isAway()) {
    clearTimeout(timer);
    timer = undefined;
    line.textContent = "";
  } else if (line.textContent) say();
  else timer ??= setTimeout(say, PATIENCE);
}

function say() {
  line.textContent = WORDS[connection()] ?? WORDS.TRYING;
}

/** @type {HTMLElement | null} */
let field = null; // where the caret was last
/** @type {HTMLElement | null} */
let robbed = null; // the field that Streamlit's window took it from, until the visitor goes elsewhere

/** Shut a window that opened while the connection is away; the caret goes back, however often it is taken. */
function shut(added) {
  const dialog = dialogIn(added);
  if (!dialog || !isAway()) return;
  robbed = field;
  shutDialog(dialog);
  setTimeout(giveBack); // where the window goes without putting the caret anywhere
}

function giveBack() {
  if (robbed?.isConnected && !robbed.matches(":focus")) robbed.focus({ preventScroll: true });
}

document.addEventListener("focusin", (event) => {
  const at = /** @type {HTMLElement} */ (event.composedPath()[0]);
  if (isInDialog(at)) return;
  // The window's way out leads to the page as a whole, not into a field.
  if (robbed?.isConnected) giveBack();
  else field = at;
});
document.addEventListener(
  "pointerdown",
  () => {
    robbed = null;
  },
  true,
);
document.addEventListener(
  "keydown",
  ({ key }) => {
    if (["Tab", "Enter"].includes(key)) robbed = null;
  },
  true,
);

new MutationObserver(look).observe(document.body, { subtree: true, attributeFilter: [CONNECTION] });
new MutationObserver((changes) => {
  for (const { addedNodes } of changes)
    for (const added of addedNodes) if (added.nodeType === Node.ELEMENT_NODE) shut(added);
}).observe(document.body, { childList: true });
for (const event of ["online", "offline"]) window.addEventListener(event, look);
