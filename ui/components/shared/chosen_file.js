// @ts-check
// A file that was chosen on one page, for the page that one is led to.

/** @type {{role: string, sent: object} | null} */
let held = null; // {role, sent}: {file, data} as our addresses take it

/** Keep a file until the page about this role asks for it. */
export function hand(role, sent) {
  held = { role, sent };
}

/** The file that was kept for a role, once. */
export function handed(role) {
  if (!held || held.role !== role) return null;
  const { sent } = held;
  held = null;
  return sent;
}
