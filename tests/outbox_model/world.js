// @ts-check
// The world: two devices with tabs, around the real outbox, and a network that carries what it is told to.

import { Drafts } from "../../ui/components/outbox/drafts.js";
import { Outbox } from "../../ui/components/outbox/outbox.js";
import { apply } from "../../ui/components/shared/tree.js";
import { Server, words } from "./server.js";

const SETTLED = 30; // turns of the promises that an answer goes through

export const settle = async () => {
  for (let turn = 0; turn < SETTLED; turn++) await null;
};

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
    const { held } = this;
    if (!held) return undefined;
    return {
      request: async (name, ...rest) => {
        await null;
        if (rest.length === 1) held.add(name);
        else rest[1](held.has(name) ? null : {});
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
    /** @type {any} */
    this.box = null;
    this.deleted = []; // what can be put back
    let made = 0;
    const start = (act, again) => {
      this.timers.set(++made, { act, again });
      return made;
    };
    const { tree, revision } = this.world.server;
    this.drawn = { tree, revision };
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
    const { tree, revision } = this.world.server;
    this.drawn = { tree, revision };
    this.box.seen(revision);
  }

  get shown() {
    return this.box.over(this.drawn.tree, this.drawn.revision, apply);
  }

  ring(at) {
    const timer = this.timers.get(at);
    if (!timer?.again) this.timers.delete(at);
    timer?.act();
  }
}

export class World {
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
