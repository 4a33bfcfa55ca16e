"""Word: headings, numbering and tables that Word itself knows; others read in it what was written."""

import io
import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from PIL import Image

from rolesmith.document.document import Document
from rolesmith.document.draw import draw
from rolesmith.formats import word
from rolesmith.formats.looks import LOOKS
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import OPEN, Filling
from tests.excel_print import HARD, document
from tests.nasty import NASTY
from tests.office import Office, converted
from tests.outside import squeezed, text_in
from tests.sample import every_kind


def whole(**more: Any) -> Document:
    """A document of every kind of block, with a letterhead and a stamp."""
    mark = io.BytesIO()
    Image.new("RGB", (300, 90), "#1f6b5a").save(mark, "PNG")
    drawn = draw(every_kind()[0], Filling())
    return replace(drawn, shop="青禾", logo=mark.getvalue(), stamp=("编号：A-1", "版本：第 2 版"), **more)


def pandoc(data: bytes, to: str) -> str:
    """What pandoc reads in a .docx."""
    program = shutil.which("pandoc")
    if not program:
        pytest.skip("没有装 pandoc，Word 文件没有让它读")
    done = subprocess.run([program, "-f", "docx", "-t", to], input=data, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.parametrize("look", LOOKS)
def test_the_same_document_makes_the_same_file(look: str) -> None:
    assert word.write(whole(), LOOKS[look]) == word.write(whole(), LOOKS[look])


def test_every_text_is_in_it(tmp_path: Path) -> None:
    read = squeezed(text_in("docx", word.write(whole())))
    assert [marker for marker in every_kind()[1] if marker not in read] == []


def test_pandoc_reads_headings_lists_and_tables() -> None:
    tree = json.loads(pandoc(word.write(whole()), "json"))
    kinds = [block["t"] for block in tree["blocks"]]
    levels = [block["c"][0] for block in tree["blocks"] if block["t"] == "Header"]
    assert levels.count(1) == 5 and levels.count(2) == 4
    assert kinds.count("Table") == 3
    lists = [block["c"] for block in tree["blocks"] if block["t"] == "OrderedList"]
    assert [(start, len(items)) for (start, *_), items in lists] == [(1, 2)] * 4, "each list begins anew"


def test_pandoc_reads_the_texts_in_their_order() -> None:
    read = squeezed(pandoc(word.write(whole()), "plain"))
    places = [read.index(marker) for marker in every_kind()[1] if "岗位" not in marker]
    assert places == sorted(places)


def test_words_own_numbers_are_those_of_the_document() -> None:
    """Numbers are no text: Word counts. So what it counts must come to what the paper shows."""
    made = docx.Document(io.BytesIO(word.write(whole())))
    headed = [p for p in made.paragraphs if p.style.name == "Heading 1"]
    assert [p._p.pPr.numPr is not None for p in headed] == [bool(part.number) for part in whole().parts]
    listed = {p._p.pPr.numPr.numId.val for p in headed if p._p.pPr.numPr is not None}
    assert len(listed) == 1, "sections are counted over the whole document"
    begun = [p._p.pPr.numPr.numId.val for p in made.paragraphs if p.style.name == "Heading 2"]
    assert len(set(begun)) == 2, "and headings anew in each section"
    assert "（一）" not in "".join(p.text for p in made.paragraphs)


def test_tables_repeat_their_heads_and_keep_texts_whole() -> None:
    made = docx.Document(io.BytesIO(word.write(whole())))
    cells = [cell for table in made.tables for row in table.rows for cell in row.cells]
    assert {cell.paragraphs[0].style.name for cell in cells} == {"Cell"}
    assert made.styles["Cell"].paragraph_format.keep_together
    assert [len(table._tbl.xpath("w:tr/w:trPr/w:tblHeader")) for table in made.tables] == [0, 0, 1]


def test_it_is_a4_with_head_and_foot() -> None:
    made = docx.Document(io.BytesIO(word.write(whole())))
    section = made.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert "青禾" in section.header.paragraphs[0].text
    assert not section.first_page_header.paragraphs[0].text
    assert "PAGE" in section.first_page_footer._element.xml and "NUMPAGES" in section.footer._element.xml
    assert made.core_properties.title == whole().title and made.core_properties.language == "zh-CN"
    assert len(made.inline_shapes) == 1


def test_what_nobody_has_filled_stands_out() -> None:
    role = next(iter(shipped().starters.values())).role
    made = docx.Document(io.BytesIO(word.write(draw(role, shipped().filling(role)))))
    seal = word.colour(LOOKS["brand"].seal)
    marked = [run.text for p in made.paragraphs for run in p.runs if run.font.color.rgb == seal]
    assert marked and all(OPEN in text or text == OPEN for text in marked)


def test_hard_texts_are_kept_as_they_are() -> None:
    """All in one file, each in every field, line and cell, which ends with its marker."""
    texts = [text for _, text in NASTY] + HARD
    parts = [part for text in texts for part in document(text.replace("{", "{{"))[0].parts]
    written = squeezed(text_in("docx", word.write(Document("名", "题", (), tuple(parts)))))
    markers = [marker for marker in every_kind()[1] if re.fullmatch("标..[项条格]记", marker)]
    assert len(markers) > 10
    assert [text for text in texts for marker in markers if squeezed(text) + marker not in written] == []


@converted("docx", "pdf")
def to_print() -> bytes:
    return word.write(whole())


def test_libreoffice_prints_every_text_on_a4(office: Office) -> None:
    printed = squeezed(text_in("pdf", office(to_print).read_bytes()))
    assert [marker for marker in every_kind()[1] if marker not in printed] == []
    for number in ("一、标04", "四、标29", "（一）标09", "（二）标14", "（二）标26"):
        assert number in printed, "LibreOffice counts as Word does"
