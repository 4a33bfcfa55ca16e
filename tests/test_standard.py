"""The standard of a line, written beneath it: a text of its own, with all that a text can do."""

import pytest
from playwright.sync_api import Locator, Page, expect

from rolesmith.document.standards import SETTING
from rolesmith.libraries.tree import key_of
from rolesmith.role.tree import Node, Role
from tests.conftest import SHOP, Server
from tests.desk import Desk, desk_of

pytestmark = [pytest.mark.browser, pytest.mark.one_visit]

LINE = "上新第 1 条"
STANDARD = f"{LINE}的工作标准"


def role_of(*lines: tuple[str, str]) -> Role:
    """A role with one group of duties, each with its standard."""
    duties = tuple(Node(id=f"l{at}", kind="line", text=text, standard=more) for at, (text, more) in enumerate(lines, 1))
    group = Node(id="g", kind="group", title="上新", children=duties)
    block = Node(id="b", kind="groups", picks="duty", children=(group,))
    section = Node(id="duties", kind="section", title="职责", children=(block,))
    name = Node(id="name", kind="field", title="岗位名称", meaning="name", text="运营")
    basics = Node(
        id="basics", kind="section", title="基本信息", children=(Node(id="f", kind="fields", children=(name,)),)
    )
    return Role(tree=Node(id="role", kind="role", children=(basics, section)))


def desk_with(page: Page, server: Server, *lines: tuple[str, str]) -> Desk:
    return desk_of(page, server, role_of(*lines)).open("duties")


def lines_in(desk: Desk) -> list[tuple[str, str]]:
    desk.saved()
    group = desk.stored().tree.find("g")
    assert group
    return [(line.text, line.standard) for line in group.children]


def row_of(desk: Desk, box: str) -> Locator:
    return desk.page.locator(".line", has=desk.box(box))


def test_a_standard_is_added_by_key_typed_and_taken_back(page: Page, server: Server) -> None:
    # a line that raises no hint: the way to one would stand between the line and its standard
    line = "负责商品上架与标题优化"
    desk = desk_with(page, server, (line, ""), ("改价", ""))
    add = desk.button(f"给{LINE}加工作标准")
    desk.box(LINE).focus()
    page.keyboard.press("Tab")
    expect(add).to_be_focused()
    expect(add).to_have_css("opacity", "1")
    page.keyboard.press("Enter")
    expect(desk.box(STANDARD)).to_be_focused()
    page.keyboard.press("Backspace")
    expect(desk.box(LINE)).to_be_focused()
    expect(page.locator(".standard")).to_have_count(0)
    page.keyboard.press("Tab")
    expect(add).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.type("当天完成")
    assert lines_in(desk) == [(line, "当天完成"), ("改价", "")]
    page.keyboard.press("Control+z")
    assert lines_in(desk) == [(line, ""), ("改价", "")]
    page.keyboard.press("Control+Shift+Z")
    expect(desk.box(STANDARD)).to_have_value("当天完成")
    expect(desk.box(STANDARD)).to_be_focused()


def test_a_box_that_stays_empty_goes_and_a_list_without_standards_shows_none(page: Page, server: Server) -> None:
    desk = desk_with(page, server, ("上架商品", ""), ("改价", ""))
    expect(page.locator(".standard")).to_have_count(0)
    for add in page.locator(".add-standard").all():
        expect(add).to_have_css("opacity", "0")
    row_of(desk, LINE).hover()
    desk.button(f"给{LINE}加工作标准").click()
    expect(desk.box(STANDARD)).to_be_focused()
    desk.box("上新第 2 条").click()
    expect(page.locator(".standard")).to_have_count(0)


def test_a_finger_finds_it_behind_the_dots_of_the_line(phone: Page, server: Server) -> None:
    desk = desk_with(phone, server, ("上架商品", ""), ("改价", ""))
    expect(desk.button(f"给{LINE}加工作标准")).to_have_count(0)
    row_of(desk, LINE).locator(".dots").tap()
    phone.get_by_role("menuitem", name="工作标准").tap()
    expect(desk.box(STANDARD)).to_be_focused()
    phone.keyboard.type("当天完成")
    desk.box("上新第 2 条").tap()
    assert lines_in(desk) == [("上架商品", "当天完成"), ("改价", "")]


def test_an_emptied_line_that_has_a_standard_stays(page: Page, server: Server) -> None:
    desk = desk_with(page, server, ("上架商品", "当天完成"), ("改价", ""))
    desk.box(LINE).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.press("Backspace")
    page.locator('[data-edit="l2"]').focus()
    page.wait_for_function("() => new Promise((done) => setTimeout(() => done(true), 500))")  # lines go after 400 ms
    assert lines_in(desk) == [("", "当天完成"), ("改价", "")]
    page.locator('[data-edit="l1#standard"]').click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.locator('[data-edit="l2"]').click()
    expect(page.locator('[data-row="l1"]')).to_have_count(0)
    assert lines_in(desk) == [("改价", "")]
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    assert lines_in(desk) == [("上架商品", "当天完成"), ("改价", "")]


def test_enter_goes_on_with_a_new_line_and_lines_pasted_stand_behind(page: Page, server: Server) -> None:
    desk = desk_with(page, server, ("上架商品", "当天完成"))
    desk.box(STANDARD).click()
    page.keyboard.press("Enter")
    page.keyboard.type("改价")
    assert lines_in(desk) == [("上架商品", "当天完成"), ("改价", "")]
    desk.box(LINE).click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.locator('[data-edit="l1"]').evaluate(
        """(box) => { const data = new DataTransfer(); data.setData("text/plain", "1. 一\\n2. 二");
        box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }"""
    )
    assert lines_in(desk) == [("", "当天完成"), ("一", ""), ("二", ""), ("改价", "")]


def test_what_was_deleted_comes_back_with_both_texts(page: Page, server: Server) -> None:
    desk = desk_with(page, server, ("上架商品", "当天完成"), ("改价", ""))
    row_of(desk, LINE).hover()
    desk.button("删除上新第 1 条").click()
    assert lines_in(desk) == [("改价", "")]
    desk.button("放回去").click()
    assert lines_in(desk) == [("上架商品", "当天完成"), ("改价", "")]


def test_its_blanks_are_chips_and_are_filled(page: Page, server: Server) -> None:
    desk = desk_with(page, server, ("上架商品", "在{平台}当天完成"))
    row_of(desk, LINE).locator(".standard button.blank").click()
    page.get_by_role("dialog").get_by_role("textbox").fill("抖音")
    page.keyboard.press("Escape")
    expect(row_of(desk, LINE).locator(".standard .mirror")).to_contain_text("在抖音当天完成")


def test_two_devices_on_the_two_texts_keep_both_and_on_one_the_second_chooses(page: Page, server: Server) -> None:
    one = desk_with(page, server, ("上架商品", "当天完成"), ("改价", ""))
    other = Desk(page.context.new_page(), server, one.role).open("duties")
    one.type(LINE, "与套装")
    other.type(STANDARD, "并自查")
    one.saved()
    assert lines_in(other) == [("上架商品与套装", "当天完成并自查"), ("改价", "")]
    one.page.reload()
    one.type(STANDARD, "甲")
    one.saved()
    other.type(STANDARD, "乙")
    trouble = other.page.locator(".standard .trouble")
    expect(trouble).to_contain_text("当天完成并自查甲")
    expect(trouble).to_contain_text("当天完成并自查乙")
    other.button("用我写的").click()
    expect(other.page.locator(".trouble")).to_have_count(0)
    assert lines_in(other)[0] == ("上架商品与套装", "当天完成并自查乙")


def test_a_standard_whose_line_was_deleted_elsewhere_is_shown(page: Page, server: Server) -> None:
    one = desk_with(page, server, ("上架商品", "当天完成"), ("改价", ""))
    other = Desk(page.context.new_page(), server, one.role).open("duties")
    row_of(one, LINE).hover()
    one.button("删除上新第 1 条").click()
    one.saved()
    other.type(STANDARD, "并自查")
    expect(other.page.locator(".elsewhere .trouble")).to_contain_text("当天完成并自查")


def test_it_is_kept_in_a_library_of_the_shops_own_and_edited_there(page: Page, server: Server) -> None:
    desk = desk_with(page, server, ("上架商品", "当天完成"))
    desk.button("存入预设库").click()
    page.get_by_role("textbox", name="新库的名字").fill("我们店的活")
    page.get_by_role("checkbox").check()
    expect(page.locator(".keep-lines")).to_contain_text("当天完成")
    desk.button("存入 1 条").click()
    expect(page.get_by_text("已存入 1 条")).to_be_visible()
    store = server.store()
    try:
        kept = next(each for each in store.libraries(SHOP).values() if each.title == "我们店的活")
    finally:
        store.close()
    assert [(item.text, item.standard) for item in kept.items] == [("上架商品", "当天完成")]
    page.goto(f"{server.url}/library?role={key_of(kept.library)}")
    box = page.locator('[data-edit$="#standard"]')
    expect(box).to_have_value("当天完成")
    box.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("并自查")
    desk.saved()
    page.reload()
    expect(box).to_have_value("当天完成并自查")


def test_the_paper_follows_the_keys_of_a_standard_and_a_click_on_it_leads_back(page: Page, own: Server) -> None:
    store = own.store()
    try:
        store.set_setting(SHOP, SETTING, "with")
    finally:
        store.close()
    desk = desk_with(page, own, ("上架商品", "当天完成"), ("改价", ""))
    shown = desk.paper.locator('[data-node="l1"][data-part="standard"]')
    expect(shown).to_have_text("当天完成")
    desk.type(STANDARD, "并自查")
    expect(shown).to_have_text("当天完成并自查")
    expect(desk.paper.locator(".editing")).to_contain_text("上架商品")
    desk.saved()
    desk.box("上新第 2 条").click()
    shown.click()
    expect(desk.box(STANDARD)).to_be_focused()
