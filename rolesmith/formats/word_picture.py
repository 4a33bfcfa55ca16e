"""Pictures in a Word file."""

import io
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt

from rolesmith.formats.chart import Picture, drawn, in_words
from rolesmith.formats.chart.png import png
from rolesmith.formats.chart.svg import inks_of, size_of
from rolesmith.formats.looks import Look
from rolesmith.formats.word_tables import PIXEL

ABOVE = 8
"""Points of room above and below."""


def in_the_middle(line: Any) -> None:
    """Have a line's texts at the middle of the picture beside them."""
    alignment = OxmlElement("w:textAlignment")
    alignment.set(qn("w:val"), "center")
    line._p.get_or_add_pPr().append(alignment)


def add_picture(word: Any, line: Any, picture: Picture, look: Look, most: int) -> None:
    """A picture in the middle of a paragraph that is `most` wide, with what it says for those who do not see it."""
    svg = drawn(picture, inks_of(look))
    wide, high = size_of(svg)
    scale = min(1.0, most / (wide * PIXEL))
    image = word.part.new_pic_inline(
        io.BytesIO(png(svg)), Emu(int(wide * PIXEL * scale)), Emu(int(high * PIXEL * scale))
    )
    for edge in ("distT", "distB", "distL", "distR"):  # else LibreOffice leaves room around it
        image.set(edge, "0")
    image.find(qn("wp:docPr")).set("descr", in_words(picture))
    line.add_run()._r.add_drawing(image)
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(ABOVE)
