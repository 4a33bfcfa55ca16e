"""What a PDF keeps on one page. A drawn element is data for document.typ; its rows and entries know their `lines`.

Lines are counted as in row_height.py, a few too many rather than too few, and pages in lines of text: what is kept
together always fits on a page.
"""

from collections.abc import Iterator, Sequence
from typing import Any

Drawn = dict[str, Any]

TALLEST = 20
"""Lines of the highest row that is kept on one page: more than the ten that must be, since lines are counted high."""
PAGE = 36
"""Lines of text in rows that stand on a page in the largest look, below a table's head: 728 pt hold 43 of 17 pt."""
SIGNING = 2.4
"""Lines that a row of the signatures takes beside those of its text."""
TAIL = 2
"""Rows or lines before the signatures that go with them to a new page."""
PARTS = {"Numbered": "entries", "Sheet": "rows", "Grid": "rows", "Paragraphs": "paragraphs"}
"""What an element of each kind consists of."""


def tie(rows: Sequence[Drawn]) -> None:
    """Mark which rows stay whole, and with how many of those below they stand on one page.

    The first two and the last two, so that no page holds one row alone; 0 where a row above counts it.
    """
    for row in rows:
        row["whole"] = row["lines"] <= TALLEST
        row["tie"] = 1
    groups = [rows] if len(rows) <= 2 * TAIL - 1 else [rows[:TAIL], rows[-TAIL:]]
    for group in map(_fitting, groups):
        for row in group:
            row["tie"] = 0
        group[0]["tie"] = len(group)


def again_where_asked(again: Sequence[bool]) -> list[bool | None]:
    """Which rows say again what the one above says; None where no page needs to be known, as typst then sets once."""
    below = (*again[1:], False)
    return [it if it or next else None for it, next in zip(again, below, strict=True)]


def _fitting(rows: Sequence[Drawn]) -> Sequence[Drawn]:
    """Of a few rows those that a page has room for, without the highest at an end."""
    while len(rows) > 1 and sum(row["lines"] + 1 for row in rows) > PAGE:
        rows = rows[1:] if rows[0]["lines"] >= rows[-1]["lines"] else rows[:-1]
    return rows


def tie_runs(rows: Sequence[Drawn], kept: Sequence[bool]) -> None:
    """Mark which rows stand on one page: each that is kept with the one below it, where there is room."""
    at = 0
    while at < len(rows):
        end, lines = at + 1, rows[at]["lines"] + 1
        while end < len(rows) and kept[end - 1] and rows[end - 1]["whole"] and rows[end]["whole"]:
            lines += rows[end]["lines"] + 1
            if lines > PAGE:
                break
            end += 1
        rows[at]["tie"] = end - at
        for row in rows[at + 1 : end]:
            row["tie"] = 0
        at = end


def with_signatures(elements: Sequence[Drawn]) -> Iterator[Drawn]:
    """The elements, each table of signatures as one with its heading and the end of what stands before it."""
    waiting: list[Drawn] = []
    for element in elements:
        waiting.append(element)
        if element["kind"] in ("Part", "Heading"):
            continue
        if element["kind"] == "Signatures":
            yield from _together(waiting)
            waiting = []
        else:
            while len(waiting) > 1 and waiting[0] is not element:
                yield waiting.pop(0)
    yield from waiting


def _together(elements: list[Drawn]) -> Iterator[Drawn]:
    """What precedes the signatures, its headings, and they."""
    *before, signatures = elements
    room = PAGE - len(before) * 2 - sum(row["lines"] + SIGNING for row in signatures["rows"])
    if room <= 0:
        yield from elements
        return
    if before and before[0]["kind"] in PARTS:
        first = before.pop(0)
        rest, tail = _cut(first, room)
        if rest:
            yield rest
        if tail:
            before.insert(0, tail)
    yield {"kind": "Together", "elements": [*before, signatures]}


def _cut(element: Drawn, room: float) -> tuple[Drawn | None, Drawn | None]:
    """An element without its end, and its end, as far as there is room for it."""
    name = PARTS[element["kind"]]
    parts = element[name]
    number = len(parts) if len(parts) < 2 * TAIL else TAIL
    while number and sum(part["lines"] + 1 for part in parts[-number:]) > room:
        number -= 1
    if number in (0, len(parts)):
        return (None, element) if number else (element, None)
    rest, tail = {**element, name: parts[:-number], "sums": []}, {**element, name: parts[-number:], "goes_on": True}
    if "tie" in parts[0]:
        for each in (rest, tail):
            tie(each[name])
    return rest, tail
