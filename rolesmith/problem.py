"""What is wrong with a user's file, as data: every problem at once, each with its place and its mend."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One thing to mend. `line` counts from 1; 0 where the file as a whole is meant."""

    file: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        place = f"{self.file} 第 {self.line} 行" if self.line else self.file
        return f"{place}：{self.what}。{self.mend}"


class Unreadable(ValueError):
    """Raised where nothing of a user's file can be used; carries all its problems."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)
