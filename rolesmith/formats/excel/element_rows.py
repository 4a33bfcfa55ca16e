"""The rows of a document's elements, in whichever look, between the columns of the sheet."""

from collections.abc import Iterator
from dataclasses import replace

from rolesmith.document.document import (
    LINE,
    Element,
    Entry,
    Heading,
    Numbered,
    Paragraphs,
    Phrase,
    Sheet,
    Signatures,
)
from rolesmith.document.standards import STANDARD
from rolesmith.formats.excel import style
from rolesmith.formats.excel.cells import Cell, Need, Row, flow
from rolesmith.formats.excel.columns import Columns
from rolesmith.formats.excel.style import Styles
from rolesmith.formats.excel.sums import Results
from rolesmith.formats.excel.table import LEAST as LEAST_ROW
from rolesmith.formats.excel.table import grid_rows, high, runs_of, to_fill

SIGNED = 27.0
"""Points of a line to sign on, whatever the look."""
TOGETHER = 360.0
"""Points of rows before the signatures that may go with them to a new page."""


def gap(styles: Styles, points: float = 6.0, keep: bool = False) -> Row:
    """Room between rows."""
    need = Need(points)
    return Row(need.height(styles.look.air), keep=keep, fixed=True, need=need)


def keep_before(found: list[Row], begin: int) -> None:
    """Keep what precedes the signatures with them: headings, and two rows of what stands before."""
    rows, height = 0, 0.0
    for at in range(len(found) - 1, 0, -1):
        row = found[at]
        height += row.height
        if height > TOGETHER or rows >= 2:
            break
        rows += bool(row.cells) and not row.keep
        found[at] = replace(row, keep=True) if at < len(found) else row
        if rows >= 2 or (at <= begin and rows):
            break


def element_rows(element: Element, styles: Styles, columns: Columns, results: Results) -> Iterator[Row]:
    """The rows of one element."""
    match element:
        case Heading():
            runs = ((element.number, ""), *runs_of(element.title))
            node, before = f"{element.id}#title", len(element.number)
            cell = Cell(columns.left, styles.width, styles.heading, runs, node=node, before=before)
            yield from flow((cell,), least=24, pad=8, keep=True)
        case Sheet():
            yield from sheet_rows(element, styles, columns, results)
        case Numbered():
            yield from numbered_rows(element, styles, columns)
        case Paragraphs():
            yield from paragraph_rows(element.phrase, styles, columns)
        case Signatures():
            yield from said_rows(element, styles, columns)
            yield from signature_rows(element, styles, columns)
        case _:
            yield from grid_rows(element, styles, columns, results)


def numbered_rows(listed: Numbered, styles: Styles, columns: Columns) -> Iterator[Row]:
    """A row a line; where any line shows a standard, a column of them with a head above."""
    if not listed.has_standards:
        for entry in listed.entries:
            yield from flow(line_cells(entry, columns.width, styles, columns), least=21, pad=5)
        return
    heads = list(flow(heads_of_lines(listed.head, styles, columns), least=18, pad=4, keep=True))
    yield from heads
    for entry in listed.entries:
        yield from flow(_with_standard(entry, styles, columns), least=21, pad=8, heads=tuple(heads))


def heads_of_lines(name: str, styles: Styles, columns: Columns) -> list[Cell]:
    """The heads of a list with a column of standards; `name` is what its lines are called."""
    spans = (columns.left, columns.name), (columns.name, columns.standard), (columns.standard, columns.width)
    named = zip(spans, ("", name, STANDARD), strict=True)
    return [Cell(*span, styles.head_of_lines, ((text, ""),) if text else ()) for span, text in named]


def _with_standard(entry: Entry, styles: Styles, columns: Columns) -> list[Cell]:
    left, runs = columns.standard, runs_of(entry.standard) if entry.standard else ()
    cells = [*line_cells(entry, left, styles, columns), Cell(left, styles.width, styles.standard, runs, loose=True)]
    cells[-1].node = Phrase(entry.phrase.id, attribute="standard").key
    for cell in cells:
        cell.style = style.ruled(cell.style)
    return cells


def line_cells(entry: Entry, right: int, styles: Styles, columns: Columns) -> tuple[Cell, Cell]:
    """A line's number and its text."""
    label = ((f"{entry.label}：", "strong"),) if entry.label else ()
    mark = ((f"（{entry.mark}）", "mark"),) if entry.mark else ()
    number = Cell(columns.left, columns.name, styles.number, number=entry.number, counted=True)
    runs = (*label, *runs_of(entry.phrase), *mark)
    text = Cell(columns.name, right, styles.entry, runs, node=entry.phrase.id)
    text.before, text.after = (sum(len(run) for run, _ in around) for around in (label, mark))
    return number, text


def paragraph_rows(phrase: Phrase, styles: Styles, columns: Columns) -> Iterator[Row]:
    """A row a paragraph."""
    whole = Cell(columns.left, styles.width, styles.entry, runs_of(phrase), node=phrase.id)
    begin = 0
    for paragraph in whole.text.split("\n"):
        runs = whole.cut(begin, begin + len(paragraph))
        begin += len(paragraph) + 1
        if runs:
            yield from flow((replace(whole, runs=runs),), least=21, pad=6)


def sheet_rows(sheet: Sheet, styles: Styles, columns: Columns, results: Results) -> Iterator[Row]:
    """A pair of name and value a row; two where both are short and the columns are there."""
    pair = columns.pair
    wide = columns.left, columns.name, columns.width
    halves = [(*wide[:2], pair[0]), (*pair, columns.width)] if pair else []
    at = 0
    while at < len(sheet.rows):
        two = range(at, min(at + 2, len(sheet.rows)))
        beside = [_pair(sheet, n, edges, styles, results) for n, edges in zip(two, halves, strict=False)]
        small = all(sheet.rows[n][1].room <= LINE for n in two)
        if len(beside) == 2 and small and all(cell.lines == 1 for pair in beside for cell in pair):
            cells: tuple[Cell, ...] = (*beside[0], *beside[1])
        else:
            two, cells = two[:1], _pair(sheet, at, wide, styles, results)
        to_write = high([sheet.rows[n][1] for n in two])
        for row in flow(cells, LEAST_ROW, pad=9, floor=to_write):
            yield replace(row, fixed=True) if to_write > LEAST_ROW * styles.look.air else row
        at += len(two)


def _pair(sheet: Sheet, at: int, edges: tuple[int, int, int], styles: Styles, results: Results) -> tuple[Cell, Cell]:
    """The name and the value of a field, between these edges."""
    left, middle, right = edges
    label, value = sheet.rows[at]
    name = Cell(left, middle, styles.name, runs_of(label))
    text = Cell(middle, right, styles.box, runs_of(value), node=value.id)
    to_fill(text, value)
    if value.room and not str(value) and sheet.meanings:
        text = results.computed(text, sheet.meanings[at], value.choices, styles)
    return name, text


def said_rows(signatures: Signatures, styles: Styles, columns: Columns) -> Iterator[Row]:
    """What is said by signing."""
    if signatures.said:
        cell = Cell(columns.left, styles.width, styles.entry, ((f"{signatures.said}。", ""),))
        yield from flow((cell,), least=24, pad=9, keep=True)


def signature_rows(signatures: Signatures, styles: Styles, columns: Columns) -> Iterator[Row]:
    """A line each with room to sign and to date; the block stays on one page."""
    last = len(signatures.rows) - 1
    for at, (label, who) in enumerate(signatures.rows):
        cells, keep = signing_cells(label, who, styles, columns), at < last and last < 12
        for row in flow(cells, least=36, pad=12, keep=keep, floor=SIGNED):
            yield replace(row, fixed=True)


def signing_cells(label: Phrase, who: Phrase, styles: Styles, columns: Columns) -> list[Cell]:
    """Who signs, and room to sign and to date."""
    name = Cell(columns.left, columns.name, styles.name, runs_of(label))
    if name.lines > 1:  # else a line holds nothing but a bracket
        name = replace(name, runs=((name.text.replace("（", "\n（", 1), ""),))
    known = f"{who}　" if str(who).strip() else ""
    room = "　" * (14 if known else 18)
    runs = (*runs_of(who), (f"{known and '　'}签字：{room}日期：　　　年　　月　　日", "soft"))
    box = Cell(columns.name, styles.width, styles.box, runs, node=who.id if known else "")
    box.after = len(runs[-1][0]) if known else 0
    return [name, box]
