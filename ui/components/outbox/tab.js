// @ts-check
// This tab's name: kept over a refresh, never shared with a duplicate of the tab.

import { newId } from "../shared/tree.js";

const TAB = "rolesmith.tab";

export const tab = take();

function take() {
  let name;
  try {
    name = sessionStorage.getItem(TAB);
    sessionStorage.removeItem(TAB);
  } catch {
    /* storage is switched off */
  }
  return name || newId("t");
}

/** The page goes away; should it come back, it is the same tab. */
export function nameTab() {
  try {
    sessionStorage.setItem(TAB, tab);
  } catch {
    /* storage is switched off */
  }
}

export function unnameTab() {
  try {
    sessionStorage.removeItem(TAB);
  } catch {
    /* storage is switched off */
  }
}
