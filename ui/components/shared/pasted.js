// @ts-check
// What is pasted: a list of lines, numbered or with bullets, or cells of a sheet.

import { clean } from "./text.js";

const BULLETS = [
  /[•·●○■□◆◇▪▶➢✓✔*]+/,
  /[-–—]+(?![0-9０-９])/,
  /[（(][一二三四五六七八九十]{1,3}[）)]/,
  /[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十])/,
  /[①-⑳⒈-⒛⑴-⒇㈠-㈩❶-❿]/,
];
const BULLET = new RegExp(`^[\\s　]*(?:${BULLETS.map(({ source }) => source).join("|")})[\\s　]*`);
const COUNTED = /^[\s　]*(?:[（(]([0-9０-９]{1,3})([）)])|([0-9０-９]{1,3})(?:([、)）])|([.．])(?![0-9０-９])))/;
const MOST = 100; // from here on a number counts lines only in a run: 100、200元两档优惠券 begins with one of its own

/** Pasted text as lines, without the numbers and bullets that it carried; empty lines are dropped. */
export function pastedLines(text) {
  return bare(clean(text).split("\n")).filter(Boolean);
}

/** Lines without their numbers and bullets. */
function bare(lines) {
  const counts = counted(lines);
  return lines.map((line) => line.slice(counts.get(line) ?? line.match(BULLET)?.[0].length ?? 0).trim());
}

const HEADS = {
  text: /^(工作|岗位|主要)*(职责|内容|条目|任务|事项|要求描述)$/,
  standard: /^(工作|考核|完成|衡量)*(标准|要求)$/,
  none: /^(序号|编号|no\.?|#)$/i,
};
const headOf = (cell) => Object.keys(HEADS).find((name) => HEADS[name].test(cell ?? ""));

/** A column that only counts the others, or is empty. */
function saysNothing(column) {
  const cells = column.filter(Boolean);
  const first = Number(cells[0]);
  return !bare(cells).some(Boolean) || cells.every((cell, at) => /^\d{1,4}$/.test(cell) && Number(cell) === first + at);
}

/** What is pasted as `{text, standard?}`: a list of lines, or cells of a sheet, of which a column is the line and what
 *  stands beside it its standard. `isSheet` where the clipboard says so; a tab says it too.
 *  @returns {{text: string, standard?: string}[]} */
export function pasted(text, isSheet = false) {
  if (!isSheet && !text.includes("\t")) return pastedLines(text).map((line) => ({ text: line }));
  const rows = cells(clean(text)).filter((row) => row.some(Boolean));
  const heads = rows.length > 1 && rows[0].every((cell) => !cell || headOf(cell)) ? (rows.shift() ?? []) : [];
  const width = rows.reduce((most, row) => Math.max(most, row.length), 0);
  const columns = Array.from({ length: width }, (_, at) => rows.map((row) => row[at] ?? ""));
  const kept = columns.flatMap((cells, at) => (headOf(heads[at]) === "none" || saysNothing(cells) ? [] : [at]));
  const main = kept.find((at) => headOf(heads[at]) === "text") ?? kept[0];
  const texts = bare(columns[main] ?? []);
  /** @type {{text: string, standard?: string}[]} */
  const found = [];
  rows.forEach((row, at) => {
    const beside = kept.filter((each) => each !== main && row[each]).map((each) => row[each]);
    const before = found.at(-1);
    if (texts[at]) found.push({ text: texts[at], ...(beside.length && { standard: beside.join("；") }) });
    else if (before)
      before.standard = [before.standard, ...beside].filter(Boolean).join("；"); // cells joined over rows
    else found.push(...beside.map((each) => ({ text: each })));
  });
  return found;
}

const CELL = /"((?:[^"]|"")*)"(?=[\t\n]|$)|[^\t\n]*/y;

/** The cells of what a sheet puts into the clipboard, row by row; one with line breaks stands in quotes. */
function cells(text) {
  const rows = [[""]];
  CELL.lastIndex = 0;
  for (;;) {
    const match = /** @type {RegExpExecArray} */ (CELL.exec(text));
    const end = match.index + match[0].length;
    rows[rows.length - 1].splice(-1, 1, (match[1]?.replaceAll('""', '"') ?? match[0]).trim());
    if (end >= text.length) return rows;
    if (text[end] === "\n") rows.push([""]);
    else rows[rows.length - 1].push("");
    CELL.lastIndex = end + 1;
  }
}

/** The lines that begin with a number which counts them, and how long that is. It counts where the one before or behind
 *  it of its kind goes on from it; below 100 also alone, unless 1、2、 or 10、20 are numbers of the line's own. */
function counted(lines) {
  const found = lines.flatMap((line) => {
    const match = line.match(COUNTED);
    if (!match) return [];
    const [whole, inBrackets, , plain, sign, point] = match;
    const number = Number((inBrackets ?? plain).normalize("NFKC"));
    const own = sign === "、" && (number < 10 ? /^[0-9０-９]+、/ : /^[0-9０-９]/).test(line.slice(whole.length));
    return [{ line, length: whole.length, number, kind: inBrackets ? "(" : ((point && ".") ?? sign), own }];
  });
  const counts = new Map();
  for (const kind of Map.groupBy(found, (each) => each.kind).values()) {
    kind.forEach(({ line, length, number, own }, at) => {
      const inRun = kind[at - 1]?.number === number - 1 || kind[at + 1]?.number === number + 1;
      if (inRun || (number < MOST && !own)) counts.set(line, length);
    });
  }
  return counts;
}
