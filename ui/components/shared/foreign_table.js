// @ts-check
// A table that is no library of ours: its first rows, and above each column what it means, as guessed or as one says.
// told: {meanings: [[meaning, label]], tables: [{name, count, rows, guess: {sheet, head, columns, title}}]}

import { reveal } from "../frame/scrolling.js";
import { html, useState } from "./html.js";
import { Menu } from "./menu.js";

const ITEMS = ["duty", "requirement", "kpi", "goal"]; // what is an item itself

export function ForeignTable({ file, told, busy, look, leave, hidden }) {
  const [readings, setReadings] = useState(told.tables.map(({ guess }) => guess));
  const [at, setAt] = useState(0);
  const { rows, count } = told.tables[at];
  const reading = readings[at];
  const change = (more) => setReadings(readings.map((each, here) => (here === at ? { ...each, ...more } : each)));
  const turn = (column, meaning) =>
    change({ columns: reading.columns.map((each, here) => (here === column ? meaning : each)) });
  const whole = reading.columns.some((each) => ITEMS.includes(each));
  const rank = (here) => (here + 1 === reading.head ? "head" : here < reading.head ? "above" : "");
  const skipped = (column) => (reading.columns[column] === "skip" ? "skip" : "");
  return html`<section class="preview foreign" ref=${reveal} hidden=${hidden} aria-label="这张表怎么读">
    <header><h2>这张表怎么读</h2>
      <p>“${file}”不是岗位匠做的库，可以当作一张普通的表来读：看看每一列是什么，不对的在列的上面改。</p></header>
    <p class="says">
      ${
        told.tables.length > 1 &&
        html`<span class="pick"><span aria-hidden="true">工作表</span><${Menu} label="工作表"
        options=${told.tables.map(({ name, count }, here) => [here, `${name}（${count} 行）`])} value=${at}
        onChange=${setAt} /></span>`
      }
      <label>库名 <input type="text" maxlength="100" value=${reading.title}
        onInput=${(event) => change({ title: event.target.value })} /></label>
      <span class="pick"><span aria-hidden="true">列名在</span><${Menu} label="列名在"
        options=${[[0, "没有列名"], ...rows.map((_, here) => [here + 1, `第 ${here + 1} 行`])]} value=${reading.head}
        onChange=${(head) => change({ head })} /></span></p>
    <div class="wide" tabindex="0" role="group" aria-label="表的前几行"><table>
      <thead><tr>${reading.columns.map(
        (meaning, column) => html`<th key=${column} class=${skipped(column)}>
        <${Menu} label=${`第 ${column + 1} 列是什么`} options=${told.meanings} value=${meaning}
          onChange=${(name) => turn(column, name)} /></th>`,
      )}</tr></thead>
      <tbody>${rows.map(
        (row, here) => html`<tr key=${here} class=${rank(here)}>
        ${row.map((cell, column) => html`<td key=${column} class=${skipped(column)}>${cell}</td>`)}
        </tr>`,
      )}</tbody></table></div>
    <p class="quiet">${count > rows.length ? `共 ${count} 行，这里是前 ${rows.length} 行。` : `共 ${count} 行。`}${
      whole
        ? "“职责”“任职要求”“考核指标”“目标”这样的一列，一格是一条；同一行其余的格跟着它。"
        : "请选一列作“职责”“任职要求”“考核指标”或“目标”：那一列一格是一条。"
    }</p>
    <p class="acts">
      <button type="button" class="file main" disabled=${busy || !whole}
        onClick=${() => look({ ...reading, title: reading.title.trim() || file.slice(0, 100) })}>看看会导入什么</button>
      <button type="button" class="file" onClick=${leave}>不导入</button>
    </p>
  </section>`;
}
