"""Word: headings, numbering and tables that Word itself knows; others read in it what was written."""

import io
import json
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_LINE_SPACING
from PIL import Image

from rolesmith.document.document import Document, Entry, Grid, Heading, Numbered, Part, Phrase, Signatures
from rolesmith.document.draw import draw
from rolesmith.formats import word
from rolesmith.formats.looks import LOOKS
from rolesmith.formats.word_styles import FORM, TITLES, UNCOUNTED
from rolesmith.formats.word_text import colour
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import OPEN, Filling, Piece
from tests.conftest import tried
from tests.excel_print import HARD, document
from tests.nasty import NASTY
from tests.office import Office, converted
from tests.outside import squeezed, text_in
from tests.pages import pages_of
from tests.sample import every_kind

ONE_PAGE = (24, 30, 33)
"""Lines of a document that is one page: two of these take some more than one, with all their air."""


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
    uncounted = [p._p.pPr.numPr is not None and p._p.pPr.numPr.numId.val == UNCOUNTED for p in headed]
    assert uncounted == [not part.number for part in whole().parts]
    assert [p.style.name for p in made.paragraphs if p.style.name == "Heading 2" and p._p.pPr.numPr is not None] == []
    assert "（一）" not in "".join(p.text for p in made.paragraphs)


def test_headings_are_one_list_of_two_levels_bound_to_their_styles() -> None:
    """So that a heading which somebody adds by hand has its number."""
    made = docx.Document(io.BytesIO(word.write(whole())))
    of_styles = [made.styles[f"Heading {level}"].element.pPr.numPr for level in (1, 2)]
    assert {numbered.numId.val for numbered in of_styles} == {TITLES}
    assert [numbered.ilvl.val for numbered in of_styles] == [0, 1]
    levels = made.part.numbering_part.element.xpath(f"w:abstractNum[@w:abstractNumId={TITLES}]/w:lvl/w:pStyle/@w:val")
    assert levels == ["Heading1", "Heading2"]


def test_headings_below_a_title_without_a_number_are_counted_anew() -> None:
    part = next(part for part in whole().parts if any(isinstance(element, Heading) for element in part.elements))
    parts = (part, replace(part, number=""), replace(part, number="二、"))
    made = docx.Document(io.BytesIO(word.write(replace(whole(), parts=parts))))
    lists = [p._p.pPr.numPr for p in made.paragraphs if p.style.name == "Heading 2"]
    count = len(lists) // 3
    assert [found is not None for found in lists] == [False] * count + [True] * count + [False] * count


def test_nothing_of_the_template_is_left_in_it() -> None:
    """No picture and no program of whoever made python-docx's template; today's Word; Chinese as the language."""
    archive = zipfile.ZipFile(io.BytesIO(word.write(whole())))
    assert not [
        name for name in archive.namelist() if "thumbnail" in name or "WithEffects" in name or "customXml" in name
    ]
    assert b"Macintosh" not in archive.read("docProps/app.xml")
    settings = archive.read("word/settings.xml").decode()
    assert re.findall('compatibilityMode"[^>]* w:val="([0-9]+)"', settings) == ["15"]
    assert re.findall('<w:themeFontLang[^>]* w:eastAsia="([^"]+)"', settings) == ["zh-CN"]


def weighed(*weights: str, meanings: tuple[str, ...] = ("", "weight", "")) -> list[list[str]]:
    """The rows of a table with these weights, as Word has them."""

    def phrase(text: str) -> Phrase:
        return Phrase("n", (Piece(text),))

    rows = tuple((phrase("甲"), phrase(weight), phrase("乙")) for weight in weights)
    grid = Grid("g", (phrase("指标"), phrase("权重"), phrase("来源")), (40, 20, 40), rows, meanings)
    part = Part("p", "一、", phrase("考核"), (grid,))
    table = docx.Document(io.BytesIO(word.write(Document("名", "题", (), (part,))))).tables[0]
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_weights_have_a_sum() -> None:
    assert weighed("30%", "70%")[-1] == ["合计", "100%", ""]
    assert weighed("30", "60")[-1] == ["合计（不是 100%）", "90", ""]


def test_there_is_no_sum_without_weights() -> None:
    assert len(weighed("随意", "")) == len(weighed("30", "70", meanings=("", "", ""))) == 3


def test_rows_hold_together_as_far_as_a_good_page_needs() -> None:
    """The first two rows with their head, the last two; and no row is split unless it is over ten lines."""
    rows = tuple((Phrase(f"r{at}", (Piece("长" * 600 if at == 2 else "短"),)), Phrase(f"s{at}")) for at in range(6))
    grid = Grid("g", (Phrase("a"), Phrase("b")), (50, 50), rows)
    lines = Numbered("n", tuple(Entry(at, Phrase("e", (Piece("另一件事"),))) for at in range(1, 31)))
    parts = (Part("p", "一、", Phrase("t"), (grid,)), Part("q", "二、", Phrase("u"), (lines,)))
    made = docx.Document(io.BytesIO(word.write(Document("名", "题", (), parts))))
    found = made.tables[0]._tbl.tr_lst
    assert [bool(row.xpath("w:trPr/w:cantSplit")) for row in found] == [True, True, True, False, True, True, True]
    assert [bool(row.xpath(".//w:keepNext")) for row in found] == [True, True, False, False, False, True, False]


def test_the_end_goes_to_a_new_page_together() -> None:
    """A good quarter of a page, and a tall row among it; what stands before may be anywhere."""
    lines = Numbered("n", tuple(Entry(at, Phrase("e", (Piece("一件事"),))) for at in range(1, 31)))
    tall = (Phrase("r", (Piece("长" * 120),)), Phrase("s"))
    grid = Grid("g", (Phrase("a"), Phrase("b")), (30, 70), (tall, (Phrase("r", (Piece("短"),)), Phrase("s"))))
    parts = (Part("p", "一、", Phrase("t"), (lines,)), Part("q", "二、", Phrase("u"), (grid,)))
    made = docx.Document(io.BytesIO(word.write(Document("名", "题", (), parts))))
    rows = made.tables[0]._tbl.tr_lst
    assert [bool(row.xpath(".//w:keepNext")) for row in rows] == [True, True, False]
    assert all(row.xpath("w:trPr/w:cantSplit") for row in rows)
    entries = [p for p in made.paragraphs if p.text == "一件事"]
    kept = [bool(p.paragraph_format.keep_with_next) for p in entries]
    assert kept == sorted(kept) and not kept[0] and kept[-1]


@converted("docx", "pdf", *((count,) for count in ONE_PAGE))
def as_lines(count: int) -> bytes:
    lines = Numbered("n", tuple(Entry(at, Phrase("e", (Piece("一件事"),))) for at in range(1, count + 1)))
    return word.write(Document("名", "题", (), (Part("p", "一、", Phrase("t"), (lines,)),)))


def test_what_needs_a_second_page_for_little_is_set_closer(office: Office) -> None:
    assert [len(pages_of(office(as_lines, count))) for count in ONE_PAGE] == [1] * len(ONE_PAGE)


def test_what_needs_a_further_page_for_little_is_set_closer() -> None:
    """Its air first, then its letters; what fills its last page stays as it is."""

    def normal(count: int) -> tuple[float, float]:
        style = docx.Document(io.BytesIO(as_lines(count))).styles["Normal"]
        return style.font.size.pt, style.paragraph_format.space_after.pt

    usual = normal(60)
    assert usual == (10.5, 2)
    size, after = normal(80)
    assert after < 2 and 9 <= size <= 10.5 and normal(95) == usual


def test_a_line_is_as_high_in_every_program() -> None:
    """At least so high as no common font of this size goes beyond; a picture or a taller script has its room."""
    for look in LOOKS.values():
        made = docx.Document(io.BytesIO(word.write(whole(), look)))
        for name in ("Normal", "Heading 1", "Heading 2", *(FORM[kind] for kind in ("text", "name") if look.bordered)):
            form = made.styles[name].paragraph_format
            assert form.line_spacing_rule == WD_LINE_SPACING.AT_LEAST
            assert 1.45 <= form.line_spacing.pt / made.styles[name].font.size.pt <= 1.7


def test_no_end_that_is_kept_together_leaves_half_a_page_empty() -> None:
    """Of rows that are each over a quarter of one, the last goes alone."""
    tall = (Phrase("r", (Piece("长" * 310),)), Phrase("s"))
    grid = Grid("g", (Phrase("a"), Phrase("b")), (50, 50), (tall,) * 6)
    made = docx.Document(io.BytesIO(word.write(Document("名", "题", (), (Part("q", "", Phrase("u"), (grid,)),)))))
    rows = made.tables[0]._tbl.tr_lst
    assert [bool(row.xpath(".//w:keepNext")) for row in rows][-4:] == [False] * 4


def test_many_signatures_take_what_stands_before_them_along() -> None:
    """The last four lines, or the last two rows; the signatures alone are more than what any end keeps together."""
    said = tuple((Phrase("w", (Piece(f"第{at}个人"),)), Phrase("")) for at in range(10))
    lines = Numbered("n", tuple(Entry(at, Phrase("e", (Piece("一件事"),))) for at in range(1, 21)))
    grid = Grid("g", (Phrase("a"), Phrase("b")), (50, 50), ((Phrase("r", (Piece("短"),)), Phrase("s")),) * 6)
    kept = {}
    for before in (lines, grid):
        parts = (Part("p", "一、", Phrase("t"), (before,)), Part("q", "二、", Phrase("u"), (Signatures("s", said),)))
        made = docx.Document(io.BytesIO(word.write(Document("名", "题", (), parts))))
        rows = made.tables[0]._tbl.tr_lst if before is grid else [p._p for p in made.paragraphs if p.text == "一件事"]
        kept[before.id] = [bool(row.xpath(".//w:keepNext")) for row in rows]
        assert all(row.xpath(".//w:keepNext") for row in made.tables[-1]._tbl.tr_lst[:-1])
    assert kept == {"n": [False] * 16 + [True] * 4, "g": [True, True, *[False] * 3, True, True]}


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


def test_what_is_too_long_for_head_and_foot_is_cut() -> None:
    made = docx.Document(io.BytesIO(word.write(replace(whole(), name="名" * 300, title="题" * 300))))
    edges = [edge.paragraphs[0].text for edge in (made.sections[0].header, made.sections[0].footer)]
    assert all("…" in edge and len(edge) < 60 for edge in edges)
    assert "题" * 300 in [paragraph.text for paragraph in made.paragraphs]


def test_what_nobody_has_filled_stands_out() -> None:
    role = next(iter(shipped().starters.values())).role
    made = docx.Document(io.BytesIO(word.write(draw(role, shipped().filling(role)))))
    seal = colour(LOOKS["brand"].seal)
    marked = [run.text for p in made.paragraphs for run in p.runs if run.font.color.rgb == seal]
    assert marked and all(OPEN in text or text == OPEN for text in marked)


def test_hard_texts_are_kept_as_they_are() -> None:
    """All in one file, each in every field, line and cell, which ends with its marker."""
    texts = tried([text for _, text in NASTY], 2) + HARD
    parts = [part for text in texts for part in document(text.replace("{", "{{"))[0].parts]
    written = squeezed(text_in("docx", word.write(Document("名", "题", (), tuple(parts)))))
    markers = [marker for marker in every_kind()[1] if re.fullmatch("标..[项条格]记", marker)]
    assert len(markers) > 10
    assert [text for text in texts for marker in markers if squeezed(text) + marker not in written] == []


@converted("docx", "pdf")
def to_print() -> bytes:
    """A heading is added by hand at the end."""
    made = docx.Document(io.BytesIO(word.write(whole())))
    made.add_heading("加的一章", 1)
    made.add_heading("加的一块", 2)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def test_libreoffice_prints_every_text_on_a4(office: Office) -> None:
    printed = squeezed(text_in("pdf", office(to_print).read_bytes()))
    assert [marker for marker in every_kind()[1] if marker not in printed] == []
    for number in ("一、标04", "四、标29", "（一）标09", "（二）标14", "（二）标26", "五、加的一章", "（一）加的一块"):
        assert number in printed, "LibreOffice counts as Word does"
