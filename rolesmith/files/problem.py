"""What is wrong with a user's file, as data: every problem at once, each with its place and its mend.

A file may have a million of them, and each may quote megabytes: the first are told, in short, and how many more.
"""

from collections.abc import Sequence
from dataclasses import dataclass

MOST = 50
"""Problems that are told one by one."""
LONGEST, QUOTED = 300, 30
"""Characters of what is told of a problem, and of what it quotes from the file."""


def quoted(text: str) -> str:
    """A file's own words within a problem."""
    return f"“{text}”" if len(text) <= QUOTED else f"“{text[:QUOTED]}……”"


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

    def __post_init__(self) -> None:
        for name in ("what", "mend", "sheet", "cell"):
            if len(text := getattr(self, name)) > LONGEST:
                object.__setattr__(self, name, f"{text[:LONGEST]}……")

    @property
    def place(self) -> str:
        """`库.yaml 第 3 行`, `库.xlsx 工作表“条目” D7`"""
        sheet = f"工作表“{self.sheet}”" if self.sheet else ""
        line = f"第 {self.line} 行" if self.line else ""
        return " ".join(filter(None, (self.file, sheet, self.cell, line)))

    def __str__(self) -> str:
        return f"{self.place}：{self.what}。{self.mend}"


class Problems:
    """Problems as they are found: the first of them, and how many there are in all."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.first: list[Problem] = []
        self.count = 0

    def add(self, *problems: Problem) -> None:
        """What is beyond the first ones is counted only."""
        self.count += len(problems)
        self.first += problems[: max(0, MOST - len(self.first))]

    def unreadable(self) -> "Unreadable":
        """All of them, to be raised, in the order of their lines."""
        return Unreadable(sorted(self.first, key=lambda problem: problem.line), self.count)


class Unreadable(ValueError):
    """Raised where nothing of a user's file can be used; carries its problems, at most MOST and how many more."""

    def __init__(self, problems: Sequence[Problem], count: int = 0) -> None:
        told = tuple(problems[:MOST])
        if more := max(count, len(problems)) - len(told):
            told += (Problem(told[-1].file, 0, f"还有 {more} 处", "先改好上面这些再试一次"),)
        super().__init__("\n".join(map(str, told)))
        self.problems = told


def make_sure_of_content(data: bytes, file: str) -> None:
    """Raises Unreadable where there is nothing in a file at all: whatever reads it would call it broken."""
    if not data.strip():
        raise Unreadable([Problem(file, 0, "文件是空的", "请重新导出或重新下载")])
