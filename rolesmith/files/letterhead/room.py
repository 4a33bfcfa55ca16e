"""How high a header or a footer is, about: its lines, its pictures and the rows of its tables."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from docx.oxml.ns import qn
from docx.shared import Emu, Length, Pt, Twips

LINE = 1.3
"""Times its letters that a line is high."""


def height_of(parent: Any, styles: Mapping[str, tuple[str, Any]], wide: Length) -> Length:
    """Of the paragraphs and tables in a header, a footer or a cell that is so wide."""
    by_id = dict(styles.values())
    found = 0
    for block in parent:
        if block.tag == qn("w:p"):
            found += _line(block, by_id, wide)
        elif block.tag == qn("w:tbl"):
            found += sum(_row(row, styles, wide) for row in block.iterchildren(qn("w:tr")))
    return Emu(found)


def _row(row: Any, styles: Mapping[str, tuple[str, Any]], wide: Length) -> int:
    cells = row.findall(qn("w:tc"))
    least = max((int(each.get(qn("w:val"), 0)) for each in row.iter(qn("w:trHeight"))), default=0)
    texts = (height_of(cell, styles, Emu(wide // len(cells))) for cell in cells)
    return max([Twips(least), *texts])


def _line(line: Any, by_id: Mapping[str, Any], wide: Length) -> int:
    said = line.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    style = by_id.get(said.get(qn("w:val"))) if said is not None else None
    both = [each for each in (line, style) if each is not None]
    size = max((float(found.get(qn("w:val"))) / 2 for each in both for found in each.iter(qn("w:sz"))), default=10.0)
    text = "".join(each.text or "" for each in line.iterfind(f"{qn('w:r')}/{qn('w:t')}"))
    lines = max(1, ceil(len(text) * Pt(size) / wide)) + len(line.findall(f"{qn('w:r')}/{qn('w:br')}"))
    pictures = (int(each.find(qn("wp:extent")).get("cy")) for each in line.iter(qn("wp:inline")))
    return max([int(lines * Pt(size) * LINE), *pictures]) + _around(both)


def _around(both: Sequence[Any]) -> int:
    """The room above and below a paragraph: its own, or its style's."""
    found = (each.find(f"{qn('w:pPr')}/{qn('w:spacing')}") for each in both)
    spaced = next((each for each in found if each is not None), None)
    if spaced is None:
        return 0
    return sum(Twips(int(spaced.get(qn(f"w:{side}"), 0))) for side in ("before", "after"))
