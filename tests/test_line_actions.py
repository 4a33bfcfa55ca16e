"""What one does with a line: words beside it, or all behind one ⋯ where there is no room; nothing lies on its text."""

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Server
from tests.desk import new_desk
from tests.test_for_everyone import focused

pytestmark = [pytest.mark.browser, pytest.mark.one_visit]

LINE = "店铺运营与管理第 1 条"
NODE = "duties.duties.store.1"
ROW = f"[data-row='{NODE}']"
COVERED = """(row) => {
  const text = row.querySelector("textarea").getBoundingClientRect();
  const tools = [...row.querySelectorAll(".tools button")];
  return tools.some((each) => each.getBoundingClientRect().left < text.right - 1);
}"""


def test_on_a_phone_one_tap_opens_what_one_does_with_a_line(phone: Page, server: Server) -> None:
    desk = new_desk(phone, server).open("duties")
    tools = phone.locator(f"{ROW} .tools button")
    expect(tools).to_have_count(1)
    tools.tap()
    phone.get_by_role("menuitem", name="停用").tap()
    desk.saved()
    found = desk.stored().tree.find(NODE)
    assert found and not found.on
    expect(phone.get_by_role("menu")).to_have_count(0)
    tools.tap()
    expect(phone.get_by_role("menuitem", name="启用")).to_be_in_viewport()
    phone.get_by_role("menuitem", name="删除").tap()
    desk.saved()
    assert desk.stored().tree.find(NODE) is None
    bar = phone.locator("[data-testid=stExpandSidebarButton]")
    assert bar.evaluate("each => getComputedStyle(each, '::after').content") == '"菜单"'
    expect(bar).to_have_attribute("aria-label", "菜单")


def test_in_a_narrow_window_the_keyboard_does_it_and_a_finger_or_mouse_sees_the_whole_text(
    page: Page, server: Server
) -> None:
    page.set_viewport_size({"width": 600, "height": 900})
    desk = new_desk(page, server).open("duties")
    row = page.locator(ROW)
    row.hover()
    assert not row.evaluate(COVERED)
    dots = desk.button(f"{LINE}：停用或删除")
    dots.press("Enter")
    assert focused(page) == "停用"
    page.keyboard.press("Escape")
    assert focused(page) == f"{LINE}：停用或删除"
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    desk.saved()
    assert desk.stored().tree.find(NODE) is None
    assert focused(page) == f"{LINE}：停用或删除", "the next line's"
    page.set_viewport_size({"width": 1440, "height": 900})
    row = page.locator("[data-row='duties.duties.store.2']")
    row.hover()
    assert not row.evaluate(COVERED)
    expect(row.get_by_text("停用", exact=True)).to_have_css("opacity", "1")


def test_words_at_the_head_of_the_page_never_wrap(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    for width in (1440, 1101, 1024, 768, 701):
        page.set_viewport_size({"width": width, "height": 900})
        assert desk.button("下载 Excel").evaluate("each => each.offsetHeight") < 45, width
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_each_chapter_says_in_a_line_what_it_is_for(page: Page, server: Server) -> None:
    new_desk(page, server).open("outline")
    told = page.locator(".outline-row .hint")
    expect(told).to_have_count(page.locator(".outline-row").count())
    expect(told.nth(1)).to_have_text("先说清这个岗位叫什么、归谁管、管着谁")
    assert told.evaluate_all("found => found.every((each) => each.offsetHeight < 30)")
