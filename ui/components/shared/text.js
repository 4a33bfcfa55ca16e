// @ts-check
// Text as the core sees it: the same cleaning, digest and blanks as rolesmith/role/text.py and
// rolesmith/role/blanks.py. tests/test_components.py holds the two alike.

const CONTROLS = /[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]/g;
const LONE_SURROGATES = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

export function clean(text) {
  return text
    .replace(/\r\n|[\r\x0b\x0c\x85\u2028\u2029]/g, "\n")
    .replace(CONTROLS, "")
    .replace(LONE_SURROGATES, "");
}

/** Length in characters as Python counts them. */
export function lengthOf(text) {
  let pairs = 0;
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) >> 10 === 0x36) pairs++;
  return text.length - pairs;
}

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});

export function digest(text) {
  const bytes = new TextEncoder().encode(text);
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
  return `${((crc ^ 0xffffffff) >>> 0).toString(16).padStart(8, "0")}-${bytes.length}`;
}

/** Names as one looks them up: by their sounds, numbers by their size. */
export const order = new Intl.Collator("zh-Hans-CN-u-co-pinyin", { numeric: true });

const TOKEN = /\{\{|\{([^{}\n]{1,30})\}/gu;
const OPEN = "＿＿＿";

/** What a record holds under a name that a user wrote: nothing for `constructor` and its like. */
export const named = (record, name) => (record && Object.hasOwn(record, name) ? record[name] : undefined);

/** Without the white space around it, as Python's `strip` sees it: U+FEFF is none. */
export const strip = (text) => text.replace(/^[^\S\ufeff]+|[^\S\ufeff]+$/g, "");

export function printed(blank, value) {
  const unit = blank?.unit ?? "";
  const bare = strip(value);
  if (!bare) return OPEN + unit;
  return unit && /^[\p{Nd}.,，\-–—~～至 一二三四五六七八九十百千万两半]+$/u.test(bare) ? bare + unit : bare;
}

/** The text as it is written, cut at its blanks: [{text, blank?}], a blank with its braces. */
export function written(text) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match[1] === undefined) continue;
    found.push({ text: text.slice(end, match.index) }, { text: match[0], blank: match[1] });
    end = match.index + match[0].length;
  }
  found.push({ text: text.slice(end) });
  return found.filter((piece) => piece.text);
}

/** The text cut at its blanks: [{text, blank?, open?}]. `valueFor(name)` gives a blank's value or "". A word of the
 *  text that a blank beside it says already is left out, as the document does. */
export function pieces(text, known, valueFor) {
  const found = cut(text, known, valueFor);
  for (let at = 1; at < found.length; at++) {
    const [before, after] = [found[at - 1], found[at]];
    if (before.blank && !after.blank) found[at] = { text: after.text.slice(saidAgain(before.text, after.text)) };
    else if (after.blank && !before.blank) {
      found[at - 1] = { text: before.text.slice(0, before.text.length - overlap(before.text, after.text)) };
    }
  }
  return found.filter((piece) => piece.text);
}

const LONGEST_OVERLAP = 20;
const TWICE = ["店铺", "部门", "岗位"];

function overlap(before, after) {
  for (let length = Math.min(before.length, after.length, LONGEST_OVERLAP); length > 1; length--) {
    const head = after.slice(0, length);
    if (before.endsWith(head) && /^[\u4e00-\u9fff]+$/.test(head)) return length;
  }
  return 0;
}

function saidAgain(before, after) {
  const twice = TWICE.some((word) => after.startsWith(word) && before.endsWith(word[0]));
  return overlap(before, after) || (twice ? 2 : 0);
}

function cut(text, known, valueFor) {
  const found = [];
  let end = 0;
  for (const match of text.matchAll(TOKEN)) {
    found.push({ text: text.slice(end, match.index) });
    end = match.index + match[0].length;
    if (match[1] === undefined) {
      found.push({ text: "{" });
    } else {
      const value = valueFor(match[1]);
      found.push({ text: printed(named(known, match[1]), value), blank: match[1], open: !strip(value) });
    }
  }
  found.push({ text: text.slice(end) });
  return found.filter((piece) => piece.text);
}
