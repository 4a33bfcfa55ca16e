"""Back in, after what people do to a sheet without thinking of us: each edit means what they plainly meant."""

import io
import random
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest

from rolesmith.document.comparison import compare
from rolesmith.document.draw import draw
from rolesmith.document.partial import untouched, without
from rolesmith.files.problem import Unreadable
from rolesmith.formats.excel import form as excel_form
from rolesmith.presets.shipped import shipped
from rolesmith.readers.workbook.read import ReadBack, read
from rolesmith.role.tree import Role
from tests.conftest import tried
from tests.test_workbook_reader import STORE, cell, edited, lines, role

SKILLS = "qualifications.skills"
WIDE = 1
"""Columns from a label to its text, in a sheet of a role."""


def text(role: Role, node: str) -> str:
    found = role.tree.find(node)
    assert found
    return found.text


def changes(old: Role, new: Role) -> list[tuple[str, str]]:
    drawn = (draw(each, shipped().filling(each)) for each in (old, new))
    return [(change.what, change.key) for each in compare(*drawn) for change in each.changes]


@pytest.mark.parametrize(("label", "node"), [("工作地点", "location"), ("岗位概述", "overview")])
def test_a_field_is_found_by_its_label_when_the_row_before_it_goes(label: str, node: str) -> None:
    def act(sheet: Any) -> None:
        found = cell(sheet, label)
        sheet.cell(found.row, found.column + WIDE).value = "后来写的"
        sheet.delete_rows(found.row - 1)

    assert text(edited(role(), act).role, f"basics.info.{node}") == "后来写的"


def test_a_field_with_its_label_in_one_cell_is_found_by_it() -> None:
    """Where the label has a cell of its own, what is written behind it there is told and loses nothing."""

    def act(sheet: Any) -> None:
        found = cell(sheet, "出差")
        found.value = "出差：每季度去一次义乌看货"
        sheet.delete_rows(found.row - 1)

    assert text(edited(role(), act, "brand").role, "conditions.conditions.travel") == "每季度去一次义乌看货"
    apart = edited(role(), act, "bordered")
    assert text(apart.role, "conditions.conditions.travel") == text(role(), "conditions.conditions.travel")
    assert any("每季度去一次义乌看货" in note for note in apart.notes)


@pytest.mark.parametrize(("before", "written"), [("3.", "打包"), (12, "装箱"), ("4）", "贴单")])
def test_the_number_of_a_new_line_is_not_the_line(before: object, written: str) -> None:
    first = lines(role(), STORE)[0]

    def act(sheet: Any) -> None:
        found = cell(sheet, first)
        sheet.insert_rows(found.row + 1)
        sheet.cell(found.row + 1, found.column - 1).value = before
        sheet.cell(found.row + 1, found.column).value = written

    assert lines(edited(role(), act).role, STORE)[1] == written


def test_a_block_pasted_into_one_cell_is_several_lines() -> None:
    first = lines(role(), STORE)[0]

    def act(sheet: Any) -> None:
        found = cell(sheet, first)
        sheet.insert_rows(found.row + 1)
        sheet.cell(found.row + 1, found.column).value = "1、每天巡店\n2、上架新品\n3、一、二线城市次日达"

    assert lines(edited(role(), act).role, STORE)[1:4] == ["每天巡店", "上架新品", "一、二线城市次日达"]


def test_marks_are_changed_taken_off_and_put_on() -> None:
    here = role()
    marked = [node for node in here.tree.walk() if node.kind == "line" and node.mark]
    plain = next(
        node for node in here.tree.walk() if node.id.startswith(SKILLS) and node.kind == "line" and not node.mark
    )
    other = next(mark for mark in here.tree.find(SKILLS).marks if mark != marked[0].mark)  # type: ignore[union-attr]

    def act(sheet: Any) -> None:
        cell(sheet, marked[0].text).value = f"{marked[0].text}({other})"
        cell(sheet, marked[1].text).value = marked[1].text
        cell(sheet, plain.text).value = f"{plain.text}（{other}）"

    brought = edited(here, act).role
    found = [brought.tree.find(node.id) for node in (marked[0], marked[1], plain)]
    assert [(node.text, node.mark) for node in found if node] == [
        (marked[0].text, other),
        (marked[1].text, ""),
        (plain.text, other),
    ]


@pytest.mark.parametrize("look", ["brand", "bordered"])
def test_a_heading_that_is_counted_anew_keeps_its_name(look: str) -> None:
    def act(sheet: Any) -> None:
        found = cell(sheet, "绩效考核")
        found.value = "六、绩效考核"

    assert edited(role(), act, look).role == role()


def test_a_columns_head_is_renamed_and_a_label_is_told() -> None:
    def act(sheet: Any) -> None:
        cell(sheet, "数据来源").value = "取数的地方"
        cell(sheet, "工作地点").value = "办公地点"

    brought = edited(role(), act)
    titles = [node.title for node in brought.role.tree.walk() if node.kind == "column"]
    assert "取数的地方" in titles and any("办公地点" in note for note in brought.notes)


@pytest.mark.parametrize("look", ["brand", "bordered"])
@pytest.mark.parametrize(("first", "wide"), [(1, 1), (2, 1), (1, 2)])
def test_columns_that_were_put_in_change_nothing(first: int, wide: int, look: str) -> None:
    assert edited(role(), lambda sheet: sheet.insert_cols(first, wide), look).role == role()


def test_the_heads_of_a_page_are_no_line_and_no_row() -> None:
    """With the name of their band before them, or without; a page may begin elsewhere than in the file as it was."""

    def act(sheet: Any) -> None:
        for text, name in (("工作职责", ""), ("工作职责", "主要工作\n职责与任务"), ("数据来源", "")):
            head = next(row for row in sheet.iter_rows() if text in [each.value for each in row])
            texts = [name or None, *(each.value for each in head[1:])]
            below = head[0].row + 3
            sheet.insert_rows(below)
            for column, value in enumerate(texts, 1):
                sheet.cell(below, column).value = value

    assert edited(role(), act, "bordered").role == role()


def test_what_has_next_to_nothing_of_the_file_is_refused() -> None:
    def act(sheet: Any) -> None:
        sheet.delete_rows(1, 400)
        sheet.append(["别的"])

    with pytest.raises(Unreadable, match="几乎没有一行"):
        edited(role(), act)


@pytest.mark.parametrize("look", ["brand", "bordered"])
def test_a_section_that_is_deleted_is_off(look: str) -> None:
    here = role()

    def act(sheet: Any) -> None:
        head, following = cell(sheet, "岗位目标").row, cell(sheet, "主要工作职责与任务").row
        sheet.delete_rows(head, following - head)

    goals = edited(here, act, look).role.tree.find("goals")
    assert goals and not goals.on


def form(written: Callable[[Any], None]) -> ReadBack:
    template = shipped().templates["ecommerce"].role()
    book = openpyxl.load_workbook(io.BytesIO(excel_form.write(template)))
    written(book.worksheets[0])
    file = io.BytesIO()
    book.save(file)
    return read(file.getvalue(), "a.xlsx")


def test_a_form_s_fields_are_not_taken_for_heads_of_its_tables() -> None:
    def fill(sheet: Any) -> None:
        label = next(each for row in sheet.iter_rows() for each in row if each.value == "版本")
        sheet.cell(label.row, label.column + WIDE).value = "V1.0"
        preface = cell(sheet, "前言")
        sheet.cell(preface.row + 2, 1).value = "我们店的前言"

    brought = form(fill).role
    assert text(brought, "closing.record.version") == "V1.0"
    assert "我们店的前言" in text(brought, "preface.text")


def test_a_form_has_only_the_lines_that_were_written() -> None:
    def fill(sheet: Any) -> None:
        head = next(each for row in sheet.iter_rows() for each in row if str(each.value).endswith("行为禁区"))
        number = next(
            each
            for row in sheet.iter_rows(min_row=head.row + 1)
            for each in row
            if str(each.value).startswith("=ROW()")
        )
        sheet.cell(number.row, number.column + 1).value = "不刷单"

    section = form(fill).role.tree.find("prohibited")
    assert section and [node.text for node in section.walk() if node.kind == "line"] == ["不刷单"]


def scrambled(sheet: Any, dice: random.Random) -> None:
    """Rows swapped, dropped and rewritten, as the dice say."""
    for _ in range(dice.randint(1, 5)):
        rows = [at for at in range(18, sheet.max_row) if any(each.value for each in sheet[at])]
        one, other = dice.sample(rows, 2)
        match dice.randint(0, 3):
            case 0 | 1:
                for column in range(1, 17):
                    a, b = sheet.cell(one, column), sheet.cell(other, column)
                    a.value, b.value = b.value, a.value
            case 2:
                sheet.delete_rows(one)
            case _:
                found = next(each for each in sheet[one] if each.value)
                found.value = f"{found.value}，改过"


@pytest.mark.parametrize("seed", tried(range(40), 4))
def test_with_nothing_ticked_nothing_changes_and_with_all_all_does(seed: int) -> None:
    here = role()
    dice = random.Random(seed)
    try:
        new = edited(here, lambda sheet: scrambled(sheet, dice)).role
    except Unreadable:
        return
    keys = [key for _, key in changes(here, new)]
    assert without(here, new, ()) == new
    assert changes(here, without(here, new, keys)) == []


def test_what_the_page_has_changed_since_stays() -> None:
    base = role()
    one, two, *_ = lines(base, STORE)
    here = Role.from_json(base.to_json().replace(two, "页面上改过的第二条"))
    brought = edited(base, lambda sheet: setattr(cell(sheet, one), "value", "文件里改过的第一条"))
    drawn = (draw(each, shipped().filling(each)) for each in (here, brought.base or base, brought.role))
    left = untouched(*drawn)
    assert lines(without(here, brought.role, left), STORE)[:2] == ["文件里改过的第一条", "页面上改过的第二条"]


def test_what_looks_like_a_new_heading_and_a_remark_are_told() -> None:
    first = lines(role(), STORE)[0]

    def act(sheet: Any) -> None:
        found = cell(sheet, first)
        sheet.cell(found.row, 40).value = "老板说这条要改"
        sheet.insert_rows(found.row + 1)
        sheet.cell(found.row + 1, found.column - 1).value = "（五）直播支持"

    heading, remark = sorted(edited(role(), act).notes, key=lambda note: "旁边" in note)
    assert "“（五）直播支持”像是新的小标题" in heading and "“老板说这条要改”没有读入" in remark


@pytest.mark.parametrize(
    "written", [[f"第 {at} 件事要做好" for at in range(600)], ["长" * 6_000]], ids=["many", "long"]
)
def test_more_than_a_role_holds_is_refused(written: list[str]) -> None:
    first = lines(role(), STORE)[0]

    def act(sheet: Any) -> None:
        found = cell(sheet, first)
        sheet.insert_rows(found.row + 1, len(written))
        for at, each in enumerate(written, found.row + 1):
            sheet.cell(at, found.column).value = each

    with pytest.raises(Unreadable, match="一节最多 500 条"):
        edited(role(), act)
