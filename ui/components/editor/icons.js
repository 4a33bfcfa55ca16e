// @ts-check
// Icons as paths, so that they take the colour and size of the text around them.
import { html } from "../shared/html.js";

const icon = (
  path,
) => html`<svg viewBox="0 0 24 24" width="17" height="17" aria-hidden="true" fill="none" stroke="currentColor"
  stroke-width="1.7" stroke-linecap="round" stroke-linejoin="round"><path d=${path} /></svg>`;

export const Cross = () => icon("M6 6l12 12M18 6L6 18");
