// @ts-check
// What Streamlit's page lacks, from its head on: Chinese words, the mark of the link that leads here, a place for the
// keyboard when the page turns, and one step in the history for a page.

import { turned } from "./scrolling.js";
import { focusMain, sideLinks } from "./streamlit.js";
import { ATTRIBUTES, translate } from "./words.js";

/** Which of the links in the sidebar is this page's; Streamlit shows it by colour alone. */
function markHere() {
  for (const link of sideLinks()) {
    const path = (link.getAttribute("href") ?? "").replace(/\?.*|^\.?\/|\/$/g, "");
    link.ariaCurrent = path === window.location.pathname.slice(1) ? "page" : null;
  }
}

/** @type {Element | null} */
let focused = null;
document.addEventListener("focusin", (event) => {
  focused = /** @type {Element} */ (event.composedPath()[0]);
});

/** Where the page took away what had the focus, the keyboard goes on from the start of the page's own part. */
function keepFocus() {
  if (!focused || focused.isConnected || document.activeElement !== document.body) return;
  focused = null;
  focusMain();
}

const roleIn = (address) => new URL(address).searchParams.get("role");

/** Where a page without a role leads to one with it, Streamlit first puts that role beside the page that is left, and
 *  then the page: Back would lead there. */
const isHalfway = ({ destination: { url } }) =>
  new URL(url).pathname === window.location.pathname && roleIn(url) !== null && roleIn(window.location.href) === null;

/** Where Back leads to a page that it knows no longer, it shows 我的岗位, which is about no role; shell.py turns on. */
const isForgotten = ({ destination: { url } }) => new URL(url).pathname === "/" && roleIn(url) !== null;

// (A browser without the Navigation API keeps both.)
window.navigation?.addEventListener("navigate", (event) => {
  if (event.navigationType === "push" && event.destination.sameDocument && (isHalfway(event) || isForgotten(event)))
    event.preventDefault();
});

new MutationObserver((changes) => {
  for (const { target, addedNodes } of changes) {
    translate(target);
    for (const added of addedNodes) if (added.nodeType === Node.ELEMENT_NODE) translate(added, true);
  }
  turned();
  markHere();
  keepFocus();
}).observe(document.body, { subtree: true, childList: true, attributeFilter: [...ATTRIBUTES, "class"] });
