// @ts-check
// The versions of a role: keep one under a name, compare two, take one away, take one up again, or begin anew.
// data: {role, revision, versions: [{id, label, kind, at}], files: [{ending, label}], starters: [[id, title]],
// templates}

import { reveal } from "../frame/scrolling.js";
import { useCalm } from "../shared/calm.js";
import { Change } from "../shared/change.js";
import { ask, commit, download, today } from "../shared/files.js";
import { html, show, useEffect, useState } from "../shared/html.js";
import { Menu } from "../shared/menu.js";

const NOW = "now";

export default function versions(component) {
  return show(
    component,
    html`<${Versions} data=${component.data} redraw=${(to) => component.setTriggerValue("redraw", to)} />`,
  );
}

function Versions({ data, redraw }) {
  const { said, busy, calmly } = useCalm();
  const [sides, compare] = useState(null); // [from, to]
  const [name, setName] = useState("");

  const post = async (what, sent) => {
    await commit(data.role);
    const headers = { "content-type": "application/json", "x-rolesmith": "1" };
    const { label } = await (
      await ask(`/roles/${data.role}/${what}`, { method: "POST", headers, body: JSON.stringify(sent) })
    ).json();
    redraw({ role: data.role, label });
    return label;
  };
  const keep = calmly(async () => {
    const label = await post("versions", { title: name });
    setName("");
    return `已留存“${label}”。`;
  });
  const restore = ({ id, label }) =>
    calmly(
      async () =>
        `已恢复“${label}”。恢复前的样子留在“${await post("restore", { version: id })}”里，随时可以再恢复回去。`,
    );
  const restart = (sent) =>
    calmly(async () => `已换好，填过的空都带过来了。原来的样子留在“${await post("replace", sent)}”里。`);
  const take = (file, { id }) =>
    calmly(async () => {
      await download(data.role, file.ending, id);
      return `${file.label} 已下载。`;
    });
  const all = [{ id: NOW, label: "现在" }, ...data.versions];

  return html`<div class="versions">
    <form class="keep" onSubmit=${(event) => {
      event.preventDefault();
      if (!busy) keep();
    }}>
      <input type="text" value=${name} maxlength="100" aria-label="给现在这一版起个名字" placeholder="给这一版起个名字"
        onInput=${(event) => setName(event.target.value)} />
      <button type="submit" class="main" disabled=${busy || !name.trim()}>起名留存</button>
    </form>
    <p class="said" role="status">${said}</p>
    ${
      data.versions.length === 0
        ? html`<p class="empty">还没有留下过版本。大改之前，先在上面起个名字留一份，改坏了随时能回来。</p>`
        : html`<ul class="list">${data.versions.map(
            (version) => html`<li key=${version.id} class=${version.kind}>
          <span class="label">${version.label}</span><time class="quiet"
            datetime=${version.at}>${when(version.at)}</time>
          <span class="acts">
            <button type="button" disabled=${busy} onClick=${() => compare([version.id, NOW])}>和现在比较</button>
            <button type="button" disabled=${busy} onClick=${restore(version)}>恢复</button>
            ${data.files.map(
              (file) => html`<button type="button" key=${file.ending} disabled=${busy}
              onClick=${take(file, version)}>${file.label}</button>`,
            )}
          </span></li>`,
          )}</ul>
        <${Comparison} role=${data.role} revision=${data.revision} all=${all}
          sides=${sides ?? [data.versions[0].id, NOW]}
          open=${Boolean(sides)} choose=${compare} />`
    }
    ${data.starters.length > 0 && html`<${Restart} data=${data} busy=${busy} restart=${restart} />`}
  </div>`;
}

function Comparison({ role, revision, all, sides, open, choose }) {
  const [found, setFound] = useState(null);
  const [from, to] = sides;
  useEffect(() => {
    if (!open) return undefined;
    const asked = new AbortController();
    setFound(null);
    commit(role)
      .then(() => ask(`/roles/${role}/changes?${new URLSearchParams({ from, to })}`, { signal: asked.signal }))
      .then((response) => response.json())
      .then(setFound)
      .catch((error) => asked.signal.aborted || setFound({ failed: error.message }));
    return () => asked.abort();
  }, [role, revision, from, to, open]);
  const options = all.map((each) => [each.id, each.at ? `${each.label} · ${when(each.at)}` : each.label]);
  const side = (label, value, pick) => html`<span class="pick"><span class="quiet" aria-hidden="true">${label}</span>
    <${Menu} label=${label} options=${options} value=${value} onChange=${pick} /></span>`;
  if (!open) return html`<button type="button" class="add" onClick=${() => choose(sides)}>比较两版</button>`;
  return html`<section class="comparison" ref=${reveal} aria-label="比较两版">
    <div class="filters">${side("从", from, (id) => choose([id, to]))}${side("到", to, (id) => choose([from, id]))}</div>
    ${found?.failed && html`<p class="state trouble" role="alert">${found.failed}</p>`}
    ${found?.sections?.length === 0 && html`<p class="empty">这两版一个字也不差。</p>`}
    ${(found?.sections ?? []).map(
      ({ title, changes }) => html`<div key=${title} class="changed">
      <h3>${title}</h3>
      <ul>${changes.map((change, at) => html`<${Change} key=${at} change=${change} />`)}</ul>
    </div>`,
    )}
  </section>`;
}

/** Another starter in the role's place; the role as it was is kept first. */
function Restart({ data, busy, restart }) {
  const [chosen, choose] = useState("");
  const [kind, id] = chosen.split(/:(.*)/);
  const options = [
    ["", "选一个起点…"],
    ...data.templates.map(([each, title]) => [`template:${each}`, `本店模板 · ${title}`]),
    ...data.starters.map(([each, title]) => [`starter:${each}`, title]),
  ];
  return html`<section class="restart">
    <h2>换一个岗位起点</h2>
    <p class="quiet">整份换成另一个起点的内容，填过的空带过去；现在的样子会先留成一版。</p>
    <div class="filters">
      <${Menu} label="岗位起点" options=${options} value=${chosen} onChange=${choose} />
      <button type="button" class="file" disabled=${busy || !chosen} onClick=${restart({ [kind]: id })}>换成它</button>
    </div>
  </section>`;
}

/** 14:03 today, else the day with it. */
function when(at) {
  const time = new Date(at);
  const clock = [time.getHours(), time.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
  return today(time) === today() ? `今天 ${clock}` : `${today(time)} ${clock}`;
}
