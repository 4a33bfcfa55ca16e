"""Nothing typed is lost: a second tab, a text that is too long, an input method; and each link leads to a page."""

import re

import pytest
from playwright.sync_api import Page, expect

from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit
from tests.conftest import SHOP, Server, tried
from tests.desk import Desk, desk_of, home_of, new_desk

pytestmark = pytest.mark.browser

LINE = "店铺运营与管理第 1 条"
NODE = "duties.duties.store.1"
SLOW_NETWORK = """
const fetched = window.fetch;
window.fetch = async (...asked) => {
  const response = await fetched(...asked);
  await new Promise((done) => setTimeout(done, window.delay));
  return response;
};
"""


def test_a_click_on_a_link_wins_over_the_redrawing_of_what_was_typed(page: Page, server: Server) -> None:
    """Whenever the commit comes, before or after the click, the page turns; a run of the old page must not undo it."""
    desk = new_desk(page, server).open("basics")
    page.evaluate(SLOW_NETWORK)
    for delay in (0, 30, 60, 90, 120, 160):
        page.evaluate("(delay) => { window.delay = delay; }", delay)
        desk.type("直接上级", f"·{delay}")
        page.get_by_role("link", name="岗位目标").first.click(delay=40)
        expect(page.locator("h1").filter(has_text="岗位目标")).to_be_visible()
        desk.saved()
        assert desk.text("basics.info.superior").endswith(f"·{delay}")
        page.get_by_role("link", name="基本信息").first.click()
        expect(page.locator("h1").filter(has_text="基本信息")).to_be_visible()


@pytest.mark.one_visit
def test_two_tabs_on_different_lines_both_stay_and_on_one_line_the_second_chooses(page: Page, server: Server) -> None:
    one = new_desk(page, server).open("duties")
    other = Desk(page.context.new_page(), server, one.role).open("duties")
    one.type(LINE, "甲写的")
    one.saved()
    other.type("店铺运营与管理第 2 条", "乙写的")
    expect(other.box(LINE)).to_have_value(one.text(NODE))
    assert one.text(NODE).endswith("甲写的")
    assert one.text("duties.duties.store.2").endswith("乙写的")

    one.type(LINE, "再改")
    one.saved()
    other.type(LINE, "也改")
    trouble = other.page.locator(".trouble")
    expect(trouble).to_contain_text("请选一份留下")
    expect(trouble).to_contain_text("甲写的再改")
    expect(trouble).to_contain_text("甲写的也改")
    assert one.text(NODE).endswith("甲写的再改")
    other.button("用我写的").click()
    expect(trouble).to_have_count(0)
    other.saved()
    assert one.text(NODE).endswith("甲写的也改")


@pytest.mark.one_visit
def test_typing_on_after_a_conflict_stays_one_text_and_one_may_choose_on_any_page(page: Page, server: Server) -> None:
    one = new_desk(page, server).open("duties")
    before = one.text(NODE)
    other = Desk(page.context.new_page(), server, one.role).open("duties")
    one.type(LINE, "甲")
    one.saved()
    other.type(LINE, "乙")
    expect(other.page.locator(".trouble")).to_contain_text("请选一份留下")
    other.page.keyboard.type("丙丁")
    expect(other.box(LINE)).to_have_value(before + "乙丙丁")
    expect(other.page.locator(".state")).to_contain_text("要您看一下")
    other.page.reload()
    expect(other.page.locator(".trouble")).to_contain_text(before + "乙丙丁")
    assert one.text(NODE) == before + "甲"
    other.page.get_by_role("link", name="预览与导出").first.click()
    expect(other.page.locator("h1", has_text="预览与导出")).to_be_visible()
    expect(other.page.locator(".state.choose")).to_contain_text("有 1 处要您看一下")
    other.button("用我写的").click()
    other.saved()
    assert one.text(NODE) == before + "乙丙丁"


@pytest.mark.one_visit
def test_a_conflict_on_a_blank_and_on_the_shops_facts_is_shown_too(page: Page, server: Server) -> None:
    one = new_desk(page, server).open("blanks")
    other = Desk(page.context.new_page(), server, one.role).open("blanks")
    for blank in ("岗位编制", "主营类目"):
        one.type(blank, "1")
        one.saved()
        other.type(blank, "2")
        expect(other.page.locator(".trouble")).to_contain_text("请选一份留下")
        expect(other.box(blank)).to_have_value(re.compile("2$"))
        other.button("用现在的").click()
        expect(other.box(blank)).to_have_value(re.compile("1$"))


@pytest.mark.one_visit
def test_a_new_line_that_is_too_long_says_so_and_goes_without_a_trace(page: Page, server: Server) -> None:
    desk = new_desk(page, server, starter="").open("goals")
    desk.box("条目第 1 条").fill("长" * 5_020)
    expect(page.locator(".trouble")).to_contain_text("超出 20 字")
    expect(page.locator(".state")).to_contain_text("没有保存")
    page.get_by_role("button", name="删除条目第 1 条").click()
    desk.saved()
    expect(page.locator(".trouble")).to_have_count(0)
    desk.button("放回去").click()
    expect(page.locator(".trouble")).to_contain_text("超出 20 字")
    desk.box("条目第 1 条").fill("短了")
    desk.saved()
    assert [line.text for line in desk.stored().tree.find("goals.goals").children] == ["短了"]  # type: ignore[union-attr]


@pytest.mark.one_visit
def test_a_text_that_is_too_long_is_shown_when_its_line_was_deleted_elsewhere(page: Page, server: Server) -> None:
    """It was never sent, so no answer brings it back."""
    desk = new_desk(page, server).open("duties")
    desk.box(LINE).fill(f"写得太长{'长' * 5_020}")
    expect(page.locator(".trouble")).to_contain_text("先不保存")
    store = server.store()
    try:
        store.apply(SHOP, desk.role, [Edit(id="elsewhere-1", op="remove", target=NODE)])
    finally:
        store.close()
    page.reload()
    expect(page.locator(".elsewhere .trouble")).to_contain_text("这一处已经被删掉")
    expect(page.locator(".elsewhere .trouble")).to_contain_text("写得太长")
    desk.button("知道了").click()
    desk.saved()


@pytest.mark.one_visit
def test_what_was_deleted_can_be_put_back(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    before = desk.stored().tree.find("duties.duties.store")
    page.get_by_role("button", name="删除“店铺运营与管理”这一组").click()
    expect(desk.paper).not_to_contain_text("店铺运营与管理")
    desk.saved()
    assert desk.stored().tree.find("duties.duties.store") is None
    desk.button("放回去").click()
    expect(desk.paper).to_contain_text("（一）店铺运营与管理")
    desk.saved()
    assert desk.stored().tree.find("duties.duties.store") == before


@pytest.mark.one_visit
def test_nothing_half_composed_is_sent_and_nothing_composed_is_lost(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    before = desk.text(NODE)
    desk.box(LINE).click()
    page.keyboard.press("Control+End")
    keys = page.context.new_cdp_session(page)
    for half in ("d", "da", "dad"):
        keys.send("Input.imeSetComposition", {"text": half, "selectionStart": len(half), "selectionEnd": len(half)})
    expect(desk.paper.locator(f"[data-node='{NODE}']")).to_contain_text("dad")
    expect(desk.box(LINE)).to_have_value(before + "dad")
    assert desk.text(NODE) == before
    keys.send("Input.insertText", {"text": "打单"})
    expect(desk.box(LINE)).to_have_value(before + "打单")
    page.keyboard.type("发货")
    desk.saved()
    expect(desk.paper.locator(f"[data-node='{NODE}']")).to_contain_text("打单发货")
    assert desk.text(NODE) == before + "打单发货"


@pytest.mark.one_visit
def test_a_new_line_can_be_composed_from_its_first_letter(page: Page, server: Server) -> None:
    desk = new_desk(page, server, starter="").open("goals")
    desk.box("条目第 1 条").click()
    keys = page.context.new_cdp_session(page)
    for half in ("x", "xi", "xia"):
        keys.send("Input.imeSetComposition", {"text": half, "selectionStart": len(half), "selectionEnd": len(half)})
    keys.send("Input.insertText", {"text": "销"})
    page.keyboard.type("售额翻番")
    desk.saved()
    expect(desk.box("条目第 1 条")).to_have_value("销售额翻番")
    assert [line.text for line in desk.stored().tree.find("goals.goals").children] == ["销售额翻番"]  # type: ignore[union-attr]


def test_a_cold_deep_link_opens_its_page(page: Page, own: Server) -> None:
    """The first request that a fresh server ever sees is a link to a page. `test_for_everyone.py` opens every page."""
    role = shipped().starters["operations_specialist"].role
    everything_on = role.replace(
        role.tree.with_(children=tuple(section.with_(on=True) for section in role.tree.children))
    )
    desk = desk_of(page, own, everything_on)
    own.kill()
    own.start()
    desk.open("relations")
    titles = {section.id: section.title for section in everything_on.tree.children}
    expect(page.locator("h1").filter(has_text=titles["relations"])).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    for title in (titles["preface"], titles["kpis"]):
        page.get_by_test_id("stSidebar").get_by_role("link", name=title).click()
        expect(page.locator("h1").filter(has_text=title)).to_be_visible()
        expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize("path", tried(["duties", "finish", "nowhere", "s-12345678"], 2))
def test_a_first_request_for_a_page_without_a_role_ends_on_the_roles(page: Page, server: Server, path: str) -> None:
    page.goto(f"{server.url}/{path}")
    home_of(page)
    expect(page.locator("[data-testid=stAlert]")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
