// Asking Streamlit for a fresh drawing, at a time when it can do no harm: a run that is asked for between a press
// and its click, or right behind a click on a link, is a run of the old page, and the click is lost.

const QUIET = 250; // ms after a click
const TURNING = 4000; // ms that a page may take to turn
const PRESS = 5000; // ms after which a press whose end we never saw is over

let pressedAt = 0;
let clickedAt = 0;
let turningSince = 0;
let timer = null;

const since = (at) => Date.now() - at;

document.addEventListener("pointerdown", () => { pressedAt = Date.now(); }, true);
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => { pressedAt = 0; }, true);
document.addEventListener("click", (event) => {
  clickedAt = Date.now();
  if (event.composedPath().some((node) => node.matches?.("a[href]"))) turn();
}, true);

/** A page is about to turn: it will be drawn anyway. */
export function turn() {
  turningSince = Date.now();
}

/** The page has turned. */
export function arrive() {
  turningSince = 0;
}

/** Call `ask` as soon as nothing is under way; only the last that was asked for. */
export function redrawWhenCalm(ask) {
  clearTimeout(timer);
  const calm = since(pressedAt) > PRESS && since(clickedAt) > QUIET && since(turningSince) > TURNING;
  if (calm) ask();
  else timer = setTimeout(() => redrawWhenCalm(ask), 50);
}
