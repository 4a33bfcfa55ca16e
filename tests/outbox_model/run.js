// @ts-check
// Histories of a world for the real outbox, in random order: after every step each word that somebody typed is in the
// database, on the device, or shown to be chosen or read; unless somebody who saw it typed over it, deleted it or chose
// against it.

import { DRAWN, HAPPENINGS } from "./happenings.js";
import { settle, World } from "./world.js";

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
export async function run({ tree: start, first, histories, steps }) {
  /** @type {{words: number, statuses: Record<string, number>, logs: object[]}} */
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
