"""From a document to the rows of its Excel sheet: what is where, how high it is, and what stays on one page.

Cells are measured in pixels from the left edge; the sheet has a column edge wherever a cell begins or ends.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from rolesmith.document.document import (
    LINE,
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
from rolesmith.document.standards import STANDARD
from rolesmith.formats.excel import style
from rolesmith.formats.excel.cells import Cell, Row, flow
from rolesmith.formats.excel.letterhead import letterhead, stamp_rows, title_rows
from rolesmith.formats.excel.style import Styles
from rolesmith.formats.excel.sums import Results
from rolesmith.formats.excel.table import UNIT, grid_rows, high, runs_of, to_fill

BAR = 6
NUMBER = 36
NAME = 90
LINES = 0.58
"""Share of the width that lines take beside their standards."""
SIGNATURE, DATE = 216, 432
SIGNED = 27.0
"""Points of a line to sign on, whatever the look."""


def document_rows(document: Document, styles: Styles) -> tuple[list[Row], range]:
    """The sheet's rows, and which of them are the title, which every page repeats."""
    found = letterhead(document.shop, document.logo, styles)
    above = len(found)
    found.extend(title_rows(document.title, styles))
    titles = range(above, len(found))
    found.extend(stamp_rows(document.stamp, styles))
    results = Results()
    for part in document.parts:
        results.section = str(part.title)
        found.extend(_part(part, styles, results))
    return found, titles


def gap(styles: Styles, points: float = 6.0, keep: bool = False) -> Row:
    """Room between rows."""
    return Row(max(3.0, -(-points * styles.look.air // 0.75) * 0.75), keep=keep)


def _part(part: Part, styles: Styles, results: Results) -> Iterator[Row]:
    yield gap(styles, 10.5)
    title = (part.number, ""), *runs_of(part.title)
    named = Cell(BAR, styles.width, styles.section, title, node=f"{part.id}#title", before=len(part.number))
    band = Cell(0, BAR, styles.bar), named
    yield from flow(band, least=27, pad=9, keep=True)
    yield gap(styles, keep=True)
    for at, element in enumerate(part.elements):
        if at and (isinstance(element, Heading) or not isinstance(part.elements[at - 1], Heading)):
            yield gap(styles)
        yield from _element(element, styles, results)


def _element(element: Element, styles: Styles, results: Results) -> Iterator[Row]:
    match element:
        case Heading():
            runs = ((element.number, ""), *runs_of(element.title))
            node, before = f"{element.id}#title", len(element.number)
            cell = Cell(0, styles.width, styles.heading, runs, node=node, before=before)
            yield from flow((cell,), least=24, pad=8, keep=True)
        case Sheet():
            yield from _sheet(element, styles, results)
        case Numbered():
            yield from _numbered(element, styles)
        case Grid():
            yield from grid_rows(element, styles, results)
        case Paragraphs():
            yield from _paragraphs(element.phrase, styles)
        case Signatures():
            yield from _signatures(element, styles)


def _numbered(listed: Numbered, styles: Styles) -> Iterator[Row]:
    """A row a line; where any line shows a standard, a column of them with a head above."""
    if not listed.has_standards:
        for entry in listed.entries:
            yield from flow(_entry(entry, styles.width, styles), least=21, pad=5)
        return
    yield from flow(heads_of_lines(listed.head, styles), least=18, pad=4, keep=True)
    for entry in listed.entries:
        yield from flow(_with_standard(entry, styles), least=21, pad=8)


def beside(styles: Styles) -> int:
    """Where the column of standards begins, in pixels."""
    return NUMBER + round((styles.width - NUMBER) * LINES / UNIT) * UNIT


def heads_of_lines(name: str, styles: Styles) -> list[Cell]:
    """The heads of a list with a column of standards; `name` is what its lines are called."""
    edges = BAR, NUMBER, beside(styles), styles.width
    spans = zip(pairwise(edges), ("", name, STANDARD), strict=True)
    return [Cell(*span, styles.head_of_lines, ((text, ""),) if text else ()) for span, text in spans]


def _with_standard(entry: Entry, styles: Styles) -> list[Cell]:
    left, runs = beside(styles), runs_of(entry.standard) if entry.standard else ()
    cells = [*_entry(entry, left, styles), Cell(left, styles.width, styles.standard, runs)]
    cells[-1].node = Phrase(entry.phrase.id, attribute="standard").key
    for cell in cells:
        cell.style = style.ruled(cell.style)
    return cells


def _entry(entry: Entry, right: int, styles: Styles) -> tuple[Cell, Cell]:
    label = ((f"{entry.label}：", "strong"),) if entry.label else ()
    mark = ((f"（{entry.mark}）", "mark"),) if entry.mark else ()
    number = Cell(BAR, NUMBER, styles.number, number=entry.number)
    text = Cell(NUMBER, right, styles.entry, (*label, *runs_of(entry.phrase), *mark), node=entry.phrase.id)
    text.before, text.after = (sum(len(run) for run, _ in around) for around in (label, mark))
    if text.lines > 1:
        number.style, text.style = style.at_top(number.style), style.at_top(text.style)
    return number, text


def _paragraphs(phrase: Phrase, styles: Styles) -> Iterator[Row]:
    whole = Cell(0, styles.width, styles.entry, runs_of(phrase), node=phrase.id)
    begin = 0
    for paragraph in whole.text.split("\n"):
        runs = whole.cut(begin, begin + len(paragraph))
        begin += len(paragraph) + 1
        if runs:
            yield from flow((replace(whole, runs=runs),), least=21, pad=6)


def _sheet(sheet: Sheet, styles: Styles, results: Results) -> Iterator[Row]:
    """Two pairs a row where both are short, else one pair across the page."""
    half = styles.width // 2
    meanings = sheet.meanings or ("",) * len(sheet.rows)

    def pair(left: int, width: int, at: int) -> tuple[Cell, Cell]:
        label, value = sheet.rows[at]
        name, text = _pair(left, width, label, value, styles)
        return name, results.computed(text, meanings[at], value.choices, styles) if value.room and not str(
            value
        ) else text

    at = 0
    while at < len(sheet.rows):
        beside = [pair(left, half, at + n) for n, left in enumerate((0, half)) if at + n < len(sheet.rows)]
        values = [value for _, value in sheet.rows[at : at + 2]]
        short = all(cell.lines == 1 for pair in beside for cell in pair) and all(value.room <= LINE for value in values)
        if len(beside) == 2 and short:
            yield from flow((*beside[0], *beside[1]), least=high(values, styles), pad=9)
            at += 2
        else:
            yield from flow(pair(0, styles.width, at), least=high(values[:1], styles), pad=9)
            at += 1


def _pair(left: int, width: int, label: Phrase, value: Phrase, styles: Styles) -> tuple[Cell, Cell]:
    name = Cell(left, left + NAME, styles.name, runs_of(label))
    text = Cell(left + NAME, left + width, styles.box, runs_of(value), node=value.id)
    to_fill(text, value)
    return name, text


def _signatures(signatures: Signatures, styles: Styles) -> Iterator[Row]:
    """A line each with room to sign and to date; the block stays on one page."""
    last = len(signatures.rows) - 1
    known = any(str(who).strip() for _, who in signatures.rows)
    for at, (label, who) in enumerate(signatures.rows):
        cells = [Cell(0, NAME, styles.name, runs_of(label))]
        if known:
            cells.append(Cell(NAME, SIGNATURE, styles.box, runs_of(who), node=who.id))
        sign = SIGNATURE if known else NAME
        cells.append(Cell(sign, DATE, styles.box, (("签字：", "soft"),)))
        cells.append(Cell(DATE, styles.width, styles.box, (("日期：　　　年　　月　　日", "soft"),)))
        least = max(36.0, SIGNED / styles.look.air)
        yield from flow(cells, least=least, pad=12, keep=at < last and last < 12)
