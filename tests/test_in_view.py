"""What one turns to begins at its top; what one opens, writes or picks comes into view, on the page and on paper."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from rolesmith.libraries.files import write
from rolesmith.presets.shipped import shipped
from tests.conftest import SHOP, Server
from tests.desk import Desk, at_rest, choose, new_desk

pytestmark = [pytest.mark.browser, pytest.mark.one_visit]

LOW = {"width": 1440, "height": 460}
"""A window so low that what opens does so below the fold."""


def scrolled(page: Page, to: int = 800) -> int:
    """Scroll the page down; how far it is then."""
    at = page.get_by_test_id("stMain").evaluate("(main, to) => { main.scrollTo(0, to); return main.scrollTop; }", to)
    assert isinstance(at, int | float) and at > to / 2
    return int(at)


def stands_at(page: Page, place: int) -> None:
    """Wait until the page is scrolled that far, give or take a line, and is drawn."""
    at_rest(page)
    page.wait_for_function(
        "(at) => Math.abs(document.querySelector('[data-testid=stMain]').scrollTop - at) < 20", arg=place
    )


# pages


def test_a_page_opens_at_its_top_and_back_leads_to_where_one_was(page: Page, server: Server) -> None:
    page.set_viewport_size(LOW)
    desk = new_desk(page, server).open("duties")
    for title in ("预览与导出", "版本", "我的岗位"):
        place = scrolled(page)
        page.get_by_test_id("stSidebar").get_by_role("link", name=title).click()
        expect(page.get_by_test_id("stMain").get_by_role("heading", name=title, exact=True)).to_be_in_viewport()
        stands_at(page, 0)
        page.go_back()
        expect(page.locator(".editor h1")).to_contain_text("主要工作职责")
        stands_at(page, place)
        desk.saved()


def test_back_leads_to_where_one_was_in_the_section_before(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    at_rest(page)
    place = scrolled(page)
    desk.next()
    expect(page.locator(".editor h1")).to_contain_text("任职资格要求")
    stands_at(page, 0)
    page.go_back()
    expect(page.locator(".editor h1")).to_contain_text("主要工作职责")
    stands_at(page, place)


def test_on_a_phone_the_document_opens_at_its_top_and_the_form_where_one_was(phone: Page, server: Server) -> None:
    new_desk(phone, server).open("duties")
    place = scrolled(phone)
    phone.get_by_role("tab", name="看文档").tap()
    stands_at(phone, 0)
    phone.get_by_role("tab", name="填写").tap()
    stands_at(phone, place)


# panels


def code_pasted(page: Page, server: Server) -> Locator:
    page.goto(f"{server.url}/libraries")
    library = shipped().libraries["service"]
    few = library.model_copy(update={"items": library.items[:20]})
    page.get_by_role("button", name="导入", exact=True).click()
    page.get_by_role("textbox", name="文字码").fill(write(few, "txt").decode())
    page.get_by_role("button", name="看一看").click()
    return page.get_by_role("region", name="导入之前先看").get_by_role("heading")


def backup_brought(page: Page, server: Server, tmp_path: Path) -> Locator:
    new_desk(page, server)
    store = server.store()
    with (file := tmp_path / "all.zip").open("w+b") as target:
        store.back_up(target)
    store.close()
    page.goto(f"{server.url}/shop")
    page.locator("input[type=file][aria-label=从备份恢复]").set_input_files(file)
    return page.get_by_role("button", name="用它替换现在的全部内容")


def versions_compared(page: Page, server: Server) -> Locator:
    desk = new_desk(page, server)
    store = server.store()
    for number in range(20):
        store.name_version(SHOP, desk.role, f"第 {number} 次")
    store.close()
    desk.open("versions")
    page.get_by_role("button", name="和现在比较").first.click()
    return page.get_by_role("region", name="比较两版").get_by_text("一个字也不差")


def blank_opened(page: Page, server: Server) -> Locator:
    desk = new_desk(page, server).open("duties")
    chip = page.locator("button.blank.open").last
    chip.evaluate("(chip) => chip.scrollIntoView({ block: 'end' })")
    chip.click()
    return desk.button("好了")


def list_unfolded(page: Page, server: Server) -> Locator:
    for _ in range(2):
        new_desk(page, server)
    page.goto(server.url)
    summary = page.locator(".whole-shop summary")
    expect(summary).to_be_visible()
    at_rest(page)
    summary.evaluate("(summary) => summary.scrollIntoView({ block: 'end' })")
    summary.click()
    return page.locator(".whole-shop .looks button").first


@pytest.mark.parametrize("panel", ["code", "backup", "versions", "blank", "list"])
def test_a_panel_that_opens_comes_into_view(page: Page, server: Server, tmp_path: Path, panel: str) -> None:
    page.set_viewport_size(LOW)
    if panel == "backup":
        shown = backup_brought(page, server, tmp_path)
    else:
        opens = {"code": code_pasted, "versions": versions_compared, "blank": blank_opened, "list": list_unfolded}
        shown = opens[panel](page, server)
    expect(shown).to_be_in_viewport(ratio=0.9)
    assert shown.evaluate(UNCOVERED), "nothing lies over it"


def test_what_is_added_is_written_in_view(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    desk.button("＋ 加一组").click()
    page.keyboard.type("客服组\n回复咨询")
    line = desk.box("客服组第 1 条")
    expect(line).to_be_focused()
    expect(line).to_be_in_viewport(ratio=1)
    assert line.evaluate(UNCOVERED), "nothing lies over it"
    desk.saved()


UNCOVERED = """(shown) => {
  const { left, top, width, height } = shown.getBoundingClientRect();
  const root = shown.getRootNode();
  const over = root.elementFromPoint(left + width / 2, top + height / 2);
  return over === shown || shown.contains(over);
}"""


# the paper


def seen_on_paper(desk: Desk, text: str | re.Pattern[str]) -> None:
    expect(desk.paper.get_by_text(text).first).to_be_in_viewport(ratio=1)


def test_the_paper_follows_a_new_line(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    page.get_by_placeholder("写一条，或把几行").last.click()
    page.keyboard.type("每周五整理一次样品间")
    seen_on_paper(desk, "每周五整理一次样品间")
    expect(desk.paper.locator(".editing")).to_have_text("每周五整理一次样品间")


def test_the_paper_follows_the_chapter(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("basics")
    seen_on_paper(desk, "基本信息")
    page.get_by_test_id("stSidebar").get_by_role("link", name="任职资格要求").click()
    seen_on_paper(desk, "任职资格要求")
    page.go_back()
    seen_on_paper(desk, "基本信息")
    page.get_by_test_id("stSidebar").get_by_role("link", name="任职资格要求").click()
    seen_on_paper(desk, "任职资格要求")
    page.get_by_test_id("stSidebar").get_by_role("link", name="预览与导出").click()
    expect(page.get_by_role("heading", name="预览与导出", exact=True)).to_be_visible()
    expect(desk.paper.locator("h1")).to_be_in_viewport()


def test_what_was_picked_is_seen_on_paper_and_marked_where_it_landed(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    page.get_by_role("button", name="从预设库挑").click()
    choose(page, "库", "客户服务")
    offers = page.locator(".found li").filter(has=page.get_by_role("checkbox", checked=False)).get_by_role("checkbox")
    expect(offers.first).to_be_visible()
    before = {node.id for node in desk.stored().tree.walk()}
    offers.nth(0).check()
    expect(desk.paper.locator(".editing")).to_be_in_viewport(ratio=1)
    offers.nth(0).check()
    desk.saved()
    picked = [node.id for node in desk.stored().tree.walk() if node.id not in before and node.kind == "line"]
    assert len(picked) == 2
    expect(desk.paper.locator(".editing")).to_have_count(1)
    desk.button("挑好了").click()
    marked = page.locator(".editor .landed")
    expect(marked).to_have_count(2)
    assert [row.get_attribute("data-row") for row in marked.all()] == picked
    expect(marked.first).to_be_in_viewport(ratio=1)
    expect(desk.paper.locator(".editing")).to_have_count(2)
    expect(desk.paper.locator(".editing").first).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="从预设库挑").click()
    expect(marked).to_have_count(0)
