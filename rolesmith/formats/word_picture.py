"""Pictures in a Word file."""

import io
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Emu, Pt

from rolesmith.document.chart import Box
from rolesmith.formats.chart.png import png, size_of
from rolesmith.formats.chart.svg import inks_of, of_role, said
from rolesmith.formats.looks import Look
from rolesmith.formats.word_tables import PIXEL

ABOVE = 8
"""Points of room above and below."""


def add_chart(word: Any, line: Any, chart: Box, look: Look) -> None:
    """The chart of a post in the middle of a paragraph, with what it says for those who do not see it."""
    drawn = of_role(chart, inks_of(look))
    wide, high = size_of(drawn)
    image = word.part.new_pic_inline(io.BytesIO(png(drawn)), Emu(wide * PIXEL), Emu(high * PIXEL))
    for edge in ("distT", "distB", "distL", "distR"):  # else LibreOffice leaves room around it
        image.set(edge, "0")
    image.find(qn("wp:docPr")).set("descr", said(chart))
    line.add_run()._r.add_drawing(image)
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(ABOVE)
