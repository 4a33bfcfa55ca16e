"""Tables of the sheet: the widths of their columns, and their rows with sums."""

from collections.abc import Iterable, Iterator, Sequence

from rolesmith.document.document import Grid, Phrase
from rolesmith.formats.excel import style
from rolesmith.formats.excel.cells import Cell, Row, Run, flow
from rolesmith.formats.excel.style import Style, Styles
from rolesmith.formats.excel.sums import Results, Sums

UNIT = 18
"""Table columns begin and end at multiples of this many pixels."""
NARROWEST = 3
"""Units of the narrowest table column: two characters a line and room to breathe."""
MOST_COLUMNS = 12


def runs_of(phrase: Phrase) -> tuple[Run, ...]:
    """A phrase's pieces as runs; an open blank has a tone of its own."""
    return tuple((piece.text, "open" if piece.open else "") for piece in phrase.pieces)


def grid_rows(grid: Grid, styles: Styles, above: Results) -> Iterator[Row]:
    """The table; where it has too many columns, several tables below one another.

    `above` are the results of the tables above it; its own is added.
    """
    for begin in range(0, len(grid.columns), MOST_COLUMNS):
        yield from _grid(grid, slice(begin, begin + MOST_COLUMNS), styles, above)


def _grid(grid: Grid, part: slice, styles: Styles, above: Results) -> Iterator[Row]:
    spans = spans_of(grid.widths[part], styles.width)
    table = [[runs_of(phrase) for phrase in row[part]] for row in grid.rows]
    nodes = [[phrase.id for phrase in row[part]] for row in grid.rows]
    looks = [_column_style(span, [row[at] for row in table], styles) for at, span in enumerate(spans)]
    texts = [[str(phrase) for phrase in row[part]] for row in grid.rows]
    sums = Sums(grid.meanings[part], spans, texts, styles, above)
    named = zip(spans, grid.columns[part], strict=True)
    heads = [Cell(*span, styles.head, runs_of(text), node=f"{text.id}#title") for span, text in named]
    head = list(flow(heads, least=25.5, pad=9, keep=True))
    yield from head
    height = len(head)
    for at, row in enumerate(table):
        parts = zip(spans, looks, row, nodes[at], strict=True)
        cells = [Cell(*span, look, runs, node=node) for span, look, runs, node in parts]
        for cell, phrase in zip(cells, grid.rows[at][part], strict=True):
            to_fill(cell, phrase)
        cells[0].again = not part.start and any(grid.again)
        last = sums.total and at == len(table) - 1
        drawn = list(flow(sums.computed(at, cells), least=high(grid.rows[at][part], styles), pad=9, keep=last))
        height += len(drawn)
        yield from drawn
    yield from sums.rows(height)


def to_fill(cell: Cell, phrase: Phrase) -> None:
    """Show where something is to be filled in, and offer what may be."""
    cell.choices = phrase.choices
    if phrase.room:
        cell.style = style.well(cell.style)


def high(phrases: Iterable[Phrase], styles: Styles) -> float:
    """The least points of a row: as high as the room to write in by hand, whatever the look."""
    room = max((phrase.room for phrase in phrases), default=0)
    return max(24.0, room / 25.4 * 72 / styles.look.air)


def _column_style(span: tuple[int, int], column: list[tuple[Run, ...]], styles: Styles) -> Style:
    """Centred where every text of the column is one line."""
    cells = [Cell(*span, styles.box, runs) for runs in column]
    return styles.centered if all(cell.lines == 1 for cell in cells) else styles.box


def spans_of(widths: Sequence[int], width: int) -> list[tuple[int, int]]:
    """Where columns of these shares begin and end, in pixels; none is narrower than `NARROWEST` units."""
    units = width // UNIT
    free = units - NARROWEST * len(widths)
    wished = [max(0.0, share / sum(widths) * units - NARROWEST) for share in widths]
    total = sum(wished) or 1.0
    rights = []
    passed = 0.0
    for at, wish in enumerate(wished, 1):
        passed += wish / total * free
        rights.append((NARROWEST * at + round(passed)) * UNIT)
    rights[-1] = width
    return list(zip([0, *rights], rights, strict=False))
