"""From a document to the rows of its Excel sheet: what is where, how high it is, and what stands on which page.

Cells are measured in pixels from the left edge; columns.py says which columns there are.
"""

from collections.abc import Iterator, Sequence
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

CLOSER, CLOSEST = (0.75, 0.55), 0.75
"""Steps in which a sheet is set closer: the share of its air; and at last the points less of its letters."""


def document_rows(document: Document, styles: Styles) -> list[Row]:
    """The sheet's rows, with the ends of pages; set closer where that saves a page that is hardly filled."""
    page = room(styles.look)
    rows = _placed(document, styles, page)
    return closed(rows, page) if styles.look.bordered else rows


def _placed(document: Document, styles: Styles, page: float) -> list[Row]:
    rows = rows_of(document, styles)
    placed = on_pages(rows, page)
    heights = page_heights(placed, page)
    if len(heights) > 1 and heights[-1] < page * LEAST:
        for closer in _closer(rows, document, styles):
            saved = on_pages(closer, page)
            if len(page_heights(saved, page)) < len(heights):
                return evened(closer, saved, page)
    return evened(rows, placed, page)


def _closer(rows: Sequence[Row], document: Document, styles: Styles) -> Iterator[list[Row]]:
    """The rows with less and less air, and at last with smaller letters, for which they are measured again."""
    look = styles.look
    for share in CLOSER:
        yield [row.with_air(look.air * share) for row in rows]
    air, text, small = look.air * CLOSER[-1], look.text - CLOSEST, look.small - CLOSEST
    yield rows_of(document, styles_of(replace(look, air=air, text=text, small=small)))


def rows_of(document: Document, styles: Styles) -> list[Row]:
    """The sheet's rows, without the ends of pages."""
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
