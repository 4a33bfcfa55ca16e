"""A first visit: from the empty page to the Excel, with few clicks, and nothing typed but what is blank."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.conftest import Server
from tests.desk import Desk, home_of, role_in
from tests.test_for_everyone import tab_to
from tests.test_main_job import read_excel

pytestmark = pytest.mark.browser

MOST = 12
"""Clicks from the first page to the file."""
TYPED = {"主营平台": "抖音小店", "岗位编制": "2", "岗位等级": "P3"}


class Visitor:
    """Somebody who clicks or taps, and counts it."""

    def __init__(self, page: Page, *, taps: bool) -> None:
        self.page, self.taps, self.count = page, taps, 0

    def click(self, what: Locator) -> None:
        self.count += 1
        (what.tap if self.taps else what.click)()


def taken(page: Page, take: Callable[[], None], folder: Path) -> None:
    """The Excel is there, and holds what was typed."""
    with page.expect_download() as waiting:
        take()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    for reading in read_excel(file):
        assert "电商运营专员" in reading and "抖音小店" in reading and "P3" in reading


@pytest.mark.parametrize("wide", [1440, 390])
def test_few_clicks_lead_from_the_empty_page_to_the_file(
    page: Page, phone: Page, own: Server, tmp_path: Path, wide: int
) -> None:
    visitor = Visitor(page if wide == 1440 else phone, taps=wide == 390)
    here = visitor.page
    here.goto(own.url)
    home = home_of(here)
    expect(home.get_by_role("heading", level=1)).to_contain_text("能打印、能签字的岗位职责说明书")
    expect(home.get_by_role("img", name="写好的一份")).to_be_visible()
    visitor.click(home.get_by_role("button", name="电商运营专员 负责"))
    here.wait_for_url("**/blanks?role=*")
    desk = Desk(here, own, role_in(here))
    desk.drawn() if wide == 1440 else desk.settled()
    visitor.click(desk.box("主营平台"))
    for text in TYPED.values():
        here.keyboard.type(text)
        here.keyboard.press("Enter")  # on to the next
    desk.saved()
    if wide == 390:
        visitor.click(here.get_by_test_id("stExpandSidebarButton"))
    visitor.click(here.get_by_test_id("stSidebar").get_by_role("link", name="预览与导出"))
    excel = here.get_by_role("button", name=re.compile("^下载 Excel")).first
    expect(excel).to_be_visible()
    taken(here, lambda: visitor.click(excel), tmp_path)
    assert visitor.count <= MOST


def test_so_does_the_keyboard_alone(page: Page, own: Server, tmp_path: Path) -> None:
    page.goto(own.url)
    home_of(page)
    tab_to(page, r"^电商运营专员\s")
    page.keyboard.press("Enter")
    page.wait_for_url("**/blanks?role=*")
    desk = Desk(page, own, role_in(page))
    desk.drawn()
    tab_to(page, "^主营平台$")
    for text in TYPED.values():
        page.keyboard.type(text)
        page.keyboard.press("Enter")
    desk.saved()
    page.keyboard.press("Shift+Tab")
    tab_to(page, "^预览与导出$", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="预览与导出", exact=True)).to_be_visible()
    desk.drawn()
    tab_to(page, r"^下载 Excel")
    taken(page, lambda: page.keyboard.press("Enter"), tmp_path)
