"""What every summary sheet is made of: its letterhead and heads, and cells that lead to the sheets of roles."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from rolesmith.document.matrix import Matrix
from rolesmith.document.posts import Post
from rolesmith.formats.excel.cells import Cell, Row, flow
from rolesmith.formats.excel.letterhead import letterhead, title_rows
from rolesmith.formats.excel.style import Style, Styles
from rolesmith.role.text import one_line

LYING = 960
"""Pixels from edge to edge of a page that lies on its side."""


class Head(NamedTuple):
    """The head of a column, between two distances from the left edge in pixels."""

    left: int
    right: int
    text: str


@dataclass(frozen=True)
class Summary:
    """A sheet about all roles: its rows, and which of them every page repeats."""

    title: str
    rows: list[Row]
    titles: range
    shop: str
    width: int
    filtered: bool = False
    """Whether Excel offers to filter the rows below the titles."""
    paper: Literal["a4", "a3"] = "a4"


def new_summary(title: str, shop: str, note: str, head: Sequence[Head], styles: Styles) -> Summary:
    """A summary that has its title, note and the head of its table, and no rows yet."""
    width = head[-1].right
    found = letterhead(shop, b"", styles)
    found.extend(title_rows(title, styles, width))
    if note:
        found.extend(flow((Cell(0, width, styles.note, ((note, ""),)),), least=30, pad=8))
    above = len(found)
    cells = [Cell(left, right, styles.head, ((text, ""),)) for left, right, text in head]
    found.extend(flow(cells, least=25.5, pad=9))
    return Summary(title, found, range(above, len(found)), shop, width)


def spans(styles: Styles, *widths: int, lying: bool = False) -> list[tuple[int, int]]:
    """Columns of these widths from the left edge; the last one takes what is left. `lying`: of a page across."""
    edges = [0]
    for width in widths[:-1]:
        edges.append(edges[-1] + width)
    return list(pairwise([*edges, LYING if lying else styles.width]))


def heads(columns: Sequence[tuple[int, int]], texts: Sequence[str]) -> list[Head]:
    """Heads for these columns."""
    return [Head(*span, text) for span, text in zip(columns, texts, strict=True)]


def linked(span: tuple[int, int], name: str, sheet: str, styles: Styles) -> Cell:
    """A role's name that leads to its sheet."""
    quoted = sheet.replace("'", "''")
    return Cell(*span, styles.link, ((one_line(name), ""),), link=f"internal:'{quoted}'!A1")


@dataclass(frozen=True)
class Listed:
    """All posts of a workbook, the sheet of each, and the shop."""

    posts: Sequence[Post]
    sheets: Sequence[str]
    shop: str
    styles: Styles
    matrix: Matrix | None = None
    """Who does what, where that is known."""

    def name(self, span: tuple[int, int], at: int) -> Cell:
        """A post's name that leads to its sheet."""
        return linked(span, self.posts[at].name, self.sheets[at], self.styles)

    def text(self, span: tuple[int, int], text: str, look: Style | None = None) -> Cell:
        """A text in a box."""
        return text_cell(span, text, look or self.styles.box)


def text_cell(span: tuple[int, int], text: str, style: Style) -> Cell:
    """A text; nothing where there is none."""
    return Cell(*span, style, ((text, ""),) if text else ())
