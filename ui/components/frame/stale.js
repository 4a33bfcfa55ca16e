// @ts-check
// While a section is shown ahead of the page that it is on: what is still of the page before does not stand around it,
// and the browser's history names no page that one does not see.

import { isAway } from "./connection.js";
import { awaited, pathOf } from "./redraw.js";
import { isFootStale, STALE } from "./streamlit.js";

/** Hide what is of the page before until all of this one is drawn; the foot comes last. See shell.css. Returns how to
 *  stop. */
export function hideStale(drawn) {
  const { documentElement, body } = document;
  const come = () => documentElement.toggleAttribute("data-turning", !drawn || isFootStale());
  const watch = new MutationObserver(() => come() || watch.disconnect());
  if (come() && drawn) watch.observe(body, { subtree: true, childList: true, attributeFilter: [STALE] });
  return () => {
    watch.disconnect();
    documentElement.removeAttribute("data-turning");
  };
}

/** @type {Record<string, unknown>} */
let ours = {};

/** The pages, by address, that the editor shows by itself. Returns how to stop. */
export function keepHistoryOf(pages) {
  ours = pages;
  return () => {
    ours = {};
  };
}

/** What is shown has its place in the history, so that Back leads to what was shown before. */
export function enterHistory(address) {
  if (pathOf(window.location) !== address) window.history.pushState({}, "", address + window.location.search);
}

// Streamlit puts each page into the history when it begins to draw it. While a section is awaited, it names none of the
// others, which were left again. (A browser without the Navigation API keeps them as further steps back.)
window.navigation?.addEventListener("navigate", (event) => {
  const path = pathOf({ href: event.destination.url });
  const { address } = awaited;
  const another = address !== null && address in ours && path in ours && path !== address;
  if (another && event.navigationType === "push" && event.destination.sameDocument && !isAway()) event.preventDefault();
});
