"""Matching: the rows of a sheet that people have worked in, found again by what they say, not by where they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

ALIKE = 55
"""Percent that a rewritten row shares with what stood there."""
UNREAD = "\ufdd0"
"""Stands for a formula: nobody knows what text it was meant to be."""
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


def match(shown: Sequence[Shown], now: Rows) -> None:
    """Find each row again: first those that say the same, then those that say something like it."""
    free = dict.fromkeys(now)
    patterns: dict[tuple[int, ...], dict[tuple[str, ...], list[int]]] = {}
    for row in shown:
        columns = tuple(sorted(row.texts))
        if not any(row.texts.values()):
            continue
        if columns not in patterns:
            patterns[columns] = {}
            for at in sorted(now, reverse=True):
                patterns[columns].setdefault(tuple(now[at].get(c, "") for c in columns), []).append(at)
        same = patterns[columns].get(tuple(row.texts[c] for c in columns), [])
        while same and same[-1] not in free:
            same.pop()
        if same:
            row.now = same.pop()
            del free[row.now]
    left = [row for row in shown if not row.now and any(row.texts.values())][:MOST_LEFT]
    scored = sorted(
        ((_likeness(row, now[at]), -n, -at, row) for n, row in enumerate(left) for at in list(free)[:MOST_LEFT]),
        key=lambda each: each[:3],
        reverse=True,
    )
    for score, _, at, row in scored:
        if score < ALIKE:
            break
        if not row.now and -at in free:
            row.now = -at
            del free[-at]
    for n, row in enumerate(shown):
        if not row.now and any(row.texts.values()) and (at := _between(shown, n)) in free:
            row.now = at
            del free[at]


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
    return sum(ALIKE if here == UNREAD else fuzz.ratio(text, here) for text, here in filled) / len(filled)


def unchanged(shown: Sequence[Shown], now: Rows) -> float:
    """Of rows that were shown, how many the sheet still has word for word; from 0 to 1."""
    said = [row for row in shown if any(row.texts.values())]
    here = {columns: {_texts(row, columns) for row in now.values()} for columns in {tuple(row.texts) for row in said}}
    same = sum(_texts(row.texts, tuple(row.texts)) in here[tuple(row.texts)] for row in said)
    return same / len(said) if said else 0.0


def _texts(row: Mapping[int, str], columns: tuple[int, ...]) -> tuple[str, ...]:
    return tuple(row.get(column, "") for column in columns)
