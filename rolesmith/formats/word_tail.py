"""The end of a Word file: its last lines and rows go to a new page together, so that the last page is filled."""

from collections.abc import Iterator
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from rolesmith.formats.excel.row_height import lines, room
from rolesmith.formats.looks import Look, closer
from rolesmith.formats.word_styles import CLOSE, INSET, STANDARDS, line_height

TAIL = 220
"""Points of the last lines and rows that stay together: a page that holds less is no good last one."""
WITH, SIGNED = 60, 300
"""Points of what stands before the last table and stays with it, and the most of both."""
TALL = 220
"""Points of the highest row there that is kept on one page, though it may be parted elsewhere."""
AROUND = 5
"""Points of air above and below a text in a cell."""
TWIPS = 96 / 1440
"""Pixels of a twentieth of a point."""
EMU = 12_700
"""Of a point."""
MOST = 1.2
"""Times TAIL that what stays together may be high: more would leave half of the page before it empty."""
MORE = {"Title": 28, "Heading1": 24, "Heading2": 10}
"""Points that a line of these styles takes beyond one of text."""
PAGE = 728
"""Points of the usual page between its margins."""
LITTLE, SURE = 0.4, 0.97
"""Of a page that is better saved, and of pages that surely hold what they are to."""
ONE, OVER = 0.92, 1.2
"""Pages by this measure that surely are one, and those of a document that is one where it is set closer."""


def closer_look(body: Any, look: Look, width: float, high: float) -> Look:
    """The look in which the document saves a last page that holds little; its own where it is best as it is."""
    all_pages = pages(body, look, width, high)
    less = int(all_pages)
    if less and all_pages - less <= LITTLE:
        for each in closer(look):
            if pages(body, each, width, high) <= less * SURE:
                return each
    return look


def pages(body: Any, look: Look, width: float, high: float) -> float:
    """How many pages the document fills, about; see keep_tail."""
    return sum(points for *_, points in _backwards(body, look, width)) / (PAGE * high)


def keep_tail(body: Any, look: Look, width: float, high: float) -> None:
    """Keep the end together; `width` pixels between the margins, and the page so many times as `high` as usual."""
    least, height, last = TAIL * high, 0.0, None
    for at, (row, lines_of_it, points) in enumerate(_backwards(body, look, width)):
        table = None if row is None else row.getparent()
        last = table if not at else last
        if last is not None and table is last:  # the signatures, with what stands before them
            least = max(least, min(height + points + WITH, SIGNED * high))
        if height and height + points > max(MOST * least, SIGNED * high if last is not None else 0):
            return
        if row is not None and not _is_whole(row):
            if points > TALL * high:
                return
            row.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
        if row is not None and at and len(row.getparent().tr_lst) == 1:
            _hold(row)
        for line in lines_of_it if at else ():
            line.get_or_add_pPr().get_or_add_keepNext()
        height += points
        if height > least:
            return


def _backwards(body: Any, look: Look, width: float) -> Iterator[tuple[Any, list[Any], float]]:
    """From the end: each row, none for a line; its paragraphs, and its points."""
    for block in body.iterchildren(qn("w:tbl"), qn("w:p"), reversed=True):
        if block.tag == qn("w:p"):
            drawn = max((int(each.get("cy")) / EMU for each in block.iter(qn("wp:extent"))), default=0.0)
            yield None, [block], drawn + _line_height(block, look, width)
            continue
        for row in reversed(block.tr_lst):
            yield row, [line for cell in row.tc_lst for line in cell.p_lst[:1]], _row_height(row, look)


def _hold(row: Any) -> None:
    """Keep the only row of a table whole by its lines: LibreOffice keeps none with the next that may not be parted."""
    for each in row.findall(f"{qn('w:trPr')}/{qn('w:cantSplit')}"):
        each.getparent().remove(each)
    for line in row.iter(qn("w:p")):
        properties = line.get_or_add_pPr()
        properties.get_or_add_keepLines()
        properties.get_or_add_keepNext()


def _is_whole(row: Any) -> bool:
    return row.trPr is not None and row.trPr.find(qn("w:cantSplit")) is not None


def _row_height(row: Any, look: Look) -> float:
    least = max((int(each.get(qn("w:val"))) / 20 for each in row.iter(qn("w:trHeight"))), default=0.0)
    counts = (_lines_of(cell, look) for cell in row.tc_lst if cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}") is None)
    return max(least, _points(max(counts, default=1), look))


def _lines_of(cell: Any, look: Look) -> int:
    width = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
    pixels = int(width.get(qn("w:w"))) * TWIPS if width is not None else 100.0
    return sum(lines(_text(line), room(pixels, look.text)) for line in cell.p_lst)


def _line_height(line: Any, look: Look, width: float) -> float:
    text, name = _text(line), line.style or ""
    if not text:
        return MORE.get(name, 0)
    if name == STANDARDS:
        return lines(text, room(width - INSET * TWIPS, look.small)) * look.small * CLOSE + 4 * look.air
    return lines(text, room(width, look.text)) * look.text * line_height(look) + 2 * look.air + MORE.get(name, 0)


def _text(line: Any) -> str:
    return "".join(each.text or "" for each in line.iter(qn("w:t")))


def _points(count: int, look: Look) -> float:
    """Of so many lines of text, with the air around them."""
    return count * look.text * line_height(look) + AROUND * look.air
