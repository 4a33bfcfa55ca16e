// @ts-check
// What the server's search finds as one types; the latest question alone is answered.

import { html, useEffect, useState } from "./html.js";
import { known } from "./known_blanks.js";
import { named, pieces } from "./text.js";

export const KINDS = { duty: "职责", goal: "目标", requirement: "任职要求", kpi: "考核指标" };
export const LEVELS = ["执行", "独立", "带人", "负责"];

/** {items, total} for a query of `/items`, {failed} where nobody answers, null before; asked while `on`. */
export const useFound = (query, on) => useEachFound([query], on)[0];

/** The same for several queries, which are answered together. */
export function useEachFound(queries, on) {
  const [found, setFound] = useState([]);
  const asked = queries.map((query) => `/items?${new URLSearchParams(query)}`);
  useEffect(() => {
    if (!on) return undefined;
    const stop = new AbortController();
    const ask = async (address) => {
      const body = await (await fetch(address, { signal: stop.signal })).json();
      return body.items ? body : { failed: true };
    };
    Promise.all(asked.map(ask))
      .then(setFound)
      .catch(() => stop.signal.aborted || setFound(asked.map(() => ({ failed: true }))));
    return () => stop.abort();
  }, [asked.join(" "), on]);
  return queries.map((_, at) => found[at] ?? null);
}

/** What there is to say below what was found. */
export function summary(found, otherwise = "") {
  if (!found) return "正在找…";
  if (found.failed) return `暂时连不上预设库，请稍后再试${otherwise}。`;
  if (!found.total) return `没有找到，换个说法试试${otherwise}。`;
  const more = found.total > found.items.length;
  return more
    ? `共 ${found.total} 条，先列出最接近的 ${found.items.length} 条；多打几个字会更准。`
    : `共 ${found.total} 条。`;
}

/** An item's text; a blank stands in it by its value with the unit, or by its label where it has none. What of it is
 *  one of these `words` is marked. */
export function Said({ text, words = "", valueFor = () => "" }) {
  // not valueOf: every object has that
  return pieces(text, known, valueFor).map(({ blank, open, text: plain }, at) =>
    blank
      ? html`<i key=${at} class="blank">${open ? (named(known, blank)?.label ?? blank) : plain}</i>`
      : marked(plain, words),
  );
}

function marked(text, words) {
  const looked = words.split(/\s+/).filter(Boolean);
  if (!looked.length) return text;
  const literal = looked.map((word) => word.replace(/[$()*+.?[\\\]^{|}]/g, "\\$&"));
  const parts = text.split(new RegExp(`(${literal.join("|")})`, "iu")); // each second one is a word
  return parts.map((part, at) => (at % 2 ? html`<mark>${part}</mark>` : part));
}

/** What is said of an item besides its text, in a few words. */
export function notes(item) {
  return [item.level, item.frequency, ...(item.platforms ?? []), item.output && `成果：${item.output}`]
    .filter(Boolean)
    .join(" · ");
}

/** Of an indicator: how it is reckoned, in which unit, which way is good, where it is read. */
export function meaning(item) {
  const parts = [
    item.definition,
    item.unit && `单位：${item.unit}`,
    item.better,
    item.source && `取数：${item.source}`,
  ];
  return item.kind === "kpi" ? parts.filter(Boolean).join("；") : "";
}
