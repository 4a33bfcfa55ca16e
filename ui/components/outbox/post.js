// @ts-check
// The way of edits to the server.

const ANSWER = 20_000; // ms that an answer may take; then the server hangs

/** Send edits of a role; what the server says: {status, ok, message, answers, paper}. Rejects where it says nothing.
 *  A `parting` word arrives without the page that sends it, should it be small enough. */
export async function post(role, edits, { parting = false } = {}) {
  const body = JSON.stringify({ edits });
  const response = await fetch(`/roles/${encodeURIComponent(role)}/edits`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-rolesmith": "1" },
    body,
    ...(parting ? { keepalive: new Blob([body]).size < KEEPALIVE_LIMIT } : { signal: AbortSignal.timeout(ANSWER) }),
  });
  return { ...(await response.json().catch(() => ({}))), status: response.status, ok: response.ok };
}

const KEEPALIVE_LIMIT = 60_000; // bytes; browsers refuse more than 64 KB
