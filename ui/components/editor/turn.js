// @ts-check
// From one section to another: it is shown at the click; the rest of the page follows when Streamlit has drawn it.

import { isAway } from "../frame/connection.js";
import { awaited } from "../frame/redraw.js";
import { turned } from "../frame/scrolling.js";
import { enterHistory, hideStale, keepHistoryOf } from "../frame/stale.js";
import { useEffect, useLayoutEffect, useRef, useState } from "../shared/html.js";

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
  useLayoutEffect(() => keepHistoryOf(told.sections), [told.sections]);
  useLayoutEffect(() => {
    if (next) enterHistory(address);
    turned();
  }, [next && address]);
  useLayoutEffect(() => hideStale(id === told.section), [id === told.section, told.section]);
  return { ...told, section: id, number, shelf: shelf.current };
}

/** The section at an address of the role that is open. */
function ahead(told, address) {
  const ofTheRole = new URLSearchParams(window.location.search).get("role") === told.role;
  return told.section && ofTheRole ? told.sections[address] : null;
}
