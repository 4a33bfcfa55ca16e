// @ts-check
// Where what is picked lands: the group of a duty, the end of a list, a row of a table.

import { digest } from "../shared/text.js";
import { isOn, newId, ofKind, parentOf } from "../shared/tree.js";

// what a column means → what of an indicator goes into it
const CELLS = { indicator: "text", definition: "definition", source: "source" };
// what columns with these titles mean in older tables, whose columns have no meaning of their own
const MEANINGS = { 指标: "indicator", 定义与算法: "definition", 数据来源: "source" };

/** What of a block may come from a library: its lines or rows. */
export function holders(block) {
  if (block.kind === "table") return ofKind(block, "row");
  const groups = ofKind(block, "group");
  return groups.length ? groups.flatMap((each) => ofKind(each, "line")) : ofKind(block, "line");
}

/** A copy of an item where it belongs; the line or row. */
export function place(desk, block, item) {
  if (block.kind === "table") return addRow(desk, block, item);
  const groups = ofKind(block, "group");
  return addLine(desk, block, groups.length ? groupFor(block, groups, item) : block, item);
}

/** At the end of a group or a list; a group that there is not yet is begun for it. */
function addLine(desk, block, parent, item) {
  const standard = item.standard && { standard: item.standard };
  const line = { id: newId("l"), kind: "line", text: item.text, ...standard, from: item.from };
  if (parent) {
    if (!isOn(parent)) desk.turn(parent);
    desk.add(parent, [line], lastOf(parent));
  } else {
    const group = { id: newId("g"), kind: "group", title: item.library, area: item.area, least: 1, children: [line] };
    desk.add(block, [group], ofKind(block, "group").at(-1)?.id ?? "");
  }
  desk.say(`已加入“${parent?.title || item.library}”`);
  return line;
}

/** An indicator as a row; its target and weight are the shop's to say. */
function addRow(desk, block, item) {
  const id = newId("r");
  const cells = ofKind(block, "column").map((column) => {
    return { id: `${id}:${column.id}`, kind: "cell", text: cellText(column, item) };
  });
  const row = { id, kind: "row", from: item.from, children: cells };
  desk.add(block, [row], lastOf(block));
  desk.say(`已加入：${desk.told(item.text)}`);
  return row;
}

const lastOf = (parent) => (parent.children ?? []).at(-1)?.id ?? "";

/** What of an indicator stands in a column. */
export const cellText = (column, item) => item[CELLS[column.meaning || MEANINGS[column.title]]] ?? "";

/** The group that a starter names, the one of the item's topic, of its area, or one with its library's name; undefined
 *  where there is none. */
function groupFor(block, groups, item) {
  const isOfTopic = (each) => each.from === `${item.from.split("/")[0]}/${item.topic}`;
  const ofArea = groups.filter((each) => each.area === item.area);
  return (
    groups.find((each) => each.id === `${block.id}.${item.group}`) ??
    groups.find(isOfTopic) ??
    ofArea.find((each) => !each.from?.startsWith(`${item.area}/`)) ??
    ofArea[0] ??
    groups.find((each) => each.title?.includes(item.library))
  );
}

/** Lines to the end of another group, in one step. A group that was not there `before` goes when it is empty. */
export function moveTo(desk, lines, group, before) {
  const moved = lines.filter(({ id }) => parentOf(desk.tree, id)?.id !== group.id);
  const left = new Set(moved.map(({ id }) => parentOf(desk.tree, id)));
  const ids = new Set(moved.map(({ id }) => id));
  const empty = [...left].filter((each) => !before.has(each.id) && each.children.every(({ id }) => ids.has(id)));
  let last = lastOf(group);
  const moves = moved.map(({ id }) => {
    const move = { op: "move", target: id, parent: group.id, after: last };
    last = id;
    return move;
  });
  if (!moves.length) return;
  desk.putTogether([
    ...(isOn(group) ? [] : [{ op: "set", target: group.id, name: "on", value: true }]),
    ...moves,
    ...empty.map(({ id }) => ({ op: "remove", target: id, base: digest("") })),
  ]);
  desk.say(`已放进“${group.title ?? ""}”`);
}
