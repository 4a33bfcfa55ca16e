"""Cells and rows: texts, numbers and formulas between two distances from the left edge, and the height they need."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from rolesmith.formats.excel import style
from rolesmith.formats.excel.row_height import beside_bold, line_height, lines, pieces, room
from rolesmith.formats.excel.style import Style

TALLEST = 285.0
"""Points of the highest row; a longer text goes on in the next. Excel allows 409, but pages cannot split a row."""
PIECE = 145.0
"""Points of the rows that such a text is cut into; low rows fill the pages better."""
GAP = 3.0
"""Points that every row has beyond its lines."""

Run = tuple[str, str]
"""A stretch of text and its tone."""


class Range(NamedTuple):
    """Cells of one column: its left edge in pixels, the first and last row counted from the formula's own."""

    left: int
    first: int
    last: int
    fixed: bool = False
    """Whether its rows stay the same where the formula is copied or sorted."""


@dataclass(frozen=True, slots=True)
class Formula:
    """An Excel formula; `{name}` in it stands for a range, `{{` for a brace."""

    text: str
    value: float | str
    """Its result, for readers that do not compute."""
    ranges: Mapping[str, "Range | Cell"]
    """Cells counted from the formula's own row, or one cell that stands anywhere on the sheet."""


class Numbers(NamedTuple):
    """The least and the most of the number that somebody may type, and what is said of anything else."""

    least: float
    most: float
    sentence: str


class Drawing(NamedTuple):
    """An SVG of ours that stands over a cell, `left` pixels from its edge; `label` says it in words."""

    svg: str
    label: str
    scale: float
    left: int


@dataclass(slots=True)
class Cell:
    """A text between two distances from the left edge, in pixels. A number or a formula replaces the text."""

    left: int
    right: int
    style: Style
    runs: tuple[Run, ...] = ()
    number: float | None = None
    counted: bool = False
    """Whether its number is how many rows it stands below the one above the first that is counted."""
    formula: Formula | None = None
    full: float = 0.0
    """The number whose bar fills the cell; 0 where no bar shows how large its number is."""
    warning: Formula | None = None
    """A condition: the cell is marked while it is true."""
    loose: bool = False
    """Whether its columns are not merged while it is empty, so that the row grows with what is typed in it."""
    again: bool = False
    """Whether the cell above may say the same; then it is not shown again."""
    link: str = ""
    """Where a click leads, as Excel writes it."""
    choices: Sequence[str] = ()
    """What a dropdown offers; other texts are taken, too."""
    only: Numbers | None = None
    """What alone may be typed."""
    down: int = 1
    """How many rows it takes."""
    picture: bytes = b""
    """A PNG that stands over the cell."""
    drawing: Drawing | None = None
    node: str = ""
    """The node and attribute whose text it shows, see Phrase.key and carried.py."""
    before: int = 0
    after: int = 0
    """Characters of the text before and after the node's own."""
    text: str = field(init=False)
    """The text without its tones."""
    room: float = field(init=False)
    """How many em fit a line."""
    lines: int = field(init=False)
    """How many lines the text takes at most."""

    def __post_init__(self) -> None:
        runs, bold = self.runs, self.style.bold
        if len(runs) == 1:
            ((self.text, tone),) = runs
            bold = bold or tone == "strong"
        else:
            self.text = "".join([text for text, _ in runs])
        self.room = room(self.right - self.left - 12 * self.style.indent, self.style.size, bold)
        if not bold and len(runs) > 1:
            self.room = beside_bold(self.room, [text for text, tone in runs if tone == "strong"])
        self.lines = 1 if self.style.shrink else lines(self.text, self.room)

    @property
    def line(self) -> float:
        """The height of a line in points."""
        return line_height(self.text, self.style.size)

    @property
    def height(self) -> float:
        """What the text needs from top to bottom, in points."""
        return self.lines * line_height(self.text, self.style.size)

    def cut(self, begin: int, end: int) -> tuple[Run, ...]:
        """The runs between two offsets of the text, without a line break at the end."""
        found = []
        at = 0
        for text, tone in self.runs:
            part = text[max(0, begin - at) : max(0, end - at)]
            at += len(text)
            found.append((part.removesuffix("\n") if at >= end else part, tone))
        return tuple(run for run in found if run[0])


class Need(NamedTuple):
    """What the height of a row follows from, in points: `least` and `pad`, its room beyond its lines, as in a look with
    the usual air, its lines, and the `floor` below which it is in no look.
    """

    least: float
    pad: float = 0.0
    lines: float = 0.0
    floor: float = 0.0

    def height(self, air: float) -> float:
        """The height with so much air."""
        return pixels(max(self.floor, self.least * air, self.lines + max(GAP, self.pad * air)))


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side, `height` in points. `keep`: no page ends below it."""

    height: float
    cells: tuple[Cell, ...] = ()
    keep: bool = False
    fixed: bool = False
    """Whether the height is meant as it is: room to write in, or air; else it follows the text that somebody types."""
    heads: tuple["Row", ...] = ()
    """What is said again above it where it begins a page."""
    begun: "Callable[[Row], Row] | None" = None
    """The row as it is where it begins a page."""
    begins: bool = False
    """Whether it begins a page."""
    again: bool = False
    """Whether it says again what stands on a page before."""
    need: Need | None = None
    """What its height follows from; none where it is the same whatever the air."""

    def at_least(self, points: float) -> "Row":
        """The row, so high whatever the air."""
        need = self.need and self.need._replace(floor=max(self.need.floor, points))
        return replace(self, height=max(self.height, pixels(points)), need=need)

    def with_air(self, air: float) -> "Row":
        """The row, and its heads, with so much air."""
        if self.need is None:
            return self
        heads = tuple([head.with_air(air) for head in self.heads])
        return replace(self, height=self.need.height(air), heads=heads)


NOTHING_ELSE: dict[str, Any] = {
    "number": None, "counted": False, "full": 0.0, "formula": None, "warning": None, "link": "", "choices": (),
    "only": None, "down": 1, "picture": b"", "drawing": None,
}  # fmt: skip
"""What a cell has only in its first row, where its text goes on in others."""


def flow(
    cells: Sequence[Cell], least: float, pad: float, keep: bool = False, heads: tuple[Row, ...] = (), floor: float = 0.0
) -> Iterator[Row]:
    """Cells side by side as one row, or as several rows where one of the cells holds more than a row can.

    `least` is the least height of the row and `pad` its room beyond the lines, in points of the usual look, `floor` its
    least height in any; `heads` are said again where a page begins with one of these rows.
    """
    air = cells[0].style.look.air
    needed = max([cell.height for cell in cells])
    if needed <= TALLEST:
        need = Need(least, pad, needed, floor)
        yield Row(need.height(air), tuple(cells), keep, heads=heads, need=need)
        return
    cut = [pieces(cell.text, cell.room, int(PIECE / cell.line)) for cell in cells]
    last = max(map(len, cut)) - 1
    for at in range(last + 1):
        missing = ("t" if at else "") + ("b" if at < last else "")
        part = []
        for cell, offsets in zip(cells, cut, strict=True):
            runs = cell.cut(*offsets[at]) if at < len(offsets) else ()
            shown = style.at_top(style.without(cell.style, missing))
            whole = replace(cell, style=shown, runs=runs, before=0 if at else cell.before)
            whole.after = cell.after if at == len(offsets) - 1 else 0
            part.append(replace(whole, **NOTHING_ELSE) if at else whole)
        needed = max(cell.height for cell in part)
        need = Need(least, pad, needed, floor) if at == last else Need(0.0, lines=needed)
        yield Row(need.height(air), tuple(part), keep and at == last, heads=heads, need=need)


def edges(rows: Sequence[Row], width: int) -> list[int]:
    """Where the sheet's columns begin and end, in pixels."""
    cells = [cell for row in rows for cell in row.cells]
    return sorted({0, width, *(cell.left for cell in cells), *(cell.right for cell in cells)})


def pixels(points: float) -> float:
    """Points, rounded up to a whole pixel."""
    return -(-points // 0.75) * 0.75
