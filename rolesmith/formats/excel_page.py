"""The printed page of a sheet: A4, margins, foot, and where it may end."""

from collections.abc import Sequence
from typing import Any

from rolesmith.formats.excel_rows import Row
from rolesmith.formats.excel_style import FONT
from rolesmith.text import one_line

A4 = 9
PAGE, PAGE_AT_MOST = 732.0, 880.0
"""Points of rows that a page is sure to hold, and that it can hold at all. It has 742; printers and programs differ
by a little, and LibreOffice without Calibri takes columns for wider and shrinks the sheet to 86 %."""
MARGINS = {"left": 0.72, "right": 0.72, "top": 0.63, "bottom": 0.75}
"""In inches, as Excel keeps them."""


def lay_out(sheet: Any, rows: Sequence[Row], titles: int, name: str) -> None:
    """A4 upright, one page wide, the title on every page, page numbers at the foot."""
    sheet.hide_gridlines(2)
    sheet.set_paper(A4)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.set_margins(**MARGINS)
    sheet.set_start_page(1)
    font = f'&9&"{FONT},Regular"'
    name = one_line(name)[:60].replace("&", "&&")
    sheet.set_footer(f"&L{font}{name}&R{font}第 &P 页 / 共 &N 页", {"margin": 0.35})
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    repeated = sum(row.height for row in rows[:titles])
    if repeated < PAGE / 5:
        sheet.repeat_rows(0, titles - 1)
    sheet.set_h_pagebreaks(_breaks(rows, repeated if repeated < PAGE / 5 else 0.0))


def _breaks(rows: Sequence[Row], repeated: float) -> list[int]:
    """Rows that begin a page by our order: what belongs together stays so, and no page's end is in doubt.

    `repeated` is the height of what every page begins with. Where a page is sure to end of itself no break
    is set, so that a sheet edited by hand flows on.
    """
    breaks = []
    used, top = 0.0, 0
    for at, row in enumerate(rows):
        if used + row.height > PAGE:
            begin = at
            while begin > top + 1 and rows[begin - 1].keep:
                begin -= 1
            if begin < at or used + row.height < PAGE_AT_MOST:
                breaks.append(begin)
            used, top = repeated + sum(kept.height for kept in rows[begin:at]), begin
        used += row.height
    return breaks
