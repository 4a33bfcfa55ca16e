// @ts-check
// What is written about the shop's team: its people, who does what, how long that takes, and what comes of it.

import { html } from "../shared/html.js";
import { Coverage } from "./coverage.js";
import { Kpis } from "./kpis.js";
import { Load } from "./load.js";
import { People } from "./people.js";

export function Team({ desk, data }) {
  return html`<${People} desk=${desk} data=${data} />
    ${
      data.posts.length > 0 &&
      html`<${Coverage} desk=${desk} data=${data} /><${Load} desk=${desk} data=${data} />
      <${Kpis} desk=${desk} data=${data} />`
    }`;
}
