"""Excel: position descriptions to print and sign, a sheet each on A4."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

import xlsxwriter

from rolesmith.document import Document
from rolesmith.formats import excel_style as look
from rolesmith.formats.excel_page import lay_out
from rolesmith.formats.excel_rows import WIDTH, Cell, Row, Run, flow, rows, title_rows
from rolesmith.formats.excel_style import Style
from rolesmith.formats.excel_text import pieces
from rolesmith.formats.sheet_names import sheet_names
from rolesmith.text import one_line

INDEX = "目录"
HEADING = "岗位职责说明书"
INDEX_HEAD = ("序号", "岗位", "编号与版本")
INDEX_EDGES = (0, 54, 378, WIDTH)
CREATED = datetime(2000, 1, 1)
"""Always the same, so that the same roles make the same file."""
UNIT_FONT = {"font_name": "Arial", "font_size": 9.5}
"""A digit of the default font is the unit of column widths: 7 pixels in Arial 9.5, wherever it is opened."""


def options() -> dict[str, Any]:
    """Of xlsxwriter.Workbook; fresh for each workbook, for it writes into them."""
    text_stays_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    return {"in_memory": True, **text_stays_text, "default_format_properties": dict(UNIT_FONT)}


def write(documents: Sequence[Document]) -> bytes:
    """A workbook with a sheet a document, and a sheet of links in front where there is not just one."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, options()) as workbook:
        fill(workbook, documents)
    return file.getvalue()


def fill(workbook: Any, documents: Sequence[Document]) -> None:
    """Write the sheets into an xlsxwriter.Workbook, which stays open."""
    title = documents[0].title if len(documents) == 1 else HEADING
    workbook.set_properties({"title": one_line(title)[:255], "created": CREATED})
    formats = Formats(workbook)
    alone = len(documents) == 1
    names = sheet_names((document.name for document in documents), taken=() if alone else (INDEX,))
    if not alone:
        _index(workbook.add_worksheet(INDEX), documents, names, formats)
    for document, name in zip(documents, names, strict=True):
        sheet = workbook.add_worksheet(name)
        found, titles = rows(document)
        last = draw(sheet, found, formats)
        lay_out(sheet, found, titles, document.name)
        if not alone:
            sheet.print_area(0, 0, len(found) - 1, last)
            sheet.set_column_pixels(last + 1, last + 1, 80)
            sheet.write_url(0, last + 1, f"internal:'{INDEX}'!A1", formats[look.BACK], f"← {INDEX}")


class Formats:
    """The workbook's formats, made once a look."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._cells: dict[tuple[Style, str], Any] = {}
        self._fonts: dict[tuple[Style, str], Any] = {}

    def __getitem__(self, style: Style) -> Any:
        return self.cell(style, "")

    def cell(self, style: Style, tone: str) -> Any:
        """The format of a cell whose whole text has one tone."""
        return self._made(self._cells, style, tone, style.properties)

    def font(self, style: Style, tone: str) -> Any:
        """The format of a stretch within a cell."""
        return self._made(self._fonts, style, tone, style.font)

    def _made(self, made: dict[tuple[Style, str], Any], style: Style, tone: str, properties: Any) -> Any:
        key = (style, tone)
        if key not in made:
            made[key] = self._workbook.add_format(properties(tone))
        return made[key]


def draw(sheet: Any, rows: Sequence[Row], formats: Formats) -> int:
    """Write rows with their heights and columns; returns the last column's index."""
    cells = [cell for row in rows for cell in row.cells]
    edges = sorted({0, WIDTH, *(cell.left for cell in cells), *(cell.right for cell in cells)})
    for column, (left, right) in enumerate(pairwise(edges)):
        sheet.set_column_pixels(column, column, right - left)
    columns = {edge: column for column, edge in enumerate(edges)}
    for at, row in enumerate(rows):
        sheet.set_row(at, row.height)
        for cell in row.cells:
            _write(sheet, at, columns[cell.left], columns[cell.right] - 1, cell, formats)
    return len(edges) - 2


def _write(sheet: Any, row: int, first: int, last: int, cell: Cell, formats: Formats) -> None:
    runs = _joined(cell.runs)
    parts = [(piece, tone) for text, tone in runs for piece in pieces(text)]
    whole = formats.cell(cell.style, runs[0][1] if len(runs) == 1 else "")
    if first < last:
        sheet.merge_range(row, first, row, last, "", whole)
    if cell.number:
        code = sheet.write_number(row, first, cell.number, whole)
    elif not runs:
        code = sheet.write_blank(row, first, None, whole)
    elif len(parts) == 1:
        code = sheet.write_string(row, first, parts[0][0], whole)
    else:
        rich = [part for text, tone in parts for part in (formats.font(cell.style, tone), text)]
        code = sheet.write_rich_string(row, first, *rich, whole)
    if code:
        raise ValueError(f"xlsxwriter refused row {row}, column {first}: {code}")


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Neighbours of one tone as one run, empty ones left out."""
    found: list[Run] = []
    for text, tone in runs:
        if found and found[-1][1] == tone:
            found[-1] = found[-1][0] + text, tone
        elif text:
            found.append((text, tone))
    return found


def _index(sheet: Any, documents: Sequence[Document], names: Sequence[str], formats: Formats) -> None:
    """Number, name with a link, and where there are any the stamp of each document."""
    stamped = any(document.stamp for document in documents)
    edges = INDEX_EDGES if stamped else (0, INDEX_EDGES[1], WIDTH)
    spans = list(pairwise(edges))
    found = title_rows(HEADING)
    found.extend(flow((Cell(0, WIDTH, look.STAMP, ((f"共 {len(documents)} 个岗位", ""),)),), least=30, pad=8))
    head = [Cell(*span, look.HEAD, ((text, ""),)) for span, text in zip(spans, INDEX_HEAD, strict=False)]
    found.extend(flow(head, least=25.5, pad=9))
    titles = len(found)
    links = {}
    for at, (document, name) in enumerate(zip(documents, names, strict=True), 1):
        quoted = name.replace("'", "''")
        links[len(found)] = f"internal:'{quoted}'!A1"
        cells = [Cell(*spans[0], look.CENTERED, number=at)]
        cells.append(Cell(*spans[1], look.LINK, ((one_line(document.name), ""),)))
        if stamped:
            cells.append(Cell(*spans[2], look.BOX, ((" · ".join(document.stamp), ""),)))
        found.extend(flow(cells, least=24, pad=9))
    draw(sheet, found, formats)
    for row, target in links.items():
        cell = found[row].cells[1]
        sheet.write_url(row, 1, target, formats[cell.style], cell.text)
    lay_out(sheet, found, titles, HEADING)
