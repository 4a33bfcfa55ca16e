// @ts-check
// The bar above the paper: is it saved, and on a narrow screen which of form and paper is shown.
// It also asks Streamlit for a fresh drawing after each commit that shows anywhere but in the editor and on the paper.
// data: {role, path, revision, facts, progress, savedAt, tabs}

import { Elsewhere } from "../editor/trouble.js";
import { coming, isAway } from "../frame/connection.js";
import { arrive, redrawWhenCalm } from "../frame/redraw.js";
import { turnOver } from "../frame/scrolling.js";
import { foldOnPhone } from "../frame/sidebar.js";
import { boxesFor, outboxOf, watchCommits } from "../outbox/boxes.js";
import { download } from "../shared/files.js";
import { editing } from "../shared/focus.js";
import { historyOf } from "../shared/history.js";
import { html, show, useChanges, useEffect, useRef, useState } from "../shared/html.js";

const CONNECTION = [coming];
const FORMS = { finish: "下载", versions: "版本" }; // what stands beside the paper where nothing is written
const UNDRAWN = 20; // commits that the editor lays over what was drawn; behind so many the page is drawn anew

export default function bar(component) {
  return show(
    component,
    html`<${Bar} data=${component.data}
      redraw=${(to) => redrawWhenCalm(() => component.setTriggerValue("redraw", to))} />`,
  );
}

function Bar({ data, redraw }) {
  const drawn = useRef(data);
  drawn.current = data;
  useEffect(
    () =>
      watchCommits((commit) => {
        if (!isDrawn(commit, drawn.current)) redraw({ role: commit.role, revision: commit.revision });
      }),
    [redraw],
  );
  useEffect(() => {
    arrive(data.path);
    foldOnPhone();
  }, [data.path]);
  return data.role ? html`<${RoleBar} data=${data} redraw=${redraw} key=${data.role} />` : null;
}

/** Whether the page shows all of a commit: the editor has what was written, the answer brought the paper, and nothing
 *  has changed in the column at the side. */
const isDrawn = ({ role, paper, plain }, data) =>
  plain &&
  role === data.role &&
  data.progress &&
  paper?.progress === data.progress &&
  outboxOf(role).undrawn() < UNDRAWN;

function RoleBar({ data, redraw }) {
  const boxes = boxesFor(data.role);
  useChanges(boxes);
  const [view, setView] = useState(document.documentElement.dataset.view ?? "form");
  useEffect(() => {
    // Streamlit drew before the last commit: ask again.
    const [box, facts] = boxes;
    if (box.revision > data.revision || facts?.revision > data.facts)
      redraw({ role: data.role, revision: box.revision });
  }, [data.revision, data.facts]);
  const turn = (to) =>
    to !== view &&
    turnOver(to === "paper", () => {
      document.documentElement.dataset.view = to;
      setView(to);
    });
  const history = historyOf(data.role);
  useChanges([history]);
  return html`<div class="bar">
    ${
      data.tabs &&
      html`<div class="tabs" role="tablist" aria-label="看表单还是看文档">
      <button type="button" role="tab" aria-selected=${view !== "paper"} onClick=${() => turn("form")}>${
        FORMS[data.path] ?? "填写"
      }</button>
      <button type="button" role="tab" aria-selected=${view === "paper"} onClick=${() => turn("paper")}>看文档</button>
    </div>`
    }
    ${data.tabs && data.path !== "finish" && html`<${Downloads} role=${data.role} />`}
    <${State} boxes=${boxes} savedAt=${data.savedAt} />
    <${History} history=${history} />
  </div>
  ${!history.drawn && html`<${Elsewhere} boxes=${boxes} />`}`;
}

/** Undo and redo, where there is something to write on this page. */
function History({ history }) {
  if (!history.drawn) return null;
  const turn = (place) => place && editing(place.split("#")[0]);
  return html`<div class="history">
    <span class="quiet" role="status">${history.said}</span>
    <button type="button" title="撤销（Ctrl+Z）" disabled=${!history.canUndo}
      onClick=${() => turn(history.undo())}>撤销</button>
    <button type="button" title="重做（Ctrl+Shift+Z）" disabled=${!history.canRedo}
      onClick=${() => turn(history.redo())}>重做</button>
  </div>`;
}

/** The file that owners take most, from any page. */
function Downloads({ role }) {
  const [said, say] = useState("");
  const take = () =>
    download(role, "xlsx").then(
      () => say(""),
      (error) => say(error.message),
    );
  return html`<p class="downloads">${said && html`<span class="state trouble" role="alert">${said}</span>`}
    <button type="button" onClick=${take}>下载 Excel</button>
  </p>`;
}

/** The state of the outbox that is worst off. */
function State({ boxes, savedAt }) {
  const order = ["trouble", "choose", "held", "saving", "saved"];
  const box = boxes.toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state))[0];
  const at = new Date(Math.max(...boxes.map((each) => each.savedAt ?? 0), new Date(savedAt ?? 0).getTime()));
  const says = {
    saved: at.getTime() ? html`已保存<time> ${clock(at)}</time>` : "",
    saving: "正在保存…",
    held: `${box.overlong().length} 处超出长度，没有保存`,
    choose: `有 ${box.contested().length + box.refused.length} 处要您看一下`,
    trouble: box.message,
  }[box.state];
  useChanges(CONNECTION);
  const told = box.state === "trouble" && box.kept && isAway() ? "told" : ""; // the line about it says so, too
  return html`<p class=${`state ${box.state} ${told}`} role="status" data-revision=${boxes[0].revision}>${says}</p>`;
}

function clock(at) {
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
}
