"""The list of all roles in front of a workbook, and what every sheet about all of them is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rolesmith.formats.excel.cells import Cell, Row, flow
from rolesmith.formats.excel.letterhead import letterhead, title_rows
from rolesmith.formats.excel.style import Styles
from rolesmith.role.text import one_line

INDEX = "目录"
HEADING = "岗位职责说明书"
HEAD = ("序号", "岗位", "编号与版本")

Entry = tuple[str, tuple[str, ...], str]
"""A role's name, its stamp, and the name of its sheet."""


@dataclass(frozen=True)
class Summary:
    """A sheet about all roles: its rows, and which of them every page repeats."""

    title: str
    rows: list[Row]
    titles: range
    filtered: bool = False
    """Whether the rows below the titles can be filtered by what their columns say."""


def begun(title: str, shop: str, note: str, head: Sequence[tuple[int, int, str]], styles: Styles) -> Summary:
    """A summary with its letterhead, title, note, and the head of its table: left, right, text."""
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


def heads(columns: Sequence[tuple[int, int]], texts: Sequence[str]) -> list[tuple[int, int, str]]:
    """Heads for these columns."""
    return [(*span, text) for span, text in zip(columns, texts, strict=True)]


def linked(span: tuple[int, int], name: str, sheet: str, styles: Styles) -> Cell:
    """A role's name that leads to its sheet."""
    quoted = sheet.replace("'", "''")
    return Cell(*span, styles.link, ((one_line(name), ""),), link=f"internal:'{quoted}'!A1")


def index(entries: Sequence[Entry], shop: str, styles: Styles) -> Summary:
    """Number, name with a link, and where there are any the stamp of each document."""
    stamped = any(stamp for _, stamp, _ in entries)
    columns = spans(styles, *((54, 324, 0) if stamped else (54, 0)))
    note = f"共 {len(entries)} 个岗位"
    found = begun(HEADING, shop, note, heads(columns, HEAD[: len(columns)]), styles)
    for at, (name, stamp, sheet) in enumerate(entries, 1):
        cells = [Cell(*columns[0], styles.centered, number=at), linked(columns[1], name, sheet, styles)]
        if stamped:
            cells.append(Cell(*columns[2], styles.box, ((" · ".join(stamp), ""),)))
        found.rows.extend(flow(cells, least=24, pad=9))
    return found
