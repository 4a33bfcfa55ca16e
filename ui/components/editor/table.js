// @ts-check
// A table: cells are edited in place; columns are arranged like fields.

import { html } from "../shared/html.js";
import { isOn, newId, ofKind } from "../shared/tree.js";
import { Actions } from "./actions.js";
import { Add, Delete, Grip, Switch } from "./parts.js";
import { TextBox } from "./textbox.js";

const MANY = 4; // columns, beyond which a blank has no room in a narrow one

export function Table({ desk, block, arranging }) {
  const columns = ofKind(block, "column").filter((column) => arranging || isOn(column));
  const rows = ofKind(block, "row");
  const addRow = () => {
    const id = newId("r");
    desk.add(block, [{ id, kind: "row" }], (block.children ?? []).at(-1)?.id ?? "");
    if (columns.length) desk.focusSoon(`${id}:${columns[0].id}`);
  };
  return html`
    ${
      arranging &&
      html`<div class="columns" data-list=${block.id} data-holds="column">
      ${ofKind(block, "column").map(
        (column) => html`<div class=${`column ${isOn(column) ? "" : "off"}`} key=${column.id} data-row=${column.id}
          data-kind="column">
        <${Grip} desk=${desk} node=${column} label=${column.title ?? ""} />
        <${TextBox} desk=${desk} node=${column} name="title" label="列名" single />
        <${Switch} desk=${desk} node=${column} label=${column.title ?? ""} />
        <${Delete} desk=${desk} node=${column} label=${`“${column.title ?? ""}”这一列`} />
      </div>`,
      )}
      <${Add} onClick=${() => {
        const id = newId("c");
        desk.add(block, [{ id, kind: "column", title: "新的一列" }], ofKind(block, "column").at(-1)?.id ?? "");
        desk.nameSoon(id);
      }}>加一列</${Add}>
    </div>`
    }
    <div class="rows" data-list=${block.id} data-holds="row">
      ${rows.map((row, at) => html`<${Row} key=${row.id} desk=${desk} row=${row} at=${at} columns=${columns} />`)}
    </div>
    ${!rows.length && html`<p class="hint">${columns.map(({ title }) => title).join(" · ")}</p>`}
    <div class="below"><${Add} onClick=${addRow}>加一行</${Add}><${Sum} columns=${columns} rows=${rows} /></div>`;
}

/** What the weights add up to, as the paper below says it. */
function Sum({ columns, rows }) {
  const column = columns.find(({ meaning }) => meaning === "weight");
  if (!column) return null;
  const said = rows.filter(isOn).flatMap((row) => numberIn(cellOf(row, column).text ?? ""));
  if (!said.length) return null;
  const total = said.reduce((sum, number) => sum + number, 0);
  return html`<span class=${`sum ${Math.abs(total - 100) < 1e-6 ? "" : "wrong"}`}
    role="status">权重合计 ${Number(total.toFixed(6))}</span>`;
}

function numberIn(text) {
  const found = /^\d{1,12}(\.\d{1,6})?(?= ?%?$)/.exec(text.normalize("NFKC").trim());
  return found ? [Number(found[0])] : [];
}

const cellOf = (row, column) => {
  const id = `${row.id}:${column.id}`;
  return (row.children ?? []).find((cell) => cell.id === id) ?? { id, kind: "cell", text: "" };
};

/** How wide the cells of a row are: as the template has it, or alike where there are many; of these some stand below
 *  others. */
function tracksOf(columns) {
  const across = columns.length > 3 ? Math.min(Math.ceil(columns.length / 2), 4) : columns.length;
  const widths = columns.map(({ width }) => (columns.length <= MANY && width) || 20);
  const tracks = widths.slice(0, across).map((_, at) => Math.max(...widths.filter((_, i) => i % across === at)));
  return tracks.map((width) => `minmax(4.5em, ${width}fr)`).join(" ") || "none";
}

function Row({ desk, row, at, columns }) {
  const label = `第 ${at + 1} 行`;
  return html`<div class=${`row ${isOn(row) ? "" : "off"} ${desk.landed.includes(row.id) ? "landed" : ""}`}
    data-row=${row.id} data-kind="row">
    <div class="row-tools"><${Grip} desk=${desk} node=${row} label=${label} /><span class="number">${at + 1}</span>
      <${Actions} desk=${desk} node=${row} label=${label} /></div>
    <div class="cells" style=${`--columns: ${tracksOf(columns)}`}>${columns.map((column) => {
      const cell = cellOf(row, column);
      return html`<div class="cell" key=${column.id}>
        <span class="cell-label">${column.title}</span>
        <${TextBox} desk=${desk} node=${cell} label=${`${column.title}，${label}`}
          placeholder=${at ? column.title : "—"} />
        ${
          column.choices?.length > 0 &&
          !cell.text &&
          html`<div class="choices">${column.choices.map(
            (choice) => html`
          <button type="button" key=${choice} onClick=${() => desk.write(cell, "text", choice)}>${choice}</button>`,
          )}</div>`
        }
      </div>`;
    })}</div>
  </div>`;
}
