"""What is wrong with a user's file: all problems at once, each with where it is and how to mend it.

A file may have a million problems, and each may quote megabytes: only the first are listed, cut short, and the rest
counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass

MOST = 50
"""Problems that are listed; more are counted."""
LONGEST, QUOTED = 300, 30
"""Characters of each part of a problem, and of what it quotes from the file."""


def quoted(text: str) -> str:
    """A file's own words within a problem."""
    return f"“{text}”" if len(text) <= QUOTED else f"“{text[:QUOTED]}……”"


@dataclass(frozen=True)
class Problem:
    """One thing to mend: in a line, or in a cell of a sheet.

    `line` counts from 1; 0 where the whole file or a cell of a workbook is meant. `cell` is written as Excel
    does (D7, A3:A5), or empty where the whole sheet is meant.
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
    def location(self) -> str:
        """`库.yaml 第 3 行`, `库.xlsx 工作表“条目” D7`"""
        sheet = f"工作表“{self.sheet}”" if self.sheet else ""
        line = f"第 {self.line} 行" if self.line else ""
        return " ".join(filter(None, (self.file, sheet, self.cell, line)))

    def __str__(self) -> str:
        return f"{self.location}：{self.what}。{self.mend}"


class Problems:
    """Collects problems: keeps the first MOST and counts all."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.first: list[Problem] = []
        self.count = 0

    def add(self, *problems: Problem) -> None:
        """Add problems; those beyond the first MOST are only counted."""
        self.count += len(problems)
        self.first += problems[: max(0, MOST - len(self.first))]

    def unreadable(self) -> "Unreadable":
        """The error to raise, with the problems in the order of their lines."""
        return Unreadable(sorted(self.first, key=lambda problem: problem.line), self.count)


class Unreadable(ValueError):
    """A user's file cannot be used. Carries its problems: at most MOST, then one that counts the rest."""

    def __init__(self, problems: Sequence[Problem], count: int = 0) -> None:
        listed = tuple(problems[:MOST])
        if more := max(count, len(problems)) - len(listed):
            listed += (Problem(listed[-1].file, 0, f"还有 {more} 处", "先改好上面这些再试一次"),)
        super().__init__("\n".join(map(str, listed)))
        self.problems = listed


def make_sure_of_content(data: bytes, file: str) -> None:
    """Raises Unreadable for an empty file, which a parser would call broken."""
    if not data.strip():
        raise Unreadable([Problem(file, 0, "文件是空的", "请重新导出或重新下载")])
