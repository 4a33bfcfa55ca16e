"""Writes the Excel workbook of one or more documents, a sheet each on A4, to print and sign."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from functools import cached_property
from itertools import pairwise
from typing import Any

from rolesmith.document.document import Document
from rolesmith.formats.excel import style
from rolesmith.formats.excel.book import Book
from rolesmith.formats.excel.carried import Carried, carry
from rolesmith.formats.excel.cells import Cell, Formula, Row, Run, edges
from rolesmith.formats.excel.document_rows import document_rows
from rolesmith.formats.excel.drawings import insert
from rolesmith.formats.excel.escape import is_code, pieces
from rolesmith.formats.excel.index import HEADING, INDEX, IndexEntry, index
from rolesmith.formats.excel.letterhead import logo_scale, logo_size
from rolesmith.formats.excel.page import A3, PageHead, lay_out
from rolesmith.formats.excel.sheet_names import sheet_names
from rolesmith.formats.excel.style import Style, Styles, styles_of
from rolesmith.formats.excel.summaries.summary import Summary
from rolesmith.formats.looks import BRAND, Look, mixed
from rolesmith.role.text import one_line

CREATED = datetime(2000, 1, 1)
"""Where no date is known; always the same, so that the same roles make the same file."""
UNIT_FONT = {"font_name": "Verdana", "font_size": 8.25}
"""Excel measures column widths in digits of the default font, and prints them so: 7 pixels in Verdana 8.25, which every
Windows and Mac has, and in DejaVu Sans, which takes its place elsewhere; so 672 pixels are 178 mm on paper too."""

FROZEN = 200.0
"""Most points of rows that stay in view while one scrolls: a third of a small screen."""
LIGHTER = 0.75
"""How much lighter than lines a bar is, so that the number on it can be read."""
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
    with Book(file, options()) as workbook:
        rows = fill(workbook, documents, look)
        if carried is not None:
            carry(workbook, documents[0], rows, carried, styles_of(look))
    return file.getvalue()


def fill(workbook: Any, documents: Sequence[Document], look: Look = BRAND) -> list[Row]:
    """Write the sheets into a Book, which stays open; returns the rows of the last document's."""
    alone = len(documents) == 1
    shop = next((document.shop for document in documents if document.shop), "")
    title = documents[0].title if alone else HEADING
    workbook.set_properties(properties(title, shop, effective(documents[0]) if alone else CREATED))
    formats, styles = Formats(workbook), styles_of(look)
    names = sheet_names((document.name for document in documents), taken=() if alone else (INDEX,))
    if not alone:
        entries = [IndexEntry(each.name, each.stamp, name) for each, name in zip(documents, names, strict=True)]
        add_summary(workbook.add_worksheet(INDEX), index(entries, shop, styles), formats, styles)
    rows: list[Row] = []
    for document, name in zip(documents, names, strict=True):
        rows = document_rows(document, styles)
        add_document(workbook.add_worksheet(name), document, rows, formats, styles, back=not alone)
    return rows


def properties(title: str, shop: str, made: datetime) -> dict[str, Any]:
    """What the file says of itself."""
    return {"title": one_line(title)[:255], "author": one_line(shop)[:255], "created": made}


def effective(document: Document) -> datetime:
    """The day from which the description holds, where it is written as 2026-11-30."""
    for text in document.stamp[::-1]:
        try:
            return datetime.combine(date.fromisoformat(text.strip()), time())
        except ValueError:
            continue
    return CREATED


def add_document(
    sheet: Any, document: Document, rows: Sequence[Row], formats: "Formats", styles: Styles, back: bool = False
) -> None:
    """A document on its sheet, one of several or the only one; beside one of several a link to the index, not printed.

    `rows` are the document's.
    """
    last = write_rows(sheet, rows, formats, styles, _link_back(styles) if back else None)
    head = PageHead(document.shop, " · ".join((document.title, *document.stamp)))
    lay_out(sheet, rows, head, styles.look, among_others=back)
    if back:
        sheet.print_area(0, 0, len(rows) - 1, last)


def add_summary(sheet: Any, summary: Summary, formats: "Formats", styles: Styles, back: bool = False) -> None:
    """A summary on its sheet; `back`: with a link to the index beside it, which is not printed."""
    link = _link_back(styles, summary.width) if back else None
    last = write_rows(sheet, summary.rows, formats, styles, link, summary.width)
    head = PageHead(summary.shop, summary.title)
    lying = summary.width > styles.width
    lay_out(sheet, summary.rows, head, styles.look, summary.titles or None, among_others=True, lying=lying)
    if summary.paper == "a3":
        sheet.set_paper(A3)
    if summary.titles and summary.titles.stop < len(summary.rows):
        if sum(row.height for row in summary.rows[: summary.titles.stop]) <= FROZEN:
            sheet.freeze_panes(summary.titles.stop, 0)
        if summary.filtered:
            sheet.autofilter(summary.titles.stop - 1, 0, len(summary.rows) - 1, last)
    if back:
        sheet.print_area(0, 0, len(summary.rows) - 1, last)


def _link_back(styles: Styles, width: int = 0) -> Cell:
    left = width or styles.width
    return Cell(left, left + 80, styles.back, ((f"← {INDEX}", ""),), link=f"internal:'{INDEX}'!A1")


class Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._cells: dict[tuple[Style, str], Any] = {}
        self._fonts: dict[tuple[Style, str], Any] = {}
        self._alarms: dict[Look, Any] = {}

    def __getitem__(self, style: Style) -> Any:
        return self.cell(style, "")

    def cell(self, style: Style, tone: str) -> Any:
        """The format of a cell whose whole text has one tone."""
        return self._format(self._cells, style, tone, style.properties)

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


def write_rows(
    sheet: Any, rows: Sequence[Row], formats: Formats, styles: Styles, beside: Cell | None = None, width: int = 0
) -> int:
    """Write rows with their heights and columns, from top to bottom; returns the last column's index.

    `beside` stands in the first row to the right of all others.
    """
    found = edges(rows, width or styles.width)
    last = len(found) - 2
    if beside:
        found.append(beside.right)
    for column, (left, right) in enumerate(pairwise(found)):
        sheet.set_column_pixels(column, column, right - left)
    page = _Places({edge: column for column, edge in enumerate(found)}, rows)
    blank = formats[styles.blank]
    for at, row in enumerate(rows):
        merged = [page.is_merged(cell) for cell in row.cells]
        if row.fixed or any(wide and cell.lines > 1 for wide, cell in zip(merged, row.cells, strict=True)):
            sheet.set_row(at, row.height)
        else:
            sheet.hint_row(at, row.height)
        if not row.cells:
            sheet.write_blank(at, 0, None, blank)
        for cell in (*row.cells, beside) if beside and not at else row.cells:
            _write(sheet, at, page, cell, formats)
    return last


class _Places:
    """Where the cells of a sheet are."""

    def __init__(self, columns: dict[int, int], rows: Sequence[Row]) -> None:
        self.columns = columns
        self._formulas = {id(cell): at for at, row in enumerate(rows) for cell in row.cells if cell.formula}
        self._own = [at for at, row in enumerate(rows) if not row.again]
        self._nth = {at: n for n, at in enumerate(self._own)} if len(self._own) < len(rows) else {}
        self._first = 0

    def is_merged(self, cell: Cell) -> bool:
        """Whether a text has several of the sheet's columns: not where it fits one line and goes on over them."""
        return self.columns[cell.left] + 1 < self.columns[cell.right] and not self.spills(cell)

    def spills(self, cell: Cell) -> bool:
        """Whether a title of one line goes on over the cells at its right, or they are left apart for rows to grow."""
        return cell.lines == 1 and (cell.style.spills or (cell.loose and not cell.runs))

    def counted(self, row: int, cell: Cell, number: float) -> str:
        """The formula of a line's number: how far it is below the row above the first line."""
        if number == 1:
            self._first = row - 1
        more = row - self._first - int(number)
        return f"=ROW()-ROW({letters(self.columns[cell.left])}${self._first + 1})" + (f"-{more}" if more else "")

    def with_addresses(self, formula: Formula, row: int) -> str:
        """The formula with the addresses of its ranges."""
        addresses = {}
        for name, range in formula.ranges.items():
            if isinstance(range, Cell):
                addresses[name] = f"{letters(self.columns[range.left])}{self._formulas[id(range)] + 1}"
                continue
            column = letters(self.columns[range.left])
            if range.fixed:
                begin, end = (f"{column}${row + each + 1}" for each in (range.first, range.last))
            else:
                begin, end = (f"{column}{self._row(row, each) + 1}" for each in (range.first, range.last))
            addresses[name] = begin if range.first == range.last else f"{begin}:{end}"
        return formula.text.format(**addresses)

    def _row(self, row: int, distance: int) -> int:
        """The row so many rows away, rows that are said again not counted."""
        return self._own[self._nth[row] + distance] if self._nth else row + distance


def _write(sheet: Any, row: int, page: _Places, cell: Cell, formats: Formats) -> None:
    first, last = page.columns[cell.left], page.columns[cell.right] - 1
    runs = _merged(cell.runs)
    shown = cell.style
    if cell.down > 1:
        sheet.merge_cells(row, first, row + cell.down - 1, last)
    if first == last or cell.lines > 1:
        shown = style.wrapping(shown)
    if first < last:
        shown = _widened(sheet, row, (first, last), page, cell, shown, formats)
    whole = formats.cell(shown, runs[0][1] if len(runs) == 1 else "")
    if cell.counted and cell.number is not None:
        code = sheet.write_formula(row, first, page.counted(row, cell, cell.number), whole, cell.number)
    elif cell.formula:
        code = sheet.write_formula(row, first, page.with_addresses(cell.formula, row), whole, cell.formula.value)
    elif cell.number is not None:
        code = sheet.write_number(row, first, cell.number, whole)
    elif cell.link:
        code = sheet.write_url(row, first, cell.link, whole, cell.text)
    elif not runs:
        code = sheet.write_blank(row, first, None, whole)
    else:
        code = _write_text(sheet, row, first, runs, shown, whole, formats)
    if code:
        raise ValueError(f"xlsxwriter refused row {row}, column {first}: {code}")
    if cell.choices and sum(map(len, cell.choices)) + len(cell.choices) <= LIST_LIMIT:
        wish = {"validate": "list", "source": list(cell.choices), "error_type": "information", "show_error": False}
        sheet.data_validation(row, first, row, first, wish)
    if cell.only:
        least, most, sentence = cell.only
        wish = {"validate": "decimal", "criteria": "between", "minimum": least, "maximum": most}
        sheet.data_validation(row, first, row, first, {**wish, "error_title": "请写数", "error_message": sentence})
    if cell.warning:
        criteria = "=" + page.with_addresses(cell.warning, row)
        wish = {"type": "formula", "criteria": criteria, "format": formats.alarm(cell.style.look)}
        sheet.conditional_format(row, first, row, last, wish)
    if cell.again:
        here, above = (f"{letters(first)}{at}" for at in (row + 1, row))
        criteria = f'=AND({here}<>"",{here}={above})'
        wish = {"type": "formula", "criteria": criteria, "format": formats.unseen}
        sheet.conditional_format(row, first, row, last, wish)
    if cell.full:
        ends = {"min_type": "num", "max_type": "num", "min_value": 0, "max_value": cell.full}
        colour = mixed(cell.style.look.line, "#FFFFFF", LIGHTER)
        wish = {"type": "data_bar", "bar_color": colour, "bar_solid": True, **ends}
        sheet.conditional_format(row, first, row, last, wish)
    if cell.drawing:
        insert(sheet, row, first, cell.drawing)
    if cell.picture:
        scale = logo_scale(cell.picture)
        free = cell.right - cell.left - logo_size(cell.picture)[0] * scale if cell.style.align == "center" else 0
        place = {"x_offset": max(0, round(free / 2)), "y_offset": 4}
        wish = {"image_data": io.BytesIO(cell.picture), "x_scale": scale, "y_scale": scale, **place}
        sheet.insert_image(row, first, "logo.png", {**wish, "description": "店标", "object_position": 3})


def _widened(
    sheet: Any, row: int, span: tuple[int, int], page: _Places, cell: Cell, shown: Style, formats: Formats
) -> Style:
    """Write the columns of a wide cell but for the first, whose style is returned.

    No line stands between them, so that a row that somebody inserts looks like the others.
    """
    first, last = span
    if cell.down == 1 and not page.spills(cell):
        sheet.merge_range(row, first, row, last, "", formats[shown])
    inner, final = formats[style.without(shown, "rl")], formats[style.without(shown, "l")]
    for column in range(first + 1, last + 1):
        sheet.write_blank(row, column, None, final if column == last else inner)
    return style.without(shown, "r")


def _write_text(sheet: Any, row: int, column: int, runs: list[Run], shown: Style, whole: Any, formats: Formats) -> Any:
    if len(runs) == 1 and not is_code(runs[0][0]):
        return sheet.write_string(row, column, runs[0][0], whole)
    parts = [(piece, tone) for text, tone in runs for piece in pieces(text)]
    if len(parts) == 1:
        return sheet.write_string(row, column, parts[0][0], whole)
    rich = [part for text, tone in parts for part in (formats.font(shown, tone), text)]
    return sheet.write_rich_string(row, column, *rich, whole)


def letters(column: int) -> str:
    """0 → A, 26 → AA."""
    found = ""
    while column >= 0:
        column, at = divmod(column, 26)
        found = chr(65 + at) + found
        column -= 1
    return found


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
