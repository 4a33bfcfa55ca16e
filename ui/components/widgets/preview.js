// @ts-check
// The preview: the document itself, as the server has drawn it, following each key in between. The answer to an edit
// brings the next drawing; Streamlit's own comes a little later.
// data: {role, revision, facts, root, html, style, values, own, shop}: `facts` is the revision of the shop's own, `own`
// the blanks that single nodes fill for themselves

import { turn } from "../frame/redraw.js";
import { boxesFor, FACTS, flushAll, watchCommits } from "../outbox/boxes.js";
import { follow, want } from "../shared/focus.js";
import { html, show, useEffect, useRef } from "../shared/html.js";
import { known } from "../shared/known_blanks.js";
import { named, pieces, printed, strip } from "../shared/text.js";
import { keyOf } from "../shared/tree.js";

const FOLLOWED = "data-followed";
const NOTHING = { ids: [], section: null, due: [] };

export default function preview(component) {
  return show(component, html`<${Preview} data=${component.data} go=${(to) => component.setTriggerValue("go", to)} />`);
}

function Preview({ data, go }) {
  const sheet = useRef(null);
  const latest = useRef(data);
  latest.current = data;
  const laid = useRef(null);
  // `due`: what is to come into view and is not there yet, the newest first
  const about = useRef(/** @type {{ids: string[], section: string | null, due: string[]}} */ (NOTHING));

  /** Mark what is being written, and bring into view what is due. */
  const point = () => {
    const { ids, due } = about.current;
    mark(sheet.current, ids);
    const at = due.findIndex((selector) => sheet.current.querySelector(selector));
    if (at < 0) return;
    bring(sheet.current, sheet.current.querySelector(due[at]));
    about.current.due = due.slice(0, at);
  };

  /** Put a drawing {html, revision, facts} there, unless a later one lies there already. */
  const lay = (drawing) => {
    const before = laid.current;
    if (!sheet.current) return; // gone with its page
    if (before && (drawing.revision < before.revision || drawing.facts < before.facts)) return;
    laid.current = drawing;
    if (drawing.html === before?.html) return;
    put(sheet.current, drawing.html, before?.html ?? "");
    boxesFor(data.role).forEach((box, at) => {
      const drawn = at ? drawing.facts : drawing.revision;
      for (const entry of box.entries)
        if (!(entry.revision <= drawn)) draw(sheet.current, latest.current, entry.edit, box.role);
    });
    point();
  };
  useEffect(() => lay(data), [data.html, data.revision, data.facts]);
  useEffect(
    () =>
      watchCommits(({ role, paper }) => {
        if (paper && role === data.role) lay(paper);
      }),
    [data.role],
  );
  useEffect(() => {
    const stops = boxesFor(data.role).map((box) =>
      box.subscribe((edit) => edit && draw(sheet.current, latest.current, edit, box.role)),
    );
    return () => {
      for (const stop of stops) stop();
    };
  }, [data.role]);
  useEffect(
    () =>
      follow(({ ids, section }) => {
        const turned =
          section === about.current.section ? [] : [section ? `[data-section="${CSS.escape(section)}"]` : "article"];
        const written = ids === about.current.ids ? [] : ids.map(placeOf);
        about.current = { ids, section, due: [...written, ...turned, ...about.current.due] };
        point();
      }),
    [],
  );

  const click = (event) => {
    const section = event.target.closest("[data-section]")?.dataset.section;
    if (!section) return;
    const node = event.target.closest("[data-node]");
    if (node) want(keyOf(node.dataset.node, node.dataset.part));
    turn(section);
    flushAll(data.role).then(() => go({ section }));
  };
  return html`<style>${data.style}</style><div class="scroller" tabindex="0" role="region" aria-label="文档"
    ref=${sheet} onClick=${click}></div>`;
}

/** Put a drawing in the place of the one before, both drawn and escaped by rolesmith/formats/html.py: of one that is
 *  laid out alike only the sections that are drawn otherwise, or have followed keys since. */
function put(sheet, drawn, before) {
  const [now, then] = [drawn, before].map((each) => each.split(/(<section .*?<\/section>)/s)); // every second a section
  const sections = sheet.querySelectorAll("article > section");
  const alike = now.length === then.length && now.every((part, at) => at % 2 || part === then[at]);
  if (!alike || sheet.querySelector(`article[${FOLLOWED}]`)) sheet.innerHTML = drawn;
  else
    sections.forEach((section, at) => {
      const part = now[2 * at + 1];
      if (part !== then[2 * at + 1] || section.hasAttribute(FOLLOWED)) section.outerHTML = part;
    });
}

/** The section, or the whole, no longer shows what was drawn. */
const followed = (place) => place.closest("section, article")?.setAttribute(FOLLOWED, "");

/** Change the texts that an edit touches; structure and numbers wait for the server. */
function draw(sheet, data, edit, role) {
  if (edit.op === "fill") fill(sheet, data, edit, role);
  if (edit.op !== "set" || typeof edit.value !== "string") return;
  for (const place of sheet.querySelectorAll(`[data-node="${CSS.escape(edit.target)}"][data-part="${edit.name}"]`)) {
    place.replaceChildren(...pieces(edit.value, known, (name) => valueIn(data, edit.target, name)).map(chip));
    followed(place);
  }
}

/** What a blank stands for in a node: its own value, else the role's, the shop's, the default. */
function valueIn(data, node, name) {
  const values = [named(named(data.own, node), name), named(data.values, name), named(data.shop, name)];
  return values.find((each) => strip(each ?? "")) ?? named(known, name)?.default ?? "";
}

function chip(piece) {
  if (!piece.blank) return document.createTextNode(piece.text);
  const span = document.createElement("span");
  span.className = piece.open ? "blank open" : "blank";
  span.dataset.blank = piece.blank;
  span.textContent = piece.text;
  return span;
}

/** A blank of the shop, of the whole role, or of one line. */
function fill(sheet, data, { target, name, value }, role) {
  if (role === FACTS) data.shop[name] = value;
  else if (target === data.root) data.values[name] = value;
  else data.own[target] = { ...named(data.own, target), [name]: value };
  for (const span of sheet.querySelectorAll(`[data-blank="${CSS.escape(name)}"]`)) {
    const now = valueIn(data, span.closest("[data-node]")?.dataset.node, name); // a form's head says some texts again
    span.textContent = printed(named(known, name), now);
    span.classList.toggle("open", !strip(now));
    followed(span);
  }
}

const placeOf = (id) => `[data-node="${CSS.escape(id)}"]`;

/** Mark the blocks that are being written. */
function mark(sheet, ids) {
  for (const old of sheet.querySelectorAll(".editing")) old.classList.remove("editing");
  for (const found of ids.flatMap((id) => sheet.querySelector(placeOf(id)) ?? []))
    blockOf(found).classList.add("editing");
}

const blockOf = (place) => place.closest("li, td, th, dd, p, h2, h3") ?? place;

/** Bring a text into view where it is out of it; a chapter, or the whole, from its beginning where not all of it is. */
function bring(sheet, place) {
  if (!sheet.clientHeight || sheet.scrollHeight <= sheet.clientHeight) return;
  const { top, bottom } = place.getBoundingClientRect();
  const over = top - sheet.getBoundingClientRect().top;
  const text = place.matches("[data-node]");
  if (over >= (text ? 40 : 0) && over + (text ? 60 : bottom - top) <= sheet.clientHeight) return;
  const to = sheet.scrollTop + over - (text ? sheet.clientHeight / 3 : 12);
  const calm = !text || matchMedia("(prefers-reduced-motion: reduce)").matches;
  sheet.scrollTo({ top: text || to > sheet.clientHeight / 3 ? to : 0, behavior: calm ? "auto" : "smooth" });
}
