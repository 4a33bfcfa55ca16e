"""The index of all roles at the front of a workbook, and what every summary sheet is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from rolesmith.formats.excel.cells import Cell, Row, flow
from rolesmith.formats.excel.letterhead import letterhead, title_rows
from rolesmith.formats.excel.style import Styles
from rolesmith.role.text import one_line

INDEX = "目录"
HEADING = "岗位职责说明书"
HEAD = ("序号", "岗位", "编号与版本")


class IndexEntry(NamedTuple):
    """A role in the index."""

    name: str
    stamp: tuple[str, ...]
    sheet: str
    """The name of its sheet."""


class Head(NamedTuple):
    """The head of a column, between two distances from the left edge in pixels."""

    left: int
    right: int
    text: str


@dataclass(frozen=True)
class Summary:
    """A sheet about all roles: its rows, and which of them every page repeats."""

    title: str
    rows: list[Row]
    titles: range
    filtered: bool = False
    """Whether Excel offers to filter the rows below the titles."""


def new_summary(title: str, shop: str, note: str, head: Sequence[Head], styles: Styles) -> Summary:
    """A summary that has its letterhead, title, note and the head of its table, and no rows yet."""
    found = letterhead(shop, b"", styles)
    above = len(found)
    found.extend(title_rows(title, styles))
    if note:
        found.extend(flow((Cell(0, styles.width, styles.note, ((note, ""),)),), least=30, pad=8))
    cells = [Cell(left, right, styles.head, ((text, ""),)) for left, right, text in head]
    found.extend(flow(cells, least=25.5, pad=9))
    return Summary(title, found, range(above, len(found)))


def spans(styles: Styles, *widths: int) -> list[tuple[int, int]]:
    """Columns of these widths from the left edge; the last one takes what is left."""
    edges = [0]
    for width in widths[:-1]:
        edges.append(edges[-1] + width)
    return list(pairwise([*edges, styles.width]))


def heads(columns: Sequence[tuple[int, int]], texts: Sequence[str]) -> list[Head]:
    """Heads for these columns."""
    return [Head(*span, text) for span, text in zip(columns, texts, strict=True)]


def linked(span: tuple[int, int], name: str, sheet: str, styles: Styles) -> Cell:
    """A role's name that leads to its sheet."""
    quoted = sheet.replace("'", "''")
    return Cell(*span, styles.link, ((one_line(name), ""),), link=f"internal:'{quoted}'!A1")


def index(entries: Sequence[IndexEntry], shop: str, styles: Styles) -> Summary:
    """Number, name with a link, and where there are any the stamp of each document."""
    stamped = any(entry.stamp for entry in entries)
    columns = spans(styles, *((54, 324, 0) if stamped else (54, 0)))
    note = f"共 {len(entries)} 个岗位"
    found = new_summary(HEADING, shop, note, heads(columns, HEAD[: len(columns)]), styles)
    for at, entry in enumerate(entries, 1):
        cells = [Cell(*columns[0], styles.centered, number=at), linked(columns[1], entry.name, entry.sheet, styles)]
        if stamped:
            cells.append(Cell(*columns[2], styles.box, ((" · ".join(entry.stamp), ""),)))
        found.rows.extend(flow(cells, least=24, pad=9))
    return found
