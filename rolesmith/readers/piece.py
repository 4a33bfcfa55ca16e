"""Pieces: the lines and table rows of a document, without the numbers and bullets before them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rolesmith.files.counted import CHINESE, NUMBER, parted
from rolesmith.role.text import clean

STANDARD = re.compile(
    r"(?:(?P<text>.*[^；;，,。\s])[；;，,。\s]+)?(?:工作)?标准\s*[:：]\s*(?P<standard>\S.*)", re.DOTALL
)
"""A line that ends with its standard, or is one."""
LABELLED = re.compile(r"\s*(?:工作)?标准\s*[:：]")
"""Begins a paragraph that is a standard."""
OF_INDICATOR = re.compile(r"(?:指标|目标|目标值|权重|分值)\s*[:：]")
"""What a standard stands beside in a line that is an indicator."""
SHORT = 18
"""Characters of a line whose bare number counts even where lines without a number stand between."""
BARE = re.compile(r"(\d{1,2})\s+\S")
THREE_DIGITS = re.compile(r"(\d{3})\s*[、.．)）]\s*(?=\S)")
STYLES = {
    "第章": "第.*[章节部分]",
    "第": "第",
    "一、": f"[{CHINESE}]",
    "（一）": rf"[（(]\s*[{CHINESE}]|[㈠-㈩]",
    "1.1": r"\d+[.．]\d",
    "1.": r"[\dⅠ-Ⅻ]",
    "(1)": r"[（(]|[⑴-⒇]",
    "①": "[①-⑳❶-❿]",
    "a.": "[a-zA-Z]",
}
"""The styles of numbering, each with a pattern for its beginning."""


@dataclass(frozen=True)
class Piece:
    """A line or a table row of a document, without the number or bullet before it."""

    text: str
    level: int = 0
    """Of a heading, from 1; 0 where the file does not say that it is one."""
    cells: tuple[str, ...] = ()
    """A row's cells, each at least one line; empty for a line."""
    counted: str = ""
    """The number or bullet that stood before the text."""
    standard: str = ""
    """What stood behind it as 标准：……."""
    sheet: str = ""
    """The sheet of a workbook that it stands in."""

    @property
    def style(self) -> str:
        """The style of its number: `#2` for a heading of the file, else 一、 （一） 1. (1) ① · or an empty text."""
        if self.level:
            return f"#{self.level}"
        found = (name for name, pattern in STYLES.items() if re.match(pattern, self.counted))
        return next(found, "·" if self.counted else "")


def line_piece(text: str, level: int = 0, listed: bool = False) -> Piece | None:
    """A line as a piece; None for an empty one. `listed`: the file marks it as an item of a list."""
    text = clean(text).strip(" \t\u3000\u200b\ufeff")
    found = NUMBER.match(text)
    counted = found[0].strip() if found else ""
    rest = text[found.end() :].strip() if found else text
    if not rest:
        return None if not re.search(r"\w", text) else Piece(text, level)
    return Piece(rest, level, counted=counted or ("·" if listed else ""))


def line_pieces(text: str, level: int = 0, listed: bool = False) -> Iterator[Piece]:
    """The lines of a text as pieces; a line with several numbers in it is split before each.

    A paragraph that begins with 标准： is one standard, however many lines it has.
    """
    lines = clean(text).split("\n")
    is_standard = LABELLED.match(text) and not any(STANDARD.match(line) for line in lines[1:])
    for part in [text] if is_standard else (part for line in lines for part in parted(line)):
        if piece := line_piece(part, level, listed):
            yield piece


def with_standards(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces, with `标准：……` as the standard of the line that it stands in or below; an indicator stays whole."""
    found: list[Piece] = []
    for piece in pieces:
        parts = STANDARD.fullmatch(piece.text) if not piece.cells and not piece.level else None
        if parts is None or OF_INDICATOR.search(piece.text):
            found.append(piece)
        elif parts["text"]:
            found.append(replace(piece, text=parts["text"], standard=parts["standard"]))
        elif found and not (found[-1].cells or found[-1].level or found[-1].standard):
            found[-1] = replace(found[-1], standard=parts["standard"])
        else:
            found.append(piece)
    return found


def row_pieces(cells: Iterable[str]) -> Iterator[Piece]:
    """A table's row as a piece; nothing for an empty row, and lines for a row with one filled cell."""
    texts = [clean(cell).strip() for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    filled = [cell for cell in texts if cell]
    if len(filled) == 1:
        yield from line_pieces(filled[0])
    elif filled:
        yield Piece(" ｜ ".join(filled), cells=tuple(texts))


def counted_barely(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without the numbers that only their neighbours show to be numbers: `1 岗位标识`, `100、回复顾客`.

    A bare number counts where lines that follow each other count up from 1, or short lines anywhere in the document;
    a number of three digits where it goes on from the one before, unlike that of 618、双11.
    """
    found = _beyond_99(pieces)
    bare = [at for at, piece in enumerate(found) if not piece.cells and not piece.counted and BARE.match(piece.text)]
    for near in (True, False):
        for at in _counting(found, [at for at in bare if not found[at].counted], near=near):
            number, text = found[at].text.split(maxsplit=1)
            found[at] = replace(found[at], text=text, counted=number)
    return found


def _beyond_99(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces without numbers of three digits, each of which is one more than the last number."""
    found = list(pieces)
    last = 0
    for at, piece in enumerate(found):
        if number := THREE_DIGITS.match(piece.text):
            if not piece.cells and not piece.counted and int(number[1]) == last + 1:
                found[at] = replace(piece, text=piece.text[number.end() :], counted=number[0].strip())
                last += 1
        elif piece.style == "1." and (counted := re.search(r"\d+", piece.counted)):
            last = int(counted[0])
    return found


def _counting(pieces: Sequence[Piece], bare: Sequence[int], *, near: bool) -> list[int]:
    """Of the pieces with a bare number those that count up from 1, at least two."""
    runs: list[list[int]] = [[]]
    for at in bare:
        number = int(pieces[at].text.split(maxsplit=1)[0])
        run = runs[-1]
        if not near and (len(pieces[at].text) > SHORT or re.search("[，。；,;]", pieces[at].text)):
            continue
        if number == len(run) + 1 and (not near or not run or at == run[-1] + 1):
            run.append(at)
        else:
            runs.append([at] if number == 1 else [])
    return [at for run in runs if len(run) >= 2 for at in run]
