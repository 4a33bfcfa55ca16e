"""From a document to the rows of its Excel sheet: what is where, how high it is, and what stands on which page.

Cells are measured in pixels from the left edge; columns.py says which columns there are.
"""

from dataclasses import replace

from rolesmith.document.document import (
    Document,
    Heading,
    Part,
    Signatures,
)
from rolesmith.formats.chart import picture_of
from rolesmith.formats.excel.bordered_rows import bordered_rows, closed
from rolesmith.formats.excel.cells import Cell, Row, flow
from rolesmith.formats.excel.columns import Columns, columns_of
from rolesmith.formats.excel.drawings import picture_rows
from rolesmith.formats.excel.element_rows import element_rows, gap, keep_before
from rolesmith.formats.excel.letterhead import letterhead, stamp_rows, title_rows
from rolesmith.formats.excel.page import LEAST, evened, on_pages, page_heights, room
from rolesmith.formats.excel.style import Styles, styles_of
from rolesmith.formats.excel.sums import Results
from rolesmith.formats.excel.table import runs_of
from rolesmith.formats.looks import Look

CLOSER = ((0.75, 0.0), (0.55, 0.0), (0.55, 0.75))
"""Steps in which a sheet is set closer: the share of its air, and the points less of its letters."""


def document_rows(document: Document, styles: Styles) -> list[Row]:
    """The sheet's rows, with the ends of pages; set closer where that saves a page that is hardly filled."""
    page = room(styles.look)
    rows = _placed(document, styles, page)
    return closed(rows, page, styles) if styles.look.bordered else rows


def _placed(document: Document, styles: Styles, page: float) -> list[Row]:
    rows = _rows(document, styles)
    heights = page_heights(on_pages(rows, page), page)
    if len(heights) > 1 and heights[-1] < page * LEAST:
        for air, less in CLOSER:
            closer = _rows(document, styles_of(_closer(styles.look, air, less)))
            if len(page_heights(on_pages(closer, page), page)) < len(heights):
                return evened(closer, page)
    return evened(rows, page)


def _closer(look: Look, air: float, less: float) -> Look:
    return replace(look, air=look.air * air, text=look.text - less, small=look.small - less)


def _rows(document: Document, styles: Styles) -> list[Row]:
    columns = columns_of(document, styles.left, styles.name_end, styles.width)
    if styles.look.bordered:
        return bordered_rows(document, styles, columns)
    found = letterhead(document.shop, document.logo, styles)
    found.extend(title_rows(document.title, styles))
    found.extend(stamp_rows(document.stamp, styles))
    results = Results()
    for part in document.parts:
        results.section = str(part.title)
        part_rows(found, part, styles, columns, results)
    return found


def part_rows(found: list[Row], part: Part, styles: Styles, columns: Columns, results: Results) -> None:
    """Add a section's rows; its signatures take what stands before them along."""
    begin = len(found)
    found.append(gap(styles, 10.5))
    title = (part.number, ""), *runs_of(part.title)
    named = Cell(0, styles.width, styles.section, title, node=f"{part.id}#title", before=len(part.number))
    found.extend(flow((named,), least=27, pad=9, keep=True))
    found.append(gap(styles, keep=True))
    for at, element in enumerate(part.elements):
        if at and (isinstance(element, Heading) or not isinstance(part.elements[at - 1], Heading)):
            found.append(gap(styles))
        if isinstance(element, Signatures):
            keep_before(found, begin)
        found.extend(element_rows(element, styles, columns, results))
        if picture := picture_of(element):
            found.extend(picture_rows(picture, styles, columns))
