// @ts-check
// The document as pictures for chat: the browser draws the page that rolesmith/formats/html.py lays out for them into
// SVGs, and these onto canvases. A picture ends between two lines or rows, so that nothing is cut through.
// No library: the page is one style sheet, one article and the foot of each picture; its fonts are the device's own.

const SCALE = 2;
const TALLEST = 3_000; // pixels of a picture's height: a chat makes taller ones too small to read
const TOP = 16; // CSS pixels of room at the head of a picture that goes on
const FULL = 0.75; // share of a picture that is filled before it ends above a heading,
const LEAST = 0.6; // and before it ends above any block
const BELOW_HEADING = 48; // CSS pixels below a heading that stand with it: its margin, and the first line there
const MOST = 40; // pictures of a document
const HEADINGS = "h1, h2, h3, .said";
const BLOCKS = `${HEADINGS}, p, li, tr, th, td, dl, svg, .card, .letterhead`;

/** PNGs of a page (its HTML text), top to bottom. Throws a sentence for the user where they cannot be drawn. */
export async function draw(page) {
  const read = new DOMParser().parseFromString(page, "text/html");
  const [sheet, foot] = ["article", "footer"].map((part) => lay(read, part));
  await Promise.all([...sheet.querySelectorAll("img")].map((image) => image.decode().catch(() => {})));
  const { width, below, ends } = measure(sheet, foot);
  if (ends.length > MOST) throw new Error(`文件太长，要切成 ${ends.length} 张图，请改用 PDF 或网页。`);
  const pictures = [];
  for (const [at, end] of ends.entries()) {
    const begin = at ? ends[at - 1] : 0;
    const top = at ? TOP : 0;
    const canvas = document.createElement("canvas");
    canvas.width = width * SCALE;
    canvas.height = (top + end - begin + below) * SCALE;
    const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.scale(SCALE, SCALE);
    pen.drawImage(await load(asSvg(sheet, width, begin, end)), 0, top, width, end - begin);
    for (const page of foot.querySelectorAll(".at"))
      page.textContent = ends.length > 1 ? `${at + 1} / ${ends.length}` : "";
    pen.drawImage(await load(asSvg(foot, width, 0, below)), 0, top + end - begin, width, below);
    pictures.push(await asPng(canvas));
  }
  return pictures;
}

/** A part of the page with the page's style, as one element. */
function lay(page, part) {
  const sheet = document.createElement("div");
  const style = document.createElement("style");
  style.textContent = [...page.querySelectorAll("style")].map((each) => each.textContent).join("\n");
  sheet.append(style, document.adoptNode(page.querySelector(part)));
  return sheet;
}

/** In CSS pixels the width, the height of the foot, and where each picture ends: laid out where nobody sees it. */
function measure(sheet, foot) {
  const host = document.createElement("div");
  host.style.cssText = "position: fixed; left: -9999px; visibility: hidden; contain: content";
  host.attachShadow({ mode: "open" }).append(sheet, foot);
  document.body.append(host);
  try {
    fit(sheet.lastChild);
    return measured(sheet, foot);
  } finally {
    host.remove();
  }
}

function measured(sheet, foot) {
  const { width, top, height } = sheet.lastChild.getBoundingClientRect();
  const below = Math.ceil(foot.lastChild.getBoundingClientRect().height);
  const blocks = [...sheet.lastChild.querySelectorAll(BLOCKS)].map((block) => {
    const box = block.getBoundingClientRect();
    const more = block.matches(HEADINGS) ? BELOW_HEADING : 0;
    return { top: box.top - top, bottom: box.bottom - top + more, heading: more > 0 };
  });
  const ends = cuts(Math.ceil(height), TALLEST / SCALE - below - TOP, blocks, () => lines(sheet.lastChild, top));
  return { width: Math.round(width), below, ends };
}

/** Letters as large as there is room for, in an article of a fixed height that says from which size to which. */
function fit(article) {
  if (!article.dataset.fit) return;
  const [largest, least] = article.dataset.fit.split(" ").map(Number);
  for (let size = largest; size >= least; size -= 0.5) {
    article.style.fontSize = `${size}px`;
    if (article.scrollHeight <= article.clientHeight + 1) return; // heights are rounded
  }
  throw new Error("内容太多，一张海报放不下，请删掉几条职责或要求。");
}

/** The heights at which pictures of at most `tallest` end: above a heading, else above another block, and only within
 *  one that is taller than a picture, between its lines. */
export function cuts(height, tallest, blocks, lines) {
  const ends = [];
  for (let begin = 0; begin < height; begin = ends.at(-1)) {
    const last = begin + tallest;
    const headings = blocks.filter(({ heading }) => heading);
    ends.push(
      last >= height
        ? height
        : (free(headings, blocks, begin + tallest * FULL, last) ??
            free(blocks, blocks, begin + tallest * LEAST, last) ??
            free(lines(), lines(), begin + 1, last) ??
            Math.floor(last)),
    );
  }
  return ends;
}

/** The lowest place between two heights that is above one of these blocks and within none of all; edges may touch. */
function free(above, all, first, last) {
  const places = above.map(({ top }) => Math.floor(top)).filter((place) => place > first && place <= last);
  const isFree = (place) => all.every(({ top, bottom }) => place <= top + 1 || place >= bottom - 1);
  return places.sort((a, b) => b - a).find(isFree);
}

/** The boxes of all lines of text. */
function lines(article, above) {
  const range = document.createRange();
  const texts = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    range.selectNodeContents(texts.currentNode);
    for (const { top, bottom } of range.getClientRects()) found.push({ top: top - above, bottom: bottom - above });
  }
  return found;
}

function asSvg(sheet, width, begin, end) {
  const inner = new XMLSerializer().serializeToString(sheet);
  const size = `width="${width}" height="${end - begin}" viewBox="0 ${begin} ${width} ${end - begin}"`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" ${size}>` +
    `<foreignObject width="${width}" height="${end}">${inner}</foreignObject></svg>`
  );
}

function load(svg) {
  return new Promise((done, fail) => {
    const image = new Image();
    image.onload = () => done(image);
    image.onerror = () => fail(new Error("这个浏览器画不了长图，请改用 PDF 或网页。"));
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  });
}

async function asPng(canvas) {
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  if (!blob) throw new Error("这台设备画不了长图，请改用 PDF 或网页。");
  return blob;
}
