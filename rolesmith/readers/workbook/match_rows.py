"""Matching: finds the rows of a sheet again after people have worked in it, by their texts, not their numbers."""

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz import fuzz

from rolesmith.document.standards import STANDARD
from rolesmith.formats.excel.carried import CarriedCell

ALIKE = 55
"""Least likeness, in percent, of a rewritten row to what it said before."""
UNREAD = "\ufdd0"
"""Stands for a formula, whose text is unknown."""
SAME, GAIN = 0.5, 0.2
"""Shares of a role's rows that a sheet still has word for word: the least for it to be the role's sheet, and the least
gain that shows that columns were inserted."""
HEAD = 300
"""Characters of a text that are compared."""
SHAPES, WIDTH = 40, 240
"""Sets of filled columns that are distinguished, and columns in all of them together; our sheets have fewer."""
MOST_LEFT, TEXTS_LEFT = 400, 2_000
"""Changed rows that are compared with all others, and texts in these rows; more would take quadratic time."""


@dataclass
class ShownRow:
    """A row as it was written, by columns."""

    texts: dict[int, str]
    nodes: dict[int, CarriedCell]
    """The cells that show a node's text, and no label."""
    now: int = 0
    """The number of this row in the sheet as it is now; 0 where it is gone."""


Rows = dict[int, dict[int, str]]
"""A sheet as it is now: texts by row and column."""


OF_STANDARD = "#standard"
"""Ends the name of a cell that shows a line's standard."""
NUMBER = re.compile(r"[（(]?\s*\d{1,3}\s*[.、)）]?")
"""A cell with nothing but a row's number."""
SHIFTS, EDGES = 2, 24
"""Columns that somebody may have inserted, and most columns of a sheet of ours."""


def match(shown: Sequence[ShownRow], now: Rows) -> None:
    """Set `now` of each row: first rows with the same texts, then with the same label, then with similar texts."""
    free = set(now)
    for key in (_same_texts, _same_labels, _texts_among_others, _same_line):
        _pair(shown, now, free, key)
    left = _left(shown)
    there = sorted(free)[:MOST_LEFT]
    scored = sorted(
        ((_likeness(row, now[at]), -n, -at, row) for n, row in enumerate(left) for at in there),
        key=lambda each: each[:3],
        reverse=True,
    )
    for score, _, at, row in scored:
        if score < ALIKE:
            break
        if not row.now and -at in free:
            row.now = -at
            free.remove(-at)
    behind = _behind(shown)
    before = -1
    for n, row in enumerate(shown):
        if (
            not row.now
            and (row.nodes or any(row.texts.values()))
            and (at := _between(shown, before, n, behind[n])) in free
        ):
            row.now = at
            free.remove(at)
        before = n if row.now else before


def _left(shown: Sequence[ShownRow]) -> list[ShownRow]:
    """The rows that are not found yet and said something, as many as may be compared with all others."""
    found: list[ShownRow] = []
    texts = 0
    for row in shown:
        if not row.now and any(row.texts.values()):
            texts += len(row.texts)
            if len(found) >= MOST_LEFT or texts > TEXTS_LEFT:
                break
            found.append(row)
    return found


Key = Callable[[ShownRow, dict[int, str]], tuple[str, ...] | None]
"""What two states of a row must have in common to be the same row; None where a row cannot be found that way."""


def _same_texts(row: ShownRow, now: dict[int, str]) -> tuple[str, ...] | None:
    beside = [text for column, text in now.items() if column not in row.texts and not _is_number(text)]
    return None if beside else _texts_among_others(row, now)


def _is_number(text: str) -> bool:
    """Whether a cell holds nothing but the number of its row, or reckons it."""
    return text == UNREAD or bool(NUMBER.fullmatch(text))


def _texts_among_others(row: ShownRow, now: dict[int, str]) -> tuple[str, ...] | None:
    found = _texts(now, tuple(row.texts))
    return found if any(found) else None


def _same_labels(row: ShownRow, now: dict[int, str]) -> tuple[str, ...] | None:
    """The labels beside a row's nodes, or before them in the same cell."""
    own = _own(row)
    labels = [text for column, text in _items(now, row) if column not in own and text]
    prefixes = [now.get(column, "")[:before].replace(":", "：") for column, before in own.items() if before > 1]
    return (*labels, *(each for each in prefixes if each.endswith("："))) if own else None


def _same_line(row: ShownRow, now: dict[int, str]) -> tuple[str, ...] | None:
    """The text of a line, whatever stands beside it as its standard."""
    beside = {cell.node.removesuffix(OF_STANDARD) for cell in row.nodes.values() if cell.node.endswith(OF_STANDARD)}
    found = [now.get(column, "") for column, cell in row.nodes.items() if cell.node in beside]
    return tuple(found) if any(found) else None


def _own(row: ShownRow) -> dict[int, int]:
    """The columns with texts of nodes, titles aside, and the length of the label before each text."""
    return {column: cell.before for column, cell in row.nodes.items() if not cell.node.endswith("#title")}


def _items(now: dict[int, str], row: ShownRow) -> list[tuple[int, str]]:
    return [(column, now.get(column, "")) for column in row.texts]


def _pair(shown: Sequence[ShownRow], now: Rows, free: set[int], key: Key) -> None:
    """Match rows by a key; of several rows the one between the same neighbours, else the first."""
    shapes: dict[object, dict[tuple[str, ...], list[int]]] = {}
    behind = _behind(shown)
    before = 0
    for n, row in enumerate(shown):
        if not row.now and (own := key(row, row.texts)):
            shape = tuple(row.texts), tuple(_own(row).items()) if key is _same_labels else ()
            if shape not in shapes and len(shapes) < SHAPES:
                shapes[shape] = {}
                for at in sorted(free):
                    if found := key(row, now[at]):
                        shapes[shape].setdefault(found, []).append(at)
            row.now = _nearest(shapes.get(shape, {}).get(own, []), free, before, _now(shown, behind[n]))
            free.discard(row.now)
        before = row.now or before


def _nearest(rows: list[int], free: set[int], low: int, high: int) -> int:
    """The first free row between two others, else the first free row, else 0; drops rows that are not free."""
    for at in (bisect_right(rows, low), 0):
        while at < len(rows) and rows[at] not in free:
            del rows[at]
        if at < len(rows) and (not at or rows[at] < high):
            return rows[at]
    return 0


def _behind(shown: Sequence[ShownRow]) -> list[int]:
    """For each row the index of the next row that was found; the number of rows where there is none."""
    found, last = [0] * len(shown), len(shown)
    for n in range(len(shown) - 1, -1, -1):
        found[n] = last
        last = n if shown[n].now else last
    return found


def _now(shown: Sequence[ShownRow], n: int) -> int:
    return shown[n].now if n < len(shown) else sys.maxsize


def _between(shown: Sequence[ShownRow], before: int, n: int, behind: int) -> int:
    """Where a row is now if as many rows as before lie between its neighbours that were found; else 0."""
    if before < 0 or behind == len(shown) or shown[behind].now - shown[before].now != behind - before:
        return 0
    return shown[before].now + n - before


def _likeness(row: ShownRow, now: dict[int, str]) -> float:
    """The likeness of a row to one of the sheet, in percent."""
    texts = [(text, now.get(column, "")) for column, text in row.texts.items()]
    filled = [(text, here) for text, here in texts if text]
    if not filled or not any(here for _, here in filled):
        return 0
    return sum(ALIKE if here == UNREAD else fuzz.ratio(text[:HEAD], here[:HEAD]) for text, here in filled) / len(filled)


def unchanged(shown: Sequence[ShownRow], now: Rows) -> float:
    """The share of the rows that the sheet still has word for word; from 0 to 1."""
    filled = [row for row in shown if any(row.texts.values())]
    patterns = list(dict.fromkeys(tuple(row.texts) for row in filled))[:SHAPES]
    widths = accumulate(map(len, patterns))
    patterns = [pattern for pattern, width in zip(patterns, widths, strict=True) if width <= WIDTH]
    here = {columns: {_texts(row, columns) for row in now.values()} for columns in patterns}
    same = sum(_texts(row.texts, tuple(row.texts)) in here.get(tuple(row.texts), ()) for row in filled)
    return same / len(filled) if filled else 0.0


def _texts(row: Mapping[int, str], columns: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(row.get(column, "") for column in columns)


def column_of_standards(row: ShownRow) -> int:
    """The column of standards of a list, where the row is its head or one of its lines; else 0."""
    heads = [column for column, text in row.texts.items() if text == STANDARD and column not in row.nodes]
    shown = [column for column, cell in row.nodes.items() if cell.node.endswith(OF_STANDARD)]
    return min((*heads, *shown), default=0)


def heads(shown: Sequence[ShownRow]) -> set[tuple[str, ...]]:
    """The texts of each row that heads a list or a table, with and without the name of its band before them."""
    found: set[tuple[str, ...]] = set()
    for row in shown:
        if all(cell.node.endswith("#title") for cell in row.nodes.values()):
            texts = tuple(filter(None, row.texts.values()))
            found |= {texts, texts[1:]} if min(row.texts, default=0) in row.nodes else {texts}
    return {texts for texts in found if len(texts) > 1}


def aligned(shown: Sequence[ShownRow], now: Rows) -> Rows:
    """The sheet without columns that somebody has inserted."""
    here = unchanged(shown, now)
    edges = sorted({column for row in shown for column in row.texts})
    if here >= SAME or len(edges) > EDGES:
        return now
    best, found = here + GAIN, now
    for wide in range(1, SHIFTS + 1):
        for first in edges:
            back = {
                at: {c - wide if c >= first + wide else c: text for c, text in row.items() if not 0 <= c - first < wide}
                for at, row in now.items()
            }
            if (alike := unchanged(shown, back)) > best:
                best, found = alike, back
    return found
