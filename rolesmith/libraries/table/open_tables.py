"""Opens what holds a table: a workbook, a .csv, or a .txt with a line each; within bounds."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rolesmith.files import csv, xlsx
from rolesmith.files.problem import Problem, Unreadable, make_sure_of_content
from rolesmith.files.text import decoded
from rolesmith.files.xlsx import COLUMNS, ROWS, Cell
from rolesmith.role.text import clean

ENDINGS = ("xlsx", "csv", "txt")


class Table(NamedTuple):
    """A sheet's filled rows, all equally wide; columns in which nothing stands are left out."""

    name: str
    rows: list[tuple[str, ...]]
    numbers: list[int]
    """Of each row, which it is in the file."""


def open_tables(data: bytes, file: str) -> list[Table]:
    """The tables in which something stands, at least one. Raises Unreadable with one sentence."""
    make_sure_of_content(data, file)
    ending = file.lower().rpartition(".")[2]
    if data.startswith((b"PK", xlsx.OLE)):
        sheets = xlsx.read(data, file, cut=True, values=True).sheets
        found = [_sheet(name, sheet) for name, sheet in sheets.items()]
    elif ending == "csv":
        found = [_table("", enumerate(csv.read(data, file), 1))]
    else:
        found = [_table("", _lines(data, file))]
    if tables := [table for table in found if table.rows]:
        return tables
    raise Unreadable([Problem(file, 0, "里面没有文字", "换一份有内容的")])


def _sheet(name: str, sheet: xlsx.Sheet) -> Table:
    rows = ((at, _shown(cells)) for at, cells in sorted(sheet.rows.items()))
    return _table(name, rows)


def _shown(cells: dict[int, Cell]) -> list[str]:
    def text(cell: Cell) -> str:
        return f"（{cell.address} 是{cell.fault}，没有读出来）" if cell.fault else cell.text.strip()

    return [text(cells[at]) if at in cells else "" for at in range(1, max(cells) + 1)]


def _lines(data: bytes, file: str) -> list[tuple[int, list[str]]]:
    """The lines of a text, with a tab between two cells. Raises Unreadable."""
    if len(data) > xlsx.SIZE_LIMIT:
        raise Unreadable([Problem(file, 0, "文件太大", f"最大 {xlsx.SIZE_LIMIT // 1_000_000} MB，请拆成几个")])
    text = clean(decoded(data, file))
    if text.count("\n") > ROWS:
        raise Unreadable([Problem(file, 0, "行数太多", f"最多 {ROWS:,} 行，请拆成几个")])
    if text.count("\t") > ROWS * COLUMNS:
        raise Unreadable([Problem(file, 0, "里面的格子太多", f"每行最多 {COLUMNS} 格，请拆成几个")])
    return [(at, line.strip("\r ").split("\t")[:COLUMNS]) for at, line in enumerate(text.split("\n"), 1)]


def _table(name: str, rows: Iterable[tuple[int, Sequence[str]]]) -> Table:
    filled = [(at, [cell.strip() for cell in row[:COLUMNS]]) for at, row in rows if any(map(str.strip, row))]
    used = sorted({column for _, row in filled for column, cell in enumerate(row) if cell})
    cells = [tuple(row[column] if column < len(row) else "" for column in used) for _, row in filled]
    return Table(name, cells, [at for at, _ in filled])
