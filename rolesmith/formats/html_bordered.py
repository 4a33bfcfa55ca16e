"""标准表格 as HTML: what its template asks of the rows that PDF and Word draw too."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup, escape

from rolesmith.document.document import Part
from rolesmith.document.standards import STANDARD
from rolesmith.formats.bordered import bands_of
from rolesmith.formats.bordered_rows import WIDTH, Cell, Row, Table, tables
from rolesmith.formats.html_text import phrase
from rolesmith.formats.label_lines import broken, label_height, label_size

LONG = 40
"""Characters from which on a field's text stands below its name on a phone."""


@dataclass(frozen=True)
class Body:
    """Rows of a table; `section` is the one that they are of, where it stands in another one."""

    rows: tuple[Row, ...]
    section: str = ""


def tables_of(part: Part) -> Iterator[Table]:
    """The tables of a section, each beside the name of its band."""
    for band in bands_of(part):
        yield from tables(band)


def bodies(table: Table) -> Iterator[Body]:
    """The table's rows, those of a section that stands in another one apart."""
    rows: list[Row] = []
    section = ""
    for row in table.rows:
        goes_on = section and kind_of(row) == "whole"
        if rows and (row.section or (section and not goes_on)):
            yield Body(tuple(rows), section)
            rows, section = [], ""
        section = row.section or section
        rows.append(row)
    yield Body(tuple(rows), section)


def kind_of(row: Row) -> str:
    """What stands in a row: `pair`, `line`, `cells` of a table, a `whole` text, or what its first cell is."""
    first = row.cells[0].kind
    if first == "text":
        return "cells" if len(row.cells) > 1 else "whole"
    return {"name": "pair", "number": "line"}.get(first, first)


def drawn_row(table: Table, row: Row, picture: str = "") -> Markup:
    """A row with its cells; in Python, since there are so many of them. `picture`: what stands in its one cell."""
    height = f' style="height:{row.height}mm"' if row.height else ""
    cells = "".join(_drawn_cell(table, cell, picture) for cell in row.cells)
    return Markup(f'<tr class="{kind_of(row)}"{height}>{cells}</tr>')


def _inner(cell: Cell) -> str:
    text = phrase(cell.phrase)
    match cell.kind:
        case "group":
            return f"<h3>{text}</h3>"
        case "sign":
            return f"<span>{text}{f'　{phrase(cell.who)}' if cell.who else ''}</span><i>年　　月　　日</i>"
    return f'{text}<span class="mark">（{escape(cell.mark)}）</span>' if cell.mark else text


def _drawn_cell(table: Table, cell: Cell, picture: str) -> str:
    tag = "th" if cell.kind in ("name", "head") or (cell.kind == "total" and not cell.begin) else "td"
    return f"{_opening(table, cell, tag)}{picture or _inner(cell)}</{tag}>"


def _opening(table: Table, cell: Cell, tag: str) -> str:
    """The tag that a cell begins with."""
    long = cell.kind == "text" and len(str(cell.phrase)) > LONG
    more = [name for name, wanted in (("codes", cell.centred), ("again", cell.again), ("long", long)) if wanted]
    said = f'<{tag} class="{" ".join(["picture" if cell.picture else cell.kind, *more])}"'
    if tag == "th":
        said += f' scope="{"col" if cell.kind == "head" else "row"}"'
    if (columns := table.edges.index(cell.end) - table.edges.index(cell.begin)) > 1:
        said += f' colspan="{columns}"'
    if cell.phrase.room:
        said += f' style="height:{cell.phrase.room}mm"'
    if label := _head_of(table, cell):
        said += f' data-label="{escape(label)}"'
    return f"{said}>"


def _head_of(table: Table, cell: Cell) -> str:
    """What stands above a cell, to be said beside it where the table is one column."""
    if cell.kind == "standard":
        return STANDARD
    above: Sequence[Cell] = table.head.cells if table.head and cell.kind in ("text", "total") else ()
    return next((str(each.phrase) for each in above if (each.begin, each.end) == (cell.begin, cell.end)), "")


def shares(table: Table) -> list[float]:
    """How wide the table's columns are, in percent."""
    return [round(100 * (end - begin) / WIDTH, 2) for begin, end in pairwise(table.edges)]


def label(table: Table) -> Markup:
    """The name of the table's band; where its column is narrow, broken between words alone."""
    return Markup(str(phrase(broken(table.label))).replace("\n", "<wbr>"))


GLOBALS = {
    "label": label,
    "tables_of": tables_of,
    "bodies": bodies,
    "drawn_row": drawn_row,
    "shares": shares,
    "label_size": label_size,
    "label_height": label_height,
    "long": LONG,
}
"""What the template knows."""
