"""From a document to the rows of its Excel sheet: what stands where, how high, and what stays together.

All is measured on one page width; the sheet gets a column wherever a cell of it begins or ends.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rolesmith.document import (
    Document,
    Element,
    Entry,
    Grid,
    Heading,
    Numbered,
    Paragraphs,
    Part,
    Phrase,
    Sheet,
    Signatures,
)
from rolesmith.formats import excel_style as look
from rolesmith.formats.excel_style import Style
from rolesmith.formats.row_height import line_height, lines, pieces, room

WIDTH = 648
"""Pixels from edge to edge: 171 mm, what A4 leaves between its margins without being scaled down."""
UNIT = 18
"""Table columns begin and end at multiples of this many pixels."""
BAR = 6
NUMBER = 36
NAME = 90
SIGNATURE, DATE = 216, 432
NARROWEST = 3
"""Units of the narrowest table column: two characters a line and room to breathe."""
MOST_COLUMNS = WIDTH // UNIT // NARROWEST
TALLEST = 285.0
"""Points; a higher text goes on in the next row. Excel ends a row at 409, and no page can part one."""
PIECE = 145.0
"""Points of the rows that such a text is cut into; small ones fill the pages."""
GAP = 3.0
"""Points that a row needs beyond its lines, whatever stands in it."""

Run = tuple[str, str]
"""A stretch of text and its tone."""


@dataclass(slots=True)
class Cell:
    """A text between two distances from the left edge, in pixels. A number replaces the text."""

    left: int
    right: int
    style: Style
    runs: tuple[Run, ...] = ()
    number: int = 0
    text: str = field(init=False)
    """The text without its tones."""
    room: float = field(init=False)
    """How many em fit a line."""
    lines: int = field(init=False)
    """How many lines the text takes at most."""

    def __post_init__(self) -> None:
        self.text = self.runs[0][0] if len(self.runs) == 1 else "".join(text for text, _ in self.runs)
        bold = self.style.bold or any(tone == "strong" for _, tone in self.runs)
        self.room = room(self.right - self.left - 12 * self.style.indent, self.style.size, bold)
        self.lines = lines(self.text, self.room)

    @property
    def line(self) -> float:
        """The height of a line in points."""
        return line_height(self.text, self.style.size)

    @property
    def height(self) -> float:
        """What the text needs from top to bottom, in points."""
        return self.lines * self.line

    def cut(self, begin: int, end: int) -> tuple[Run, ...]:
        """The runs between two places of the text, without a line break at the end."""
        found = []
        at = 0
        for text, tone in self.runs:
            part = text[max(0, begin - at) : max(0, end - at)]
            at += len(text)
            found.append((part.removesuffix("\n") if at >= end else part, tone))
        return tuple(run for run in found if run[0])


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side, `height` in points. `keep`: no page ends below it."""

    height: float
    cells: tuple[Cell, ...] = ()
    keep: bool = False


def rows(document: Document) -> tuple[list[Row], int]:
    """The sheet's rows, and how many of them are the title that every page repeats."""
    found = title_rows(document.title)
    titles = len(found)
    if document.stamp:
        stamp = Cell(0, WIDTH, look.STAMP, ((" · ".join(document.stamp), ""),))
        found.extend(flow((stamp,), least=24, pad=8, keep=True))
    for part in document.parts:
        found.extend(_part(part))
    return found, titles


def title_rows(title: str) -> list[Row]:
    """The title, a line below it, and room to what follows."""
    cell = Cell(0, WIDTH, look.TITLE, ((title, ""),))
    return [*flow((cell,), least=42, pad=14, keep=True), Row(6.0, keep=True)]


def flow(cells: Sequence[Cell], least: float, pad: float, keep: bool = False) -> Iterator[Row]:
    """Cells side by side as one row, or as several where one of them holds more than a row can."""
    needed = max(cell.height for cell in cells) + pad
    if needed <= TALLEST + pad:
        yield Row(_pixels(max(least, needed)), tuple(cells), keep)
        return
    cut = [pieces(cell.text, cell.room, int(PIECE / cell.line)) for cell in cells]
    last = max(map(len, cut)) - 1
    for at in range(last + 1):
        missing = ("t" if at else "") + ("b" if at < last else "")
        part = []
        for cell, places in zip(cells, cut, strict=True):
            runs = cell.cut(*places[at]) if at < len(places) else ()
            style = look.at_top(look.without(cell.style, missing))
            part.append(replace(cell, style=style, runs=runs, number=0 if at else cell.number))
        needed = max(cell.height for cell in part)
        needed = max(least, needed + pad) if at == last else needed + GAP
        yield Row(_pixels(needed), tuple(part), keep and at == last)


def _pixels(points: float) -> float:
    """Rounded up to a whole pixel."""
    return -(-points // 0.75) * 0.75


def _part(part: Part) -> Iterator[Row]:
    yield Row(10.5)
    band = (Cell(0, BAR, look.BAR), Cell(BAR, WIDTH, look.SECTION, ((part.number, ""), *_runs(part.title))))
    yield from flow(band, least=27, pad=9, keep=True)
    yield Row(6.0, keep=True)
    for at, element in enumerate(part.elements):
        if at and (isinstance(element, Heading) or not isinstance(part.elements[at - 1], Heading)):
            yield Row(6.0)
        yield from _element(element)


def _element(element: Element) -> Iterator[Row]:
    match element:
        case Heading():
            runs = ((element.number, ""), *_runs(element.title))
            yield from flow((Cell(0, WIDTH, look.HEADING, runs),), least=24, pad=8, keep=True)
        case Sheet():
            yield from _sheet(element)
        case Numbered():
            for entry in element.entries:
                yield from _entry(entry)
        case Grid():
            for begin in range(0, len(element.columns), MOST_COLUMNS):
                yield from _grid(element, slice(begin, begin + MOST_COLUMNS))
        case Paragraphs():
            yield from _paragraphs(element.phrase)
        case Signatures():
            yield from _signatures(element)


def _runs(phrase: Phrase) -> tuple[Run, ...]:
    return tuple((piece.text, "open" if piece.open else "") for piece in phrase.pieces)


def _entry(entry: Entry) -> Iterator[Row]:
    label = ((f"{entry.label}：", "strong"),) if entry.label else ()
    mark = ((f"（{entry.mark}）", "mark"),) if entry.mark else ()
    number = Cell(BAR, NUMBER, look.NUMBER, number=entry.number)
    text = Cell(NUMBER, WIDTH, look.ENTRY, (*label, *_runs(entry.phrase), *mark))
    if text.lines > 1:
        number.style, text.style = look.at_top(number.style), look.at_top(text.style)
    yield from flow((number, text), least=21, pad=5)


def _paragraphs(phrase: Phrase) -> Iterator[Row]:
    whole = Cell(0, WIDTH, look.PARAGRAPH, _runs(phrase))
    begin = 0
    for paragraph in whole.text.split("\n"):
        runs = whole.cut(begin, begin + len(paragraph))
        begin += len(paragraph) + 1
        if runs:
            yield from flow((replace(whole, runs=runs),), least=21, pad=6)


def _sheet(sheet: Sheet) -> Iterator[Row]:
    """Two pairs a row where both are short, else one pair across the page."""
    half = WIDTH // 2
    pairs = [(_runs(label), _runs(value)) for label, value in sheet.rows]
    at = 0
    while at < len(pairs):
        beside = [_pair(left, half, *pair) for left, pair in zip((0, half), pairs[at:], strict=False)]
        short = all(cell.lines == 1 for pair in beside for cell in pair)
        if len(beside) == 2 and short:
            yield from flow((*beside[0], *beside[1]), least=24, pad=9)
            at += 2
        else:
            yield from flow(_pair(0, WIDTH, *pairs[at]), least=24, pad=9)
            at += 1


def _pair(left: int, width: int, label: tuple[Run, ...], value: tuple[Run, ...]) -> tuple[Cell, Cell]:
    return Cell(left, left + NAME, look.NAME, label), Cell(left + NAME, left + width, look.BOX, value)


def _grid(grid: Grid, part: slice) -> Iterator[Row]:
    rights = _rights(grid.widths[part])
    spans = list(zip([0, *rights], rights, strict=False))
    columns = [_runs(column) for column in grid.columns[part]]
    table = [[_runs(phrase) for phrase in row[part]] for row in grid.rows]
    styles = [_column_style(span, [row[at] for row in table]) for at, span in enumerate(spans)]
    head = [Cell(*span, look.HEAD, runs) for span, runs in zip(spans, columns, strict=True)]
    yield from flow(head, least=25.5, pad=9, keep=True)
    for row in table:
        cells = [Cell(*span, style, runs) for span, style, runs in zip(spans, styles, row, strict=True)]
        yield from flow(cells, least=24, pad=9)


def _column_style(span: tuple[int, int], column: list[tuple[Run, ...]]) -> Style:
    """Centred where every text of the column is one line."""
    cells = [Cell(*span, look.BOX, runs) for runs in column]
    return look.CENTERED if all(cell.lines == 1 for cell in cells) else look.BOX


def _rights(widths: Sequence[int]) -> list[int]:
    """Where columns of these shares end, in pixels; none is narrower than `NARROWEST` units."""
    free = WIDTH // UNIT - NARROWEST * len(widths)
    wished = [max(0.0, width / sum(widths) * (WIDTH // UNIT) - NARROWEST) for width in widths]
    total = sum(wished) or 1.0
    rights = []
    passed = 0.0
    for at, wish in enumerate(wished, 1):
        passed += wish / total * free
        rights.append((NARROWEST * at + round(passed)) * UNIT)
    rights[-1] = WIDTH
    return rights


def _signatures(signatures: Signatures) -> Iterator[Row]:
    """A line each with room to sign and to date; the block stays on one page."""
    last = len(signatures.rows) - 1
    known = any(str(who).strip() for _, who in signatures.rows)
    for at, (label, who) in enumerate(signatures.rows):
        cells = [Cell(0, NAME, look.NAME, _runs(label))]
        if known:
            cells.append(Cell(NAME, SIGNATURE, look.BOX, _runs(who)))
        sign = SIGNATURE if known else NAME
        cells.append(Cell(sign, DATE, look.BOX, (("签字：", "soft"),)))
        cells.append(Cell(DATE, WIDTH, look.BOX, (("日期：　　　年　　月　　日", "soft"),)))
        yield from flow(cells, least=36, pad=12, keep=at < last and last < 12)
