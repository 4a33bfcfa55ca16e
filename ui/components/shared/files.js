// @ts-check
// Files of ours: always of the newest committed revision, so all that was typed is committed first.

import { boxesFor, flushAll } from "../outbox/boxes.js";

/** Commit what was typed for a role. Throws the sentence that says why it could not be. */
export async function commit(role) {
  if (await flushAll(role)) return;
  const said = boxesFor(role)
    .map((box) => box.message)
    .find(Boolean);
  throw new Error(said ?? "还有内容没有保存，先处理好再取走。");
}

/** Fetch one of our addresses. Throws a sentence for the user. */
export async function ask(address, options) {
  const response = await fetch(address, options).catch(() => {
    throw new Error("连不上服务器，请稍后再试。");
  });
  if (response.ok) return response;
  const { message } = await response.json().catch(() => ({}));
  throw new Error(message ?? "没有取到，请稍后再试。");
}

/** The options of a request that sends JSON, as our addresses want it from our own page. */
export function sending(sent) {
  const headers = { "content-type": "application/json", "x-rolesmith": "1" };
  return { method: "POST", headers, body: JSON.stringify(sent) };
}

/** Send JSON to one of our addresses; what it answers. Throws a sentence for the user, with all `problems` of a
 *  file. */
export async function post(address, sent = {}) {
  const response = await fetch(address, sending(sent)).catch(() => {
    throw new Error("连不上服务器，请稍后再试。");
  });
  const body = await response.json().catch(() => ({}));
  if (response.ok) return body;
  throw Object.assign(new Error(body.message ?? "没有做成，请稍后再试。"), { problems: body.problems ?? [] });
}

/** The day as the visitor's calendar has it: YYYY-MM-DD. */
export function today(now = new Date()) {
  return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** Download the role's document, or a published version of it, in the format of this ending. */
export async function download(role, ending, version) {
  await commit(role);
  const query = new URLSearchParams({ day: today(), ...(version && { version }) });
  await take(`/roles/${role}/export.${ending}?${query}`);
}

/** Download the file at one of our addresses, under the name that it carries; the answer. */
export async function take(address, options) {
  const response = await ask(address, options);
  save(await response.blob(), nameOf(response));
  return response;
}

/** The file name that an answer of ours carries. */
export function nameOf(response) {
  const match = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("content-disposition") ?? "");
  return match ? decodeURIComponent(match[1]) : "岗位职责说明书";
}

/** Hand a file to the browser. */
function save(blob, name) {
  const address = URL.createObjectURL(blob);
  handOver(address, name);
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Save what lies at an address as a file of this name. */
export function handOver(address, name) {
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

/** A file's bytes as base64, a piece at a time. */
export async function base64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
