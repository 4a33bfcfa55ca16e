// @ts-check
// The document as one long picture for chat: the browser draws the exported page into an SVG, and that onto a canvas.
// No library: the page is one style sheet and one article, and its fonts are the device's own.

const WIDTH = 560; // CSS pixels: lines stay readable where a chat shows the picture as wide as a phone
const SCALE = 2;
const SIDE = 16_384; // pixels of a canvas's longest side that every browser draws
const AREA = 16_777_216; // pixels of a canvas that every phone draws
const STYLE = `article {
  width: ${WIDTH}px; max-width: none; margin: 0; padding: 40px 34px 48px; border-radius: 0; box-shadow: none;
}`;

/** A PNG of an exported page (the HTML text of it). Throws a sentence for the user where it cannot be drawn. */
export async function draw(page) {
  const sheet = lay(new DOMParser().parseFromString(page, "text/html"));
  const height = measure(sheet);
  const scale = Math.min(SCALE, SIDE / height, Math.sqrt(AREA / (WIDTH * height)));
  if (scale < 1) throw new Error("文件太长，一张图放不下，请改用 Excel 或网页。");
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(WIDTH * scale);
  canvas.height = Math.round(height * scale);
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.fillStyle = "#fff";
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(await load(asSvg(sheet, height)), 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  if (!blob) throw new Error("这台设备画不了这么长的图，请改用 Excel 或网页。");
  return blob;
}

/** The article with its style, as one element. */
function lay(page) {
  const sheet = document.createElement("div");
  const style = document.createElement("style");
  style.textContent = [...page.querySelectorAll("style")].map((each) => each.textContent).join("\n") + STYLE;
  sheet.append(style, document.adoptNode(page.querySelector("article")));
  return sheet;
}

/** Its height in CSS pixels, laid out where nobody sees it. */
function measure(sheet) {
  const host = document.createElement("div");
  host.style.cssText = "position: fixed; left: -9999px; visibility: hidden; contain: content";
  host.attachShadow({ mode: "open" }).append(sheet);
  document.body.append(host);
  const height = Math.ceil(sheet.lastChild.getBoundingClientRect().height);
  host.remove();
  return height;
}

function asSvg(sheet, height) {
  const inner = new XMLSerializer().serializeToString(sheet);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}">` +
    `<foreignObject width="100%" height="100%">${inner}</foreignObject></svg>`
  );
}

function load(svg) {
  return new Promise((done, fail) => {
    const image = new Image();
    image.onload = () => done(image);
    image.onerror = () => fail(new Error("这个浏览器画不了长图，请改用 Excel 或网页。"));
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  });
}
