"""Forms to fill in offline: what is open, what is asked, and that what was written comes back."""

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from rolesmith.formats.excel.form import HOW, write
from rolesmith.formats.looks import BRAND, LOOKS, Look
from rolesmith.presets.shipped import shipped
from rolesmith.readers.workbook.read import read
from rolesmith.role.tree import Role
from tests.conftest import Server
from tests.office import Office, converted
from tests.outside import squeezed, text_in
from tests.test_workbook_reader import cell, lines

EMPTY = shipped().templates["ecommerce"].role()


def filled(act: Any) -> Role:
    """The role of a form after somebody wrote in it."""
    book = openpyxl.load_workbook(io.BytesIO(write(EMPTY)))
    act(book.worksheets[0])
    file = io.BytesIO()
    book.save(file)
    return read(file.getvalue(), "a.xlsx").role


def is_well(each: Any, look: Look = BRAND) -> bool:
    """Whether a cell is tinted to be filled in."""
    return bool(each.fill.fgColor.rgb == f"FF{look.well[1:]}")


def beside(sheet: Any, label: str) -> Any:
    """The cell to the right of a label."""
    found = cell(sheet, label)
    return next(each for each in sheet[found.row][found.column :] if is_well(each))


@pytest.mark.parametrize("look", LOOKS)
def test_what_is_to_be_filled_in_is_tinted_and_nothing_is_locked(look: str) -> None:
    """Rows may be put in and taken out, as the form itself says: a protected sheet would not let one."""
    sheet = openpyxl.load_workbook(io.BytesIO(write(EMPTY, LOOKS[look]))).worksheets[0]
    assert not sheet.protection.sheet
    cells = [each for row in sheet.iter_rows() for each in row]
    wells = [each for each in cells if is_well(each, LOOKS[look])]
    assert len(wells) > 100 and [each for each in wells if each.value] == []
    assert HOW in [each.value for each in cells]


def test_hints_are_comments_and_choices_are_dropdowns() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(write(EMPTY))).worksheets[0]
    notes = [each.comment.text for row in sheet.iter_rows() for each in row if each.comment]
    hints = [node.hint for node in EMPTY.tree.walk() if node.hint and node.kind in ("section", "field", "group")]
    assert [hint for hint in hints if not any(hint in note for note in notes)] == []
    lists = {rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert '"月度,季度,半年,年度"' in lists and '"汇报,管理,内部协作,外部协作"' in lists


def test_what_was_written_comes_back() -> None:
    def fill(sheet: Any) -> None:
        beside(sheet, "岗位名称＊").value = "夜班客服"
        beside(sheet, "岗位概述＊").value = "晚六点到十二点接待顾客\n办完当天的售后"
        goal = cell(sheet, "二、岗位目标").row + 2
        for at, text in enumerate(("全年首次响应不超过30秒", "年底前差评率降到1%")):
            sheet.cell(goal + at, 2).value = text
        group = cell(sheet, "客户服务与关系维护").row + 1
        column = next(each.column for each in sheet[group] if is_well(each))
        sheet.cell(group, column).value = "1、接待咨询"
        head = cell(sheet, "权重（%）")
        names = {str(each.value): each.column for each in sheet[head.row] if each.value}
        sheet.cell(head.row + 1, names["指标"]).value, sheet.cell(head.row + 1, head.column).value = "响应时长", 100

    role = filled(fill)
    assert role.meaning("name") and role.meaning("name").text == "夜班客服"  # type: ignore[union-attr]
    overview, kpis = role.tree.find("basics.info.overview"), role.tree.find("kpis.kpis")
    assert overview and overview.text == "晚六点到十二点接待顾客\n办完当天的售后"
    assert lines(role, "goals.goals") == ["全年首次响应不超过30秒", "年底前差评率降到1%"]
    assert lines(role, "duties.duties.service") == ["接待咨询"]
    assert kpis
    told = [each.text for each in kpis.cells(kpis.of("row")[0])]
    assert told[0] == "响应时长" and "100" in told


def test_an_empty_form_is_an_empty_role() -> None:
    role = filled(lambda _: None)
    written = [node for node in role.tree.walk() if node.kind in ("line", "row") and node.id.startswith(("l", "row"))]
    assert written == []


@converted("xlsx", "pdf")
def empty_form() -> bytes:
    return write(EMPTY)


def test_it_prints_whole(office: Office) -> None:
    printed = squeezed(text_in("pdf", office(empty_form).read_bytes()))
    titles = [node.title for node in EMPTY.tree.walk() if node.title and not node.id.startswith("closing.signatures")]
    assert [title for title in titles if squeezed(title) not in printed] == []


@pytest.mark.browser
def test_one_takes_the_form_and_brings_it_back(page: Page, server: Server, tmp_path: Path) -> None:
    page.goto(f"{server.url}/bring")
    files = {}
    for ending, label in (("md", "Markdown"), ("docx", "Word"), ("xlsx", "Excel")):
        with page.expect_download() as waiting:
            page.get_by_role("link", name=f"下载空白模板 {label}").click()
        files[ending] = file = tmp_path / waiting.value.suggested_filename
        waiting.value.save_as(file)
        assert re.fullmatch(rf"岗位填写表_\d{{8}}\.{ending}", file.name)
        assert "主要工作职责与任务" in squeezed(text_in(ending, file.read_bytes()))
    book = openpyxl.load_workbook(files["xlsx"])
    beside(book.worksheets[0], "岗位名称＊").value = "填表来的岗位"
    book.save(files["xlsx"])
    page.locator("input[type=file]").set_input_files(files["xlsx"])
    expect(page.locator(".st-key-paper article h1")).to_have_text("填表来的岗位职责说明书")
