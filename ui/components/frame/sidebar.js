// @ts-check
// The column at the side.

import { foldSide } from "./streamlit.js";

const NARROW = 768; // px

/** On a phone Streamlit leaves it open over the page that was chosen in it. */
export function foldOnPhone() {
  if (window.innerWidth < NARROW) foldSide();
}
