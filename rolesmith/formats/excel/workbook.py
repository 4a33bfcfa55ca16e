"""Writes the Excel workbook of one or more documents, a sheet each on A4, to print and sign."""

import io
from collections.abc import Sequence
from datetime import datetime
from functools import cached_property
from itertools import pairwise
from typing import Any

import xlsxwriter

from rolesmith.document.document import Document
from rolesmith.formats.excel.carried import Carried, carry
from rolesmith.formats.excel.cells import Cell, Formula, Row, Run, edges
from rolesmith.formats.excel.document_rows import document_rows
from rolesmith.formats.excel.escape import is_code, pieces
from rolesmith.formats.excel.index import HEADING, INDEX, IndexEntry, index
from rolesmith.formats.excel.letterhead import logo_scale
from rolesmith.formats.excel.page import lay_out
from rolesmith.formats.excel.sheet_names import sheet_names
from rolesmith.formats.excel.style import Style, Styles, styles_of
from rolesmith.formats.excel.summaries.summary import Summary
from rolesmith.formats.looks import BRAND, Look
from rolesmith.role.text import one_line

CREATED = datetime(2000, 1, 1)
"""Always the same, so that the same roles make the same file."""
UNIT_FONT = {"font_name": "Arial", "font_size": 9.5}
"""Excel measures column widths in digits of the default font: 7 pixels in Arial 9.5 on every system."""
LIST_LIMIT = 255
"""Characters of a dropdown's list with its commas: Excel's limit."""


def options() -> dict[str, Any]:
    """Options of xlsxwriter.Workbook; a new dictionary for each, since xlsxwriter changes it."""
    text_stays_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    return {"in_memory": True, **text_stays_text, "default_format_properties": dict(UNIT_FONT)}


def write(documents: Sequence[Document], look: Look = BRAND, carried: Carried | None = None) -> bytes:
    """A workbook with a sheet a document, and a sheet of links in front where there is not just one.

    `carried` is of the role of the only document: the file carries it out of sight, so that it can be read back.
    """
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, options()) as workbook:
        fill(workbook, documents, look)
        if carried is not None:
            carry(workbook, documents[0], carried, styles_of(look))
    return file.getvalue()


def fill(workbook: Any, documents: Sequence[Document], look: Look = BRAND) -> None:
    """Write the sheets into an xlsxwriter.Workbook, which stays open."""
    title = documents[0].title if len(documents) == 1 else HEADING
    workbook.set_properties({"title": one_line(title)[:255], "created": CREATED})
    formats, styles = Formats(workbook), styles_of(look)
    alone = len(documents) == 1
    names = sheet_names((document.name for document in documents), taken=() if alone else (INDEX,))
    if not alone:
        entries = [IndexEntry(each.name, each.stamp, name) for each, name in zip(documents, names, strict=True)]
        shop = next((document.shop for document in documents if document.shop), "")
        add_summary(workbook.add_worksheet(INDEX), index(entries, shop, styles), formats, styles)
    for document, name in zip(documents, names, strict=True):
        add_document(workbook.add_worksheet(name), document, formats, styles, back=not alone)


def add_document(sheet: Any, document: Document, formats: "Formats", styles: Styles, back: bool = False) -> None:
    """A document on its sheet; `back`: with a link to the index beside it, which is not printed."""
    found, titles = document_rows(document, styles)
    last = write_rows(sheet, found, formats, styles, _link_back(styles) if back else None)
    lay_out(sheet, found, titles, document.name, styles.look)
    if back:
        sheet.print_area(0, 0, len(found) - 1, last)


def add_summary(sheet: Any, summary: Summary, formats: "Formats", styles: Styles, back: bool = False) -> None:
    """A summary on its sheet; `back`: with a link to the index beside it, which is not printed."""
    link = _link_back(styles) if back else None
    last = write_rows(sheet, summary.rows, formats, styles, link)
    lay_out(sheet, summary.rows, summary.titles, summary.title, styles.look)
    if summary.filtered and summary.titles.stop < len(summary.rows):
        sheet.autofilter(summary.titles.stop - 1, 0, len(summary.rows) - 1, last)
    if back:
        sheet.print_area(0, 0, len(summary.rows) - 1, last)


def _link_back(styles: Styles) -> Cell:
    return Cell(styles.width, styles.width + 80, styles.back, ((f"← {INDEX}", ""),), link=f"internal:'{INDEX}'!A1")


class Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, workbook: Any, open: str = "") -> None:
        """`open`: the fill colour of cells that can be edited in a protected sheet."""
        self._workbook, self._open = workbook, open
        self._cells: dict[tuple[Style, str], Any] = {}
        self._fonts: dict[tuple[Style, str], Any] = {}
        self._alarms: dict[Look, Any] = {}

    def __getitem__(self, style: Style) -> Any:
        return self.cell(style, "")

    def cell(self, style: Style, tone: str) -> Any:
        """The format of a cell whose whole text has one tone."""
        found = self._cells.get((style, tone))
        if found is None:
            found = self._format(self._cells, style, tone, style.properties)
            if self._open and style.fill == self._open:
                found.set_locked(False)
        return found

    def font(self, style: Style, tone: str) -> Any:
        """The format of a stretch within a cell."""
        return self._format(self._fonts, style, tone, style.font)

    def alarm(self, look: Look) -> Any:
        """The format of a cell with a warning."""
        if look not in self._alarms:
            self._alarms[look] = self._workbook.add_format({"bold": True, "font_color": look.seal, "underline": 1})
        return self._alarms[look]

    @cached_property
    def unseen(self) -> Any:
        """The format of a cell whose text is not shown."""
        return self._workbook.add_format({"num_format": ";;;"})

    def _format(self, kept: dict[tuple[Style, str], Any], style: Style, tone: str, properties: Any) -> Any:
        key = (style, tone)
        if key not in kept:
            kept[key] = self._workbook.add_format(properties(tone))
        return kept[key]


def write_rows(sheet: Any, rows: Sequence[Row], formats: Formats, styles: Styles, beside: Cell | None = None) -> int:
    """Write rows with their heights and columns, from top to bottom; returns the last column's index.

    `beside` stands in the first row to the right of all others.
    """
    found = edges(rows, styles.width)
    last = len(found) - 2
    if beside:
        found.append(beside.right)
    for column, (left, right) in enumerate(pairwise(found)):
        sheet.set_column_pixels(column, column, right - left)
    columns = {edge: column for column, edge in enumerate(found)}
    places = {id(cell): at for at, row in enumerate(rows) for cell in row.cells if cell.formula}
    blank = formats[styles.entry]
    for at, row in enumerate(rows):
        sheet.set_row(at, row.height)
        if not row.cells:
            sheet.write_blank(at, 0, None, blank)
        for cell in (*row.cells, beside) if beside and not at else row.cells:
            _write(sheet, at, columns, places, cell, formats)
    return last


def _write(sheet: Any, row: int, columns: dict[int, int], places: dict[int, int], cell: Cell, formats: Formats) -> None:
    first, last = columns[cell.left], columns[cell.right] - 1
    runs = _merged(cell.runs)
    whole = formats.cell(cell.style, runs[0][1] if len(runs) == 1 else "")
    if first < last:
        sheet.merge_range(row, first, row, last, "", whole)
    if cell.formula:
        code = sheet.write_formula(
            row, first, _with_addresses(cell.formula, row, columns, places), whole, cell.formula.value
        )
    elif cell.number is not None:
        code = sheet.write_number(row, first, cell.number, whole)
    elif cell.link:
        code = sheet.write_url(row, first, cell.link, whole, cell.text)
    elif not runs:
        code = sheet.write_blank(row, first, None, whole)
    else:
        code = _write_text(sheet, row, first, runs, cell.style, whole, formats)
    if code:
        raise ValueError(f"xlsxwriter refused row {row}, column {first}: {code}")
    if cell.choices and sum(map(len, cell.choices)) + len(cell.choices) <= LIST_LIMIT:
        wish = {"validate": "list", "source": list(cell.choices), "error_type": "information", "show_error": False}
        sheet.data_validation(row, first, row, first, wish)
    if cell.warning:
        criteria = "=" + _with_addresses(cell.warning, row, columns, places)
        wish = {"type": "formula", "criteria": criteria, "format": formats.alarm(cell.style.look)}
        sheet.conditional_format(row, first, row, last, wish)
    if cell.again:
        here, above = (f"{_letters(first)}{at}" for at in (row + 1, row))
        criteria = f'=AND({here}<>"",{here}={above})'
        sheet.conditional_format(
            row, first, row, last, {"type": "formula", "criteria": criteria, "format": formats.unseen}
        )
    if cell.picture:
        scale = logo_scale(cell.picture)
        wish = {"image_data": io.BytesIO(cell.picture), "x_scale": scale, "y_scale": scale, "y_offset": 4}
        sheet.insert_image(row, first, "logo.png", {**wish, "description": "店标", "object_position": 3})


def _write_text(sheet: Any, row: int, column: int, runs: list[Run], style: Style, whole: Any, formats: Formats) -> Any:
    if len(runs) == 1 and not is_code(runs[0][0]):
        return sheet.write_string(row, column, runs[0][0], whole)
    parts = [(piece, tone) for text, tone in runs for piece in pieces(text)]
    if len(parts) == 1:
        return sheet.write_string(row, column, parts[0][0], whole)
    rich = [part for text, tone in parts for part in (formats.font(style, tone), text)]
    return sheet.write_rich_string(row, column, *rich, whole)


def _with_addresses(formula: Formula, row: int, columns: dict[int, int], places: dict[int, int]) -> str:
    """The formula with the addresses of its ranges; `places` are the rows of the cells with a formula."""
    addresses = {}
    for name, range in formula.ranges.items():
        if isinstance(range, Cell):
            addresses[name] = f"{_letters(columns[range.left])}{places[id(range)] + 1}"
            continue
        letters = _letters(columns[range.left])
        begin, end = f"{letters}{row + range.first + 1}", f"{letters}{row + range.last + 1}"
        addresses[name] = begin if range.first == range.last else f"{begin}:{end}"
    return formula.text.format(**addresses)


def _letters(column: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    while column >= 0:
        column, at = divmod(column, 26)
        letters = chr(65 + at) + letters
        column -= 1
    return letters


def _merged(runs: Sequence[Run]) -> list[Run]:
    """The runs with neighbours of one tone merged, without empty ones."""
    if len(runs) == 1 and runs[0][0]:
        return list(runs)
    found: list[Run] = []
    for text, tone in runs:
        if found and found[-1][1] == tone:
            found[-1] = found[-1][0] + text, tone
        elif text:
            found.append((text, tone))
    return found
