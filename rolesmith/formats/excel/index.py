"""The index of all roles at the front of a workbook."""

from collections.abc import Sequence
from typing import NamedTuple

from rolesmith.formats.excel.cells import Cell, flow
from rolesmith.formats.excel.style import Styles
from rolesmith.formats.excel.summaries.summary import Summary, heads, linked, new_summary, spans

INDEX = "目录"
HEADING = "岗位职责说明书"
HEAD = ("序号", "岗位", "编号与版本")


class IndexEntry(NamedTuple):
    """A role in the index."""

    name: str
    stamp: tuple[str, ...]
    sheet: str
    """The name of its sheet."""


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
