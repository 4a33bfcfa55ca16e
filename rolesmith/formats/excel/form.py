"""Form: an empty workbook of the template to be filled in offline; it is read back like any workbook of ours.

Cells to fill in are tinted; nothing is protected, so that rows can be put in, taken out and made higher. Hints are
comments, choices are dropdowns.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from rolesmith.document.document import Numbered
from rolesmith.document.numbering import numbered_sections
from rolesmith.formats.excel import style
from rolesmith.formats.excel.book import Book
from rolesmith.formats.excel.carried import Carried, carried_cells, carry_rows
from rolesmith.formats.excel.cells import Cell, Row, edges, flow
from rolesmith.formats.excel.columns import BESIDE, Columns, parts
from rolesmith.formats.excel.element_rows import gap, heads_of_lines
from rolesmith.formats.excel.letterhead import title_rows
from rolesmith.formats.excel.page import PageHead, lay_out, on_pages, room
from rolesmith.formats.excel.style import NAME, Styles, styles_of
from rolesmith.formats.excel.workbook import CREATED, Formats, options, properties, write_rows
from rolesmith.formats.form import TITLE
from rolesmith.formats.looks import BRAND, Look
from rolesmith.role.tree import Node, Role

HOW = "只填有底色的格子；一行一条，行不够就在中间插入行。填好后在“我的岗位”里打开这个文件。"
LINES, ROWS = 6, 5
"""Empty lines of a list and empty rows of a table."""
LONG = 54.0
"""Points of a field that takes a longer text."""


@dataclass(frozen=True)
class FormRow:
    """A row of the form, with hints by the index of the cell in the row."""

    row: Row
    hints: dict[int, str]


def write(role: Role, look: Look = BRAND, *, standards: bool = False) -> bytes:
    """The form of an empty role: every section, also those that are off; what is written in is on when it is read.

    `standards`: with a column for them.
    """
    whole = role.replace(role.tree.with_(children=tuple(each.with_(on=True) for each in role.tree.children)))
    styles = styles_of(look)
    columns = _columns(whole, styles, standards)
    sections = (_section(section, number, styles, columns, standards) for section, number in numbered_sections(whole))
    form_rows = [*_head(styles), *(form_row for section in sections for form_row in section)]
    found = [form_row.row for form_row in form_rows]
    rows = on_pages(found, room(look))
    file = io.BytesIO()
    with Book(file, options()) as workbook:
        workbook.set_properties(properties(TITLE, "", CREATED))
        sheet = workbook.add_worksheet("填写表")
        write_rows(sheet, rows, Formats(workbook), styles)
        _explain(sheet, form_rows, {edge: at for at, edge in enumerate(edges(rows, styles.width))})
        lay_out(sheet, rows, PageHead("", TITLE), look)
        carried = Carried(role.replace(_emptied(role.tree)), whole=True)
        carry_rows(workbook, "填写表", carried, carried_cells(rows, styles))
    return file.getvalue()


def _emptied(node: Node) -> Node:
    """The tree without the template's own lines and rows; the form has empty ones instead."""
    return node.with_(children=tuple(_emptied(child) for child in node.children if child.kind not in ("line", "row")))


def _explain(sheet: Any, form_rows: Sequence[FormRow], columns: dict[int, int]) -> None:
    """Add hints as comments."""
    for at, form_row in enumerate(form_rows):
        for n, hint in form_row.hints.items():
            sheet.write_comment(at, columns[form_row.row.cells[n].left], hint, {"x_scale": 2, "author": ""})


def _head(styles: Styles) -> Iterator[FormRow]:
    for row in title_rows(TITLE, styles):
        yield FormRow(row, {})
    for row in flow((Cell(0, styles.width, styles.note, ((HOW, ""),)),), least=30, pad=8):
        yield FormRow(row, {})


def _columns(role: Role, styles: Styles, standards: bool) -> Columns:
    blocks = [block for section in role.tree.children for block in section.children]
    tables = [part for block in blocks if block.kind == "table" for part in parts(_widths(block))]
    return Columns(tables, True, BESIDE if standards else 0, 0, NAME, styles.width)


def _widths(block: Node) -> list[int]:
    columns = block.of("column")
    return [column.width or 100 // len(columns) for column in columns]


def _section(section: Node, number: str, styles: Styles, columns: Columns, standards: bool) -> Iterator[FormRow]:
    yield FormRow(gap(styles, 10.5), {})
    named = Cell(0, styles.width, styles.section, ((number, ""), (section.title, "")), node=f"{section.id}#title")
    named.before = len(number)
    for row in flow((named,), least=27, pad=9, keep=True):
        yield FormRow(row, {0: section.hint} if section.hint else {})
    for block in section.children:
        if block.layout == "signature":  # signed by hand
            continue
        yield FormRow(gap(styles, keep=True), {})
        if block.title:
            yield from _heading(block, styles)
        yield from _block(block, styles, columns, standards and block.picks == "duty")


def _heading(node: Node, styles: Styles) -> Iterator[FormRow]:
    cell = Cell(0, styles.width, styles.heading, ((node.title, ""),), node=f"{node.id}#title")
    for row in flow((cell,), least=24, pad=8, keep=True):
        yield FormRow(row, {0: node.hint} if node.hint else {})


def _block(block: Node, styles: Styles, columns: Columns, standards: bool) -> Iterator[FormRow]:
    """What is filled in below a block's title; `standards`: beside its lines, too."""
    match block.kind:
        case "fields":
            for field in block.children:
                label = Cell(0, NAME, styles.name, ((field.title + ("＊" if field.required else ""), ""),))
                value = Cell(NAME, styles.width, style.well(styles.box), node=field.id, choices=field.choices)
                hint = "\n".join(filter(None, (field.hint, *field.examples[:2])))
                for row in flow((label, value), least=LONG if field.long else 24, pad=9):
                    yield FormRow(row, {0: hint} if hint else {})
        case "text":
            cell = Cell(0, styles.width, style.well(styles.box), node=block.id)
            yield from (FormRow(row, {}) for row in flow((cell,), least=2 * LONG, pad=9))
        case "items":
            yield from _lines(styles, columns, standards)
        case "groups":
            for group in block.children:
                yield from _heading(group, styles)
                yield from _lines(styles, columns, standards)
        case _:
            yield from _table(block, styles, columns)


def _lines(styles: Styles, columns: Columns, standards: bool) -> Iterator[FormRow]:
    inner = (columns.standard,) if standards else ()
    if standards:
        heads = heads_of_lines(Numbered.head, styles, columns)
        yield from (FormRow(row, {}) for row in flow(heads, 18, 4, keep=True))
    for at in range(1, LINES + 1):
        spans = pairwise((NAME, *inner, styles.width))
        wells = (Cell(*span, style.well(styles.box), loose=True) for span in spans)
        cells = Cell(0, NAME, styles.number, number=at, counted=True), *wells
        yield from (FormRow(row, {}) for row in flow(cells, least=24, pad=5))


def _table(block: Node, styles: Styles, grid: Columns) -> Iterator[FormRow]:
    columns = block.of("column")
    spans = [span for part in parts(_widths(block)) for span in grid.spans(part)]
    pairs = zip(columns, spans, strict=True)
    heads = [Cell(*span, styles.head, ((column.title, ""),), node=f"{column.id}#title") for column, span in pairs]
    for row in flow(heads, least=25.5, pad=9, keep=True):
        yield FormRow(row, {at: column.hint for at, column in enumerate(columns) if column.hint})
    for _ in range(ROWS):
        wells = zip(spans, columns, strict=True)
        cells = [Cell(*span, style.well(styles.box), loose=True, choices=column.choices) for span, column in wells]
        yield from (FormRow(row, {}) for row in flow(cells, least=24, pad=9))
