"""Nothing typed is lost: refresh, links, a killed server, a second tab, an input method."""

import re

import pytest
from playwright.sync_api import Page, expect

from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit
from tests.conftest import SHOP, Server
from tests.desk import Desk, desk_of, new_desk

pytestmark = pytest.mark.browser

LINE = "店铺运营与管理第 1 条"
NODE = "duties.duties.store.1"
ENGLISH = re.compile(r"[A-Za-z]+ [a-z]+ [a-z]+")
"""Three words of a sentence in English; the product speaks Chinese."""
SLOW_NETWORK = """
const fetched = window.fetch;
window.fetch = async (...asked) => {
  const response = await fetched(...asked);
  await new Promise((done) => setTimeout(done, window.delay));
  return response;
};
"""


def test_a_refresh_in_mid_word_keeps_every_letter(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    for word in ("一次", "两次", "三次"):
        desk.type(LINE, word)
        page.reload()
        expect(desk.box(LINE)).to_have_value(re.compile(f"{word}$"))
    desk.saved()
    assert desk.text(NODE).endswith("一次两次三次")


def test_leaving_by_a_link_right_after_the_last_key_keeps_it(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    desk.type(LINE, "走之前写的")
    desk.next()
    expect(page).to_have_url(f"{server.url}/qualifications?role={desk.role}")
    expect(desk.paper.locator(f"[data-node='{NODE}']")).to_contain_text("走之前写的")
    page.get_by_role("link", name="主要工作职责与任务").first.click()
    expect(desk.box(LINE)).to_have_value(desk.text(NODE))
    assert desk.text(NODE).endswith("走之前写的")


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


def test_closing_the_tab_keeps_the_last_key(page: Page, server: Server) -> None:
    first = page.context.new_page()
    desk = new_desk(first, server).open("basics")
    desk.type("直接上级", "和老板")
    first.close()
    again = Desk(page, server, desk.role).open("basics")
    expect(again.box("直接上级")).to_have_value("运营主管和老板")


def test_a_server_killed_in_mid_word_gets_the_text_when_it_is_back(page: Page, own: Server) -> None:
    desk = new_desk(page, own).open("duties")
    desk.type(LINE, "断电前")
    own.kill()
    page.keyboard.type("断电后")
    expect(page.locator(".state.trouble")).to_contain_text("连不上服务器")
    own.start()
    desk.saved()
    assert desk.text(NODE).endswith("断电前断电后")
    page.reload()
    expect(desk.box(LINE)).to_have_value(desk.text(NODE))


def test_text_typed_while_the_server_is_down_survives_a_closed_tab(page: Page, own: Server) -> None:
    desk = new_desk(page, own).open("duties")
    own.kill()
    desk.type(LINE, "只在这台设备上")
    expect(page.locator(".state.trouble")).to_be_visible()
    own.start()
    page.reload()
    desk.saved()
    assert desk.text(NODE).endswith("只在这台设备上")


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


def test_typing_on_after_a_conflict_stays_one_text(page: Page, server: Server) -> None:
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
    other.button("用我写的").click()
    other.saved()
    assert one.text(NODE) == before + "乙丙丁"


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


def test_a_cold_deep_link_opens_every_page(page: Page, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The first request that a fresh server ever sees is a link to this page."""
    presets = shipped()
    role = presets.starters["operations_specialist"].role
    everything_on = role.replace(
        role.tree.with_(children=tuple(section.with_(on=True) for section in role.tree.children))
    )
    server = Server(tmp_path_factory.mktemp("cold"))
    desk = desk_of(page, server, everything_on)
    sections = {section.id: section.title for section in everything_on.tree.children}
    titles = {**sections, "blanks": "填空", "outline": "章节", "finish": "预览与导出"}
    server.start()
    try:
        for path, title in titles.items():
            desk.open(path)
            expect(page.locator("h1, h2").filter(has_text=title).first).to_be_visible()
            expect(page.get_by_role("dialog")).to_have_count(0)
            expect(page.locator("[data-testid=stSidebar]")).to_contain_text("岗位匠")
            expect(page.locator("body")).not_to_contain_text(ENGLISH)
        for path, title in {"": "我的岗位", "libraries": "预设库", "shop": "本店信息"}.items():
            page.goto(f"{server.url}/{path}")
            expect(page.get_by_role("heading", name=title)).to_be_visible()
            expect(page.locator("body")).not_to_contain_text(ENGLISH)
    finally:
        server.kill()


@pytest.mark.parametrize("path", ["duties", "finish", "s-12345678", "nowhere"])
def test_a_first_request_for_a_page_without_a_role_ends_on_the_roles(page: Page, server: Server, path: str) -> None:
    page.goto(f"{server.url}/{path}")
    expect(page.get_by_role("heading", name="我的岗位")).to_be_visible()
    expect(page.locator("[data-testid=stAlert]")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_an_unknown_role_ends_on_the_roles_with_one_sentence(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/duties?role=r000")
    expect(page.get_by_role("heading", name="我的岗位")).to_be_visible()
    expect(page.get_by_text("这个岗位不存在或已经删掉了")).to_be_visible()


def test_it_keeps_every_letter_under_streamlit_run_too(page: Page, by_streamlit: Server) -> None:
    desk = new_desk(page, by_streamlit).open("duties")
    desk.type(LINE, "刷新前")
    page.reload()
    expect(desk.box(LINE)).to_have_value(re.compile("刷新前$"))
    desk.type(LINE, "走之前")
    desk.next()
    expect(desk.paper.locator(f"[data-node='{NODE}']")).to_contain_text("刷新前走之前")
    desk.saved()
    assert desk.text(NODE).endswith("刷新前走之前")


def test_a_damaged_database_is_told_in_one_sentence_and_left_alone(
    page: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    server = Server(tmp_path_factory.mktemp("damaged"))
    server.database.write_bytes(b"this is no database" * 100)
    server.start()
    try:
        for path in ("", "duties?role=r1", "libraries"):
            page.goto(f"{server.url}/{path}")
            expect(page.get_by_role("heading", name="暂时打不开数据")).to_be_visible()
            expect(page.get_by_text("可能已损坏")).to_contain_text("rolesmith.db")
            expect(page.get_by_role("dialog")).to_have_count(0)
        assert server.database.read_bytes() == b"this is no database" * 100
    finally:
        server.kill()


def test_a_choice_can_be_made_on_a_page_without_a_form(page: Page, server: Server) -> None:
    one = new_desk(page, server).open("duties")
    other = Desk(page.context.new_page(), server, one.role).open("duties")
    one.type(LINE, "甲写的")
    one.saved()
    other.type(LINE, "乙写的")
    other.page.get_by_role("link", name="预览与导出").first.click()
    expect(other.page.locator("h1", has_text="预览与导出")).to_be_visible()
    expect(other.page.locator(".state.choose")).to_contain_text("有 1 处要您看一下")
    other.button("用我写的").click()
    other.saved()
    assert other.text(NODE).endswith("乙写的") and "甲写的" not in other.text(NODE)
