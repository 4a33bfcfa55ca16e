"""Where the boxes of a chart stand, and the lines between them, in pixels.

A small chart of one post runs from left to right. A shop's runs from top to bottom, a tidy tree: each box stands above
the middle of those below it, subtrees as near to each other as their outlines let them, and boxes that have nothing
below them hang in a column.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rolesmith.document.chart import Box, folded
from rolesmith.formats.chart.letters import lines, width

TEXT, SMALL = 13.0, 11.0
"""Pixels of a name, and of what stands below it."""
WIDEST = 8 * TEXT
"""Pixels of the longest line in a box."""
MOST_LINES = 3
PAD, LINE = 10.0, 1.35
"""Pixels beside a text, and the height of a line as a multiple of its size."""
GAP, COLUMN, STEP = 14.0, 34.0, 30.0
"""Pixels between boxes side by side, between columns of a small chart, and between levels of a shop's."""
STACKED, INDENT = 8.0, 16.0
"""Pixels between boxes that hang in a column, and from the line at its left."""
SIDE_BY_SIDE = 2
"""Boxes with nothing below them that still stand side by side, where nobody says how many."""
IN_COLUMN = 14
"""Boxes that hang in one column; more hang in several."""
EDGE = 1.0
"""Pixels around a chart, for the lines of its boxes."""
MOST_SHOWN = 4
"""Subordinates in a small chart."""

Point = tuple[float, float]
Outline = list[tuple[float, float]]
"""From where to where a tree is on each level, from the one on which its top stands."""


@dataclass
class Placed:
    """A box with its text, and its upper left corner."""

    box: Box
    texts: tuple[str, ...]
    wide: float
    high: float
    x: float = 0.0
    y: float = 0.0

    @property
    def middle(self) -> Point:
        """Its centre."""
        return self.x + self.wide / 2, self.y + self.high / 2


@dataclass
class Layout:
    """A chart's boxes and lines; `heads` stand above the columns of a small one; `arrows` are lines with a point."""

    wide: float = 0.0
    high: float = 0.0
    boxes: list[Placed] = field(default_factory=list)
    lines: list[tuple[Point, ...]] = field(default_factory=list)
    arrows: list[tuple[Point, ...]] = field(default_factory=list)
    heads: list[tuple[str, Point]] = field(default_factory=list)


def _placed(box: Box) -> Placed:
    texts = lines(box.name, TEXT, WIDEST, MOST_LINES)
    widths = [width(text, TEXT) for text in texts] + [width(box.note, SMALL)]
    high = len(texts) * TEXT * LINE + (SMALL * LINE if box.note else 0) + PAD
    return Placed(box, texts, max(*widths, 3 * TEXT) + 2 * PAD, high)


# —— One post ——


def across(chart: Box) -> Layout:
    """Superior, post and subordinates from left to right."""
    own = chart if chart.kind == "own" else chart.below[0]
    above = () if own is chart else (chart,)
    named = {"直接上级": above, "本岗位": (own,), "直接下级": folded(own.below, MOST_SHOWN)}
    columns = {name: [_placed(box) for box in boxes] for name, boxes in named.items() if boxes}
    highs = [sum(each.high + STACKED for each in column) - STACKED for column in columns.values()]
    head = SMALL * LINE + 6
    found = Layout(EDGE, head + max(highs) + EDGE)
    for (name, column), high in zip(columns.items(), highs, strict=True):
        wide = max(each.wide for each in column)
        y = head + (max(highs) - high) / 2
        for each in column:
            each.wide, each.x, each.y = wide, found.wide, y
            y += each.high + STACKED
        found.heads.append((name, (found.wide + wide / 2, SMALL)))
        found.boxes += column
        found.wide += wide + COLUMN
    found.wide += EDGE - COLUMN
    found.arrows = [_arrow(one, each) for (one, *_), right in pairwise(columns.values()) for each in right]
    return found


def _arrow(left: Placed, right: Placed) -> tuple[Point, ...]:
    (x, begin), (end_x, end) = (left.x + left.wide, left.middle[1]), (right.x, right.middle[1])
    bend = (x + end_x) / 2 - 3
    return ((x, begin), (bend, begin), (bend, end), (end_x, end)) if begin != end else ((x, begin), (end_x, end))


# —— A shop ——


@dataclass
class _Tree:
    """A subtree. Its top is its first box, or of a column the upper end of its line."""

    top: Placed
    outline: Outline
    boxes: list[Placed]
    lines: list[tuple[Point, ...]] = field(default_factory=list)

    @property
    def wide(self) -> float:
        """Its width."""
        return max(right for _, right in self.outline) - min(left for left, _ in self.outline)

    @property
    def high(self) -> float:
        """Where its lowest box ends."""
        return max(each.y + each.high for each in self.boxes)

    def move(self, x: float, y: float = 0.0) -> None:
        """Put it elsewhere."""
        for each in self.boxes if self.top is self.boxes[0] else (self.top, *self.boxes):
            each.x, each.y = each.x + x, each.y + y
        self.lines = [tuple((a + x, b + y) for a, b in line) for line in self.lines]
        self.outline = [(left + x, right + x) for left, right in self.outline]


def down(boxes: Sequence[Box], wide: float, beside: int = SIDE_BY_SIDE) -> Layout:
    """All boxes from top to bottom, of not too many levels; of more than `beside` with nothing below them a column.

    Trees without a common top stand in rows of at most `wide` pixels; a single tree gets as wide as it is.
    """
    return _in_rows([_tree(box, 0, _levels(box, beside), beside) for box in boxes], wide)


def listed(boxes: Sequence[Box]) -> Layout:
    """All boxes one below another, each a step to the right of the one that it is below."""
    found = Layout(EDGE, EDGE - STACKED)
    for box in boxes:
        _list(box, EDGE, found)
    found.wide, found.high = found.wide + EDGE, found.high + EDGE
    return found


def _list(box: Box, left: float, found: Layout) -> None:
    top = _placed(box)
    top.x, top.y = left, found.high + STACKED
    found.boxes.append(top)
    found.wide, found.high = max(found.wide, left + top.wide), top.y + top.high
    trunk = left + INDENT / 2
    for each in box.below:
        at = len(found.boxes)
        _list(each, left + INDENT, found)
        middle = found.boxes[at].middle[1]
        found.lines.append(((trunk, top.y + top.high), (trunk, middle), (left + INDENT, middle)))


def _in_rows(trees: Sequence["_Tree"], wide: float) -> Layout:
    found = Layout()
    x = y = row = EDGE
    for tree in trees:
        if x > EDGE and x + tree.wide > wide - EDGE:
            x, y = EDGE, row + STEP
        tree.move(x - min(left for left, _ in tree.outline), y)
        found.boxes += tree.boxes
        found.lines += tree.lines
        found.wide = max(found.wide, x + tree.wide + EDGE)
        row = max(row, tree.high)
        x += tree.wide + 2 * GAP
    found.high = row + EDGE
    return found


def _hangs(box: Box, beside: int) -> bool:
    """Whether those below it stand in a column."""
    return len(box.below) > beside and not any(each.below for each in box.below)


def _levels(top: Box, beside: int) -> list[float]:
    """Where each level begins: below the highest box of the one above."""
    found, level = [0.0], [top]
    while level:
        found.append(found[-1] + max(_placed(box).high for box in level) + STEP)
        level = [each for box in level if not _hangs(box, beside) for each in box.below]
    return found


def _tree(box: Box, level: int, levels: Sequence[float], beside: int) -> _Tree:
    top = _placed(box)
    top.y = levels[level]
    if _hangs(box, beside):
        return _hung(top, box, len(levels) - level)
    alone = [each for each in box.below if not each.below]
    hanging = alone if len(alone) > beside else []
    below = [_tree(each, level + 1, levels, beside) for each in box.below if each.below or not hanging]
    if hanging:
        below.append(_column([_placed(each) for each in hanging], levels[level + 1], len(levels) - level - 1))
    if not below:
        return _Tree(top, [(0, top.wide)], [top])
    outline = below[0].outline
    for each in below[1:]:
        shared = zip(outline, each.outline, strict=False)
        each.move(max(right - left for (_, right), (left, _) in shared) + GAP)
        outline = _joined(outline, each.outline)
    first, last = below[0].top.middle[0], below[-1].top.middle[0]
    top.x = (first + last - top.wide) / 2
    found = _Tree(top, [(top.x, top.x + top.wide), *outline], [top])
    begin, end = top.y + top.high, levels[level + 1]
    bend, middle = end - STEP / 2, top.middle[0]
    for each in below:
        found.boxes += each.boxes
        x = each.top.middle[0]
        found.lines += [*each.lines, ((middle, begin), (middle, bend), (x, bend), (x, end))]
    return found


def _joined(left: Outline, right: Outline) -> Outline:
    """The outline of two trees side by side."""
    both = [(a, d) for (a, _), (_, d) in zip(left, right, strict=False)]
    return both + left[len(both) :] + right[len(both) :]


def _hung(top: Placed, box: Box, levels: int) -> _Tree:
    """Boxes in a column below their superior, beside a line; nothing else is put below, however deep it is."""
    column = _column([_placed(each) for each in box.below], top.y + top.high, levels)
    outline = [(0.0, max(top.wide, column.wide))] * levels
    return _Tree(top, outline, [top, *column.boxes], column.lines)


def _column(below: Sequence[Placed], begin: float, levels: int) -> _Tree:
    """Boxes in columns, each beside a line; its top is the upper end of the first line, and no box."""
    columns = -(-len(below) // IN_COLUMN)
    high = -(-len(below) // columns)
    wide = max(each.wide for each in below)
    step = wide + INDENT + GAP
    top = Placed(below[0].box, (), INDENT, 0.0, 0.0, begin)
    found = _Tree(top, [(0, columns * step - GAP)] * max(levels, 1), list(below))
    for at in range(columns):
        x, y = at * step, begin + (STACKED if columns > 1 else 0)
        for each in below[at * high : (at + 1) * high]:
            y += STACKED
            each.x, each.y, each.wide = x + INDENT, y, wide
            middle = each.middle[1]
            across = ((INDENT / 2, begin + STACKED), (x + INDENT / 2, begin + STACKED)) if at else ()
            found.lines.append(((INDENT / 2, begin), *across, (x + INDENT / 2, middle), (x + INDENT, middle)))
            y += each.high
    return found
