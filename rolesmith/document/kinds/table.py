"""Table: rows of named columns, such as 绩效考核."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rolesmith.document.document import CELL_TO_FILL, Element, Grid, Pen, Phrase, to_write
from rolesmith.document.kinds.column_widths import fitted
from rolesmith.document.kinds.gap import Gap
from rolesmith.document.kinds.lines import ROOM_FOR
from rolesmith.role.tree import Meaning, Node

LABEL = "一张表格"
ROWS = 3
"""Rows to write in of a table of a paper; more where the template asks for more."""
PAGE, EDGES = 46.0, 1.3
"""Em across a page, and those that the edges of a cell take."""
MEANINGS: Mapping[str, Meaning] = {"目标值": "target", "权重": "weight"}
"""What columns with these titles mean in older tables, whose columns have no meaning of their own."""


def draw(block: Node, pen: Pen) -> Iterator[Element]:
    """The columns that are on and the rows that hold a text."""
    shown = [(at, column) for at, column in enumerate(block.of("column")) if column.on]
    widths = _widths([column for _, column in shown]) if shown else ()
    rows = []
    for row in block.of("row"):
        cells = block.cells(row)
        phrases = tuple(
            pen.value(cells[at], column, _em(width)) for (at, column), width in zip(shown, widths, strict=True)
        )
        if row.on and any(str(phrase).strip() for phrase in phrases):
            rows.append(phrases)
    if rows:
        yield from _grid(block, pen, rows)


def form(block: Node, pen: Pen) -> Iterator[Element]:
    """The columns that are on and rows of empty cells."""
    columns = [column for column in block.of("column") if column.on]
    cells = (CELL_TO_FILL,) * len(columns)
    if pen.paper and columns:
        cells = tuple(to_write(column, _em(width)) for column, width in zip(columns, _widths(columns), strict=True))
    yield from _grid(block, pen, [cells] * max(ROOM_FOR if not pen.paper else ROWS, block.least))


def _grid(block: Node, pen: Pen, rows: Sequence[tuple[Phrase, ...]]) -> Iterator[Grid]:
    columns = [column for column in block.of("column") if column.on]
    if columns:
        titles = tuple(map(pen.title, columns))
        yield Grid(block.id, titles, fitted(_widths(columns), titles, rows), tuple(rows), meanings(columns))


def meanings(columns: Sequence[Node]) -> tuple[str, ...]:
    """What each column means; told by the titles where no column has a meaning."""
    own = tuple(column.meaning for column in columns)
    return own if any(own) else tuple(MEANINGS.get(re.split("[（(]", c.title)[0].strip(), "") for c in columns)


def _em(width: int) -> float:
    """How many em a column of this share of the page's width takes."""
    return PAGE * width / 100 - EDGES


def _widths(columns: list[Node]) -> tuple[int, ...]:
    wished = [column.width or max(1, 100 // len(columns)) for column in columns]
    shares = [max(1, wish * 100 // sum(wished)) for wish in wished]
    while short := 100 - sum(shares):
        shares[shares.index(max(shares))] += 1 if short > 0 else -1
    return tuple(shares)


def gaps(block: Node) -> Iterator[Gap]:
    """Too few rows, or a row that is only half written."""
    written = 0
    for row in block.of("row"):
        shown = [(c, cell) for c, cell in zip(block.of("column"), block.cells(row), strict=True) if c.on]
        if not row.on or not any(cell.text.strip() for _, cell in shown):
            continue
        written += 1
        for column, cell in shown:
            if column.required and not cell.text.strip():
                yield Gap(row.id, f"第 {written} 行的“{column.title}”还没填")
    if written < block.least:
        yield Gap(block.id, f"还差 {block.least - written} 行")


def fill(block: Node, content: Any) -> Node:
    """`[{column: text, …}, …]`"""
    if not isinstance(content, list) or not all(isinstance(row, dict) for row in content):
        raise ValueError(f"{block.id} 要写成一行一条的“列: 内容”")
    columns = {column.id.rpartition(".")[2]: column.id for column in block.of("column")}
    rows = []
    for at, texts in enumerate(content, 1):
        if unknown := set(texts) - set(columns):
            raise ValueError(f"{block.id} 里没有这些列：{'、'.join(sorted(unknown))}")
        row = f"{block.id}.{at}"
        cells = tuple(
            Node(id=f"{row}:{column}", kind="cell", text=texts.get(key, "")) for key, column in columns.items()
        )
        rows.append(Node(id=row, kind="row", children=cells))
    return block.with_(children=(*block.of("column"), *rows))


def fresh(block_id: str) -> Node:
    """Two columns and an empty row."""
    columns = tuple(
        Node(id=f"{block_id}.c{at}", kind="column", title=title) for at, title in enumerate(("项目", "说明"))
    )
    row = Node(id=f"{block_id}.r0", kind="row")
    return Node(id=block_id, kind="table", least=1, children=(*columns, row))
