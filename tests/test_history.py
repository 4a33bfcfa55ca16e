"""Undo and redo by key and by button, over pages and a refresh. `test_undo.py` has every kind of edit."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from rolesmith.role.tree import Role
from tests.conftest import REPEATS, SHOP, Server
from tests.desk import Desk, new_desk

pytestmark = [pytest.mark.browser, pytest.mark.one_visit]

LINE = "店铺运营与管理第 1 条"
NODE = "duties.duties.store.1"


def undo(desk: Desk) -> None:
    desk.page.keyboard.press("Control+z")


def redo(desk: Desk) -> None:
    desk.page.keyboard.press("Control+Shift+Z")


def tree(desk: Desk) -> tuple[Role, Role]:
    """The role and the shop's facts, when all is committed."""
    desk.saved()
    store = desk.server.store()
    try:
        return desk.stored(), store.facts(SHOP).role
    finally:
        store.close()


def comes_back(desk: Desk, act: Callable[[], object]) -> None:
    """Undo gives the role before the act, redo the one after it."""
    before = tree(desk)
    act()
    after = tree(desk)
    assert after != before
    desk.button("撤销").click()
    assert tree(desk) == before
    desk.button("重做").click()
    assert tree(desk) == after
    desk.button("撤销").click()
    assert tree(desk) == before


def test_typing_is_taken_back_by_key_and_comes_again(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    before = desk.text(NODE)
    desk.type(LINE, "先写的")
    page.keyboard.press("Tab")
    desk.type(LINE, "后写的")
    undo(desk)
    expect(desk.box(LINE)).to_have_value(before + "先写的")
    expect(desk.box(LINE)).to_be_focused()
    undo(desk)
    expect(desk.box(LINE)).to_have_value(before)
    expect(desk.paper.locator(f"[data-node='{NODE}']")).not_to_contain_text("先写的")
    expect(desk.button("撤销")).to_be_disabled()
    redo(desk)
    redo(desk)
    expect(desk.box(LINE)).to_have_value(before + "先写的后写的")
    expect(desk.button("重做")).to_be_disabled()
    desk.saved()
    assert desk.text(NODE) == before + "先写的后写的"


def test_undo_right_behind_the_last_key_is_what_is_saved(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    before = desk.text(NODE)
    for _ in range(REPEATS):
        desk.type(LINE, "写错了")
        undo(desk)
        page.reload()
        desk.drawn()
        expect(desk.box(LINE)).to_have_value(before)
        assert desk.text(NODE) == before


def test_lines_come_and_go(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    comes_back(desk, lambda: desk.button(f"删除{LINE}").click())
    comes_back(
        desk,
        lambda: (
            page.locator(".ghost textarea").first.click(),
            page.keyboard.type("新写的一条"),
            page.keyboard.press("Tab"),
        ),
    )
    comes_back(desk, lambda: desk.button("删除“店铺运营与管理”这一组").click())


def test_an_emptied_line_comes_back_whole(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    before = tree(desk)
    desk.box(LINE).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    desk.button("下载 Excel").focus()
    expect(desk.paper.locator(f"[data-node='{NODE}']")).to_have_count(0)
    assert tree(desk) != before
    desk.button("撤销").click()
    expect(desk.paper.locator(f"[data-node='{NODE}']")).to_have_count(1)
    assert tree(desk) == before


def test_pasted_lines_and_ticked_items_go_in_one_step(page: Page, server: Server, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk = new_desk(page, server).open("duties")

    def paste() -> None:
        page.evaluate("() => navigator.clipboard.writeText('1. 贴来的甲\\n2. 贴来的乙\\n3. 贴来的丙')")
        page.locator(".ghost textarea").first.click()
        page.keyboard.press("Control+v")
        expect(desk.paper).to_contain_text("贴来的丙")

    comes_back(desk, paste)
    desk.button("从预设库挑").click()
    free = page.locator(".found input[type=checkbox]:not(:checked)").first
    comes_back(desk, free.click)


def test_fields_blanks_and_the_shops_facts(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("blanks")
    comes_back(desk, lambda: page.locator(".ask:has(.badge) input[data-blank-input]").first.fill("全店都用这个"))
    comes_back(desk, lambda: page.locator(".ask:not(:has(.badge)) input[data-blank-input]").first.fill("12"))
    desk.open("basics")
    comes_back(desk, lambda: desk.type("直接上级", "·改"))


def test_steps_outlive_a_page_and_a_refresh(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    before = desk.text(NODE)
    desk.type(LINE, "换页前写的")
    desk.next()
    expect(page).to_have_url(re.compile("qualifications"))
    page.reload()
    desk.drawn()
    desk.button("撤销").click()
    expect(page.locator(".history")).to_contain_text("已撤销：主要工作职责与任务")
    expect(desk.paper.locator(f"[data-node='{NODE}']")).not_to_contain_text("换页前写的")
    desk.saved()
    assert desk.text(NODE) == before


def test_a_search_box_keeps_the_browsers_own_undo(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    desk.type(LINE, "留着")
    search = page.get_by_role("searchbox", name="搜预设库")
    search.click()
    page.keyboard.type("直播")
    undo(desk)
    expect(search).not_to_have_value("直播")
    desk.saved()
    assert desk.text(NODE).endswith("留着")
