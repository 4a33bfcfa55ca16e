// From one section to another: it is shown at the click; the rest of the page follows when Streamlit has drawn it.

import { isAway } from "../connection.js";
import { useEffect, useLayoutEffect, useRef, useState } from "../html.js";
import { find } from "../tree.js";

const PATIENCE = 60_000; // ms in which the page that was clicked comes, or else the one that is there is shown again

/** What the page was told; of the section that a link was just clicked for, where that is known already. */
export function useTurn(told) {
  const [ahead, turn] = useState("");
  const shelf = useRef(null);
  shelf.current = told.shelf ?? shelf.current;
  useEffect(() => {
    if (ahead === told.section) turn("");
    if (!ahead || ahead === told.section) return undefined;
    const timer = setTimeout(turn, PATIENCE, "");
    return () => clearTimeout(timer);
  }, [ahead, told.section]);
  useEffect(() => {
    const follow = (event) => {
      const link = event.defaultPrevented && event.target.closest("a[href]"); // prevented: Streamlit turns the page itself
      if (!link) return;
      const { pathname, searchParams } = new URL(link.href);
      const known = searchParams.get("role") === told.role && !isAway();
      const section = known ? told.sections[pathname.slice(1)]?.id : null;
      const picks = section && find(told.tree, section)?.children?.some((block) => block.picks);
      turn(section && (shelf.current || !picks) ? section : "");
    };
    const back = () => turn("");
    document.addEventListener("click", follow);
    window.addEventListener("popstate", back);
    return () => {
      document.removeEventListener("click", follow);
      window.removeEventListener("popstate", back);
    };
  }, [told]);
  const section = ahead || told.section;
  const turning = section !== told.section;
  useLayoutEffect(() => { // see shell.css: what still is of the page before does not stand around this one's section
    document.documentElement.toggleAttribute("data-turning", turning);
    return () => document.documentElement.removeAttribute("data-turning");
  }, [turning]);
  const number = Object.values(told.sections).find(({ id }) => id === section)?.number ?? "";
  return { ...told, section, number, shelf: shelf.current };
}
