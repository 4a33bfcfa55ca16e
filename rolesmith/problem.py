"""What is wrong with a user's file, as data: every problem at once, each with its place and its mend."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing to mend: in a line, or in a cell of a sheet.

    `line` counts from 1; 0 where the file as a whole or a place in a workbook is meant. `cell` is written as Excel
    does (D7, A3:A5), or empty where the sheet as a whole is meant.
    """

    file: str
    line: int
    what: str
    mend: str
    sheet: str = ""
    cell: str = ""

    @property
    def place(self) -> str:
        """`库.yaml 第 3 行`, `库.xlsx 工作表“条目” D7`"""
        sheet = f"工作表“{self.sheet}”" if self.sheet else ""
        line = f"第 {self.line} 行" if self.line else ""
        return " ".join(filter(None, (self.file, sheet, self.cell, line)))

    def __str__(self) -> str:
        return f"{self.place}：{self.what}。{self.mend}"


class Unreadable(ValueError):
    """Raised where nothing of a user's file can be used; carries all its problems."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


def make_sure_of_content(data: bytes, file: str) -> None:
    """Raises Unreadable where there is nothing in a file at all: whatever reads it would call it broken."""
    if not data.strip():
        raise Unreadable([Problem(file, 0, "文件是空的", "请重新导出或重新下载")])
