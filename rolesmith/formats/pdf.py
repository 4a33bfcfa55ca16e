"""PDF: set by typst in our own font, so that it looks the same on every machine.

The template is ours; a user's text reaches it only as data.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import typst

from rolesmith.document.document import (
    Document,
    Element,
    Grid,
    Heading,
    Numbered,
    Paragraphs,
    Phrase,
    Sheet,
    Signatures,
)
from rolesmith.document.standards import LABEL
from rolesmith.formats.excel.row_height import is_tall
from rolesmith.formats.html import sheet_rows
from rolesmith.formats.looks import BRAND, Look
from rolesmith.role.text import one_line

HERE = Path(__file__).parent
CREATED = 946_684_800
"""The time of creation in every file, in Unix seconds; always the same, so that the same role makes the same file."""
PAGE = 210 / 25.4 * 96
"""The page's width in pixels."""
MOST_COLUMNS = 12
"""Columns that stand side by side; those beyond make a table of their own below."""
SIGNS = "\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
LONG = re.compile(rf"[!-\u2fff]{{12,}}|[{SIGNS}]{{8,}}")
"""Long words, such as addresses, and rows of punctuation, which typst would print beyond the edge of a narrow cell."""
AFTER = re.compile(rf"(?<=[-/?&=.:,_@\\{SIGNS}])")
PARTS = re.compile(r"^.{,10}$|.{1,4}")
BREAK = "\u200b"
LARGE = 200_000
"""Characters of a document's data from which on typst's cache is emptied."""
CACHED_RUNS = 10
"""Runs of typst after which it drops what it cached in an earlier one."""


@cache
def _fonts() -> typst.Fonts:
    """Our font, then those of the system for characters that ours lacks. Kept, since the search is slow."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")])


def write(document: Document, look: Look = BRAND) -> bytes:
    """The document as a .pdf."""
    data = {
        "name": one_line(document.name),
        "title": one_line(document.title),
        "label_of_standards": LABEL,
        "shop": one_line(document.shop),
        "stamp": document.stamp,
        "logo": list(document.logo),
        "look": asdict(look),
        "parts": [
            {
                "number": part.number,
                "title": _phrase(part.title),
                "elements": [drawn for element in part.elements for drawn in _elements(element, look)],
            }
            for part in document.parts
        ],
    }
    written = json.dumps(data, ensure_ascii=False)
    content: bytes = typst.compile(
        HERE / "document.typ",
        root=HERE,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"data": written},
        timestamp=CREATED,
    )
    if len(written) > LARGE:
        _empty_cache()
    return content


def _empty_cache() -> None:
    """Let typst drop its cache, which for a large document takes some hundred megabytes."""
    for _ in range(CACHED_RUNS):
        typst.compile(b"", font_paths=_fonts())


def _phrase(phrase: Phrase) -> list[tuple[str, bool]]:
    return [(LONG.sub(_breakable, piece.text), piece.open) for piece in phrase.pieces if piece.text]


def _breakable(word: re.Match[str]) -> str:
    """A long word with places to break it: behind its punctuation, and every few letters where there is none."""
    return BREAK.join(part for stretch in AFTER.split(word[0]) for part in PARTS.findall(stretch))


def _elements(element: Element, look: Look) -> Iterator[dict[str, Any]]:
    """An element as data; a table with too many columns as several."""
    if isinstance(element, Grid):
        for begin in range(0, len(element.columns), MOST_COLUMNS):
            part = slice(begin, begin + MOST_COLUMNS)
            widths = element.widths[part]
            page = PAGE - 2 * look.side * 96
            pixels = [page * width / sum(widths) for width in widths]
            yield {
                "kind": "Grid",
                "widths": widths,
                "columns": [_phrase(column) for column in element.columns[part]],
                "rows": [
                    {
                        "whole": not is_tall(zip(map(str, row[part]), pixels, strict=True), look.text),
                        "cells": [_phrase(cell) for cell in row[part]],
                    }
                    for row in element.rows
                ],
            }
    else:
        yield {"kind": type(element).__name__, **_fields_of(element)}


def _fields_of(element: Element) -> dict[str, Any]:
    match element:
        case Heading():
            return {"number": element.number, "title": _phrase(element.title)}
        case Sheet():
            return {"rows": [[[_phrase(text) for text in pair] for pair in row] for row in sheet_rows(element)]}
        case Numbered():
            return {
                "entries": [
                    {
                        "number": entry.number,
                        "label": _phrase(entry.label) if entry.label else None,
                        "phrase": _phrase(entry.phrase),
                        "mark": entry.mark,
                        "standard": _phrase(entry.standard) if entry.standard else None,
                    }
                    for entry in element.entries
                ]
            }
        case Paragraphs():
            return {"paragraphs": list(_paragraphs(element.phrase))}
        case Signatures():
            return {"rows": [[_phrase(text) for text in row] for row in element.rows]}
        case Grid():
            raise AssertionError("tables are written by _elements")


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
