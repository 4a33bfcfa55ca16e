"""Form: an empty workbook of the template to be filled in offline; it is read back like any workbook of ours.

Cells to fill in are tinted and can be edited, the rest is protected without a password; hints are comments, choices
are dropdowns.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import xlsxwriter

from rolesmith.document.document import Numbered
from rolesmith.document.numbering import numbered_sections
from rolesmith.formats.excel import style
from rolesmith.formats.excel.carried import Carried, carried_cells, carry_rows
from rolesmith.formats.excel.cells import Cell, Row, edges, flow
from rolesmith.formats.excel.document_rows import BAR, NAME, NUMBER, beside, gap, heads_of_lines
from rolesmith.formats.excel.letterhead import title_rows
from rolesmith.formats.excel.page import lay_out
from rolesmith.formats.excel.style import Styles, styles_of
from rolesmith.formats.excel.table import spans_of
from rolesmith.formats.excel.workbook import CREATED, Formats, options, write_rows
from rolesmith.formats.form import TITLE
from rolesmith.formats.looks import BRAND, Look
from rolesmith.role.tree import Node, Role

HOW = "只填有底色的格子；一行一条，行不够就在中间插入行。填好后在“我的岗位”里打开这个文件。"
LINES, ROWS = 6, 5
"""Empty lines of a list and empty rows of a table."""
LONG = 54.0
"""Points of a field that takes a longer text."""
OPEN_TO_ALL = {"insert_rows": True, "delete_rows": True, "format_rows": True, "format_columns": True, "sort": True}


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
    sections = (_section(section, number, styles, standards) for section, number in numbered_sections(whole))
    form_rows = [*_head(styles), *(form_row for section in sections for form_row in section)]
    rows = [form_row.row for form_row in form_rows]
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, options()) as workbook:
        workbook.set_properties({"title": TITLE, "created": CREATED})
        sheet = workbook.add_worksheet("填写表")
        formats = Formats(workbook, open=look.well)
        write_rows(sheet, rows, formats, styles)
        _explain(sheet, form_rows, {edge: at for at, edge in enumerate(edges(rows, styles.width))})
        lay_out(sheet, rows, range(1), TITLE, look)
        sheet.protect("", OPEN_TO_ALL)
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


def _section(section: Node, number: str, styles: Styles, standards: bool) -> Iterator[FormRow]:
    yield FormRow(gap(styles, 10.5), {})
    named = Cell(BAR, styles.width, styles.section, ((number, ""), (section.title, "")), node=f"{section.id}#title")
    named.before = len(number)
    for row in flow((Cell(0, BAR, styles.bar), named), least=27, pad=9, keep=True):
        yield FormRow(row, {1: section.hint} if section.hint else {})
    for block in section.children:
        if block.layout == "signature":  # signed by hand
            continue
        yield FormRow(gap(styles, keep=True), {})
        if block.title:
            yield from _heading(block, styles)
        yield from _block(block, styles, standards and block.picks == "duty")


def _heading(node: Node, styles: Styles) -> Iterator[FormRow]:
    cell = Cell(0, styles.width, styles.heading, ((node.title, ""),), node=f"{node.id}#title")
    for row in flow((cell,), least=24, pad=8, keep=True):
        yield FormRow(row, {0: node.hint} if node.hint else {})


def _block(block: Node, styles: Styles, standards: bool) -> Iterator[FormRow]:
    """What is filled in below a block's title; `standards`: beside its lines, too."""
    match block.kind:
        case "fields":
            for field in block.children:
                label = Cell(0, NAME + 36, styles.name, ((field.title + ("＊" if field.required else ""), ""),))
                value = Cell(NAME + 36, styles.width, style.well(styles.box), node=field.id, choices=field.choices)
                hint = "\n".join(filter(None, (field.hint, *field.examples[:2])))
                for row in flow((label, value), least=LONG if field.long else 24, pad=9):
                    yield FormRow(row, {0: hint} if hint else {})
        case "text":
            cell = Cell(0, styles.width, style.well(styles.box), node=block.id)
            yield from (FormRow(row, {}) for row in flow((cell,), least=2 * LONG, pad=9))
        case "items":
            yield from _lines(styles, standards)
        case "groups":
            for group in block.children:
                yield from _heading(group, styles)
                yield from _lines(styles, standards)
        case _:
            yield from _table(block, styles)


def _lines(styles: Styles, standards: bool) -> Iterator[FormRow]:
    edges = (NUMBER, beside(styles), styles.width) if standards else (NUMBER, styles.width)
    if standards:
        yield from (FormRow(row, {}) for row in flow(heads_of_lines(Numbered.head, styles), 18, 4, keep=True))
    for at in range(1, LINES + 1):
        wells = (Cell(*span, style.well(styles.box)) for span in pairwise(edges))
        cells = Cell(BAR, NUMBER, styles.number, number=at), *wells
        yield from (FormRow(row, {}) for row in flow(cells, least=24, pad=5))


def _table(block: Node, styles: Styles) -> Iterator[FormRow]:
    columns = block.of("column")
    spans = spans_of([column.width or 100 // len(columns) for column in columns], styles.width)
    pairs = zip(columns, spans, strict=True)
    heads = [Cell(*span, styles.head, ((column.title, ""),), node=f"{column.id}#title") for column, span in pairs]
    for row in flow(heads, least=25.5, pad=9, keep=True):
        yield FormRow(row, {at: column.hint for at, column in enumerate(columns) if column.hint})
    for _ in range(ROWS):
        wells = zip(spans, columns, strict=True)
        cells = [Cell(*span, style.well(styles.box), choices=column.choices) for span, column in wells]
        yield from (FormRow(row, {}) for row in flow(cells, least=24, pad=9))
