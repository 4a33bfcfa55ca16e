"""Matching: the rows of a sheet that people have worked in, found again by what they say, not by where they stand."""

import re
import sys
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz import fuzz

ALIKE = 55
"""Percent that a rewritten row shares with what stood there."""
UNREAD = "\ufdd0"
"""Stands for a formula: nobody knows what text it was meant to be."""
SAME, GAIN = 0.5, 0.2
"""Of a role's rows that a sheet still has word for word, the least that makes it the role's, and that moves columns."""
HEAD = 300
"""Letters of a text that are compared."""
SHAPES, WIDTH = 40, 240
"""Patterns of filled columns that are told apart, and columns of all of them together; no sheet of ours has so many."""
MOST_LEFT, TEXTS_LEFT = 400, 2_000
"""Rows that are compared with one another where they are no longer what they were, and texts of these rows."""


@dataclass
class Shown:
    """A row as it was written: its texts by column, and the nodes of some."""

    texts: dict[int, str]
    nodes: dict[int, tuple[str, int, int, str]]
    now: int = 0
    """The row that it is now; 0 where it is gone."""


Rows = dict[int, dict[int, str]]
"""A sheet as it is now: row → column → text."""


NUMBER = re.compile(r"[（(]?\s*\d{1,3}\s*[.、)）]?")
"""What only counts a row."""
SHIFTS, EDGES = 2, 24
"""Columns that somebody may have put in, and columns of a sheet that was ours at all."""


def match(shown: Sequence[Shown], now: Rows) -> None:
    """Find each row again: those that say the same, those with the same label, those that say something like it."""
    free = set(now)
    for key in (_said, _labelled, _said_among_others):
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


def _left(shown: Sequence[Shown]) -> list[Shown]:
    """The rows that are not found yet and said something, as many as may be compared with all others."""
    found: list[Shown] = []
    texts = 0
    for row in shown:
        if not row.now and any(row.texts.values()):
            texts += len(row.texts)
            if len(found) >= MOST_LEFT or texts > TEXTS_LEFT:
                break
            found.append(row)
    return found


Key = Callable[[Shown, dict[int, str]], tuple[str, ...] | None]
"""What a row has to have in common with what it was; None where this way finds nothing."""


def _said(row: Shown, now: dict[int, str]) -> tuple[str, ...] | None:
    beside = [text for column, text in now.items() if column not in row.texts and not NUMBER.fullmatch(text)]
    return None if beside else _said_among_others(row, now)


def _said_among_others(row: Shown, now: dict[int, str]) -> tuple[str, ...] | None:
    found = _texts(now, tuple(row.texts))
    return found if any(found) else None


def _labelled(row: Shown, now: dict[int, str]) -> tuple[str, ...] | None:
    """The labels beside a row's own texts, or before them in the same cell."""
    own = _own(row)
    labels = [text for column, text in _items(now, row) if column not in own and text]
    prefixes = [now.get(column, "")[:before].replace(":", "：") for column, before in own.items() if before > 1]
    return (*labels, *(each for each in prefixes if each.endswith("："))) if own else None


def _own(row: Shown) -> dict[int, int]:
    """The columns of texts that are not titles, and how many letters of a label stand before each."""
    return {column: before for column, (node, before, _, _) in row.nodes.items() if not node.endswith("#title")}


def _items(now: dict[int, str], row: Shown) -> list[tuple[int, str]]:
    return [(column, now.get(column, "")) for column in row.texts]


def _pair(shown: Sequence[Shown], now: Rows, free: set[int], key: Key) -> None:
    """Take what is alike by a key; of several rows the one that is still where it was, else the first."""
    shapes: dict[object, dict[tuple[str, ...], list[int]]] = {}
    behind = _behind(shown)
    before = 0
    for n, row in enumerate(shown):
        if not row.now and (own := key(row, row.texts)):
            shape = tuple(row.texts), tuple(_own(row).items()) if key is _labelled else ()
            if shape not in shapes and len(shapes) < SHAPES:
                shapes[shape] = {}
                for at in sorted(free):
                    if found := key(row, now[at]):
                        shapes[shape].setdefault(found, []).append(at)
            row.now = _nearest(shapes.get(shape, {}).get(own, []), free, before, _now(shown, behind[n]))
            free.discard(row.now)
        before = row.now or before


def _nearest(rows: list[int], free: set[int], low: int, high: int) -> int:
    """Of rows in order the first free one between two others, else the first free one, else 0; takes out those not."""
    for at in (bisect_right(rows, low), 0):
        while at < len(rows) and rows[at] not in free:
            del rows[at]
        if at < len(rows) and (not at or rows[at] < high):
            return rows[at]
    return 0


def _behind(shown: Sequence[Shown]) -> list[int]:
    """For each row the next one behind it that was found; their number where there is none."""
    found, last = [0] * len(shown), len(shown)
    for n in range(len(shown) - 1, -1, -1):
        found[n] = last
        last = n if shown[n].now else last
    return found


def _now(shown: Sequence[Shown], n: int) -> int:
    return shown[n].now if n < len(shown) else sys.maxsize


def _between(shown: Sequence[Shown], before: int, n: int, behind: int) -> int:
    """Where a row stands now if it is still between its neighbours that were found; 0 where they have parted."""
    if before < 0 or behind == len(shown) or shown[behind].now - shown[before].now != behind - before:
        return 0
    return shown[before].now + n - before


def _likeness(row: Shown, now: dict[int, str]) -> float:
    """How much of a row is still there, in percent."""
    texts = [(text, now.get(column, "")) for column, text in row.texts.items()]
    filled = [(text, here) for text, here in texts if text]
    if not filled or not any(here for _, here in filled):
        return 0
    return sum(ALIKE if here == UNREAD else fuzz.ratio(text[:HEAD], here[:HEAD]) for text, here in filled) / len(filled)


def unchanged(shown: Sequence[Shown], now: Rows) -> float:
    """Of rows that were shown, how many the sheet still has word for word; from 0 to 1."""
    said = [row for row in shown if any(row.texts.values())]
    patterns = list(dict.fromkeys(tuple(row.texts) for row in said))[:SHAPES]
    widths = accumulate(map(len, patterns))
    patterns = [pattern for pattern, width in zip(patterns, widths, strict=True) if width <= WIDTH]
    here = {columns: {_texts(row, columns) for row in now.values()} for columns in patterns}
    same = sum(_texts(row.texts, tuple(row.texts)) in here.get(tuple(row.texts), ()) for row in said)
    return same / len(said) if said else 0.0


def _texts(row: Mapping[int, str], columns: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(row.get(column, "") for column in columns)


def aligned(shown: Sequence[Shown], now: Rows) -> Rows:
    """The sheet as it is, without columns that somebody has put in left of what was written."""
    best, found = unchanged(shown, now), now
    edges = sorted({column for row in shown for column in row.texts})
    if best >= SAME or len(edges) > EDGES:
        return now
    for wide in range(1, SHIFTS + 1):
        for first in edges:
            back = {
                at: {c - wide if c >= first + wide else c: text for c, text in row.items() if not 0 <= c - first < wide}
                for at, row in now.items()
            }
            if (alike := unchanged(shown, back)) > best + GAIN:
                best, found = alike, back
    return found
