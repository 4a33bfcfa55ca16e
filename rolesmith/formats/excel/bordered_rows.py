"""标准表格 as a sheet: one bordered form, with the names of its bands in the grey column at the left.

A name stands in its band's first row, and again where a page begins, with （续） where that has room; the column goes
on by its borders, not merged, so that rows can be put in, taken out and moved.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rolesmith.document.document import (
    DEPARTMENT,
    Document,
    Element,
    Fact,
    Heading,
    Numbered,
    Phrase,
    Sheet,
    Signatures,
    phrases,
)
from rolesmith.document.standards import STANDARD
from rolesmith.formats.bordered import NUMBER, SEAL, Band, bands, has_labels, is_sealed, pairs
from rolesmith.formats.chart import picture_of
from rolesmith.formats.excel import style
from rolesmith.formats.excel.cells import Cell, Row, flow
from rolesmith.formats.excel.columns import Columns, Span
from rolesmith.formats.excel.drawings import picture_rows
from rolesmith.formats.excel.element_rows import element_rows, keep_before, line_cells, said_rows, signature_rows
from rolesmith.formats.excel.letterhead import LOGO_HEIGHT
from rolesmith.formats.excel.page import SURE
from rolesmith.formats.excel.style import SIDE, Style, Styles
from rolesmith.formats.excel.sums import Results
from rolesmith.formats.excel.table import GOES_ON, runs_of
from rolesmith.formats.label_lines import label_lines
from rolesmith.role.text import one_line

FACT = range(150, 290)
"""Pixels that the facts beside the title may take at the right."""
LONGEST = 5
"""Characters of a name on one line of the column at the left."""
FOREWORD = 560.0
"""Points of a 前言 that stays on the page of what stands behind it."""
MILLIMETRE = 72 / 25.4
HEAD = 62.0
"""Points of the form's head."""


def bordered_rows(document: Document, styles: Styles, columns: Columns) -> list[Row]:
    """The rows of the form, without the ends of pages."""
    found = list(_head(document, styles, columns))
    results, named = Results(), set[str]()
    for band in bands(document):
        results.section = str(band.label)
        begin = len(found)
        label = replace(band.label, id="") if band.label.key in named else band.label
        named.add(band.label.key)
        heads = _heads(band.columns, styles, columns)
        found.extend(heads)
        for at, element in enumerate(band.elements):
            if isinstance(element, Heading) and at:
                _keep_first(found, begin, band)
            if isinstance(element, Signatures):
                keep_before(found, begin)
            found.extend(_element(element, heads, band, styles, columns, results))
        if not any(isinstance(element, Heading) for element in band.elements[1:]):
            _keep_first(found, begin, band)
        found[begin:] = _named(found[begin:], label, styles)
    return found


def _head(document: Document, styles: Styles, columns: Columns) -> Iterator[Row]:
    """Logo, title and facts side by side; facts at the left where a column at the right would cut the lines."""
    facts = document.facts
    edge = max((each for each in columns.edges if styles.width - each in FACT), default=0) if facts else styles.width
    shown = style.at_bottom(styles.shop_box) if document.logo else styles.shop_box
    logo = Cell(0, columns.name, shown, _runs(document.shop), picture=document.logo)
    title = _title(document, columns.name, edge or styles.width, styles)
    named = logo.height + (LOGO_HEIGHT * 0.75 if document.logo else 0)
    if not edge or (title.lines > 1 and len(facts) == 1):
        title = _title(document, columns.name, styles.width, styles)
        yield from _head_at_left(document, replace(logo, loose=True), title, named, styles)
        return
    beside = [replace(_fact(edge, styles.width, styles.fact, fact), loose=True) for fact in facts]
    logo.down = title.down = number = len(beside) or 1
    height = max(HEAD, named, title.height + 12, *(number * (cell.height + 4) for cell in beside)) / number
    high = -(-height // 0.75) * 0.75
    for at in range(number):
        first = logo, title
        cells = first if not at else [replace(each, runs=(), picture=b"", down=1, loose=True) for each in first]
        yield Row(high, (*cells, *beside[at : at + 1]), keep=True, fixed=True)


def _title(document: Document, left: int, right: int, styles: Styles) -> Cell:
    title = Cell(left, right, styles.title_box, _runs(document.title))
    return replace(title, style=style.smaller(title.style)) if title.lines > 1 else title


def _head_at_left(document: Document, logo: Cell, title: Cell, named: float, styles: Styles) -> Iterator[Row]:
    """The logo and below it the facts, beside the title; without what is not known and no field asks for."""
    said = {phrase.id for part in document.parts for phrase in phrases(part)}
    asked = [fact for fact in document.facts if str(fact) or fact.phrase.id in said or fact.label == DEPARTMENT]
    facts = [replace(_fact(0, logo.right, styles.fact, fact), loose=True) for fact in asked]
    below = [logo, *facts] if document.logo else facts
    needed = [cell.height + 4 for cell in below]
    needed[0] = max(needed[0], named + 8) if document.logo else needed[0]
    air = max(0, max(HEAD, title.height + 12) - sum(needed)) / len(below)
    title.down = len(below)
    for at, (cell, height) in enumerate(zip(below, needed, strict=True)):
        beside = replace(title, runs=(), down=1, loose=True) if at else title
        yield Row(-(-(height + air) // 0.75) * 0.75, (cell, beside), keep=True, fixed=True)


def _fact(left: int, right: int, shown: Style, fact: Fact) -> Cell:
    before, text = f"{fact.label}：", str(fact)
    cell = Cell(left, right, shown, ((before + text, ""),), node=fact.phrase.key if fact.phrase.id else "")
    cell.before = len(before) + (len(fact.before) if text else 0)
    cell.after = len(fact.after) if text else 0
    return cell


def _keep_first(found: list[Row], begin: int, band: Band) -> None:
    """Keep the 前言 with what stands behind it, so that the band's name stands above what the section holds."""
    first = band.elements[0]
    rows = found[begin:]
    if isinstance(first, Heading) and not first.number and sum(row.height for row in rows) <= FOREWORD:
        found[begin:] = [replace(row, keep=True) for row in rows]


def _runs(text: str) -> tuple[tuple[str, str], ...]:
    return ((one_line(text), ""),) if text else ()


def _element(
    element: Element, heads: tuple[Row, ...], band: Band, styles: Styles, columns: Columns, results: Results
) -> Iterator[Row]:
    match element:
        case Numbered() if has_labels(element):
            yield from element_rows(Sheet(element.id, pairs(element)), styles, columns, results)
        case Numbered():
            yield from _lines(element, heads, band, styles, columns)
        case Signatures():
            yield from _signatures(element, styles, columns)
        case _:
            yield from element_rows(element, styles, columns, results)
    if picture := picture_of(element):
        yield from picture_rows(picture, styles, columns)


def _heads(titles: Sequence[str], styles: Styles, columns: Columns) -> tuple[Row, ...]:
    """What stands above lines, and again where they go on."""
    spans = zip(_spans(len(titles), styles, columns), titles, strict=True)
    cells = [Cell(*span, styles.head, ((text, ""),)) for span, text in spans]
    return tuple(flow(cells, least=21, pad=6, keep=True)) if cells else ()


def _spans(number: int, styles: Styles, columns: Columns) -> list[Span]:
    """Where a line's number, its text and, of three, its standard stand."""
    if number < 3:
        return [(columns.left, columns.name), (columns.name, styles.width)][:number]
    return [(columns.left, columns.name), (columns.name, columns.standard), (columns.standard, styles.width)]


def _lines(listed: Numbered, heads: tuple[Row, ...], band: Band, styles: Styles, columns: Columns) -> Iterator[Row]:
    """A row a line; standards that the band's heads do not name have heads of their own."""
    two = STANDARD in band.columns
    if listed.has_standards and not two:
        heads, two = _heads((NUMBER, listed.head, STANDARD), styles, columns), True
        yield from heads
    _, text, *beside = _spans(3 if two else 2, styles, columns)
    for entry in listed.entries:
        cells = [*line_cells(entry, text[1], styles, columns)]
        for span in beside:
            runs = runs_of(entry.standard) if entry.standard else ()
            node = Phrase(entry.phrase.id, attribute="standard").key
            cells.append(Cell(*span, styles.standard, runs, node=node, loose=True))
        yield from flow(cells, least=24, pad=8, heads=heads)


def _signatures(signatures: Signatures, styles: Styles, columns: Columns) -> Iterator[Row]:
    yield from said_rows(signatures, styles, columns)
    rows = list(signature_rows(signatures, styles, columns))
    for row, (label, _) in zip(rows, signatures.rows, strict=False):
        yield row.at_least(SEAL * MILLIMETRE) if is_sealed(label) else row


def _named(rows: Sequence[Row], label: Phrase, styles: Styles) -> Iterator[Row]:
    """The rows of a band with its name beside the first; a long name has two lines or more.

    Where the band goes on, its name stands beside its heads, else beside the row that begins the page.
    """
    last, name = len(rows) - 1, _broken(label)

    def begun(row: Row) -> Row:
        return _with_name_again(row, name)

    for at, row in enumerate(rows):
        edges = "lr" + "t" * (not at) + "b" * (at == last)
        side = Cell(0, SIDE, style.edged(styles.side, edges))
        if not at:
            side = replace(side, node=label.key if label.id else "")
        whole = replace(row, cells=(side, *row.cells), heads=_named_heads(row.heads, name, styles))
        yield replace(whole, begun=None if whole.heads else begun) if at else _with_name(whole, name)


def _with_name(row: Row, name: str) -> Row:
    """The row with a name in the column at the left, as high as that is."""
    side, *others = row.cells
    named = replace(side, runs=((name, ""),) if name else ())
    return replace(row.at_least(named.height + 3), cells=(named, *others))


def _with_name_again(row: Row, name: str) -> Row:
    """The same where the band goes on, which is said where the row has room for it."""
    more = _with_name(row, f"{name}\n{GOES_ON}")
    return more if more.height == row.height else _with_name(row, name)


def _named_heads(heads: Sequence[Row], name: str, styles: Styles) -> tuple[Row, ...]:
    """Heads that are said again, the first beside the band's name."""
    beside = [replace(head, cells=(Cell(0, SIDE, style.edged(styles.side, "lr")), *head.cells)) for head in heads]
    if beside:
        beside[0] = _with_name_again(beside[0], name)
    return tuple(beside)


def _broken(label: Phrase) -> str:
    """A name on lines that fit the column: on one, or on some with its words whole."""
    text = one_line(str(label))
    return text if len(text) <= LONGEST else "\n".join(map(str.strip, label_lines(text, LONGEST)))


def closed(rows: Sequence[Row], page: float) -> list[Row]:
    """The rows with the column at the left closed at the ends of pages."""
    found: list[Row] = []
    used = 0.0
    for row in rows:
        new = bool(found) and (row.begins or used + row.height > page - SURE)
        used = row.height if new else used + row.height
        found.append(row)
        side = row.cells[0] if row.cells else None
        if new and side is not None and (side.left, side.right) == (0, SIDE):
            found[-2], found[-1] = _edged(found[-2], "b"), _edged(found[-1], "t")
    return found


def _edged(row: Row, edge: str) -> Row:
    """The row with a line at one side of its name's cell."""
    side, *others = row.cells
    if side.left or side.right != SIDE or edge in side.style.edges:
        return row
    return replace(row, cells=(replace(side, style=style.edged(side.style, side.style.edges + edge)), *others))
