// From one section to another: it is shown at the click; the rest of the page follows when Streamlit has drawn it.

import { isAway } from "../frame/connection.js";
import { awaited, pathOf } from "../frame/redraw.js";
import { turned } from "../frame/scrolling.js";
import { useEffect, useLayoutEffect, useRef, useState } from "../shared/html.js";

const STALE = ".st-key-foot [data-stale=true]"; // still of the page before
let sections = {}; // of the role that is open, by address

/** What the page was told, with the section of the page that is awaited in the place of its own, where that is
 *  known. */
export function useTurn(told) {
  const [address, wait] = useState(null);
  const shelf = useRef(null);
  shelf.current = told.shelf ?? shelf.current;
  useEffect(() => awaited.subscribe(() => wait(isAway() ? null : awaited.address)), []);
  const own = Object.values(told.sections).find(({ id }) => id === told.section) ?? { id: told.section, number: "" };
  const next = ahead(told, address);
  const { id, number } = next ?? own;
  useLayoutEffect(() => {
    sections = told.sections;
    return () => {
      sections = {};
    };
  }, [told.sections]);
  useLayoutEffect(() => {
    // what is shown has its place in the history, so that Back leads to what was shown before
    if (next && pathOf(window.location) !== address) window.history.pushState({}, "", address + window.location.search);
    turned();
  }, [next && address]);
  useLayoutEffect(() => around(id === told.section), [id === told.section, told.section]);
  return { ...told, section: id, number, shelf: shelf.current };
}

/** The section at an address of the role that is open. */
function ahead(told, address) {
  const ofTheRole = new URLSearchParams(window.location.search).get("role") === told.role;
  return told.section && ofTheRole ? told.sections[address] : null;
}

/** What still is of the page before does not stand around this one's section; the foot comes last. See shell.css. */
function around(drawn) {
  const { documentElement, body } = document;
  const come = () => documentElement.toggleAttribute("data-turning", !drawn || document.querySelector(STALE) !== null);
  const watch = new MutationObserver(() => come() || watch.disconnect());
  if (come() && drawn) watch.observe(body, { subtree: true, childList: true, attributeFilter: ["data-stale"] });
  return () => {
    watch.disconnect();
    documentElement.removeAttribute("data-turning");
  };
}

/**
 * Streamlit puts each page into the history when it begins to draw it. While a section is awaited, it names none of the
 * others, which were left again. (A browser without the Navigation API keeps them as further steps back.)
 */
window.navigation?.addEventListener("navigate", (event) => {
  const path = pathOf({ href: event.destination.url });
  const another = awaited.address in sections && path in sections && path !== awaited.address;
  if (another && event.navigationType === "push" && event.destination.sameDocument && !isAway()) event.preventDefault();
});
