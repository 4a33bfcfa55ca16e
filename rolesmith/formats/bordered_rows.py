"""The rows of a band of 标准表格, as PDF, Word and the page draw them: which cells stand where, and what they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from math import ceil
from typing import Literal

from rolesmith.document.document import (
    LINE,
    TO_FILL,
    Element,
    Entry,
    Grid,
    Heading,
    Numbered,
    Paragraphs,
    Phrase,
    Sheet,
    Signatures,
)
from rolesmith.document.kinds.lines import OTHERS
from rolesmith.formats.beside import fewest_lines
from rolesmith.formats.bordered import NUMBER as COUNT
from rolesmith.formats.bordered import SEAL, Band, columns_of, has_labels, is_sealed, pairs
from rolesmith.formats.chart import Picture, drawn
from rolesmith.formats.chart.svg import ON_SCREEN, size_of
from rolesmith.formats.excel.row_height import most_lines
from rolesmith.formats.label_lines import label_height
from rolesmith.formats.looks import Look
from rolesmith.formats.sheet_rows import sheet_rows
from rolesmith.formats.weights import OFF, TOTAL, Weights
from rolesmith.role.blanks import Piece

LABEL, WIDTH = 13, 165
"""Millimetres of the column of names and of what stands beside it."""
NUMBER, NAME = 9, 29
"""Of the column of numbers, and of the name of a field."""
STANDARD, STANDARDS = 62, range(50, 95, 4)
"""Of the column of standards, and what it may be where a band takes fewer lines then."""
EM = 3.7, 3.35
"""Millimetres of a character of a line and of its standard, and those of a cell's two edges."""
SIDES = 4.5
HALF = 82
"""Where the second of two fields beside each other begins."""
ABREAST = 4
"""Most places to sign on beside each other."""
SIGNED = 20
"""Millimetres of a place to sign on."""
MOST_COLUMNS = 12
"""Columns that stand side by side; those beyond make a table of their own below."""
PIXELS = 96 / 25.4
"""Of a millimetre."""
AROUND = 5
"""Millimetres above and below a picture."""

SHORT, FIRST = 170, 450
"""Points of the highest band that is kept on one page whole, and of the highest below the form's head."""

Kind = Literal["text", "number", "standard", "name", "head", "group", "total", "said", "sign"]


@dataclass(frozen=True)
class Cell:
    """A cell from `begin` to `end`, in millimetres from the column of names."""

    begin: int
    end: int
    kind: Kind
    phrase: Phrase
    mark: str = ""
    """Behind the text, in brackets."""
    who: Phrase | None = None
    """Who signs here, where it is known."""
    centred: bool = False
    again: bool = False
    """Whether the cell above says the same."""
    picture: Picture | None = None
    """What is drawn in it in place of a text."""

    def __str__(self) -> str:
        return f"{self.phrase}（{self.mark}）" if self.mark else self.phrase.printed


@dataclass(frozen=True)
class Row:
    """A row of cells; `height` in millimetres where it is not as high as its text."""

    cells: tuple[Cell, ...]
    lines: int = 1
    """How many lines it has at most."""
    height: int = 0
    section: str = ""
    """The section whose title it shows, where that is not its band's own."""

    @property
    def room(self) -> int:
        """Millimetres that it is high at least, so that one can write in it by hand."""
        return max(cell.phrase.room for cell in self.cells)

    @property
    def leads(self) -> bool:
        """Whether it names what stands below it."""
        return self.cells[0].kind in ("group", "head", "said")


@dataclass(frozen=True)
class Table:
    """A band, or a part of one whose columns are too many, as rows."""

    label: Phrase
    head: Row | None
    """Repeated on each page where the rows go on."""
    rows: tuple[Row, ...]
    edges: tuple[int, ...]
    """Where any of its cells begins or ends."""
    signed: bool = False

    @property
    def has_sum(self) -> bool:
        """Whether its last row is the sum of those above."""
        return self.rows[-1].cells[0].kind == "total"


def tables(band: Band, look: Look | None = None, scale: float = 1.0) -> Iterator[Table]:
    """The band's tables: more than one where it has very many columns; `scale` of what is beside the names.

    Without a look nothing is measured.
    """
    grid = next((each for each in band.elements if isinstance(each, Grid)), None)
    if grid is None:
        beside = _beside(band)
        head = _lines_head(band.columns, beside) if band.columns else None
        signed = any(isinstance(each, Signatures) for each in band.elements)
        rows = [row for each in band.elements for row in _rows(each, band.columns, beside)]
        yield _table(band.label, head, rows, look, scale, signed)
        return
    above = [row for each in band.elements if each is not grid for row in _rows(each, (), STANDARD)]
    for begin in range(0, len(grid.columns), MOST_COLUMNS):
        columns = range(begin, min(begin + MOST_COLUMNS, len(grid.columns)))
        head, *rows = _grid(grid, columns)
        yield _table(band.label, head, [*([] if begin else above), *rows], look, scale)


def with_heads(table: Table) -> Table:
    """The table; one without heads has some of no great weight, for a format that repeats a name only beside heads."""
    if table.head:
        return table
    listed = all(row.cells[0].kind in ("number", "group") for row in table.rows)
    plain = Row((Cell(0, WIDTH, "head", phrase(OTHERS)),))
    return replace(table, head=_lines_head((COUNT, OTHERS), 0) if listed else plain)


def is_short(table: Table, heights: Sequence[float], first: bool = False, high: float = 1.0) -> bool:
    """Whether a band is kept on one page whole, the first below the form's head above all.

    A page may be so many times as `high` as the usual one.
    """
    return table.signed or sum(heights) <= (FIRST if first else SHORT) * high


def kept(table: Table, heights: Sequence[float], whole: bool) -> list[bool]:
    """Which rows stand on one page with the next: all of a `whole` band, the first two and the last two of any other.

    What names the rows below it stands with the next, and the first stand together as high as the band's name is.
    """
    ends = len(heights) - 2 - table.has_sum
    least = label_height(table.label)
    return [
        whole or row.leads or at == 0 or at >= ends or below < least
        for at, (row, below) in enumerate(zip(table.rows, accumulate(heights), strict=True))
    ]


def phrase(text: str) -> Phrase:
    """A text of ours."""
    return Phrase("", (Piece(text),))


def _table(
    label: Phrase, head: Row | None, rows: Sequence[Row], look: Look | None, scale: float, signed: bool = False
) -> Table:
    all_rows = [head, *rows] if head else list(rows)
    edges = sorted({0, WIDTH} | {edge for row in all_rows for cell in row.cells for edge in (cell.begin, cell.end)})
    measured = tuple(_measured(row, look, scale) for row in rows)
    return Table(label, _measured(head, look, scale) if head else None, measured, tuple(edges), signed)


def _measured(row: Row, look: Look | None, scale: float) -> Row:
    if look is None:
        return row
    if picture := row.cells[0].picture:
        _, high = size_of(drawn(picture, ON_SCREEN))
        return replace(row, height=ceil(high / PIXELS + AROUND))
    widths = [(cell.end - cell.begin) * scale * PIXELS for cell in row.cells]
    return replace(row, lines=most_lines(row.cells, widths, look.text))


def _beside(band: Band) -> int:
    """How wide the column of standards is, the same in the whole band."""
    lists = [each for each in band.elements if isinstance(each, Numbered)]

    def rooms(wide: float) -> tuple[float, float]:
        return (WIDTH - NUMBER - wide - SIDES) / EM[0], (wide - SIDES) / EM[1]

    return int(fewest_lines(lists, STANDARDS, STANDARD, rooms))


def _rows(element: Element, columns: Sequence[str], beside: int) -> Iterator[Row]:
    match element:
        case Heading():
            title = Phrase(element.title.id, (Piece(element.number), *element.title.pieces), element.title.attribute)
            yield Row((Cell(0, WIDTH, "group", title),), section="" if element.number else element.id)
        case Paragraphs():
            yield Row((Cell(0, WIDTH, "text", element.phrase),))
        case Sheet():
            for of_row in sheet_rows(element):
                yield _pairs(of_row)
            yield from _picture(element.chart)
        case Numbered() if has_labels(element):
            for pair in pairs(element):
                yield _pairs([pair])
        case Numbered():
            if element.has_standards and not columns:
                yield _lines_head(columns_of(element), beside)
            for entry in element.entries:
                yield _line(entry, beside if element.has_standards or len(columns) > 2 else 0)
            yield from _picture(element.rhythm)
        case Signatures():
            yield from _signatures(element)


def _picture(picture: Picture | None) -> Iterator[Row]:
    if picture:
        yield Row((Cell(0, WIDTH, "text", Phrase(""), picture=picture),))


def _lines_head(columns: Sequence[str], beside: int) -> Row:
    edges = _line_edges(beside if len(columns) > 2 else 0)
    return Row(tuple(Cell(*edge, "head", phrase(text)) for edge, text in zip(edges, columns, strict=True)))


def _line_edges(beside: int) -> list[tuple[int, int]]:
    """Where a line's number, its text and, where any has one, its standard stand."""
    return list(pairwise((0, NUMBER, WIDTH - beside, WIDTH) if beside else (0, NUMBER, WIDTH)))


def _line(entry: Entry, beside: int) -> Row:
    edges = _line_edges(beside)
    cells = [
        Cell(*edges[0], "number", phrase(str(entry.number))),
        Cell(*edges[1], "text", _room(entry.phrase), entry.mark),
    ]
    if beside:
        cells.append(Cell(*edges[2], "standard", entry.standard or Phrase("")))
    return Row(tuple(cells))


def _room(phrase: Phrase) -> Phrase:
    """The phrase; for a line to write on the cell itself, which has edges of its own."""
    return replace(phrase, pieces=(), room=LINE) if phrase.pieces == TO_FILL.pieces else phrase


def _pairs(of_row: Sequence[tuple[Phrase, Phrase]]) -> Row:
    edges = (0, NAME, HALF, HALF + NAME, WIDTH) if len(of_row) > 1 else (0, NAME, WIDTH)
    kinds: list[Kind] = ["name", "text"]
    texts = [_room(text) for pair in of_row for text in pair]
    return Row(
        tuple(
            Cell(*edge, kinds[at % 2], text) for at, (edge, text) in enumerate(zip(pairwise(edges), texts, strict=True))
        )
    )


def _grid(grid: Grid, columns: range) -> Iterator[Row]:
    """The head, the rows and, where it has weights, their sum."""
    widths = [grid.widths[at] for at in columns]
    passed = [sum(widths[:at]) for at in range(len(widths) + 1)]
    edges = [*pairwise(round(WIDTH * share / sum(widths)) for share in passed)]
    texts = [[row[at].printed for at in columns] for row in grid.rows]
    centred = [grid.codes[at] for at in columns]
    yield Row(tuple(Cell(*edge, "head", grid.columns[at]) for edge, at in zip(edges, columns, strict=True)))
    for row, again in zip(grid.rows, grid.again, strict=True):
        three = zip(edges, columns, centred, strict=True)
        yield Row(tuple(Cell(*e, "text", row[at], centred=mid, again=again and not at) for e, at, mid in three))
    meanings = [grid.meanings[at] if grid.meanings else "" for at in columns]
    at = meanings.index("weight") if "weight" in meanings else 0
    weights = Weights(row[at] for row in texts)
    if at and weights.any:
        scored = [found for found, meaning in enumerate(meanings) if meaning == "weighted" and found > at]
        cuts = sorted({0, at, at + 1, len(edges)} | {cut for found in scored for cut in (found, found + 1)})
        said = {0: TOTAL + OFF if weights.off else TOTAL, at: str(weights)}
        yield Row(
            tuple(
                Cell(edges[begin][0], edges[end - 1][1], "total", phrase(said.get(begin, "")), centred=True)
                for begin, end in pairwise(cuts)
            )
        )


def _signatures(signatures: Signatures) -> Iterator[Row]:
    if signatures.said:
        yield Row((Cell(0, WIDTH, "said", phrase(f"{signatures.said}。")),))
    count = len(signatures.rows)
    lines = -(-count // ABREAST)
    abreast = -(-count // lines)
    for begin in range(0, count, abreast):
        of_row = signatures.rows[begin : begin + abreast]
        edges = pairwise(round(WIDTH * at / len(of_row)) for at in range(len(of_row) + 1))
        height = SEAL if any(is_sealed(label) for label, _ in of_row) else SIGNED
        both = zip(edges, of_row, strict=True)
        cells = (Cell(*edge, "sign", label, who=who if str(who).strip() else None) for edge, (label, who) in both)
        yield Row(tuple(cells), height=height)
