// From one section to another: it is shown at the click; the rest of the page follows when Streamlit has drawn it.

import { isAway } from "../connection.js";
import { useEffect, useLayoutEffect, useRef, useState } from "../html.js";
import { awaited } from "../redraw.js";
import { find } from "../tree.js";

/** What the page was told, with the section of the page that is awaited in the place of its own, where that is known. */
export function useTurn(told) {
  const [address, wait] = useState(null);
  const shelf = useRef(null);
  shelf.current = told.shelf ?? shelf.current;
  useEffect(() => awaited.subscribe(() => wait(isAway() ? null : awaited.address)), []);
  const own = Object.values(told.sections).find(({ id }) => id === told.section) ?? { id: told.section, number: "" };
  const { id, number } = ahead(told, address, shelf.current) ?? own;
  const turning = id !== told.section;
  useLayoutEffect(() => { // see shell.css: what still is of the page before does not stand around this one's section
    document.documentElement.toggleAttribute("data-turning", turning);
    return () => document.documentElement.removeAttribute("data-turning");
  }, [turning]);
  return { ...told, section: id, number, shelf: shelf.current };
}

/** The section at an address of the role that is open, unless it takes lines from libraries of which nothing was told. */
function ahead(told, address, shelf) {
  if (!told.section || new URLSearchParams(window.location.search).get("role") !== told.role) return null;
  const section = told.sections[address];
  const picks = section && find(told.tree, section.id)?.children?.some((block) => block.picks);
  return picks && !shelf ? null : section;
}
