"""The columns of a sheet: few, so that a line is one cell and a row that somebody inserts is like the others.

All tables of a sheet share its columns. The first takes names of fields, numbers of lines and first cells of tables;
behind it a line's text has one wide column as long as no table needs it cut, and the edges of a table are moved to
those that are there already. Distances are pixels from the left edge.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil

from rolesmith.document.document import Document, Grid, Numbered
from rolesmith.formats.beside import fewest_lines
from rolesmith.formats.excel.row_height import wide_enough

NARROWEST = 54
"""Pixels of the narrowest table column: two characters a line and room to breathe."""
MOST = 12
"""Columns of one table; what has more goes on below."""
SNAP = 24
"""Pixels that an edge is moved to stand where another does."""
SHARES = (0.52, 0.47, 0.42, 0.37)
"""Where the first column of a line's text may end, as shares of the width; the widest that the tables bear."""
BESIDE = 0.56
BESIDES = tuple(percent / 100 for percent in range(40, 69, 2))
"""Share of a line's width that it takes beside its standard, and what it may be where that takes fewer lines."""
EM = 14, 12
"""Pixels of a character of a line and of its standard, and those of a cell's two edges."""
SIDES = 22
INDENT = 12
"""Pixels that a text is indented in the boxes of a form."""
LONE = 2
"""Letters of a last line that is better spared."""
CUT = 1.15
"""How much worse than best the tables may look so that lines have a wider column."""
SECOND = range(64, 140)
"""Pixels that the name of a second field in a row may take."""
LEAST_VALUE = 120

Span = tuple[int, int]


class Columns:
    """The columns between `left` and `width`; `name` is where the first ends."""

    def __init__(
        self, tables: Sequence[tuple[int, ...]], lists: bool, beside: float, left: int, name: int, width: int
    ) -> None:
        """`tables` are the widths of each table's columns as shares; `lists`: whether there are lines at all.

        `beside` is the share of a line's width that it takes beside its standard; 0 where none has any.
        """
        self.left, self.name, self.width = left, name, width
        self.standard = width
        """Where the standards beside lines begin."""
        self.edges = {left, name, width}
        if beside:
            self.standard = name + _beside_letters(width - name, beside, left)
            self.edges.add(self.standard)
        self._text = self._text_end(tables) if lists else name + NARROWEST
        self._spans: dict[tuple[int, ...], list[Span]] = {}
        for widths in sorted(tables, key=len, reverse=True):
            self._spans[widths] = self._snapped(self._fitted(widths, self._text)[0])
        self.pair = self._pair()
        """Where the name of a second field in a row begins and ends; none where that would cut the lines."""

    def spans(self, widths: Sequence[int]) -> list[Span]:
        """Where the columns of a table begin and end."""
        return self._spans[tuple(widths)]

    def _text_end(self, tables: Sequence[tuple[int, ...]]) -> int:
        """Where the first column of a line's text ends."""
        if not tables:
            return self.standard
        ends = [round(self.left + (self.width - self.left) * share) for share in SHARES]
        ends = sorted({end for end in (*ends, self.standard) if end <= self.standard}, reverse=True)
        costs = [sum(self._fitted(widths, end)[1] for widths in tables) for end in ends]
        return next(end for end, cost in zip(ends, costs, strict=True) if cost <= min(costs) * CUT + 1)

    def _fitted(self, widths: Sequence[int], text: int) -> tuple[list[int], float]:
        """A table's inner edges with none between the first column and `text`, and how far that is from its wish."""
        whole = self.width - self.left
        wished = [share / sum(widths) * whole for share in widths]
        ways = [self._from(wished, max(text, self.left + round(wished[0])))]
        if len(wished) == 2:
            ways.append([self.name])
        elif len(wished) > 2:
            scale = (self.width - self.name) / sum(wished[1:])
            second = max(text, self.name + round(wished[1] * scale))
            ways.append([self.name, *self._from(wished[1:], second)])
        scored = [(self._cost(wished, way), way) for way in ways]
        cost, best = min(scored)
        return best, cost

    def _from(self, wished: Sequence[float], first: int) -> list[int]:
        """The inner edges of columns of which the first ends at `first`."""
        if len(wished) == 1:
            return []
        least = min(NARROWEST, (self.width - self.left) // (len(wished) + 1))
        first = min(first, self.width - least * (len(wished) - 1))
        free = self.width - first - least * (len(wished) - 1)
        wishes = [max(0.0, each - least) for each in wished[1:]]
        total = sum(wishes)
        edges, at = [first], float(first)
        for wish in wishes[:-1]:
            at += least + (wish / total * free if total else free / len(wishes))
            edges.append(round(at))
        return edges

    def _cost(self, wished: Sequence[float], edges: Sequence[int]) -> float:
        """The pixels that columns are narrower than wished, the more the narrower they are."""
        given = [right - left for left, right in pairwise((self.left, *edges, self.width))]
        return sum(max(0.0, wish - has) ** 2 / max(1, has) for wish, has in zip(wished, given, strict=True))

    def _snapped(self, edges: Sequence[int]) -> list[Span]:
        """The table's columns with their edges where others are already, and their edges among all."""
        found = [self.left]
        for at, edge in enumerate(edges):
            rest = len(edges) - at
            near = [
                each
                for each in self.edges
                if abs(each - edge) <= SNAP and found[-1] < each and each + 36 * rest <= self.width
                and (each == self.name or each - found[-1] >= 36)
            ]  # fmt: skip
            found.append(min(near, key=lambda each: (abs(each - edge), each), default=max(edge, found[-1] + 1)))
        self.edges.update(found)
        return list(pairwise((*found, self.width)))

    def _pair(self) -> Span | None:
        best: Span | None = None
        middle = (self.name + self.width) / 2 - (self.name - self.left) / 2
        for begin in self.edges:
            for end in self.edges:
                room = min(begin - self.name, self.width - end)
                fits = end - begin in SECOND and room >= LEAST_VALUE
                if fits and (best is None or abs(begin - middle) < abs(best[0] - middle)):
                    best = begin, end
        return best


def columns_of(document: Document, left: int, name: int, width: int) -> Columns:
    """The columns of a document's sheet."""
    elements = [each for part in document.parts for each in part.elements]
    lists = [each for each in elements if isinstance(each, Numbered)]
    tables = [part for each in elements if isinstance(each, Grid) for part in parts(each.widths)]
    return Columns(tables, bool(lists), _beside(lists, width - name, left), left, name, width)


def _beside(lists: Sequence[Numbered], width: int, left: int) -> float:
    """The share of a line's width that it takes beside its standard: that with which both take the fewest lines."""
    if not any(each.has_standards for each in lists):
        return 0

    def rooms(share: float) -> tuple[float, float]:
        return _letters(width, share), (width - _beside_letters(width, share, left) - SIDES) / EM[1]

    return fewest_lines(lists, BESIDES, BESIDE, rooms, LONE)


def _letters(width: int, share: float) -> int:
    """How many letters a line of this share has beside its standard."""
    return ceil((width * share - SIDES) / EM[0])


def _beside_letters(width: int, share: float, left: int) -> int:
    """Pixels of these letters, whole; `left`: where a form begins, whose texts are indented."""
    return wide_enough(_letters(width, share), EM[0] * 0.75) + (INDENT if left else 0)


def parts(widths: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """The widths of a table's columns, cut where they are too many for one."""
    for begin in range(0, len(widths), MOST):
        yield tuple(widths[begin : begin + MOST])
