"""The widths of a table's columns, fitted to what they hold: few lines, and no short word broken.

Columns to write in by hand keep what the template gives them; where all fits one line, so do the others.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import permutations
from math import ceil

from rolesmith.document.document import Phrase, em

Shares = tuple[int, ...]

PAGE, EDGES = 43.0, 1.4
"""Em across the narrowest of the tables, and those that the edges of a cell take."""
SHORT = 6.0
"""Em of a text that is not broken if that can be helped."""
TITLE = 2.0
"""Lines that it costs to break a title that the template's width does not break."""
LONE = 1.2
"""Em of what stands alone in a last line."""
LEAST = 7
"""Percent of the narrowest column."""
STEPS = 4, 2, 1
"""Percent that one column gives to another."""
MOST_STEPS = 24
MOST_ROWS = 30
"""Rows that are looked at; the others are like them."""


def fitted(shares: Shares, heads: Sequence[Phrase], rows: Sequence[Sequence[Phrase]]) -> Shares:
    """The shares of the page's width, which still sum to as much."""
    cells = zip(*rows[:MOST_ROWS], strict=True)
    named = zip(heads, cells, shares, strict=True)
    sizes = tuple([(min(em(str(h)), _room(share)), *[em(str(each)) for each in of_one]) for h, of_one, share in named])
    if all(size <= _room(share) for of_one, share in zip(sizes, shares, strict=True) for size in of_one):
        return shares
    written = [any(str(row[at]) for row in rows) for at in range(len(shares))]
    by_hand = [any(row[at].room for row in rows) for at in range(len(shares))]
    free = tuple([at for at, share in enumerate(shares) if written[at] and not by_hand[at] and share > LEAST])
    return _fewest(shares, sizes, free) if len(free) > 1 else shares


def _room(share: int) -> float:
    return max(1.0, PAGE * share / 100 - EDGES)


@lru_cache(512)
def _fewest(shares: Shares, sizes: tuple[tuple[float, ...], ...], free: Shares) -> Shares:
    """The shares with the least cost that are found by giving from one column to another, step by step."""
    found, cost = shares, _cost(shares, shares, sizes)
    for _ in range(MOST_STEPS):
        ways = [
            _given(found, giver, taker, step)
            for giver, taker in permutations(free, 2)
            for step in STEPS
            if found[giver] - step >= LEAST
        ]
        best, way = min(((_cost(way, shares, sizes), way) for way in ways), default=(cost, found))
        if best >= cost:
            break
        found, cost = way, best
    return found


def _given(shares: Shares, giver: int, taker: int, step: int) -> Shares:
    change = {giver: -step, taker: step}
    return tuple([share + change.get(at, 0) for at, share in enumerate(shares)])


def _cost(shares: Shares, wished: Shares, sizes: tuple[tuple[float, ...], ...]) -> float:
    """Lines of all rows, more for what is broken, and a little for being other than wished."""
    columns = [_lines(share, of_one) for share, of_one in zip(shares, sizes, strict=True)]
    rows: int = sum(map(max, zip(*[lines for lines, _ in columns], strict=True)))
    moved = sum(abs(share - wish) for share, wish in zip(shares, wished, strict=True))
    return rows + sum(broken for _, broken in columns) + moved * 0.02


@lru_cache(2_000)
def _lines(share: int, sizes: tuple[float, ...]) -> tuple[tuple[int, ...], float]:
    """The lines of each cell of a column, and what it costs that texts are broken."""
    room = _room(share)
    lines = tuple([max(1, ceil(size / room)) for size in sizes])
    broken = TITLE if lines[0] > 1 else 0.0
    for size, count in zip(sizes, lines, strict=True):
        if count > 1:
            lone = 0.4 if size - (count - 1) * room <= LONE else 0.0
            short = 1 + (size - room) * 0.3 if size <= SHORT else 0.0
            broken += 0.15 * count + lone + short
    return lines, broken
