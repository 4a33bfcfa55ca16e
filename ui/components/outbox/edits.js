// @ts-check
// What an edit says: which text it is about, its length, and the words in it that somebody has written.

import { TEXT_LIMIT, TITLE_LIMIT } from "../shared/limits.js";
import { clean, digest, lengthOf } from "../shared/text.js";
import { find, newId, textAt } from "../shared/tree.js";

/** @typedef {import("../shared/tree.js").Edit} Edit */

const limitOf = (name) => (["title", "mark"].includes(name) ? TITLE_LIMIT : TEXT_LIMIT);

/** By how many characters the longest text of an edit is too long.
 *  @param {Edit} edit @returns {number} */
export function overOf({ op, name, value }) {
  if (op === "add") return value.reduce((most, node) => Math.max(most, overIn(node)), 0);
  return typeof value === "string" ? Math.max(0, lengthOf(value) - (op === "set" ? limitOf(name) : TEXT_LIMIT)) : 0;
}

function overIn(node) {
  const own = ["title", "text", "standard", "mark"].map((name) => lengthOf(node[name] ?? "") - limitOf(name));
  const filled = Object.values(node.values ?? {}).map((value) => lengthOf(value) - TEXT_LIMIT);
  return (node.children ?? []).reduce((most, child) => Math.max(most, overIn(child)), Math.max(0, ...own, ...filled));
}

/** By how many characters this one text of an edit is too long. */
export function overOfText(edit, op, target, name) {
  if (edit.op !== "add") return overOf(edit);
  const node = edit.value.find((each) => find(each, target));
  return overOf({ op, target, name, value: textAt(node, { op, target, name }) });
}

/** Whether an edit changes a line's text, its standard or a blank, and nothing of what stands where. */
export const writes = ({ op, name }) => op === "fill" || (op === "set" && ["text", "standard"].includes(name));

/** Whether an edit says this text: by itself, or within the nodes that it adds. */
export function touches(edit, op, target, name) {
  if (edit.op === "add") return ["set", "fill"].includes(op) && edit.value.some((node) => find(node, target));
  return edit.op === op && edit.target === target && edit.name === name && typeof edit.value === "string";
}

/** Whether an edit was typed on the text that another left: it says all that the other says, as its writer wanted
 *  it. */
export const continues = (edit, before) =>
  ["set", "fill"].includes(edit.op) &&
  touches(edit, before.op, before.target, before.name) &&
  edit.base === digest(before.value);

/** Whether a node says just now what an edit of a text wants.
 *  @param {import("../shared/tree.js").TreeNode} node @param {Edit} edit */
export const says = (node, edit) =>
  typeof edit.value === "string" && textAt(node, edit) === edit.value && Boolean(find(node, edit.target));

/** A node whose own texts are cleaned. */
export function cleaned(node) {
  const texts = ["text", "standard"].filter((name) => name in node);
  return { ...node, ...Object.fromEntries(texts.map((name) => [name, clean(node[name])])) };
}

/** An edit that has not left yet with another text, and with another id, since it says something else now. */
export function changed(edit, op, target, name, text) {
  const written = (node) =>
    op === "fill" ? { ...node, values: { ...node.values, [name]: text } } : { ...node, [name]: text };
  const within = (node) => (node.id === target ? written(node) : { ...node, children: node.children?.map(within) });
  return { ...edit, id: newId("e"), value: edit.op === "add" ? edit.value.map(within) : text };
}

/** All that somebody has written in an edit, to be shown where it could not be done.
 *  @param {Edit} edit @returns {string} */
export function ownText({ value }) {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.flatMap(textsIn).filter(Boolean).join("\n") : "";
}

const textsIn = ({ title, text, standard, values, children }) => [
  title,
  text,
  standard,
  ...Object.entries(values ?? {}).map(([name, value]) => `${name}：${value}`),
  ...(children ?? []).flatMap(textsIn),
];
