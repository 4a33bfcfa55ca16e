"""The printed page of a sheet: A4 at its full size, what is said at its head and foot, and where it ends."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from rolesmith.formats.excel.cells import Row
from rolesmith.formats.excel.row_height import EM
from rolesmith.formats.looks import Look
from rolesmith.role.text import one_line

A4, A3 = 9, 8
LONG, SHORT = 841.9, 595.3
"""Points of the sides of a sheet of A4."""
SURE = 10.0
"""Points less than a page that are filled, since printers differ."""
LEAST = 0.27
"""Share of the last page that is filled."""
MOST_REPEATED = 0.25
"""Share of a page that repeated title rows may take."""
HEAD_LIMIT, SHOP_LIMIT = 255, 60
"""Characters of a page's head, codes counted, which Excel takes; and of the shop's name in it."""
HEAD_SIZE, SHOP_SHARE = 9, 0.4
"""Points of a page's head, and the most of its one line that the shop's name takes."""


@dataclass(frozen=True)
class PageHead:
    """What stands at the head of every page."""

    left: str
    right: str


def lay_out(
    sheet: Any,
    rows: Sequence[Row],
    head: PageHead,
    look: Look,
    titles: range | None = None,
    *,
    among_others: bool = False,
    lying: bool = False,
) -> None:
    """A4 at full size, with the rows' page ends; `titles` are rows that every page repeats.

    `among_others`: Excel prints the whole workbook as one, so that only the page's own number is known.
    """
    sheet.hide_gridlines(2)
    sheet.set_paper(A4)
    (sheet.set_landscape if lying else sheet.set_portrait)()
    sheet.center_horizontally()
    sheet.set_margins(left=look.side, right=look.side, top=look.top, bottom=look.bottom)
    sheet.set_start_page(1)
    sheet.set_header(head_text(head, look), {"margin": 0.3})
    number = "第 &P 页" if among_others else "第 &P 页 / 共 &N 页"
    sheet.set_footer(f"&C{_font(look)}{number}", {"margin": 0.35})
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    if titles is not None and sum(rows[at].height for at in titles) <= room(look, lying) * MOST_REPEATED:
        sheet.repeat_rows(titles.start, titles.stop - 1)
    if breaks := [at for at, row in enumerate(rows) if row.begins]:
        sheet.set_h_pagebreaks(breaks)


def _font(look: Look) -> str:
    return f'&{HEAD_SIZE}&"{look.font},Regular"'


def head_text(head: PageHead, look: Look) -> str:
    """The head of a page as Excel reads it, cut with … to what it takes."""
    font = _font(look)
    line = (SHORT - 144 * look.side) / HEAD_SIZE
    shop = _fitted(one_line(head.left), line * SHOP_SHARE)
    title = _fitted(one_line(head.right), line - sum(map(EM.__getitem__, shop)) - 2)
    left, right = (text.replace("&", "&&") for text in (shop, title))
    left = _cut(left, SHOP_LIMIT)
    return f"&L{font}{left}&R{font}{_cut(right, HEAD_LIMIT - _units(left) - 2 * len(font) - 4)}"


def _fitted(text: str, em: float) -> str:
    """The text with … for what goes beyond so many em: a second line would take room from the page in LibreOffice."""
    if sum(map(EM.__getitem__, text)) <= em:
        return text
    return text[: bisect_right(list(accumulate(map(EM.__getitem__, text))), em - 1)] + "…"


def _cut(text: str, most: int) -> str:
    """The text with … for what is more than so many UTF-16 units; no && is cut in two."""
    if _units(text) <= most:
        return text
    while _units(text) > most - 1:
        text = text[:-1]
    return text[: len(text) - (len(text) - len(text.rstrip("&"))) % 2] + "…"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def room(look: Look, lying: bool = False) -> float:
    """Points from the top of a page to its bottom."""
    return (SHORT if lying else LONG) - 72 * (look.top + look.bottom)


def on_pages(rows: Sequence[Row], page: float) -> list[Row]:
    """The rows with the ends of pages, so that what belongs together stays together in every program.

    Where a page is certain to end by itself none is set, so that a sheet in which somebody writes flows on.
    """
    found: list[Row] = []
    top, used = 0, 0.0
    for row in rows:
        if used + row.height > page - SURE and found[top:]:
            begin = _begin(found, top, row, page)
            moved = [*found[begin:], row]
            certain = len(moved) == 1 and not row.heads and used + row.height >= page
            heads = [replace(head, again=True, keep=True) for head in moved[0].heads]
            if moved[0].begun:
                moved[0] = moved[0].begun(moved[0])
            if not certain:
                first, *rest = [*heads, *moved]
                moved = [replace(first, begins=True), *rest]
            found[begin:] = moved
            top, used = begin, sum(each.height for each in moved)
            continue
        found.append(row)
        used += row.height
    return found


def _begin(found: Sequence[Row], top: int, row: Row, page: float) -> int:
    """Where a page begins at the latest so that `row` stands on it with all that it is kept with."""
    begin, height = len(found), row.height
    while begin > top and found[begin - 1].keep:
        begin -= 1
        height += found[begin].height
    heads = sum(head.height for head in (*found, row)[begin].heads)
    return begin if begin > top and height + heads <= page - SURE else len(found)


def page_heights(rows: Sequence[Row], page: float) -> list[float]:
    """How high each page is filled."""
    heights: list[float] = []
    for row in rows:
        if not heights or row.begins or heights[-1] + row.height > page - SURE:
            heights.append(0.0)
        heights[-1] += row.height
    return heights


def evened(rows: Sequence[Row], placed: list[Row], page: float) -> list[Row]:
    """The rows, `placed` on pages, the last of which is not nearly empty: the one before it gives some of its own."""
    heights = page_heights(placed, page)
    if len(heights) < 2 or heights[-1] >= page * LEAST:
        return placed
    for less in (0.9, 0.8, 0.7, 0.6, 0.5):
        again = _last_two(rows, placed, page, less)
        tried = page_heights(again, page)
        if len(tried) == len(heights) and tried[-1] >= page * LEAST:
            return again
    return placed


def _last_two(rows: Sequence[Row], placed: Sequence[Row], page: float, share: float) -> list[Row]:
    """The rows on pages, the last page but one not filled beyond a share."""
    last = len(page_heights(placed, page))
    at, number, used = 0, 0, 0.0
    for row in placed:
        if not used or row.begins or used + row.height > page - SURE:
            number, used = number + 1, 0.0
        if number == last - 1:
            break
        used += row.height
        at += 1
    lead = next((n for n, row in enumerate(placed[at:], 1) if not row.again), 0)
    passed = sum(not row.again for row in placed[: at + lead])
    first, *others = placed[at : at + lead]
    cut = on_pages([replace(first, begins=False), *others, *rows[passed:]], page * share)
    cut[0] = replace(cut[0], begins=first.begins)
    return [*placed[:at], *cut]
