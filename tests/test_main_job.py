"""The whole main job in the browser: from an empty database to a document in hand."""

import subprocess
import sys
from pathlib import Path

import markdown
import openpyxl
import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Page, expect

from tests.conftest import Server
from tests.desk import Desk, begin, role_in

pytestmark = pytest.mark.browser

CALAMINE = """
import sys, python_calamine
book = python_calamine.CalamineWorkbook.from_path(sys.argv[1])
cells = (str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row if cell != "")
print("\\n".join(cell.replace("\\n", "") for cell in cells))
"""


def read_excel(path: Path) -> tuple[str, str]:
    """All cells' texts, as openpyxl and as calamine read them; calamine in a process of its own.

    Where a narrow column has broken a name, it is whole again.
    """
    sheet = openpyxl.load_workbook(path).worksheets[0]
    by_openpyxl = "\n".join(
        str(cell).replace("\n", "") for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    )
    by_calamine = subprocess.run([sys.executable, "-c", CALAMINE, str(path)], capture_output=True, check=True)
    return by_openpyxl, by_calamine.stdout.decode()


def readings(excel: Path, source: str) -> tuple[str, ...]:
    """Both files' texts, as independent readers have them."""
    return (
        *read_excel(excel),
        markdown.markdown(source, extensions=["tables"]),
        MarkdownIt("gfm-like", {"linkify": False}).render(source),
    )


def test_from_an_empty_database_to_both_files(page: Page, server: Server, tmp_path: Path) -> None:
    """电商运营专员 → blanks → edit, add, reorder, switch off → the paper shows it → both files hold it."""
    page.goto(server.url)
    begin(page, "电商运营专员")
    desk = Desk(page, server, role_in(page))
    desk.drawn()

    desk.type("主营平台", "抖音小店")
    desk.type("岗位编制", "2")
    page.keyboard.press("Enter")  # on to the next blank
    page.keyboard.type("P3")
    expect(desk.paper).to_contain_text("2人")
    expect(desk.paper).to_contain_text("P3")
    expect(desk.paper.locator("[data-blank=平台]").first).to_have_text("抖音小店")

    page.get_by_role("link", name="基本信息").first.click()
    desk.type("直接上级", "兼店长")
    expect(desk.paper).to_contain_text("运营主管兼店长")

    page.get_by_role("link", name="主要工作职责与任务").first.click()
    first, second = "店铺运营与管理第 1 条", "店铺运营与管理第 2 条"
    desk.type(first, "，并发到店铺群")
    text_of_first, text_of_second = desk.box(first).input_value(), desk.box(second).input_value()
    desk.box("店铺运营与管理第 12 条").click()
    page.keyboard.type("每周五整理样品柜，借出的样品登记到人")
    expect(desk.paper).to_contain_text("每周五整理样品柜，借出的样品登记到人")
    desk.box(first).focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(desk.box(second)).to_have_value(text_of_first)
    expect(desk.box(first)).to_have_value(text_of_second)
    page.get_by_role("switch", name="数据分析与优化").click()
    expect(desk.paper).not_to_contain_text("数据分析与优化")

    desk.box("店铺运营与管理第 13 条").click()
    page.keyboard.type("最后一键之后马上下载")
    excel = desk.download("下载 Excel", tmp_path)
    desk.type("店铺运营与管理第 13 条", "两份")
    source = desk.markdown()

    typed = (
        "抖音小店",
        "2人",
        "P3",
        "运营主管兼店长",
        "并发到店铺群",
        "每周五整理样品柜，借出的样品登记到人",
        "最后一键之后马上下载",
    )
    for reading in readings(excel, source):
        for text in typed:
            assert text in reading
        assert "数据分析与优化" not in reading
        one, other = reading.index(text_of_second.partition("，")[0]), reading.index("并发到店铺群")
        assert one < other, "the reordered line comes second"
    assert "最后一键之后马上下载两份" in source
    assert excel.name.startswith("电商运营专员岗位职责说明书_")
    assert excel.suffix == ".xlsx"
