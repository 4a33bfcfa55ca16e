"""Our own 标准表格 as Word and a page have it: styles and classes say what each cell is, so that nothing is guessed.

What its Excel, own_sheet.py, says alike stands here: a fact, and a line of a list.

Rows that somebody adds in Word have the styles of those beside them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from rolesmith.document.document import DEPARTMENT
from rolesmith.document.kinds.lines import OTHERS
from rolesmith.formats.bordered import NUMBER
from rolesmith.formats.word_styles import FORM
from rolesmith.readers.piece import Piece, line_pieces, row_pieces

VERSION = re.compile(r"第 (\d+) 版")
SIGNED = re.compile(r"([^\n\u3000]+)\u3000([^\n]+)")
"""Where somebody signs, and who."""
LABEL, GROUP, TITLE = "heading 1", "heading 2", "title"


class StyledCell(NamedTuple):
    """A cell's text, and the name of its first paragraph's style."""

    text: str
    style: str


def is_form(rows: Sequence[Sequence[StyledCell]]) -> bool:
    """Whether a table is a part of our form."""
    return any(cell.style in FORM.values() for row in rows for cell in row)


def form_pieces(rows: Sequence[Sequence[StyledCell]]) -> Iterator[Piece]:
    """The pieces of a part of our form: its name, and each row."""
    for row in rows[:2]:
        if row and row[0].style.lower() == LABEL:
            yield from line_pieces("".join(row[0].text.split("\n")), 1)
    for row in rows:
        named = row[:1] and (row[0].style.lower() == LABEL or row[0] == ("", ""))
        yield from form_row(row[1:] if named else row)


def form_row(row: Sequence[StyledCell]) -> Iterator[Piece]:
    """The pieces of a row, without the name of its part."""
    styles = [cell.style for cell in row]
    if any(style.lower() == TITLE for style in styles):
        for cell in row[: [style.lower() for style in styles].index(TITLE) + 1]:
            yield from line_pieces(cell.text, int(cell.style.lower() == TITLE))
        row = [cell for cell in row if cell.style in (FORM["name"], FORM["small"])]
        yield from _pairs(row)
    elif any(style.lower() == GROUP for style in styles):
        yield from (piece for cell in row for piece in line_pieces(cell.text, 2))
    elif FORM["number"] in styles:
        _, *texts = (cell.text for cell in row[styles.index(FORM["number"]) :])
        yield from listed("".join(texts[:1]), "\n".join(texts[1:]))
    elif FORM["sign"] in styles:
        yield from _signed(row)
    elif FORM["head"] in styles:
        heads = [cell.text for cell in row[styles.index(FORM["head"]) :]]
        yield from row_pieces(() if heads[0] == NUMBER or heads == [OTHERS] else heads)
    else:
        yield from _pairs(row)


def _signed(row: Sequence[StyledCell]) -> Iterator[Piece]:
    """Who signs, where the form says it."""
    for cell in row:
        if who := SIGNED.match(cell.text):
            yield from line_pieces(f"{who[1]} {who[2]}")


def listed(text: str, standard: str) -> Iterator[Piece]:
    """A line of a list, with its standard."""
    for at, piece in enumerate(line_pieces(text, listed=True)):
        yield piece if at else replace(piece, standard=standard.strip())


def fact(name: str, text: str) -> Iterator[Piece]:
    """A fact beside the title; one without a text says nothing."""
    if text.strip() and name != DEPARTMENT:  # which stands among the fields, too
        counted = VERSION.fullmatch(text.strip())
        yield from row_pieces((name, counted[1] if counted else text))


def _pairs(row: Sequence[StyledCell]) -> Iterator[Piece]:
    """Fields and their texts; one without a text says nothing."""
    texts = [cell.text for cell in row]
    at = next((at for at, cell in enumerate(row) if cell.style == FORM["name"]), -1)
    if at < 0:
        yield from row_pieces(texts)
        return
    for name, text in zip(texts[at::2], texts[at + 1 :: 2], strict=False):
        yield from fact(name.replace("\u3000", ""), text)
