// Which node is being edited, for the paper to mark; and which one a click on the paper asked for.
const listeners = new Set();
const PATIENCE = 5000; // ms after which nobody waits for a page to turn any more
let wanted = { id: "", at: 0 };

export function follow(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function editing(id) {
  for (const listener of listeners) listener(id);
}

export function want(id) {
  wanted = { id, at: Date.now() };
}

/** Hand the node that was asked for to an editor; `focus` says whether it has it. The page before may not. */
export function meetWish(focus) {
  if (wanted.id && Date.now() - wanted.at < PATIENCE && focus(wanted.id)) wanted = { id: "", at: 0 };
}
