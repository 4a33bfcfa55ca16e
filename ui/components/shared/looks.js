// @ts-check
// What the shop chooses for all of its files: their look, and whether they show standards.

import { post } from "./files.js";
import { html, useState } from "./html.js";

/** looks: [{name, label, note, form}], look: the one chosen; colours: [{name, label}] of a form, colour: its own.
 *  `failed` is told the sentence where it could not be kept, `chosen` what is kept. */
export function Looks({ looks, look, colours, colour, failed, chosen = (_name) => {} }) {
  const [kept, take] = useState({ look, colour });
  const keep = async (now) => {
    const isForm = looks.find(({ name }) => name === now.look)?.form;
    const name = isForm && now.colour ? `${now.look}.${now.colour}` : now.look;
    await post("/look", { look: name });
    take(now);
    chosen(name);
  };
  return html`<${Choice} title="样式" about="文件的样式" options=${looks} first=${look} failed=${failed}
      keep=${(name) => keep({ ...kept, look: name })} />
    ${
      looks.find(({ name }) => name === kept.look)?.form &&
      html`<${Choice} title="颜色" about="表格的颜色" options=${colours} first=${kept.colour} failed=${failed}
      keep=${(name) => keep({ ...kept, colour: name })} />`
    }`;
}

/** standards: [{name, label}], none where no role has any; standard: the one chosen. `chosen` is told what is kept. */
export function Standards({ standards, standard, failed, chosen = (_name) => {} }) {
  if (!standards.length) return null;
  const keep = (name) => post("/standards", { standards: name }).then(() => chosen(name));
  return html`<${Choice} title="内容" about="文件里写不写工作标准" options=${standards} first=${standard} keep=${keep}
    failed=${failed} />`;
}

/** One of several, kept as soon as it is picked. */
function Choice({ title, about, options, first, keep, failed }) {
  const [chosen, choose] = useState(first);
  const pick = async (name) => {
    choose(name);
    await keep(name).catch((error) => {
      choose(chosen);
      failed(error.message);
    });
  };
  return html`<div class="choices looks" role="group" aria-label=${about}>
    <span class="quiet">${title}</span>
    ${options.map(
      ({ name, label, note }) => html`<button type="button" key=${name} aria-pressed=${name === chosen}
      class=${name === chosen ? "on" : ""} title=${note} onClick=${() => pick(name)}>${label}</button>`,
    )}
    <small class="quiet">${options.find(({ name }) => name === chosen)?.note}</small>
  </div>`;
}
