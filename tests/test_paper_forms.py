"""Papers to write on: boxes and lines with room for a pen, what to tick, and in Excel wells, dropdowns and results."""

import io
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from docx.shared import Mm

from rolesmith.document.document import BOX, LINE, Document, Grid, Phrase, Sheet, to_tick
from rolesmith.document.draw import draw
from rolesmith.formats import html, markdown, pdf, plain, word
from rolesmith.formats.excel import workbook
from rolesmith.formats.excel.carried import Carried
from rolesmith.formats.looks import LOOKS
from rolesmith.presets.shipped import shipped
from rolesmith.readers.workbook.read import read
from rolesmith.role.blanks import Piece
from rolesmith.role.tree import Role
from tests.conftest import tried
from tests.office import Office, converted
from tests.outside import squeezed, text_in
from tests.pages import pages_of
from tests.test_papers import FACTS, PAPERS, STARTERS, below_head, paper_of, with_text
from tests.test_render import lines_of

MILLIMETRE = 72 / 25.4
BOXES = {
    "assessment": ("主要成绩", "改进事项", "所需支持", "本人意见"),
    "probation": ("转正目标", "本人意见"),
    "interview": ("突出方面", "需要关注"),
    "first_week": ("新员工自评", "带教人意见", "后续重点"),
    "training": ("补训安排", "本人意见"),
}
"""Neighbouring places to write more than a few words."""
TICKS = {
    "assessment": "□ 优秀（≥90）　□ 良好（≥80）　□ 合格（≥60）　□ 待改进（不足60）",
    "probation": "□ 按期转正　□ 提前转正　□ 不符合录用条件",
    "interview": "□ 录用　□ 再次面试　□ 不录用",
    "training": "□ 全部达到标准　□ 部分项目安排补训",
}


def drawn(kind: str, starter: str = "service_agent") -> Document:
    paper = paper_of(STARTERS[starter].role, kind)
    return draw(paper, shipped().filling(paper, FACTS))


def cells(document: Document) -> Iterator[Phrase]:
    """All fields and cells of tables."""
    for part in document.parts:
        for element in part.elements:
            if isinstance(element, Sheet):
                yield from (value for _, value in element.rows)
            elif isinstance(element, Grid):
                yield from (cell for row in element.rows for cell in row)


@pytest.mark.parametrize("kind", PAPERS)
def test_what_is_empty_in_a_paper_has_room_to_write_and_what_is_written_has_none(kind: str) -> None:
    found = [cell for starter in STARTERS for cell in cells(drawn(kind, starter))]
    assert found and all((cell.room in (LINE, BOX)) != bool(str(cell).strip()) for cell in found)
    assert {cell.room for cell in found if str(cell).strip()} <= {0} and (LINE, BOX) == (8, 20)


def test_a_description_is_no_paper_to_write_on() -> None:
    role = STARTERS["service_agent"].role
    on = role.replace(role.tree.with_(children=tuple(section.with_(on=True) for section in role.tree.children)))
    found = list(cells(draw(on, shipped().filling(on, FACTS))))
    assert found and not [cell for cell in found if cell.room or cell.ticks or cell.choices]


@pytest.mark.parametrize(
    ("choices", "wide", "printed"),
    [
        (("录用", "不录用"), 36, "□ 录用　□ 不录用"),
        (("达标", "基本达标", "未达标"), 8.8, "□达标 □基本达标\n□未达标"),
        (("已接收",), 6, "□已接收"),
        (("5", "4", "3", "2", "1"), 5, "5\u20024\u20023\u20022\u20021"),
        ((), 36, ""),
    ],
)
def test_choices_are_printed_to_tick_and_numbers_to_ring(choices: tuple[str, ...], wide: float, printed: str) -> None:
    assert to_tick(choices, wide) == printed


@pytest.mark.parametrize("kind", TICKS)
def test_every_print_says_what_to_tick_and_excel_offers_it(kind: str) -> None:
    document, ticks = drawn(kind), squeezed(TICKS[kind])
    for text in (markdown.write(document), plain.write(document), html.article(document)):
        assert ticks in squeezed(text)
    assert ticks in squeezed(text_in("docx", word.write(document)))
    assert ticks in squeezed(text_in("pdf", pdf.write(document)))
    data = workbook.write([document])
    assert "□" not in text_in("xlsx", data)
    offered = {
        rule.formula1 for rule in openpyxl.load_workbook(io.BytesIO(data)).active.data_validations.dataValidation
    }
    assert f'"{TICKS[kind].replace("□ ", "").replace("　", ",")}"' in offered


def heights(file: Path, labels: tuple[str, ...]) -> list[float]:
    """Millimetres between the middles of these labels, which stand below one another."""
    _, lines = lines_of(file)
    found = [next(line for line in reversed(lines) if squeezed(line.text).startswith(label)) for label in labels]
    return [((b.top + b.bottom) - (a.top + a.bottom)) / 2 / MILLIMETRE for a, b in pairwise(found) if a.page == b.page]


@pytest.mark.parametrize("look", tried(LOOKS, 2))
@pytest.mark.parametrize("kind", BOXES)
def test_a_box_to_write_in_is_two_centimetres_high_in_a_pdf(kind: str, look: str, tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf.write(drawn(kind), LOOKS[look]))
    assert (told := heights(file, BOXES[kind])) and min(told) >= BOX - 0.1


@pytest.mark.parametrize("look", tried(LOOKS, 2))
@pytest.mark.parametrize("kind", BOXES)
def test_so_it_is_in_word_and_in_excel(kind: str, look: str) -> None:
    document = drawn(kind)
    written = docx.Document(io.BytesIO(word.write(document, LOOKS[look])))
    found = (row for table in written.tables for row in table.rows)
    rows = [row for row in found if any(cell.text in BOXES[kind] for cell in row.cells)]
    assert len(rows) == len(BOXES[kind]) and min(row.height for row in rows) >= Mm(BOX) - Mm(1) // 10
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.write([document], LOOKS[look]))).active
    for label in BOXES[kind]:
        (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == label]
        assert sheet.row_dimensions[cell.row].height >= BOX * MILLIMETRE


# a post


LONGEST = ("warehouse", "video_maker")
"""Starters whose posts have most lines."""


@pytest.mark.parametrize("look", tried(LOOKS, 2))
def test_a_post_is_one_page(look: str, tmp_path: Path) -> None:
    for starter in LONGEST:
        (file := tmp_path / "a.pdf").write_bytes(pdf.write(drawn("post", starter), LOOKS[look]))
        assert len(pages_of(file)) == 1


@converted("docx", "pdf", *((starter,) for starter in LONGEST))
def post_in_word(starter: str) -> bytes:
    return word.write(drawn("post", starter))


@converted("xlsx", "pdf", *((starter,) for starter in LONGEST))
def post_in_excel(starter: str) -> bytes:
    return workbook.write([drawn("post", starter)])


@pytest.mark.parametrize("starter", LONGEST)
def test_so_it_is_printed_from_word_and_from_excel(office: Office, starter: str) -> None:
    assert [len(pages_of(office(make, starter))) for make in (post_in_word, post_in_excel)] == [1, 1]


# what the row above says, too


DAYS = tuple(f"第{at}日" for at in range(1, 8))


@pytest.mark.parametrize("look", tried(LOOKS, 2))
def test_a_day_is_printed_once_a_page_and_every_row_says_it_to_who_reads_the_file(look: str, tmp_path: Path) -> None:
    document = drawn("first_week")
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf.write(document, LOOKS[look]))
    pages = [squeezed(page) for page in pages_of(file)]
    assert max(page.count(day) for page in pages for day in DAYS) == 1
    assert all(any(day in page for day in DAYS) for page in pages[:-1]), "also where a page begins with such a row"
    assert {day for day in DAYS if any(day in page for page in pages)} == set(DAYS)
    assert markdown.write(document).count("| 第1日 |") == 5


def test_word_and_excel_hide_it_and_keep_it() -> None:
    document = drawn("first_week")
    written = docx.Document(io.BytesIO(word.write(document)))
    firsts = [row.cells[0].paragraphs[0] for table in written.tables for row in table.rows]
    days = [line for line in firsts if line.text in DAYS]
    assert [line.text for line in days if not line.runs[0].font.hidden] == list(DAYS) and len(days) > len(DAYS)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook.write([document]))).active
    assert [cell.value for cell in sheet["A"] if cell.value in DAYS] == [line.text for line in days]


@converted("xlsx", "pdf")
def a_week() -> bytes:
    return workbook.write([drawn("first_week")])


def test_libreoffice_prints_a_day_of_a_sheet_once_on_a_page(office: Office) -> None:
    printed = [squeezed(page) for page in pages_of(office(a_week))]
    assert {page.count(day) for day in DAYS for page in printed} == {0, 1}
    assert all(day in "".join(printed) for day in DAYS)


def test_only_a_first_cell_that_says_something_is_not_said_again() -> None:
    def row(*texts: str) -> tuple[Phrase, ...]:
        return tuple(Phrase("n", (Piece(text),)) for text in texts)

    rows = (row("甲", "1"), row("甲", "2"), row("", "2"), row("", "3"), row("甲", "3"), row("乙", "3"))
    assert Grid("g", row("名", "数"), (50, 50), rows).again == (False, True, False, False, False, False)


# Excel


def named(sheet: Any, label: str) -> Any:
    """The cell to the right of the last cell that says it."""
    cell = [cell for row in sheet.iter_rows() for cell in row if cell.value == label][-1]
    return next(each for each in sheet[cell.row][cell.column :] if type(each).__name__ == "Cell")


def sheet_of(kind: str, paper: Role | None = None) -> Any:
    document = drawn(kind) if paper is None else draw(paper, shipped().filling(paper, FACTS))
    return openpyxl.load_workbook(io.BytesIO(workbook.write([document])), data_only=True).active


@pytest.mark.parametrize("kind", ["assessment", "probation", "interview"])
def test_an_unfilled_form_shows_blanks(kind: str) -> None:
    sheet = sheet_of(kind)
    zeros = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.value == 0]
    assert zeros == []
    assert named(sheet, {"assessment": "综合得分", "probation": "量化得分", "interview": "平均分"}[kind]).value is None


@converted("xlsx", "xlsx")
def blank_assessment() -> bytes:
    return workbook.write([drawn("assessment")])


@converted("xlsx", "xlsx")
def rated_interview() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(workbook.write([drawn("interview")])))
    head, *_ = [cell for row in book.active.iter_rows() for cell in row if cell.value == "评分"]
    for cell, rating in zip(below_head(head), (5, 4, 2), strict=False):
        cell.value = rating
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_libreoffice_reckons_nothing_of_nothing_and_the_average_of_what_is_rated(office: Office) -> None:
    sheet = openpyxl.load_workbook(office(blank_assessment), data_only=True).active
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.value == 0] == []
    sheet = openpyxl.load_workbook(office(rated_interview), data_only=True).active
    assert [named(sheet, "平均分").value] == [pytest.approx(11 / 3)]


def test_a_grade_follows_from_the_score() -> None:
    paper = paper_of(STARTERS["service_agent"].role, "assessment")
    for rating, grade in (("5", "优秀（≥90）"), ("4", "良好（≥80）"), ("3", "合格（≥60）"), ("2", "待改进（不足60）")):
        sheet = sheet_of("", paper.replace(with_text(paper.tree, ":conduct.items.rating", rating)))
        assert (named(sheet, "综合得分").value, named(sheet, "等级").value) == (int(rating) * 20, grade)


def test_a_part_that_is_off_does_not_count_and_the_others_keep_their_names() -> None:
    paper = paper_of(STARTERS["service_agent"].role, "assessment")
    children = (section.with_(on=section.id != "results") for section in paper.tree.children)
    rated = with_text(paper.tree.with_(children=tuple(children)), ":conduct.items.rating", "4")
    sheet = sheet_of("", paper.replace(rated))
    scores = {row[0].value: [cell.value for cell in row if cell.value is not None][2:] for row in sheet.iter_rows()}
    assert (scores["工作业绩"], scores["行为规范与协作"]) == ([], [80, 16])
    assert (named(sheet, "综合得分").value, named(sheet, "等级").value) == (80, "良好（≥80）")


def test_what_is_filled_in_comes_back() -> None:
    """In a box, in a cell with a dropdown, and in the rows of a table in which nothing was written."""
    paper = paper_of(STARTERS["service_agent"].role, "adjustment", 3)
    document = draw(paper, shipped().filling(paper, FACTS))
    book = openpyxl.load_workbook(io.BytesIO(workbook.write([document], carried=Carried(paper, 3))))
    sheet = book.worksheets[0]
    named(sheet, "劳动报酬").value = "不作变动"
    named(sheet, "培训与过渡").value = "由组长带教两周"
    (head,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == "原内容"]
    for column, text in ((1, "岗位名称"), (head.column, "客服专员")):
        sheet.cell(head.row + 1, column).value = text
    file = io.BytesIO()
    book.save(file)
    back = read(file.getvalue(), "a.xlsx", paper).role
    texts = {node.id: node.text for node in back.tree.walk()}
    assert (texts["terms.terms.pay"], texts["terms.terms.training"]) == ("不作变动", "由组长带教两周")
    table = back.tree.find("changes.changes")
    assert table and [[cell.text for cell in table.cells(row)] for row in table.of("row")] == [
        ["岗位名称", "客服专员", ""]
    ]


def test_an_unwritten_paper_reads_back_as_it_is() -> None:
    for kind in PAPERS:
        paper = paper_of(STARTERS["service_agent"].role, kind, 3)
        document = draw(paper, shipped().filling(paper, FACTS))
        data = workbook.write([document], carried=Carried(paper, 3))
        assert read(data, "a.xlsx", paper).role.tree == paper.tree, kind
