"""The printed page of a sheet: A4, margins, foot, and where it may end."""

from collections.abc import Sequence
from typing import Any

from rolesmith.formats.excel.cells import Row
from rolesmith.formats.looks import FONT, Look
from rolesmith.role.text import one_line

A4 = 9
HEIGHT = 841.9
"""Points of a sheet of A4."""
SURE, AT_MOST = 10.0, 1.186
"""A page's end is certain within these bounds: points less than a page, since printers differ, and times a page,
since LibreOffice without the font Calibri takes columns for wider and prints the sheet at 86 %."""

MOST_REPEATED = 0.25
"""Share of a page that repeated title rows may take."""


def lay_out(sheet: Any, rows: Sequence[Row], titles: range, name: str, look: Look) -> None:
    """A4 upright, one page wide, the title's rows on every page, page numbers at the foot."""
    sheet.hide_gridlines(2)
    sheet.set_paper(A4)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_margins(left=look.side, right=look.side, top=look.top, bottom=look.bottom)
    sheet.set_start_page(1)
    font = f'&9&"{FONT},Regular"'
    name = one_line(name)[:60].replace("&", "&&")
    sheet.set_footer(f"&L{font}{name}&R{font}第 &P 页 / 共 &N 页", {"margin": 0.35})
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    page = HEIGHT - 72 * (look.top + look.bottom)
    repeated = sum(rows[at].height for at in titles)
    if repeated > page * MOST_REPEATED:
        repeated = 0.0
    else:
        sheet.repeat_rows(titles.start, titles.stop - 1)
    sheet.set_h_pagebreaks(_breaks(rows, repeated, page))


def _breaks(rows: Sequence[Row], repeated: float, page: float) -> list[int]:
    """Rows that begin a page, so that what belongs together stays together in every program.

    `repeated` is the height of the rows that every page repeats, `page` that of a page, in points. Where a page is
    certain to end by itself no break is set, so that a sheet which somebody edits flows on.
    """
    breaks = []
    used, top = 0.0, 0
    for at, row in enumerate(rows):
        if used + row.height > page - SURE:
            begin = at
            while begin > top + 1 and rows[begin - 1].keep:
                begin -= 1
            if begin < at or used + row.height < page * AT_MOST:
                breaks.append(begin)
            used, top = repeated + sum(kept.height for kept in rows[begin:at]), begin
        used += row.height
    return breaks
