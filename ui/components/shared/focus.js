// @ts-check
// Which nodes are being edited, for the paper to mark, and in which section; and which one a click on the paper asked
// for.
const listeners = new Set();
const shown = { ids: [], section: "" };
const PATIENCE = 5000; // ms after which nobody waits for a page to turn any more
let wanted = { id: "", at: 0 };

/** Hear `{ids, section}` now and whenever one of the two is another. Returns how to stop it. */
export function follow(listener) {
  listeners.add(listener);
  listener(shown);
  return () => listeners.delete(listener);
}

export function editing(...ids) {
  tell({ ids: ids.filter(Boolean) });
}

/** A section is being written; "" where the page is about none. */
export function writing(section) {
  tell({ section });
}

function tell(news) {
  Object.assign(shown, news);
  for (const listener of listeners) listener(shown);
}

export function want(id) {
  wanted = { id, at: Date.now() };
}

/** Hand the node that was asked for to an editor; `focus` says whether it has it. The page before may not. */
export function meetWish(focus) {
  if (wanted.id && Date.now() - wanted.at < PATIENCE && focus(wanted.id)) wanted = { id: "", at: 0 };
}
