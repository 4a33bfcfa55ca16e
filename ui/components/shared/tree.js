// @ts-check
// A role's tree in the browser: what is pending is laid over what the server last said, so that nobody waits.

import { named } from "./text.js";

/** A part of a role, as the server has it (rolesmith/role/tree.py); defaults are left out.
 *  @typedef {{id: string, kind: string, title?: string, text?: string, standard?: string, mark?: string, on?: boolean,
 *    from?: string, values?: Record<string, string>, children?: TreeNode[], [more: string]: any}} TreeNode
 *  A change of it (rolesmith/role/edit.py).
 *  @typedef {{id?: string, op: "set" | "fill" | "add" | "remove" | "move", target: string, name?: string, value?: any,
 *    parent?: string, after?: string, base?: string}} Edit */

/** @param {TreeNode} node @param {string} id @returns {TreeNode | null} */
export function find(node, id) {
  if (node.id === id) return node;
  for (const child of node.children ?? []) {
    const found = find(child, id);
    if (found) return found;
  }
  return null;
}

/** @param {TreeNode} node @param {string} id @returns {(TreeNode & {children: TreeNode[]}) | null} */
export function parentOf(node, id) {
  for (const child of node.children ?? []) {
    if (child.id === id) return /** @type {TreeNode & {children: TreeNode[]}} */ (node);
    const found = parentOf(child, id);
    if (found) return found;
  }
  return null;
}

/** Where a text of a node is edited, in `data-edit`: by the node's id, a title or standard with its name behind.
 *  @param {string} id @param {string} [name] @returns {string} */
export const keyOf = (id, name = "text") => (name === "text" ? id : `${id}#${name}`);

/** Whether nobody has written in a line: neither a text nor a standard.
 *  @param {{text?: string, standard?: string}} line */
export const isEmpty = ({ text, standard }) => !text?.trim() && !standard?.trim();

/** What stands where an edit of a text writes: a node's own text, or the value of a blank.
 *  @param {TreeNode} tree @param {Edit} edit @returns {string} */
export const textAt = (tree, { op, target, name }) => {
  const node = find(tree, target);
  return (op === "fill" ? named(node?.values, name) : node?.[name ?? "text"]) ?? "";
};

/** The ids of nodes and of all below them.
 *  @param {TreeNode[]} nodes @returns {string[]} */
export const idsIn = (nodes) => nodes.flatMap((node) => [node.id, ...idsIn(node.children ?? [])]);

/** @param {TreeNode} node */
export const isOn = (node) => node.on !== false;
/** @param {TreeNode} node @param {string} kind */
export const ofKind = (node, kind) => (node.children ?? []).filter((child) => child.kind === kind);

function swap(node, id, change) {
  if (node.id === id) return change(node);
  const children = node.children;
  if (!children) return node;
  let changed = false;
  const next = [];
  for (const child of children) {
    const result = swap(child, id, change);
    changed ||= result !== child;
    if (result) next.push(result);
  }
  return changed ? { ...node, children: next } : node;
}

function put(tree, parentId, nodes, after) {
  const fresh = nodes.filter((node) => !find(tree, node.id));
  return swap(tree, parentId, (parent) => {
    const children = [...(parent.children ?? [])];
    const at = after ? children.findIndex((child) => child.id === after) + 1 || children.length : 0;
    children.splice(at, 0, ...fresh);
    return { ...parent, children };
  });
}

const OPERATIONS = {
  set: (tree, edit) => swap(tree, edit.target, (node) => ({ ...node, [edit.name]: edit.value })),
  fill: (tree, edit) =>
    swap(tree, edit.target, (node) => ({ ...node, values: { ...node.values, [edit.name]: edit.value } })),
  add: (tree, edit) => put(tree, edit.target, edit.value, edit.after),
  remove: (tree, edit) => (edit.target === tree.id ? tree : swap(tree, edit.target, () => null)),
  move: (tree, edit) => {
    const moved = find(tree, edit.target);
    if (!moved || !find(tree, edit.parent) || find(moved, edit.parent)) return tree;
    return put(
      swap(tree, edit.target, () => null),
      edit.parent,
      [moved],
      edit.after,
    );
  },
};

/** The tree with an empty cell of this id where its row and column stand but nobody has written in it yet. */
function withCell(tree, id) {
  const [row, ...column] = id.split(":");
  if (!column.length || find(tree, id) || find(tree, row)?.kind !== "row") return tree;
  const columns = ofKind(parentOf(tree, row) ?? tree, "column");
  if (!columns.some((each) => each.id === column.join(":"))) return tree;
  return swap(tree, row, (node) => ({ ...node, children: [...(node.children ?? []), { id, kind: "cell", text: "" }] }));
}

/** The tree after an edit; an edit that has been applied already, or cannot be, leaves it alone.
 *  @param {TreeNode} tree @param {Edit} edit @returns {TreeNode} */
export function apply(tree, edit) {
  const ready = withCell(tree, edit.target);
  const next = OPERATIONS[edit.op](ready, edit);
  return next === ready ? tree : next;
}

/** What came anew, with all that is as before taken from there: whoever compares by identity sees what has changed. */
export function shared(before, now) {
  if (before === now || !isRecord(before) || !isRecord(now) || Array.isArray(before) !== Array.isArray(now)) return now;
  const known = Array.isArray(now) ? new Map(before.map((each) => [each?.id, each])) : null;
  const old = (key) => (now[key]?.id === undefined ? before[key] : known ? known.get(now[key].id) : before[key]);
  const keys = Object.keys(now);
  const next = known
    ? now.map((each, at) => shared(old(at), each))
    : Object.fromEntries(keys.map((key) => [key, shared(old(key), now[key])]));
  const same =
    keys.length === Object.keys(before).length &&
    keys.every((key) => Object.hasOwn(before, key) && next[key] === before[key]);
  return same ? before : next;
}

const isRecord = (value) => typeof value === "object" && value !== null;

export const newId = (prefix = "n") =>
  prefix + Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** A copy of a node with ids of its own. */
export function copyWithNewIds(node, id = newId()) {
  const ids = new Map();
  const visit = (part) => {
    ids.set(part.id, part === node ? id : newId());
    (part.children ?? []).forEach(visit);
  };
  visit(node);
  const rename = (part) => ({
    ...part,
    id: ids.get(part.id),
    ...(part.children && { children: part.children.map(rename) }),
  });
  return rename(node);
}
