// A world for the real outbox: two devices with tabs, a network that loses and delays, a server with the rules of
// edit.py (tests/test_outbox.py holds the two alike), and people who type, choose, delete and go away in random order.
// After every step each word that somebody typed is in the database, on the device, or shown to be chosen or read;
// unless somebody who saw it typed over it, deleted it or chose against it.

const DAY = "2026-11-30T08:00:00+00:00";
const PAD = "长".repeat(5001);
const SETTLED = 30; // turns of the promises that an answer goes through

let tree, text, Outbox, Drafts;

async function load(base) {
  if (tree) return;
  [tree, text, { Outbox }, { Drafts }] = await Promise.all(
    ["shared/tree", "shared/text", "outbox/outbox", "outbox/drafts"].map((name) => import(`${base}/${name}.js`)),
  );
}

const settle = async () => {
  for (let turn = 0; turn < SETTLED; turn++) await null;
};
const words = (said) => new Set((typeof said === "string" ? said : JSON.stringify(said)).match(/〔\d+〕/g));

/** Random numbers that a seed repeats. */
function dice(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    number: () => Math.floor(next() * 2 ** 32),
    chance: (share) => next() < share,
    one: (list) => list[Math.floor(next() * list.length)],
  };
}

class Server {
  /** `gone(words)` hears of what goes with a node that somebody deletes. */
  constructor(start, gone) {
    this.tree = start;
    this.gone = gone;
    this.revision = 1;
    this.known = new Map(); // answers by the ids of their edits
    this.states = [start]; // what can be restored
    this.kept = []; // what a restore has put aside
    this.trashed = false;
    this.log = [];
  }

  take(edits) {
    if (this.trashed) return { status: 404, ok: false, message: "这个岗位已经被删掉。" };
    const answers = edits.map((edit) => {
      if (!this.known.has(edit.id)) this.known.set(edit.id, this.attempt(edit));
      return this.known.get(edit.id);
    });
    this.states.push(this.tree);
    this.log.push({ edits, answers });
    return JSON.parse(JSON.stringify({ status: 200, ok: true, answers, paper: null }));
  }

  attempt(edit) {
    const fate = this.fate(edit);
    if (fate.status !== "saved") return { id: edit.id, revision: this.revision, ...fate };
    if (edit.op === "remove") this.gone(words(tree.find(this.tree, edit.target) ?? ""));
    this.tree = tree.apply(this.tree, edit);
    return { id: edit.id, status: "saved", revision: ++this.revision, at: DAY };
  }

  fate(edit) {
    const { op, target, value, base } = edit;
    const node = tree.find(this.tree, target);
    if (!node && tree.apply(this.tree, { op: "set", target, name: "text", value: "？" }) === this.tree)
      return { status: "gone" };
    if ((op === "set" || op === "fill") && typeof value === "string") {
      const now = tree.textAt(this.tree, edit);
      if (base && base !== text.digest(now) && value !== now) return { status: "conflict", theirs: now };
    }
    if (op === "add" && tree.idsIn(value).some((id) => tree.find(this.tree, id))) return { status: "refused" };
    if (op === "move" && tree.find(node, edit.parent)) return { status: "refused" };
    if (op === "move" && edit.after !== target && !tree.find(this.tree, edit.parent)) return { status: "gone" };
    return { status: "saved" };
  }

  restore(at) {
    this.kept.push(this.tree);
    this.tree = this.states[at];
    this.revision += 1;
    this.log.push({ restored: at });
  }
}

/** A device's storage and its locks; one without locks goes by the clock, like a phone without https. */
class Device {
  constructor(world, name, { locking }) {
    this.world = world;
    this.name = name;
    this.tabs = [];
    this.left = []; // names of tabs that are gone
    this.room = Infinity;
    this.stored = {};
    this.held = locking ? new Set() : null;
  }

  get storage() {
    const { stored } = this;
    return new Proxy(
      {
        getItem: (key) => stored[key] ?? null,
        removeItem: (key) => {
          delete stored[key];
        },
        setItem: (key, value) => {
          const size = Object.entries(stored).reduce(
            (sum, [each, kept]) => sum + (each === key ? 0 : kept.length),
            value.length,
          );
          if (size > this.room) throw new Error("QuotaExceededError");
          stored[key] = value;
        },
      },
      {
        ownKeys: () => Object.keys(stored),
        getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
      },
    );
  }

  get locks() {
    if (!this.held) return undefined;
    return {
      request: async (name, ...rest) => {
        await null;
        if (rest.length === 1) this.held.add(name);
        else rest[1](this.held.has(name) ? null : {});
      },
    };
  }

  fill(full) {
    this.room = full ? Object.values(this.stored).reduce((sum, each) => sum + each.length, 0) : Infinity;
  }

  async open(name = `t${++this.world.made}`) {
    this.left = this.left.filter((each) => each !== name);
    const tab = new Tab(this, name);
    this.tabs.push(tab);
    await settle();
    return tab;
  }

  /** The tab is gone; what it had still to do does not happen. */
  end(tab) {
    tab.alive = false;
    tab.timers.clear();
    this.tabs = this.tabs.filter((each) => each !== tab);
    this.left.push(tab.name);
    this.held?.delete(`rolesmith.tab${tab.name}`);
    if (!tab.box.kept) this.world.giveUp(words(tab.box.draft() ?? ""), this.world.safe); // it asked not to be closed
  }
}

class Tab {
  constructor(device, name) {
    this.device = device;
    this.world = device.world;
    this.name = name;
    this.alive = true;
    this.timers = new Map();
    this.deleted = []; // what can be put back
    let made = 0;
    const start = (act, again) => {
      this.timers.set(++made, { act, again });
      return made;
    };
    this.draw();
    this.box = new Outbox("r1", {
      post: (_role, edits) => this.world.carry(this, edits),
      drafts: new Drafts({ tab: name, storage: () => device.storage, locks: device.locks, now: () => this.world.now }),
      timers: {
        setTimeout: (act) => start(act, false),
        clearTimeout: (at) => this.timers.delete(at),
        setInterval: (act) => start(act, true),
      },
      committed: () => {},
    });
  }

  draw() {
    this.drawn = { tree: this.world.server.tree, revision: this.world.server.revision };
    this.box?.seen(this.drawn.revision);
  }

  get shown() {
    return this.box.over(this.drawn.tree, this.drawn.revision, tree.apply);
  }

  ring(at) {
    const timer = this.timers.get(at);
    if (!timer?.again) this.timers.delete(at);
    timer?.act();
  }
}

class World {
  constructor(start) {
    this.server = new Server(start, (gone) => this.giveUp(gone, new Set()));
    this.made = 0;
    this.now = 0;
    this.typed = 0;
    this.wire = []; // {tab, edits, resolve, reject, said}
    this.givenUp = new Set();
    this.safe = new Set(); // the words that were ever out of a page's own memory
    this.story = [];
    this.devices = [new Device(this, "电脑", { locking: true }), new Device(this, "手机", { locking: false })];
  }

  get tabs() {
    return this.devices.flatMap((device) => device.tabs);
  }

  carry(tab, edits) {
    const sent = { tab, edits: JSON.parse(JSON.stringify(edits)) };
    this.wire.push(sent);
    return new Promise((resolve, reject) => Object.assign(sent, { resolve, reject }));
  }

  giveUp(before, after) {
    for (const word of before) {
      if (after.has(word)) continue;
      this.givenUp.add(word);
      this.safe.delete(word);
    }
  }

  word() {
    return `〔${++this.typed}〕`;
  }

  /** The words that somebody typed and that are nowhere any more, though nobody has done away with them. A page whose
   *  device has no room may hold in its memory what never was anywhere else. */
  lost() {
    const { server } = this;
    const stored = words([server.tree, server.kept, this.devices.map((device) => Object.values(device.stored))]);
    for (const word of stored) this.safe.add(word);
    const shown = words(
      this.tabs.map(({ box }) => [
        box.contested().map(({ edit }) => edit.value),
        box.refused.map(({ answer }) => answer.mine),
      ]),
    );
    const inMemory = words(this.tabs.filter(({ box }) => !box.kept).map(({ box }) => box.draft()));
    const isThere = (word) => stored.has(word) || shown.has(word) || (inMemory.has(word) && !this.safe.has(word));
    const all = Array.from({ length: this.typed }, (_, at) => `〔${at + 1}〕`);
    return all.filter((word) => !isThere(word) && !this.givenUp.has(word));
  }
}

/** All texts that a page offers to be written: [{op, target, name}]. */
function placesIn(whole) {
  const found = [{ op: "fill", target: whole.id, name: "平台" }];
  const visit = (node) => {
    if (["line", "field", "cell"].includes(node.kind)) found.push({ op: "set", target: node.id, name: "text" });
    if (node.kind === "group") found.push({ op: "set", target: node.id, name: "title" });
    if (node.kind === "line") found.push({ op: "fill", target: node.id, name: "平台" });
    if (node.kind === "table") {
      for (const row of tree.ofKind(node, "row")) {
        for (const column of tree.ofKind(node, "column"))
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
const HAPPENINGS = {
  type(world, { one, chance }) {
    const tab = one(world.tabs);
    const place = one(placesIn(tab.shown));
    const before = tree.textAt(tab.shown, place);
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
    const before = tree.textAt(tab.shown, last.edit);
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
      line: () => ({ id, kind, text: world.word() }),
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
    tab.deleted.push({ op: "add", target: tree.parentOf(tab.shown, node.id).id, value: [node], after: "" });
    const troubles = tab.box.contested().filter(({ edit }) => tree.idsIn([node]).includes(edit.target));
    world.giveUp(words([node, troubles.map(({ edit, theirs }) => [edit, theirs])]), new Set());
    tab.box.remove(node);
    return `${tab.name} 删 ${node.id}`;
  },
  putBack(world, { one }) {
    const tab = one(world.tabs);
    const edit = tab.deleted.pop();
    if (!edit || !tree.find(tab.shown, edit.target) || tree.find(tab.shown, edit.value[0].id)) return "";
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
    const parent = one(nodesOf(tab.shown, ["group"])) ?? tree.parentOf(tab.shown, node.id);
    tab.box.put({ op: "move", target: node.id, parent: parent.id, after: "" });
    return `${tab.name} 移 ${node.id} 到 ${parent.id}`;
  },
  undo(world, { one }) {
    const tab = one(world.tabs);
    const place = one(placesIn(tab.shown));
    const now = tree.textAt(tab.shown, place);
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
const DRAWN = Object.entries(OFTEN).flatMap(([name, often]) => Array(often * 2).fill(name));

/** Everything arrives, is answered and drawn; every device looks around once more. */
async function comeToRest(world) {
  world.server.trashed = false;
  for (const device of world.devices) device.fill(false);
  for (let round = 0; round < 60; round++) {
    if (round === 20 || round === 40) {
      world.now += 700_000;
      for (const device of world.devices) {
        for (const tab of [...device.tabs]) device.end(tab);
        world.now += 700_000;
        await device.open();
      }
    }
    for (const sent of world.wire.splice(0)) {
      sent.said ??= world.server.take(sent.edits);
      if (!sent.unheard && sent.tab.alive) sent.resolve(sent.said);
    }
    await settle();
    for (const tab of world.tabs) {
      tab.box.composing = false;
      for (const [at, { again }] of [...tab.timers]) if (!again || round < 3) tab.ring(at);
      tab.draw();
    }
    await settle();
  }
  for (const tab of world.tabs) {
    const { box } = tab;
    if (!["saved", "choose", "held"].includes(box.state)) return `${tab.name} 停不下来：${box.state} ${box.message}`;
    if (box.ready().length) return `${tab.name} 还有没发的`;
    if (box.state === "saved" && (box.entries.length || Object.keys(tab.device.stored).length))
      return `${tab.name} 说已保存，却还留着草稿`;
  }
  return "";
}

/** One history, of a step for each seed; what is wrong at its end, or "". */
async function live(start, seeds) {
  const world = new World(start);
  for (const device of world.devices) await device.open();
  const trouble = () => (world.lost().length ? `丢了 ${world.lost()}` : "");
  for (const seed of seeds) {
    const chosen = dice(seed);
    const told = await HAPPENINGS[chosen.one(DRAWN)](world, chosen);
    await settle();
    if (told) world.story.push(told);
    if (trouble()) return { world, wrong: trouble() };
  }
  const wrong = (await comeToRest(world)) || trouble();
  return { world, wrong };
}

/** The same trouble with as few steps as can be. */
async function shrink(start, seeds) {
  let fewest = seeds;
  for (let size = Math.ceil(seeds.length / 2); size >= 1; size = size > 1 ? Math.ceil(size / 2) : 0) {
    for (let at = 0; at < fewest.length; ) {
      const fewer = fewest.toSpliced(at, size);
      if ((await live(start, fewer)).wrong) fewest = fewer;
      else at += size;
    }
  }
  return fewest;
}

/** Live through the histories of these seeds. The first that goes wrong, told in as few steps as can be, with its seed;
 *  the words that were typed and the happenings; and what the server was sent and answered. */
export async function run(base, { tree: start, first, histories, steps }) {
  await load(base);
  const told = { words: 0, statuses: {}, logs: [] };
  for (let seed = first; seed < first + histories; seed++) {
    const { number } = dice(seed);
    const seeds = Array.from({ length: steps }, number);
    const { world, wrong } = await live(start, seeds);
    if (wrong) {
      const least = await live(start, await shrink(start, seeds));
      return { ...told, wrong: `种子 ${seed}：${least.wrong}\n${least.world.story.join("\n")}` };
    }
    told.words += world.typed;
    for (const { answers } of world.server.log)
      for (const { status } of answers ?? []) told.statuses[status] = (told.statuses[status] ?? 0) + 1;
    told.logs.push({ log: world.server.log, end: world.server.tree });
  }
  return { ...told, wrong: "" };
}
