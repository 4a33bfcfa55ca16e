"""A blank in a text is seen as a chip, at rest and while one writes; what is written stays a plain text."""

import pytest
from playwright.sync_api import Locator, Page, expect

from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit, apply
from tests.conftest import Server
from tests.desk import Desk, desk_of

pytestmark = [pytest.mark.browser, pytest.mark.one_visit]

NODE = "duties.duties.store.1"
LINE = "店铺运营与管理第 1 条"
TEXT = "库存不足{安全库存天数}销量时补货，接待{客服接待时段}的咨询"


def opened(page: Page, server: Server) -> Desk:
    role = shipped().starters["operations_specialist"].role
    role = apply(role, Edit(id="edit-text", op="set", target=NODE, name="text", value=TEXT))
    role = apply(role, Edit(id="edit-fill", op="fill", target="role", name="安全库存天数", value="15"))
    return desk_of(page, server, role).open("duties")


def mirror_of(desk: Desk) -> Locator:
    return desk.page.locator(f".text:has([data-edit='{NODE}']) .mirror")


def test_while_one_writes_a_blank_is_a_mark_and_its_braces_are_not_seen(page: Page, server: Server) -> None:
    desk = opened(page, server)
    mirror = mirror_of(desk)
    expect(mirror.get_by_role("button")).to_have_text(["15天", "客服接待时段"])
    box = desk.box(LINE)
    box.focus()
    expect(mirror.locator("mark")).to_have_text(["{安全库存天数}", "{客服接待时段}"])
    expect(mirror.locator("mark i").first).to_have_css("color", "rgba(0, 0, 0, 0)")
    expect(box).to_have_css("color", "rgba(0, 0, 0, 0)")
    expect(box).to_have_value(TEXT)
    assert mirror.inner_text().rstrip("\u200b") == TEXT
    assert box.evaluate("(node) => node.scrollHeight <= node.clientHeight")
    page.keyboard.press("Tab")
    expect(mirror.get_by_role("button")).to_have_text(["15天", "客服接待时段"])


def test_what_is_typed_composed_and_pasted_around_a_blank_is_in_the_text_and_seen(page: Page, server: Server) -> None:
    desk = opened(page, server)
    box, mirror = desk.box(LINE), mirror_of(desk)
    box.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("先")
    client = page.context.new_cdp_session(page)
    client.send("Input.imeSetComposition", {"text": "查kan", "selectionStart": 4, "selectionEnd": 4})
    expect(mirror).to_contain_text("先查kan库存不足{安全库存天数}")
    client.send("Input.insertText", {"text": "查看，"})
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("并记录{平台}")
    wanted = f"先查看，{TEXT}并记录{{平台}}"
    expect(box).to_have_value(wanted)
    expect(mirror.locator("mark")).to_have_count(3)
    desk.saved()
    assert desk.text(NODE) == wanted
    assert box.evaluate("(node) => node.selectionStart") == len(wanted)


def test_a_blank_beside_the_caret_goes_as_a_whole_and_comes_back(page: Page, server: Server) -> None:
    desk = opened(page, server)
    box = desk.box(LINE)
    box.focus()
    after = TEXT.index("销量")
    box.evaluate("(node, at) => node.setSelectionRange(at, at)", after)
    page.keyboard.press("Backspace")
    expect(box).to_have_value("库存不足销量时补货，接待{客服接待时段}的咨询")
    box.evaluate("(node, at) => node.setSelectionRange(at, at)", len("库存不足销量时补货，接待"))
    page.keyboard.press("Delete")
    expect(box).to_have_value("库存不足销量时补货，接待的咨询")
    page.keyboard.press("Tab")
    desk.saved()
    desk.button("撤销").click()
    expect(box).to_have_value(TEXT)
    desk.saved()
    assert desk.text(NODE) == TEXT


def test_what_a_picker_finds_reads_with_values_and_units(page: Page, server: Server) -> None:
    desk = opened(page, server)
    search = page.get_by_role("searchbox", name="搜预设库")
    search.click()
    search.fill("安全库存")
    item = page.locator(".found li", has_text="安全库存").filter(has=page.locator(".blank", has_text="15天"))
    expect(item.first).to_be_visible()
    expect(desk.paper).to_be_attached()
