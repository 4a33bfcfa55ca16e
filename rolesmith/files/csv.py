"""A stranger's .csv, opened within bounds: its separators are counted before anything is parsed."""

import csv

from rolesmith.files.problem import Problem, Unreadable
from rolesmith.files.text import decoded
from rolesmith.files.xlsx import COLUMNS, ROWS, SIZE_LIMIT
from rolesmith.role.text import TEXT_LIMIT, clean

SEPARATORS = ",\t;，"
"""What may stand between two cells; Excel writes a comma, a tab or a semicolon, people a wide comma."""
MARKS = 400_000
"""Separators, quotes and line breaks of a file: a library of 4,000 rows has a fourth of them."""
LINE_LIMIT = 200_000
"""Characters of a line of the file: more than all cells of a row hold."""
LOOKED_AT = 20
"""Lines by which the separator is told."""


def read(data: bytes, file: str) -> list[list[str]]:
    """The rows, at most ROWS, each of at most COLUMNS cells. Raises Unreadable with one sentence."""

    def refuse(what: str, mend: str) -> Unreadable:
        return Unreadable([Problem(file, 0, what, mend)])

    if len(data) > SIZE_LIMIT:
        raise refuse("文件太大", f"最大 {SIZE_LIMIT // 1_000_000} MB，请拆成几个")
    text = clean(decoded(data, file))
    if sum(map(text.count, f'{SEPARATORS}"\n')) > MARKS:
        raise refuse("里面的格子太多", f"最多 {ROWS:,} 行、{COLUMNS} 列，请拆成几个")
    lines = text.split("\n")
    if max(map(len, lines)) > LINE_LIMIT:
        raise refuse("有一行太长", f"每格最多 {TEXT_LIMIT:,} 字；用 Excel 打开看看，再另存一次")
    rows: list[list[str]] = []
    try:
        for row in csv.reader((f"{line}\n" for line in lines), delimiter=_separator(lines)):
            rows.append([cell.strip() for cell in row])
            if len(row) > COLUMNS and any(rows[-1][COLUMNS:]):
                raise refuse(f"第 {len(rows):,} 行有 {len(row):,} 格", f"最多 {COLUMNS} 列，删掉用不着的列再试")
            if len(rows) > ROWS:
                raise refuse("行数太多", f"最多 {ROWS:,} 行，请拆成几个")
    except csv.Error as error:
        raise refuse("有一格太长，或引号没有配对", "用 Excel 打开看看，再另存一次") from error
    while rows and not any(rows[-1]):
        rows.pop()
    return rows


def _separator(lines: list[str]) -> str:
    """What most lines at the beginning have, as many times as each other; a wide comma only where all lines do."""
    head = [line for line in lines if line.strip()][:LOOKED_AT]

    def evenness(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in head if separator in line]
        usual = max(set(counts), key=counts.count, default=0)
        alike = counts.count(usual)
        return (alike, usual) if usual and (separator in ",\t;" or alike == len(head)) else (0, 0)

    return max(SEPARATORS, key=evenness)
