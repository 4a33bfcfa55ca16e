// @ts-check
// What we rely on in Streamlit's own page. Nothing else of ours looks into it; frame/shell.css dresses the same
// elements, server/index_page.py and server/preload.py read the page and the scripts that Streamlit comes with.
// tests/test_frame.py has a test for each line, so that another Streamlit fails there and not somewhere else.
//
//   the app says whether it is connected          connection.js     [data-testid=stApp], data-test-connection-state
//   what it says in a window lies in the body     connection.js     [role=dialog]; its last button shuts it
//   one element scrolls, and grows by its child   scrolling.js      [data-testid=stMain]
//   and takes the keyboard                        page.js           #stMain
//   with a ring of its own within it              shell.css         #stMain::before
//   links at the side name their pages            page.js           [data-testid=stSidebar] a
//   the side can be folded                        sidebar.js        [data-testid=stSidebarCollapseButton] button
//   and says whether it is                        shell.css         data-collapsed
//   English words that no setting changes         words.js          aria-label, title, [data-testid=stSkipToContent]
//   what is of the page before is marked          stale.js          [data-stale=true]
//   a key of ours becomes a class                 stale.js          .st-key-…
//   a page enters the history when it is drawn    stale.js          history.pushState, once a page
//   a role enters it before the page that shows it  page.js       history.pushState, the same page with ?role=
//   its index page, word for word                 index_page.py     <html lang="en">, <title>, </head>, <noscript>
//   its first element looks who has started it    app.py            _use_warning_has_been_displayed
//   a script an element, its name with a hash     preload.py        static/js/<Element>.<hash>.js

/** @returns {any} */
const find = (selector) => document.querySelector(selector);

export const CONNECTION = "data-test-connection-state";
export const STALE = "data-stale";
export const SKIP = "[data-testid=stSkipToContent]";

/** Whether Streamlit's socket is open, in its own word; INITIAL before there is one. */
export const connection = () => find("[data-testid=stApp]")?.getAttribute(CONNECTION) ?? "INITIAL";
/** A window that lies in what was added, or null. */
export const dialogIn = (added) => (added.matches("[role=dialog]") ? added : added.querySelector("[role=dialog]"));
export const isInDialog = (element) => element.closest("[role=dialog]") !== null;
export const shutDialog = (dialog) => dialog.querySelector("button:last-of-type")?.click();
/** The element that scrolls. */
export const main = () => find("[data-testid=stMain]");
export const content = () => main()?.firstElementChild;
/** Lead the keyboard to the start of the page; `data-led` says that nobody went there. */
export function focusMain() {
  const start = document.getElementById("stMain");
  if (!start) return;
  start.dataset.led = "";
  start.addEventListener("blur", () => delete start.dataset.led, { once: true });
  start.focus({ preventScroll: true });
}
export const sideLinks = () => document.querySelectorAll("[data-testid=stSidebar] a");
export const foldSide = () => find("[data-testid=stSidebarCollapseButton] button")?.click();
/** Whether the foot, which is drawn last, is still that of the page before. */
export const isFootStale = () => find(`.st-key-foot [${STALE}=true]`) !== null;
