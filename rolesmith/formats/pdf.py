"""PDF: set by typst in our own fonts, so that it looks the same on every machine.

The template is ours; a user's text reaches it only as data.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import Any

import typst

from rolesmith.document.document import (
    Document,
    Element,
    Entry,
    Grid,
    Heading,
    Numbered,
    Paragraphs,
    Phrase,
    Sheet,
    Signatures,
)
from rolesmith.document.standards import LABEL
from rolesmith.formats import pdf_bordered
from rolesmith.formats.chart import Picture, drawn
from rolesmith.formats.chart.svg import inks_of
from rolesmith.formats.edges import foot_line, head_line
from rolesmith.formats.excel.row_height import most_lines
from rolesmith.formats.looks import BRAND, Look, closer
from rolesmith.formats.pdf_pages import TALLEST, Drawn, again_where_asked, tie, with_signatures
from rolesmith.formats.sheet_rows import sheet_rows
from rolesmith.formats.typst_fonts import fonts
from rolesmith.formats.weights import OFF, TOTAL, Weights
from rolesmith.role.blanks import Piece
from rolesmith.role.text import one_line

HERE = Path(__file__).parent
CREATED = 946_684_800
"""The time of creation in every file, in Unix seconds; always the same, so that the same role makes the same file."""
PAGE = 210 / 25.4 * 96
"""The page's width in pixels."""
MOST_COLUMNS = 12
"""Columns that stand side by side; those beyond make a table of their own below."""
SIGNS = "\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
LONGEST, SHORTEST = 11, 4
"""Letters of a word that stands whole in any cell but narrow ones, and in those, too."""
LETTER, EDGES = 8.4, 10.0
"""Points of a wide letter, and those of a cell's two edges."""
AFTER = re.compile(rf"(?<=[-/?&=.:,_@\\{SIGNS}])")
PART = 4
"""Letters of which some stand together where a word has to break."""
BREAK = "\u200b"
TAB = "\u2003\u2003"
"""Two spaces of a character's width stand for a tab, which has no width of its own."""
LARGE = 200_000
"""Characters of a document's data from which on typst's cache is emptied, and 标准表格 is set as running text."""
CACHED_RUNS = 10
"""Runs of typst after which it drops what it cached in an earlier one."""
LITTLE = 0.28
"""A last page that is filled less than this is saved: by a quarter, and the room around what stands there."""
LINE_OF = 5
"""Millimetres that count as a line of a row in which one writes by hand."""
EVEN = 0.4
"""Share of the page's width from which on a cell's lines have both edges even; narrower ones would show gaps."""
FEW = 3
"""Lines of a paragraph that typst never breaks, since neither its first nor its last line stands alone."""
END = "{ let end = locate(<end>).position(); (end.page, end.y / 1mm) }"
"""Asks typst, in its own language, for the page on which a document ends, and at which millimetre."""
HEIGHT, EDGE = 297, 20
"""Millimetres of a page, and of its edge above and below the text."""


def write(document: Document, look: Look = BRAND) -> bytes:
    """The document as a .pdf."""
    data = _data(document, look)
    if look.bordered and len(_written(data)) > LARGE:  # no form, and typst would take gigabytes to lay it out as one
        look = replace(look, bordered=False)
        data = _data(document, look)
    set_as_is = _Setting(data, look)
    chosen = _chosen(set_as_is)
    content = _with_title_shown(chosen.file())
    if chosen.length > LARGE:
        _empty_cache()
    return content


class _Setting:
    """A document laid out in a look, once for where it ends and for its file."""

    def __init__(self, data: dict[str, Any], look: Look):
        self.data, self.look = data, look
        written = _written({**data, "look": asdict(look)})
        self.length = len(written)
        template = HERE / ("bordered.typ" if look.bordered else "document.typ")
        self._compiler = typst.Compiler(template, root=HERE, font_paths=fonts(), sys_inputs={"data": written})
        self.pages, end = json.loads(self._compiler.eval(END))
        self.filled = (end - EDGE) / (HEIGHT - 2 * EDGE)
        """Share of the last page."""

    def file(self) -> bytes:
        content = self._compiler.compile(format="pdf", timestamp=CREATED)
        assert isinstance(content, bytes)
        return content


def _chosen(as_is: _Setting) -> _Setting:
    """The setting that saves a page and leaves no other hardly filled; else one that saves a page, else as it is."""
    saved = as_is
    for each in _closer(as_is):
        if each.pages < as_is.pages:
            saved = each if saved is as_is else saved
            if each.pages == 1 or each.filled >= LITTLE:
                return each
    return saved


def _closer(as_is: _Setting) -> Iterator[_Setting]:
    """The same, closer and closer, where that can save a last page that holds little."""
    if as_is.pages > 1 and as_is.filled < LITTLE:
        over = as_is.filled / (as_is.pages - 1 + as_is.filled)
        yield from (_Setting(as_is.data, look) for look in closer(as_is.look, over))


def _data(document: Document, look: Look) -> dict[str, Any]:
    """All that is set; text as data."""
    of_look = pdf_bordered.data(document, look, _phrase) if look.bordered else _elements_of(document, look)
    return {
        "above": head_line(document),
        "below": foot_line(document),
        "title": one_line(document.title),
        "shop": one_line(document.shop),
        "logo": list(document.logo),
        "edge": EDGE,
        "fonts": [],
        **of_look,
    }


def _elements_of(document: Document, look: Look) -> dict[str, Any]:
    elements: list[Drawn] = []
    for part in document.parts:
        elements.append({"kind": "Part", "number": part.number, "title": _phrase(part.title)})
        elements += [drawn for element in part.elements for drawn in _elements(element, look)]
    numbers = [entry["number"] for each in elements for entry in each.get("entries", ())]
    return {
        "label_of_standards": LABEL,
        "stamp": document.stamp,
        "digits": len(str(max(10, *numbers))) if numbers else 2,
        "elements": list(with_signatures(elements)),
    }


def _written(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False)


def _with_title_shown(content: bytes) -> bytes:
    """The file with the wish that a window shows its title and not its name.

    Typst writes the catalog last, so that nothing but the table of places behind it moves.
    """
    before, found, after = content.rpartition(b"/ViewerPreferences<<")
    table = after.find(b"\nxref\n")
    if not found or b"obj" in after[: after.find(b"endobj")]:
        return content
    wish = b"/DisplayDocTitle true"
    head, _, end = after[table:].rpartition(b"startxref\n")
    place = int(end.split()[0]) + len(wish)
    return before + found + wish + after[:table] + head + b"startxref\n%d\n%%%%EOF" % place


def _empty_cache() -> None:
    """Let typst drop its cache, which for a large document takes some hundred megabytes."""
    for _ in range(CACHED_RUNS):
        typst.compile(b"", font_paths=fonts())


def _phrase(phrase: Phrase, wide: float = LONGEST * LETTER + EDGES) -> list[tuple[str, bool]]:
    """The pieces of a phrase in a cell of so many points; what is too long for it may break."""
    pieces = [*phrase.pieces, Piece(phrase.ticks)] if phrase.ticks else phrase.pieces
    most = min(LONGEST, max(SHORTEST, int((wide - EDGES) / LETTER)))
    return [(_breakable(piece.text, most).replace("\t", TAB), piece.open) for piece in pieces if piece.text]


def _breakable(text: str, most: int) -> str:
    """The text with places to break each word of more letters: behind its punctuation, and within what is left."""

    def parted(word: re.Match[str]) -> str:
        return BREAK.join(part for stretch in AFTER.split(word[0]) for part in parts.findall(stretch))

    long, parts = _patterns(most)
    return long.sub(parted, text)


@cache
def _patterns(most: int) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Words of more letters, and rows of punctuation, which typst prints beyond a cell; and the parts of a word."""
    long = re.compile(rf"[!-\u2fff]{{{most + 1},}}|[{SIGNS}]{{8,}}")
    return long, re.compile(rf"^.{{,{most - 1}}}$|.{{1,{PART}}}")


def _elements(element: Element, look: Look) -> Iterator[Drawn]:
    """An element as data; a table with too many columns as several."""
    page = PAGE - 2 * look.side * 96

    def row(cells: Sequence[Phrase], shares: Sequence[float]) -> Drawn:
        widths = [page * share / sum(shares) for share in shares]
        room = max(cell.room for cell in cells)
        lines = most_lines([cell.printed for cell in cells], widths, look.text)
        texts = [_phrase(cell, 0.75 * width) for cell, width in zip(cells, widths, strict=True)]
        return {"cells": texts, "lines": max(lines, room // LINE_OF), "room": room}

    match element:
        case Grid():
            for begin in range(0, len(element.columns), MOST_COLUMNS):
                part = slice(begin, begin + MOST_COLUMNS)
                widths = element.widths[part]
                shown = again_where_asked(element.again if not begin else [False] * len(element.rows))
                rows = [
                    {**row(cells[part], widths), "again": again}
                    for cells, again in zip(element.rows, shown, strict=True)
                ]
                tie(rows)
                columns = [_phrase(column) for column in element.columns[part]]
                sums = _sums(element, begin, len(widths))
                settings = [_setting(code, widths, at) for at, code in enumerate(element.codes[part])]
                told = {"columns": columns, "settings": settings, "sums": sums}
                yield {"kind": "Grid", "widths": widths, "rows": rows, **told}
        case Sheet():
            pairs = [[text for pair in row for text in pair] for row in sheet_rows(element)]
            rows = [row(cells, (15, 35, 15, 35) if len(cells) > 2 else (15, 85)) for cells in pairs]
            tie(rows)
            yield {"kind": "Sheet", "rows": rows}
            yield from _picture(element.chart, look)
        case Signatures():
            known = any(str(who) for _, who in element.rows)
            rows = [row(cells, (15, 20)) if known else row(cells[:1], (15,)) for cells in element.rows]
            yield {"kind": "Signatures", "known": known, "rows": rows, "said": element.said}
        case Heading():
            yield {"kind": "Heading", "number": element.number, "title": _phrase(element.title)}
        case Numbered():
            yield {"kind": "Numbered", "entries": [_entry(entry, page, look) for entry in element.entries]}
            yield from _picture(element.rhythm, look)
        case Paragraphs():
            paragraphs = [
                {"phrase": line, "lines": most_lines(["".join(text for text, _ in line)], [page], look.text)}
                for line in _paragraphs(element.phrase)
            ]
            yield {"kind": "Paragraphs", "paragraphs": paragraphs}


def _sums(grid: Grid, begin: int, count: int) -> list[tuple[str, int]]:
    """The cells of the row of sums, each with the columns that it takes; none where there is nothing to add up."""
    weights = Weights(row[grid.weight].printed for row in grid.rows if grid.weight)
    at = grid.weight - begin
    if not weights.any or not 0 < at < count:
        return []
    return [(TOTAL + OFF if weights.off else TOTAL, at), (str(weights), 1), ("", count - at - 1)]


def _picture(picture: Picture | None, look: Look) -> Iterator[Drawn]:
    if picture:
        yield {"kind": "Picture", "svg": drawn(picture, inks_of(look))}


def _setting(code: bool, widths: Sequence[int], at: int) -> str:
    """How the cells of a column are set: short codes and numbers centred, long lines with both edges even."""
    if code:
        return "center"
    return "wide" if widths[at] >= EVEN * sum(widths) else "left"


def _entry(entry: Entry, page: float, look: Look) -> Drawn:
    lines = most_lines([entry], [page - 40], look.text) + most_lines([entry.standard or ""], [page - 40], look.text)
    return {
        "number": entry.number,
        "label": _phrase(entry.label) if entry.label else None,
        "phrase": _phrase(entry.phrase),
        "mark": entry.mark,
        "standard": _phrase(entry.standard) if entry.standard else None,
        "lines": lines,
        "whole": FEW < lines <= TALLEST,
    }


def _paragraphs(phrase: Phrase) -> Iterator[list[tuple[str, bool]]]:
    """The lines of a phrase that hold anything, each with its pieces."""
    line: list[tuple[str, bool]] = []
    for text, open in _phrase(phrase):
        for at, stretch in enumerate(text.split("\n")):
            if at and line:
                yield line
                line = []
            if stretch:
                line.append((stretch, open))
    if line:
        yield line
