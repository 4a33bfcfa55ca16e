"""What is empty prints as a form: lines to fill in, never a heading alone, in every format; and it is read back."""

import io
import re
from itertools import pairwise
from typing import Any

import docx
import openpyxl
import pytest

from rolesmith.document.comparison import compare
from rolesmith.document.document import LINE, Grid, Heading, Numbered, Part
from rolesmith.document.draw import draw
from rolesmith.document.gaps import open_blanks, role_gaps
from rolesmith.formats import FORMATS, form, plain
from rolesmith.formats.bordered import bands
from rolesmith.formats.bordered_rows import tables
from rolesmith.formats.excel.carried import EDGE
from rolesmith.presets.shipped import shipped
from rolesmith.readers.old_document import open_file
from rolesmith.readers.old_document import read as read_document
from rolesmith.readers.old_document.build_role import build_role
from rolesmith.readers.old_document.place_pieces import place
from rolesmith.readers.workbook.read import read
from rolesmith.role.blanks import ROOM, Filling, without_room
from rolesmith.role.edit import Edit, apply
from rolesmith.role.tree import Role
from tests.outside import squeezed, text_in
from tests.test_workbook_reader import lines

BLANK = shipped().templates["ecommerce"].role()
GROUPS = [node for node in BLANK.tree.walk() if node.kind == "group"]


def with_line(role: Role, parent: str, text: str) -> Role:
    line = {"id": "l1", "kind": "line", "text": text}
    return apply(role, Edit(id="add-line", op="add", target=parent, value=[line]))


def switched(role: Role, node: str, on: bool) -> Role:
    return apply(role, Edit(id="turn-node", op="set", target=node, name="on", value=on))


def part(role: Role, section: str) -> Part:
    return next(each for each in draw(role, Filling()).parts if each.id == section)


def said(role: Role, section: str) -> list[str]:
    """The headings and lines of a section, as they are printed."""
    found = []
    for element in part(role, section).elements:
        match element:
            case Heading():
                found.append(str(element.title))
            case Numbered():
                found += map(str, element.entries)
    return found


def test_a_blank_role_prints_each_group_and_the_goals_as_lines_to_fill() -> None:
    assert said(BLANK, "goals") == [ROOM] * 4
    assert said(BLANK, "duties") == [each for group in GROUPS for each in (group.title, *[ROOM] * 4)]
    fields = ["学历要求", "专业要求", "经验年限", "项目经验"]
    assert [each for each in said(BLANK, "qualifications") if ROOM in each] == [f"{name}：{ROOM}" for name in fields]


def test_a_group_that_is_off_prints_nothing_also_in_a_blank_role() -> None:
    assert GROUPS[2].title not in said(switched(BLANK, GROUPS[2].id, False), "duties")


def test_once_anything_is_written_in_a_section_its_empty_groups_are_left_out() -> None:
    begun = with_line(BLANK, GROUPS[0].id, "策划店铺活动")
    assert said(begun, "duties") == [GROUPS[0].title, "策划店铺活动"]
    assert said(begun, "goals") == [ROOM] * 4, "another section is a form still"


def test_a_section_that_was_switched_on_prints_its_table_with_rows_to_fill() -> None:
    (grid,) = part(switched(BLANK, "kpis", True), "kpis").elements
    assert isinstance(grid, Grid)
    assert [[str(cell) for cell in row] for row in grid.rows] == [[""] * len(grid.columns)] * 4
    assert "指标：＿＿＿；" in plain.write(draw(switched(BLANK, "kpis", True), Filling()))


def test_lines_to_fill_are_no_open_blanks_and_hide_no_gap() -> None:
    assert "" not in open_blanks(draw(BLANK, Filling()))
    gaps = role_gaps(BLANK)
    assert [gap.what for gap in gaps["goals"]] == ["还差 3 条"]
    assert len(gaps["duties"]) == len(GROUPS)


@pytest.mark.parametrize("ending", [ending for ending in FORMATS if ending != "json"])
def test_every_format_prints_the_lines_to_fill(ending: str) -> None:
    role = switched(BLANK, "kpis", True)
    data = FORMATS[ending].write(role, shipped().filling(role), "brand")
    text = re.sub(r"<[^>]*>", "", text_in(ending, data)) if ending == "html" else text_in(ending, data)
    text = squeezed(text.partition(EDGE + "{")[0])
    assert text.count(ROOM) == 4 + 4 * len(GROUPS) + 4
    at = [text.index(squeezed(title)) for title in (*(group.title for group in GROUPS), "任职资格要求")]
    assert [text[a:b].count(ROOM) for a, b in pairwise(at)] == [4] * len(GROUPS)
    assert "指标" in text


def test_in_a_form_the_cells_themselves_are_to_be_filled() -> None:
    """No half lines in them, and so high that one can write by hand."""
    drawn = draw(BLANK, Filling())
    rows = [row for band in bands(drawn) for table in tables(band) for row in table.rows]
    lines = [row for row in rows if row.cells[0].kind in ("number", "name") and not str(row.cells[1])]
    assert len(lines) > 4 * len(GROUPS) and ROOM not in "".join(str(cell) for row in rows for cell in row.cells)
    assert all(row.room == LINE for row in lines if row.cells[0].kind == "number")


def filled(role: Role, act: Any) -> Role:
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].write(role, shipped().filling(role))))
    act(book.worksheets[0])
    file = io.BytesIO()
    book.save(file)
    found = read(file.getvalue(), "a.xlsx", role)
    assert found.notes == ()
    return found.role


def test_a_blank_role_whose_excel_nobody_filled_is_read_back_as_it_was() -> None:
    role = switched(BLANK, "kpis", True)
    assert filled(role, lambda _: None) == role


def test_what_was_written_on_the_lines_of_an_excel_is_read_back() -> None:
    def fill(sheet: Any) -> None:
        cells = [each for row in sheet.iter_rows() for each in row if isinstance(each.value, str)]
        goals = [each for each in cells if each.value == ROOM]
        goals[0].value, goals[1].value = "年度净销售额增长两成", f"复购率提到三成{ROOM}"
        head = next(each for each in cells if str(each.value).endswith(GROUPS[1].title))
        next(each for each in goals if each.row > head.row).value = "制定推广计划"
        label = next(each for each in cells if each.value == "学历要求")
        degree = next(each for each in goals if each.row == label.row)
        degree.value = f"大专及以上{ROOM[6:]}"

    role = filled(BLANK, fill)
    assert lines(role, "goals.goals") == ["年度净销售额增长两成", "复购率提到三成"]
    assert lines(role, GROUPS[1].id) == ["制定推广计划"]
    assert lines(role, GROUPS[0].id) == []
    degree = role.tree.find("qualifications.education.degree")
    assert degree and degree.text == "大专及以上"


@pytest.mark.parametrize(
    ("text", "left"),
    [(ROOM, ""), ("＿＿", ""), (f"{ROOM}负责店铺", "负责店铺"), (f"负责店铺{ROOM[4:]}", "负责店铺"),
     ("达到＿＿＿", "达到＿＿＿"), ("＿＿＿平台", "＿＿＿平台"), ("", "")],
)  # fmt: skip
def test_room_is_told_from_open_blanks(text: str, left: str) -> None:
    assert without_room(text) == left


def test_comparison_tells_what_was_written_and_nothing_of_lines_to_fill() -> None:
    begun = apply(
        with_line(BLANK, GROUPS[0].id, "策划店铺活动"),
        Edit(id="set-degree", op="set", target="qualifications.education.degree", name="text", value="大专及以上"),
    )
    for one, other in ((BLANK, begun), (begun, BLANK)):
        changes = [change for each in compare(draw(one, Filling()), draw(other, Filling())) for change in each.changes]
        assert not any("＿" in segment.text for change in changes for segment in change.pieces)
        keys = {change.key.partition("#")[0] for change in changes}
        assert keys <= {"l1", GROUPS[0].id, "qualifications.education.degree", "qualifications.education.major"}


# The form of the template


@pytest.mark.parametrize("ending", form.FORMS)
def test_the_form_has_every_title_of_the_template_and_none_of_its_own_lines(ending: str) -> None:
    text = squeezed(text_in(ending, form.write(BLANK, ending)).replace("＊", ""))
    titles = [node.title for node in BLANK.tree.walk() if node.title and not node.id.startswith("closing.signatures")]
    assert [title for title in titles if squeezed(title) not in text] == []
    own = [node.text for node in BLANK.tree.walk() if node.text and node.kind in ("line", "text")]
    assert [each for each in own if squeezed(each) in text] == []


@pytest.mark.parametrize("ending", ["docx", "md"])
def test_the_form_to_write_in_says_what_is_asked_for(ending: str) -> None:
    text = squeezed(text_in(ending, form.write(BLANK, ending)))
    hints = [node.hint for node in BLANK.tree.walk() if node.hint]
    assert len(hints) > 30 and [hint for hint in hints if squeezed(hint) not in text] == []


@pytest.mark.parametrize("ending", ["docx", "md"])
def test_a_form_that_nobody_filled_says_nothing(ending: str) -> None:
    pieces = open_file.read(form.write(BLANK, ending), f"表.{ending}")
    assert not any(ROOM in piece.text or piece.text.startswith(form.GUIDE) for piece in pieces)
    role = build_role(place(read_document(form.write(BLANK, ending), f"表.{ending}")))
    assert said(role, "goals") == said(BLANK, "goals") and said(role, "duties") == said(BLANK, "duties")


def test_a_word_form_is_read_in_where_it_was_filled() -> None:
    document = docx.Document(io.BytesIO(form.write(BLANK, "docx")))
    begun = ""
    for line in document.paragraphs:
        if line.style and line.style.name.startswith("Heading"):
            begun = line.text
        elif line.text == ROOM and begun in ("岗位目标", GROUPS[4].title):
            line.text, begun = f"提高{begun}", ""
    file = io.BytesIO()
    document.save(file)
    role = build_role(place(read_document(file.getvalue(), "表.docx")))
    assert lines(role, "goals.goals") == ["提高岗位目标"]
    assert lines(role, GROUPS[4].id) == [f"提高{GROUPS[4].title}"]


def test_sections_of_an_excel_form_in_which_nobody_wrote_stay_off() -> None:
    book = openpyxl.load_workbook(io.BytesIO(form.write(BLANK, "xlsx")))
    sheet = book.worksheets[0]
    head = next(each for row in sheet.iter_rows() for each in row if each.value == "指标")
    sheet.cell(head.row + 1, head.column).value = "响应时长"
    file = io.BytesIO()
    book.save(file)
    tree = read(file.getvalue(), "a.xlsx").role.tree
    before = {each.id for each in BLANK.tree.shown()}
    assert {each.id for each in tree.shown()} == before | {"kpis"}
