"""Advice while one writes: it appears below the line, mends it, is undone, and is switched off."""

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Server
from tests.desk import Desk, new_desk

pytestmark = [pytest.mark.browser, pytest.mark.one_visit]

LINE = "店铺运营与管理第 1 条"
NODE = "duties.duties.store.1"
UNLAWFUL = "打包发货，限男性，35岁以下，抗压能力强"


def write(desk: Desk, text: str) -> None:
    desk.box(LINE).click()
    desk.page.keyboard.press("Control+A")
    desk.page.keyboard.type(text)


def test_a_finding_appears_on_typing_and_a_click_mends_it_and_undo_takes_that_back(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    write(desk, UNLAWFUL)
    said = page.locator(f"[data-row='{NODE}'] .finding.红 .says")
    expect(said).to_be_visible()
    expect(desk.box(LINE)).to_be_focused()
    page.keyboard.type("，每日18点前")
    said.first.click()
    why = page.locator(".because").first
    expect(why).to_contain_text("第")
    expect(why).to_contain_text("提示，非法律意见")
    desk.saved()
    before = desk.text(NODE)
    expect(page.locator(".mend").first).to_be_enabled()
    page.locator(".mend").first.click()
    expect(said).to_have_count(0)
    desk.saved()
    assert desk.text(NODE) == "打包发货，能按排班完成大促高峰期的工作，每日18点前"  # all of it, whichever was asked
    desk.button("撤销").click()
    desk.saved()
    assert desk.text(NODE) == before
    expect(said).to_be_visible()


def test_a_rule_is_switched_off_for_the_shop_and_on_again(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    write(desk, UNLAWFUL)
    said = page.locator(f"[data-row='{NODE}'] .finding .says")
    expect(said).to_have_count(1)
    others = page.locator(f"[data-row='{NODE}'] .others")
    others.click()
    count = said.count()
    assert count > 1
    others.click()
    expect(others).to_have_text(f"还有 {count - 1} 条提示")
    others.click()
    said.first.click()
    desk.button("本店不再提示这一条规则").first.click()
    expect(said).to_have_count(count - 1)
    page.goto(f"{server.url}/shop")
    page.get_by_role("button", name="恢复提示").click()
    expect(page.get_by_role("button", name="恢复提示")).to_have_count(0)
    desk.open("duties")
    others.click()
    expect(said).to_have_count(count)


def test_the_findings_stand_before_the_files_with_the_way_to_them(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    write(desk, UNLAWFUL)
    desk.saved()
    desk.open("finish")
    card = page.locator("[class*=st-key-card-advice-duties]")
    expect(card).to_contain_text("打包发货")
    expect(page.get_by_text("提示，非法律意见").first).to_be_visible()
    card.get_by_role("link").click()
    expect(page.locator(f"[data-row='{NODE}'] .finding.红")).to_be_visible()


def test_a_word_of_the_shops_own_is_found_and_replaced(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/shop")
    page.get_by_label("本店不想看到的词").fill("家人们")
    page.get_by_label("改写成").fill("顾客")
    page.get_by_role("button", name="加上").click()
    expect(page.get_by_text("“家人们”，改写成“顾客”")).to_be_visible()
    desk = new_desk(page, server).open("duties")
    write(desk, "答复家人们的提问，十分钟内回完")
    page.locator(f"[data-row='{NODE}'] .finding.黄 .says").first.click()
    page.locator(".mend").first.click()
    desk.saved()
    assert desk.text(NODE) == "答复顾客的提问，十分钟内回完"
