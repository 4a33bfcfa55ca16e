// @ts-check
// Asking Streamlit for a fresh drawing, at a time when it can do no harm: a run that is asked for between a press
// and its click, or right behind a click on a link, is a run of the old page, and the click is lost.

const QUIET = 250; // ms after a click
const TURNING = 20_000; // ms that a page may take to turn, on a busy machine or over bad Wi-Fi
const SENDING = 100; // ms that what was asked for may take to leave; a click on a link waits for it
const PRESS = 5000; // ms after which a press whose end we never saw is over

let pressedAt = 0;
let clickedAt = 0;
let askedAt = 0; // when a drawing was asked for last
/** @type {{to: string, role: string | null} | null} */
let at = null; // {to, role}: the page that was drawn last, by its address
/** @type {{to: string, role: string | null, since: number} | null} */
let turning = null; // {to, role, since}: the page that was asked for and is not drawn yet
let stop = () => {};
const watchers = new Set();

/** The page that was asked for and is not drawn yet. */
export const awaited = {
  /** Its address, or null. */
  get address() {
    return turning && since(turning.since) <= TURNING ? turning.to : null;
  },
  /** Hear when that changes. Returns how to stop it. */
  subscribe(hear) {
    watchers.add(hear);
    return () => watchers.delete(hear);
  },
};
function tell() {
  for (const hear of watchers) hear();
}

const since = (moment) => Date.now() - moment;
/** The last part of an address, which names the page. */
export const pathOf = (link) => new URL(link.href).pathname.split("/").at(-1) ?? "";
const roleOf = (link) => new URL(link.href).searchParams.get("role");

document.addEventListener(
  "pointerdown",
  () => {
    pressedAt = Date.now();
  },
  true,
);
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(
    end,
    () => {
      pressedAt = 0;
      clickedAt = Date.now(); // the click itself comes a little later, on a touch screen above all
    },
    true,
  );
}
document.addEventListener(
  "click",
  (event) => {
    clickedAt = Date.now();
    const path = /** @type {HTMLAnchorElement[]} */ (event.composedPath());
    const link = path.find((node) => node.matches?.("a[href]:not([download], [target=_blank])"));
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return; // nothing turns, or another tab opens it
    turn(pathOf(link), roleOf(link));
    if (since(askedAt) < SENDING) wait(event, link);
  },
  true,
);
window.addEventListener("popstate", () => turn(pathOf(window.location)));

/** What was asked for is still on its way and would draw this page over the one that the link leads to: behind it. */
function wait(event, link) {
  event.preventDefault();
  event.stopImmediatePropagation();
  setTimeout(() => {
    const links = /** @type {NodeListOf<HTMLAnchorElement>} */ (document.querySelectorAll("a[href]"));
    const drawnAnew = () => [...links].find((other) => other.href === link.href);
    (link.isConnected ? link : drawnAnew())?.click();
  }, SENDING);
}

/** A page is about to turn: it will be drawn anyway. */
export function turn(to, role = roleOf(window.location)) {
  if (!turning && to === at?.to && role === at?.role) return;
  turning = { to, role, since: Date.now() };
  setTimeout(tell); // behind the click, which Streamlit asks for the page with
  setTimeout(tell, TURNING + 1);
}

/** A page is drawn; where one has clicked on since, it is not yet the page that was asked for. */
export function arrive(path) {
  const role = roleOf(window.location);
  at = { to: path, role };
  if (turning && turning.to === path && turning.role === role) turning = null;
  tell();
}

/** Call `act` as soon as nothing is under way. Returns how to call it off. */
export function whenCalm(act) {
  /** @type {number | undefined} */
  let timer;
  const look = () => {
    const calm = since(pressedAt) > PRESS && since(clickedAt) > QUIET && awaited.address === null;
    if (calm) act();
    else timer = setTimeout(look, 50);
  };
  look();
  return () => clearTimeout(timer);
}

/** Ask for a drawing as soon as nothing is under way; only the last that was asked for. */
export function redrawWhenCalm(ask) {
  stop();
  stop = whenCalm(() => {
    askedAt = Date.now();
    ask();
  });
}
