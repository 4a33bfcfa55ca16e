"""Tables of the sheet: the widths of their columns, and their rows with sums."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rolesmith.document.document import Grid, Phrase
from rolesmith.formats.excel import style
from rolesmith.formats.excel.cells import Cell, Row, Run, flow
from rolesmith.formats.excel.columns import MOST, Columns
from rolesmith.formats.excel.page import room
from rolesmith.formats.excel.style import Styles
from rolesmith.formats.excel.sums import Results, Sums

LEAST = 24.0
"""Points of a row in the usual look."""
WHOLE = 0.35
"""Share of a page that a table may take so that it is not divided."""
GOES_ON = "（续）"
"""In the head of a table on a later page."""


def runs_of(phrase: Phrase) -> tuple[Run, ...]:
    """A phrase's pieces as runs; an open blank has a tone of its own."""
    return tuple((piece.text, "open" if piece.open else "") for piece in phrase.pieces)


def grid_rows(grid: Grid, styles: Styles, columns: Columns, above: Results) -> Iterator[Row]:
    """The table; where it has too many columns, several tables below one another.

    `above` are the results of the tables above it; its own is added.
    """
    for begin in range(0, len(grid.columns), MOST):
        rows = list(_grid(grid, slice(begin, begin + MOST), styles, columns, above))
        yield from _kept(rows, room(styles.look))


def _grid(grid: Grid, part: slice, styles: Styles, columns: Columns, above: Results) -> Iterator[Row]:
    spans = columns.spans(grid.widths[part])
    table = [[runs_of(phrase) for phrase in row[part]] for row in grid.rows]
    nodes = [[phrase.id for phrase in row[part]] for row in grid.rows]
    texts = [[str(phrase) for phrase in row[part]] for row in grid.rows]
    looks = [styles.centered if code else styles.box for code in grid.codes[part]]
    sums = Sums(grid.meanings[part], spans, texts, styles, above)
    named = zip(spans, grid.columns[part], strict=True)
    heads = [Cell(*span, styles.head, runs_of(text), node=f"{text.id}#title") for span, text in named]
    head = list(flow(heads, least=25.5, pad=9, keep=True))
    yield from head
    said_again = _again(heads)
    height = len(head)
    for at, row in enumerate(table):
        parts = zip(spans, looks, row, nodes[at], strict=True)
        cells = [Cell(*span, look, runs, node=node, loose=True) for span, look, runs, node in parts]
        for cell, phrase in zip(cells, grid.rows[at][part], strict=True):
            to_fill(cell, phrase)
        cells[0].again = not part.start and any(grid.again)
        last = sums.total and at == len(table) - 1
        to_write = high(grid.rows[at][part])
        drawn = list(flow(sums.computed(at, cells), LEAST, pad=9, keep=last, heads=said_again, floor=to_write))
        if to_write > LEAST * styles.look.air:
            drawn = [replace(row, fixed=True) for row in drawn]
        height += len(drawn)
        yield from drawn
    yield from sums.rows(height)


def to_fill(cell: Cell, phrase: Phrase) -> None:
    """Show where something is to be filled in, and offer what may be."""
    cell.choices = phrase.choices
    if phrase.room:
        cell.style = style.well(cell.style)


def high(phrases: Iterable[Phrase]) -> float:
    """The points of a row's room to write in by hand, which are the same in any look."""
    return max((phrase.room for phrase in phrases), default=0) / 25.4 * 72


def _again(heads: Sequence[Cell]) -> tuple[Row, ...]:
    """A table's head where it goes on: a label, since the first one is what is read back.

    That it goes on is said where it takes no further line.
    """
    first, *others = (replace(cell, node="") for cell in heads)
    more = replace(first, runs=(*first.runs, (GOES_ON, "")))
    return tuple(flow((more if more.lines == first.lines else first, *others), least=25.5, pad=9, keep=True))


def _kept(rows: list[Row], page: float) -> list[Row]:
    """The rows of a table: all on one page where they are few, else the first two together and the last two."""
    body = [at for at, row in enumerate(rows) if row.heads]
    whole = sum(row.height for row in rows) <= page * WHOLE
    if len(body) > 1:
        for at in body[:-1] if whole else (body[0], body[-2]):
            rows[at] = replace(rows[at], keep=True)
    return rows
