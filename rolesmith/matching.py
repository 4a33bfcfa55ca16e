"""Matching: the rows of a sheet that people have worked in, found again by what they say, not by where they stand."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

ALIKE = 55
"""Percent that a rewritten row shares with what stood there."""
UNREAD = "\ufdd0"
"""Stands for a formula: nobody knows what text it was meant to be."""
SAME, GAIN = 0.5, 0.2
"""Of a role's rows that a sheet still has word for word, the least that makes it the role's, and that moves columns."""
HEAD = 300
"""Letters of a text that are compared."""
SHAPES = 40
"""Patterns of filled columns that are told apart; no sheet of ours has so many."""
MOST_LEFT = 400
"""Rows that are compared with one another where they are no longer what they were."""


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
    left = [row for row in shown if not row.now and any(row.texts.values())][:MOST_LEFT]
    scored = sorted(
        ((_likeness(row, now[at]), -n, -at, row) for n, row in enumerate(left) for at in sorted(free)[:MOST_LEFT]),
        key=lambda each: each[:3],
        reverse=True,
    )
    for score, _, at, row in scored:
        if score < ALIKE:
            break
        if not row.now and -at in free:
            row.now = -at
            free.remove(-at)
    for n, row in enumerate(shown):
        if not row.now and (row.nodes or any(row.texts.values())) and (at := _between(shown, n)) in free:
            row.now = at
            free.remove(at)


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
    for n, row in enumerate(shown):
        if row.now or not (own := key(row, row.texts)):
            continue
        shape = tuple(row.texts), tuple(_own(row).items()) if key is _labelled else ()
        if shape not in shapes:
            if len(shapes) >= SHAPES:
                continue
            shapes[shape] = {}
            for at in sorted(free):
                if found := key(row, now[at]):
                    shapes[shape].setdefault(found, []).append(at)
        same = [at for at in shapes[shape].get(own, ()) if at in free]
        if not same:
            continue
        low, high = _bounds(shown, n)
        row.now = next((at for at in same if low < at < high), same[0])
        free.remove(row.now)


def _bounds(shown: Sequence[Shown], n: int) -> tuple[float, float]:
    """Where the nearest rows before and behind stand now."""
    before = next((shown[at].now for at in range(n - 1, -1, -1) if shown[at].now), 0)
    behind = next((shown[at].now for at in range(n + 1, len(shown)) if shown[at].now), math.inf)
    return before, behind


def _between(shown: Sequence[Shown], n: int) -> int:
    """Where a row stands now if it is still between its neighbours; 0 where they have parted."""
    before = next((at for at in range(n - 1, -1, -1) if shown[at].now), None)
    behind = next((at for at in range(n + 1, len(shown)) if shown[at].now), None)
    if before is None or behind is None or shown[behind].now - shown[before].now != behind - before:
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
