// A link to a file of ours. data: {address, label}
import { html, show } from "./html.js";

export default function link(component) {
  const { address, label } = component.data;
  return show(component, html`<a class="download" href=${address} download>${label}</a>`);
}
