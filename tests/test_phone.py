"""The same job on a phone: 390 pixels, fingers, one column with two tabs."""

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Server
from tests.desk import new_desk

pytestmark = [pytest.mark.browser, pytest.mark.one_visit]

LINE = "店铺运营与管理第 1 条"


def test_form_and_document_are_two_tabs_and_the_document_follows(phone: Page, server: Server) -> None:
    desk = new_desk(phone, server).open("duties")
    expect(desk.paper).to_be_hidden()
    desk.box(LINE).tap()
    phone.keyboard.press("Control+End")
    phone.keyboard.type("手机上写的")
    phone.get_by_role("tab", name="看文档").tap()
    expect(desk.paper).to_be_visible()
    expect(desk.paper).to_contain_text("手机上写的")
    expect(desk.box(LINE)).to_be_hidden()
    phone.get_by_role("tab", name="填写").tap()
    expect(desk.box(LINE)).to_be_visible()


def test_the_next_step_is_one_tap_right_after_the_last_key(phone: Page, server: Server) -> None:
    desk = new_desk(phone, server).open("basics")
    desk.box("直接上级").tap()
    phone.keyboard.press("Control+End")
    phone.keyboard.type("兼老板")
    phone.locator(".st-key-next a").tap()
    expect(phone.locator("h1").filter(has_text="岗位目标")).to_be_visible()
    desk.saved()
    assert desk.text("basics.info.superior") == "运营主管兼老板"


def test_a_library_tick_and_a_switch_take_one_tap_right_after_the_last_key(phone: Page, server: Server) -> None:
    desk = new_desk(phone, server).open("duties")
    desk.box(LINE).tap()
    phone.keyboard.type("甲")
    phone.get_by_role("switch", name="数据分析与优化").tap()
    desk.box(LINE).tap()
    phone.keyboard.type("乙")
    phone.get_by_role("button", name="从预设库挑").tap()
    phone.locator(".found li label").nth(3).tap()
    desk.saved()
    role = desk.stored()
    assert "甲" in desk.text("duties.duties.store.1")
    assert "乙" in desk.text("duties.duties.store.1")
    group = role.tree.find("duties.duties.data")
    assert group is not None
    assert not group.on


def test_no_page_is_wider_than_the_screen(phone: Page, server: Server) -> None:
    desk = new_desk(phone, server)
    desk.open("versions")
    for path in ("blanks", "basics", "goals", "duties", "qualifications", "outline", "finish"):
        desk.turn(path)
        expect(phone.locator(".st-key-form")).to_be_visible()
        assert phone.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
