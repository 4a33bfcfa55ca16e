// @ts-check
// Lines of a role into a library of the shop's own: chosen here, put in by the server.

import { reveal } from "../frame/scrolling.js";
import { post } from "../shared/files.js";
import { html, useState } from "../shared/html.js";
import { Menu } from "../shared/menu.js";
import { Said } from "../shared/search.js";
import { ofKind } from "../shared/tree.js";

const NEW = "new";

export function Keep({ desk, block, own }) {
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(new Set());
  const [library, setLibrary] = useState(own[0]?.[0] ?? NEW);
  const [title, setTitle] = useState("");
  const [said, say] = useState("");
  const [busy, setBusy] = useState(false);
  const groups = ofKind(block, "group");
  const lines = (groups.length ? groups : [block]).flatMap((parent) =>
    ofKind(parent, "line")
      .filter((line) => line.text?.trim())
      .map((line) => ({ line, topic: parent.title ?? "" })),
  );
  const turn = (id) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const keep = async () => {
    setBusy(true);
    const items = lines
      .filter(({ line }) => chosen.has(line.id))
      .map(({ line, topic }) => ({ text: line.text, standard: line.standard ?? "", kind: block.picks, topic }));
    try {
      await post(library === NEW ? "/libraries" : `/libraries/${library}/items`, { title, items });
      say(`已存入 ${items.length} 条，在“预设库”里看。`);
      setChosen(new Set());
      setOpen(false);
    } catch (error) {
      say(error.message);
    } finally {
      setBusy(false);
    }
  };
  const every = chosen.size === lines.length;
  if (!open)
    return html`<button type="button" class="add" onClick=${() => {
      say("");
      setOpen(true);
    }}>存入预设库</button>
    <span class="quiet" role="status">${said}</span>`;
  return html`<div class="found keep-lines" ref=${reveal} role="group" aria-label="存入预设库">
    <div class="filters">
      <span class="pick"><span class="quiet" aria-hidden="true">存到</span><${Menu} label="存到哪个库"
        options=${[...own, [NEW, "新建一个库…"]]} value=${library} onChange=${setLibrary} /></span>
      ${
        library === NEW &&
        html`<input type="text" class="name" value=${title} maxlength="100" aria-label="新库的名字"
        placeholder="库名，例如 我们店的活" onInput=${(event) => setTitle(event.target.value)} />`
      }
      <button type="button" class="add every" onClick=${() =>
        setChosen(new Set(every ? [] : lines.map(({ line }) => line.id)))}>${every ? "都不选" : "全选"}</button>
    </div>
    <div class="offers"><ul>${lines.map(
      ({ line, topic }) => html`<li key=${line.id}><label class="offer">
      <input type="checkbox" checked=${chosen.has(line.id)} onChange=${() => turn(line.id)} /><span><${Said}
        text=${line.text} valueFor=${(name) => desk.valueOf(name, line)} /></span>
      ${
        line.standard &&
        html`<small><${Said} text=${line.standard} valueFor=${(name) => desk.valueOf(name, line)} /></small>`
      }
      <small>${[topic, desk.originOf?.(line)].filter(Boolean).join(" · ")}</small></label></li>`,
    )}</ul></div>
    <div class="picked">
      <p class="quiet" role="status">${said || (chosen.size ? "" : "勾上要存的，以后别的岗位也能挑。")}</p>
      <button type="button" class="add" onClick=${() => setOpen(false)}>不存了</button>
      <button type="button" class="main" disabled=${busy || !chosen.size || (library === NEW && !title.trim())}
        onClick=${keep}>存入 ${chosen.size} 条</button>
    </div>
  </div>`;
}
