"""Pieces: what a document is made of before anybody says where it goes; and what stands before a line to count it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rolesmith.text import clean

CHINESE = "一二三四五六七八九十百"
SIGNS = "●•·▪■◆◇★☆✅✔✓☑▶►➤→◎○□※◦‣⁃－—–-*+#👉📌🔹🔸💼📍🌟⭐✨🔥🎯🎁🙋📝📣🏆💰🕘📞"
NUMBER = re.compile(
    rf"""\s*(?:
        第[{CHINESE}\d]+[章节条部分]+[、.．:：\s]*
      | [（(]\s*(?:[{CHINESE}]+|\d{{1,2}}|[a-zA-Z])\s*[)）]\s*[、.．]?
      | [{CHINESE}]+[、.．]
      | \d{{1,2}}(?:[.．]\d{{1,2}})+[、.．\s]\s*
      | \d{{1,2}}\s*[、)）]\s*
      | \d{{1,2}}\s*[.．]\s*(?!\d)
      | [①-⑳❶-❿㈠-㈩⑴-⒇]\s*
      | [a-zA-Z][.)、]\s+
      | (?:\d\ufe0f?\u20e3)\s*
      | (?:[{re.escape(SIGNS)}]\ufe0f?)+\s*(?![\d.])
    )""",
    re.VERBOSE,
)
INLINE = re.compile(r"(?:(?<=[；;。！!\s：:])|^)(?:[（(]?(\d{1,2})[、.．)）]|([①-⑳]))\s*(?=[^\d\s])")
"""Numbers within one paragraph: 1、……；2、……"""
STYLES = {
    "第": "第",
    "一、": f"[{CHINESE}]",
    "（一）": rf"[（(]\s*[{CHINESE}]|[㈠-㈩]",
    "1.1": r"\d+[.．]\d",
    "1.": r"\d",
    "(1)": r"[（(]|[⑴-⒇]",
    "①": "[①-⑳❶-❿]",
}
"""The ways of counting, each by how it begins."""


@dataclass(frozen=True)
class Piece:
    """One line or one table row of a document, without what counted it."""

    text: str
    level: int = 0
    """Of a heading, from 1; 0 where the file does not say that it is one."""
    cells: tuple[str, ...] = ()
    """A row's cells, each at least one line; empty for a line."""
    counted: str = ""
    """What stood before the text to count or mark it."""

    @property
    def style(self) -> str:
        """In which way it is counted: `#2` for a heading of the file's, else 一、 （一） 1. (1) ① · or nothing."""
        if self.level:
            return f"#{self.level}"
        found = (name for name, pattern in STYLES.items() if re.match(pattern, self.counted))
        return next(found, "·" if self.counted else "")


def line(text: str, level: int = 0, listed: bool = False) -> Piece | None:
    """A line as a piece; None where nothing stands in it."""
    text = clean(text).strip(" \t\u3000\u200b\ufeff")
    found = NUMBER.match(text)
    counted = found[0].strip() if found else ""
    rest = text[found.end() :].strip() if found else text
    if not rest:
        return None if not re.search(r"\w", text) else Piece(text, level)
    return Piece(rest, level, counted=counted or ("·" if listed else ""))


def lines(text: str, level: int = 0, listed: bool = False) -> Iterator[Piece]:
    """The lines of a text; one with several numbers in it is parted before each."""
    for each in clean(text).split("\n"):
        for part in _parted(each):
            if piece := line(part, level, listed):
                yield piece


def _parted(text: str) -> list[str]:
    """`岗位职责：1、……；2、……` as its name and its lines, where the numbers count up from 1."""
    cuts: list[int] = []
    for found in INLINE.finditer(text):
        number = int(found[1]) if found[1] else ord(found[2]) - ord("①") + 1
        if number == len(cuts) + 1:
            cuts.append(found.start())
    if len(cuts) < 2:
        return [text]
    return [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True) if text[a:b].strip()]


def row(cells: list[str]) -> Piece | None:
    """A table's row as a piece; None where all its cells are empty. One filled cell is a line."""
    told = [clean(cell).strip() for cell in cells]
    while told and not told[-1]:
        told.pop()
    filled = [cell for cell in told if cell]
    if not filled:
        return None
    if len(filled) == 1:
        return Piece(filled[0], cells=()) if "\n" not in filled[0] else Piece(filled[0], cells=(filled[0],))
    return Piece(" ｜ ".join(filled), cells=tuple(told))
