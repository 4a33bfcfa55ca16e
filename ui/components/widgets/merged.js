// @ts-check
// Above a role that was merged from others: which those are, and what they have changed since, to be taken or left.
// data: {role, from: [[role, name, share]], fresh, stale}: without `role` that one is gone; `fresh`: nobody has written

import { reveal } from "../frame/scrolling.js";
import { useCalm } from "../shared/calm.js";
import { Differences, keysOf, turned } from "../shared/differences.js";
import { ask, commit, post } from "../shared/files.js";
import { html, show, useEffect, useState } from "../shared/html.js";

export default function merged(component) {
  const go = (to) => component.setTriggerValue("go", to);
  const redraw = (to) => component.setTriggerValue("redraw", to);
  return show(
    component,
    html`<${Merged} key=${component.data.role} data=${component.data} go=${go} redraw=${redraw} />`,
  );
}

const EMPTY = { sections: [], mark: "" };

function Merged({ data, go, redraw }) {
  const [offer, setOffer] = useState(EMPTY);
  const [open, setOpen] = useState(false);
  const [left, setLeft] = useState(() => new Set());
  const { said, busy, calmly } = useCalm();
  const address = `/roles/${data.role}/sources`;
  const look = async () => {
    await commit(data.role);
    setOffer(await (await ask(address)).json());
    setLeft(new Set());
  };
  useEffect(() => {
    if (data.stale) look().catch(() => {});
    else setOffer(EMPTY);
  }, [data.role, data.stale]);
  const take = (taken) =>
    calmly(async () => {
      await commit(data.role);
      const { label } = await post(address, { mark: offer.mark, taken });
      setOpen(false);
      setOffer(EMPTY);
      redraw({ at: Date.now() });
      return taken.length
        ? `改了 ${taken.length} 处。原来的样子留在“${label}”里，随时可以恢复。`
        : "没有改动，这几处不再提示。";
    });
  const gone = data.from.filter(([role]) => !role);
  const all = keysOf(offer.sections);
  return html`<div class="merged">
    <p class="of"><span class="quiet">由</span> ${data.from.map(
      ([role, name, share], at) =>
        html`<span key=${name}>${at > 0 && "、"}${
          role
            ? html`<button type="button" class="link" onClick=${() => go({ role })}>${name}</button>`
            : html`<s>${name}</s>`
        } ${share}%</span>`,
    )} <span class="quiet">合成</span>
      ${data.fresh && html`<button type="button" class="link undo" onClick=${() => go({ undo: true })}>撤销合成</button>`}
    </p>
    ${
      gone.length > 0 &&
      html`<p class="quiet">${gone.map(([, name]) => `“${name}”`).join("、")}已经不在店里，那边再改什么不会在这里提示。</p>`
    }
    ${
      all.size > 0 &&
      !open &&
      html`<p class="news">原来的岗位改了，这里有 ${all.size} 处可以跟着改。
      <button type="button" class="link" aria-expanded=${open} onClick=${() => setOpen(true)}>看一看</button></p>`
    }
    ${
      open &&
      all.size > 0 &&
      html`<section class="comparison" ref=${reveal} aria-label="原来的岗位改了什么">
      <p class="quiet">勾上的才改；不勾的留着现在的，以后也不再提示。</p>
      <${Differences} sections=${offer.sections} left=${left} tick=${(key) => setLeft(turned(left, key))} />
      <p class="acts">
        <button type="button" class="main" disabled=${busy || left.size >= all.size}
          onClick=${take([...all].filter((key) => !left.has(key)))}>改 ${all.size - left.size} 处</button>
        <button type="button" class="file" disabled=${busy} onClick=${take([])}>都不改</button>
        <button type="button" class="link" onClick=${() => setOpen(false)}>以后再说</button></p>
    </section>`
    }
    <p class="said" role="status">${said}</p>
  </div>`;
}
