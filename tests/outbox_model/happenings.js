// @ts-check
// What can happen in the world: people type, choose, delete and go away, answers come, are lost or garbled.

import { TEXT_LIMIT } from "../../ui/components/shared/limits.js";
import { find, idsIn, ofKind, parentOf, textAt } from "../../ui/components/shared/tree.js";
import { words } from "./server.js";

const PAD = "长".repeat(TEXT_LIMIT + 1);

/** All texts that a page offers to be written: [{op, target, name}]. */
function placesIn(whole) {
  const found = [{ op: "fill", target: whole.id, name: "平台" }];
  const visit = (node) => {
    if (["line", "field", "cell"].includes(node.kind)) found.push({ op: "set", target: node.id, name: "text" });
    if (node.kind === "group") found.push({ op: "set", target: node.id, name: "title" });
    if (node.kind === "line") found.push({ op: "set", target: node.id, name: "standard" });
    if (node.kind === "line") found.push({ op: "fill", target: node.id, name: "平台" });
    if (node.kind === "table") {
      for (const row of ofKind(node, "row")) {
        for (const column of ofKind(node, "column"))
          found.push({ op: "set", target: `${row.id}:${column.id}`, name: "text" });
      }
    }
    (node.children ?? []).forEach(visit);
  };
  visit(whole);
  return found;
}

const nodesOf = (node, kinds) => [
  ...(kinds.includes(node.kind) ? [node] : []),
  ...(node.children ?? []).flatMap((child) => nodesOf(child, kinds)),
];

/** What can happen: each returns what it tells, or nothing where it cannot happen now. */
export const HAPPENINGS = {
  type(world, { one, chance }) {
    const tab = one(world.tabs);
    const place = one(placesIn(tab.shown));
    const before = textAt(tab.shown, place);
    const over = chance(0.1);
    let now = (over ? "" : before.replace(PAD, "")) + world.word();
    if (!before.includes(PAD) && chance(0.02)) now += PAD;
    if (over) world.giveUp(words(before), words(now));
    tab.box.write(place.op, place.target, place.name, now, before);
    return `${tab.name} 写 ${place.target} ${place.name}：${now.replace(PAD, "…")}`;
  },
  typeOn(world, { one }) {
    // in the place where one typed last
    const tab = one(world.tabs);
    const last = tab.box.entries.findLast(
      ({ edit }) => typeof edit.value === "string" && placesIn(tab.shown).some((place) => place.target === edit.target),
    );
    if (!last) return "";
    const { op, target, name } = last.edit;
    const before = textAt(tab.shown, last.edit);
    const now = before.replace(PAD, "") + world.word();
    tab.box.write(op, target, name, now, before);
    return `${tab.name} 接着写 ${target} ${name}：${now}`;
  },
  add(world, { one, chance }) {
    const tab = one(world.tabs);
    const parent = one(nodesOf(tab.shown, ["group", "items", "groups", "table"]));
    const kind = { group: "line", items: "line", groups: "group", table: "row" }[parent.kind];
    const id = `n${++world.made}`;
    const line = (at) => ({ id: `${id}-${at}`, kind: "line", text: world.word() });
    const node = {
      line: () => ({ id, kind, text: world.word(), ...(chance(0.3) && { standard: world.word() }) }),
      group: () => ({ id, kind, title: world.word(), ...(chance(0.7) && { children: [line(1), line(2)] }) }),
      row: () => ({
        id,
        kind,
        ...(chance(0.5) && { children: [{ id: `${id}:c0`, kind: "cell", text: world.word() }] }),
      }),
    }[kind]();
    if (kind === "line" && chance(0.05)) node.text += PAD;
    tab.box.put({
      op: "add",
      target: parent.id,
      value: [node],
      after: one(["", ...(parent.children ?? []).map((each) => each.id)]),
    });
    return `${tab.name} 加 ${id} 到 ${parent.id}`;
  },
  remove(world, { one }) {
    const tab = one(world.tabs);
    const node = one(nodesOf(tab.shown, ["line", "group", "row", "field"]));
    if (!node) return "";
    tab.deleted.push({ op: "add", target: parentOf(tab.shown, node.id)?.id ?? "", value: [node], after: "" });
    const troubles = tab.box.contested().filter(({ edit }) => idsIn([node]).includes(edit.target));
    world.giveUp(words([node, troubles.map(({ edit, theirs }) => [edit, theirs])]), new Set());
    tab.box.remove(node);
    return `${tab.name} 删 ${node.id}`;
  },
  putBack(world, { one }) {
    const tab = one(world.tabs);
    const edit = tab.deleted.pop();
    if (!edit || !find(tab.shown, edit.target) || find(tab.shown, edit.value[0].id)) return "";
    for (const word of words(edit.value)) {
      // as if typed anew
      world.givenUp.delete(word);
      world.safe.delete(word);
    }
    tab.box.put(edit);
    return `${tab.name} 放回 ${edit.value[0].id}`;
  },
  move(world, { one }) {
    const tab = one(world.tabs);
    const node = one(nodesOf(tab.shown, ["line"]));
    if (!node) return "";
    const parent = one(nodesOf(tab.shown, ["group"])) ?? parentOf(tab.shown, node.id);
    tab.box.put({ op: "move", target: node.id, parent: parent.id, after: "" });
    return `${tab.name} 移 ${node.id} 到 ${parent.id}`;
  },
  undo(world, { one }) {
    const tab = one(world.tabs);
    const place = one(placesIn(tab.shown));
    const now = textAt(tab.shown, place);
    const back = now.replace(/〔\d+〕$/, "");
    if (back === now) return "";
    world.giveUp(words(now), words(back));
    tab.box.write(place.op, place.target, place.name, back, now);
    return `${tab.name} 撤销 ${place.target}：${back}`;
  },
  choose(world, { one, chance }) {
    const tab = one(world.tabs);
    const entry = one(tab.box.contested());
    if (!entry) return "";
    const mine = chance(0.6);
    const [own, theirs] = [words(entry.edit.value), words(entry.theirs)];
    if (mine) world.giveUp(theirs, own);
    else world.giveUp(own, theirs);
    tab.box.choose(entry, mine);
    return `${tab.name} 选${mine ? "自己" : "现在"}的 ${entry.edit.target}`;
  },
  dismiss(world, { one }) {
    const tab = one(world.tabs);
    const refused = one(tab.box.refused);
    if (!refused) return "";
    world.giveUp(words(refused.answer.mine ?? ""), new Set());
    tab.box.dismiss(refused);
    return `${tab.name} 知道了 ${refused.edit.target}`;
  },
  compose(world, { one }) {
    const tab = one(world.tabs);
    tab.box.composing = !tab.box.composing;
    return `${tab.name} ${tab.box.composing ? "开始" : "结束"}拼字`;
  },
  ring(world, { one }) {
    const tab = one(world.tabs);
    const at = one([...tab.timers.keys()]);
    tab.ring(at);
    return `${tab.name} 的钟响了`;
  },
  flush(world, { one }) {
    const tab = one(world.tabs);
    tab.box.flush();
    return `${tab.name} 取文件`;
  },
  arrive(world, { one }) {
    const sent = one(world.wire.filter((each) => !each.said));
    if (!sent) return "";
    sent.said = world.server.take(sent.edits);
    if (sent.unheard) world.wire = world.wire.filter((each) => each !== sent);
    return `到了 ${sent.edits.map(({ id }) => id)}：${(sent.said.answers ?? []).map(({ status }) => status)}`;
  },
  answer(world, { one }) {
    const sent = one(world.wire.filter((each) => each.said && !each.unheard));
    if (!sent) return "";
    world.wire = world.wire.filter((each) => each !== sent);
    if (sent.tab.alive) sent.resolve(sent.said);
    return `${sent.tab.name} 得到回执`;
  },
  garble(world, { one }) {
    // a proxy answers in the server's place
    const sent = one(world.wire.filter((each) => !each.unheard));
    if (!sent) return "";
    world.wire = world.wire.filter((each) => each !== sent);
    if (sent.tab.alive)
      sent.resolve(
        one([
          { status: 200, ok: true },
          { status: 502, ok: false },
          { status: 404, ok: false },
          { status: 413, ok: false },
        ]),
      );
    return `${sent.tab.name} 得到别人的回答`;
  },
  lose(world, { one, chance }) {
    // the request or its answer; or it still arrives when nobody waits any more
    const sent = one(world.wire.filter((each) => !each.unheard));
    if (!sent) return "";
    if (sent.said || chance(0.5)) world.wire = world.wire.filter((each) => each !== sent);
    else sent.unheard = true;
    if (sent.tab.alive) sent.reject(new TypeError("Failed to fetch"));
    return `${sent.tab.name} 断了线`;
  },
  draw(world, { one }) {
    const tab = one(world.tabs);
    tab.draw();
    return `${tab.name} 重画`;
  },
  hide(world, { one }) {
    const tab = one(world.tabs);
    tab.box.leave();
    return `${tab.name} 切到后台`;
  },
  async leave(world, { one, chance }) {
    // a refresh, a closed tab, or a power cut
    const tab = one(world.tabs);
    const cut = chance(0.3);
    if (!cut) tab.box.leave();
    tab.device.end(tab);
    const again = !cut && chance(0.5);
    if (again || !tab.device.tabs.length) await tab.device.open(again ? tab.name : undefined);
    return `${tab.name} ${again ? "刷新" : cut ? "断电" : "关掉"}`;
  },
  async open(world, { one }) {
    const device = one(world.devices);
    if (device.tabs.length > 1) return "";
    return `${(await device.open()).name} 在${device.name}上打开`;
  },
  wait(world) {
    world.now += 700_000;
    return "过了十分钟";
  },
  fill(world, { one }) {
    const device = one(world.devices);
    device.fill(device.room === Infinity);
    return `${device.name}的存储${device.room === Infinity ? "空了" : "满了"}`;
  },
  restore(world, { one }) {
    const at = one([...world.server.states.keys()]);
    world.server.restore(at);
    return `恢复第 ${at} 版`;
  },
  trash(world) {
    world.server.trashed = !world.server.trashed;
    return world.server.trashed ? "岗位进回收站" : "岗位出回收站";
  },
};

const OFTEN = {
  type: 14,
  typeOn: 12,
  ring: 20,
  arrive: 16,
  answer: 14,
  draw: 8,
  leave: 5,
  lose: 5,
  hide: 3,
  open: 3,
  add: 4,
  choose: 4,
  remove: 2,
  putBack: 2,
  move: 1,
  undo: 2,
  dismiss: 1,
  compose: 1,
  flush: 1,
  garble: 1,
  wait: 1,
  fill: 1,
  restore: 1,
  trash: 0.5,
};
/** Their names, each as often as it is to be drawn. */
export const DRAWN = Object.entries(OFTEN).flatMap(([name, often]) => Array(often * 2).fill(name));
