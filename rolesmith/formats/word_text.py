"""Text in a Word file: a phrase's pieces as runs, and fields that Word computes."""

from collections.abc import Iterator
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import RGBColor

from rolesmith.document.document import Phrase
from rolesmith.formats.looks import Look

BOX = "□"
"""To tick."""


def colour(hexadecimal: str) -> RGBColor:
    """`#1F6B5A` as Word's."""
    return RGBColor.from_string(hexadecimal.lstrip("#"))


def write_phrase(line: Any, phrase: Phrase, look: Look, strong: bool = False) -> None:
    """A phrase at the end of a paragraph, or what to tick in its place; open blanks stand out."""
    for piece in phrase.pieces:
        if piece.text:
            write_text(line, piece.text, look, open=piece.open, strong=strong)
    if phrase.ticks:
        write_text(line, phrase.ticks, look)


def write_text(line: Any, text: str, look: Look, *, open: bool = False, strong: bool = False) -> None:
    """A text at the end of a paragraph."""
    run = line.add_run(text)
    for found in run._r.findall(qn("w:t")):  # python-docx preserves only spaces at the ends
        found.set(qn("xml:space"), "preserve")
    if BOX in text:  # else it comes from a Latin font where no Chinese stands before it
        run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
    if strong:
        run.bold = True
    if open:
        run.font.color.rgb = colour(look.seal)


def field(paragraph: Any, code: str) -> None:
    """A field that Word computes, such as PAGE."""
    for part in _field(code):
        paragraph.add_run()._r.append(part)


def _field(code: str) -> Iterator[Any]:
    for kind in ("begin", "", "separate", "text", "end"):
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            yield mark
        else:
            text = OxmlElement("w:t" if kind else "w:instrText")
            text.text = "1" if kind else code
            yield text
