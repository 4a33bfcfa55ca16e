// @ts-check
// Where the page stands: at its top when one turns to it, where one was when Back or Forward leads to it; and what one
// opens on it comes into view. It is drawn piece by piece: it is held at its place until somebody moves it.

import { content, main } from "./streamlit.js";

const COVERED = "72px 0 92px"; // by the bar above and the steps below; editor.css has the same
const ACTS = ["wheel", "touchmove", "pointerdown", "keydown"];

const left = new Map(); // how far down each entry of the browser's history was left
let here = entry();
let back = false; // the history led here, not a link
/** @type {{stand: () => unknown, restoring: boolean} | null} */
let hold = null; // {stand, restoring}: what brings the page to its place
let form = 0; // on a narrow screen: how far down the form was when the document took its place
const growing = new ResizeObserver(() => hold?.stand());

/** The entry of the history that is shown; where the browser does not tell, its address. */
function entry() {
  return window.navigation?.currentEntry?.key ?? window.location.href;
}

function keep(stand, restoring) {
  hold = { stand, restoring };
  stand();
  growing.disconnect();
  const panel = content();
  if (panel) growing.observe(panel);
}

function release() {
  hold = null;
  growing.disconnect();
}

/** Another page begins where the address has become another one. */
export function turned() {
  if (entry() === here) return;
  here = entry();
  form = 0;
  const place = back ? (left.get(here) ?? 0) : 0;
  back = false;
  release();
  if (place) keep(() => main()?.scrollTo(0, place), true);
  else main()?.scrollTo(0, 0);
}

/** What was opened comes into view with all that it is still to hold; a panel higher than the window, with its head.
 *  `block` is where it then stands: "nearest" moves no more than it must. */
export function reveal(panel, block = "nearest") {
  if (!panel) return;
  panel.style.scrollMargin = COVERED;
  requestAnimationFrame(() => keep(() => panel.isConnected && panel.scrollIntoView({ block }), false));
}

/** On a narrow screen the document takes the place of the form, or gives it back: the one begins at its top, the other
 *  stands where it was. */
export function turnOver(toPaper, show) {
  if (toPaper) form = main().scrollTop;
  show();
  main().scrollTo(0, toPaper ? 0 : form);
}

/** Scroll by so many pixels; whether that moved anything. */
export function scrollBy(distance) {
  const before = main()?.scrollTop;
  main()?.scrollBy(0, distance);
  return main()?.scrollTop !== before;
}

window.addEventListener("popstate", () => {
  back = true;
  turned();
});
document.addEventListener(
  "scroll",
  ({ target }) => {
    if (target !== main()) return;
    turned();
    if (!hold?.restoring) left.set(here, main().scrollTop);
  },
  { capture: true, passive: true },
);
for (const act of ACTS) document.addEventListener(act, release, { capture: true, passive: true });
document.addEventListener("click", (event) => {
  const path = /** @type {HTMLElement[]} */ (event.composedPath());
  const details = /** @type {HTMLDetailsElement} */ (path.find((node) => node.matches?.("summary"))?.parentElement);
  if (details) setTimeout(() => details.open && reveal(details));
});
