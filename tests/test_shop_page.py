"""本店信息: asked under four headings, only what its platforms need; and the roles suggested where one is named."""

import pytest
from playwright.sync_api import Page, expect

from rolesmith.presets.shipped import GROUPS, shipped
from rolesmith.role.edit import Edit
from rolesmith.role.tree import new_id
from rolesmith.store.store import FACTS
from tests.conftest import SHOP, Server
from tests.desk import new_desk, visit

LONG = "某某家居日用百货旗舰店" * 18


def test_every_fact_of_the_shop_is_asked_for_under_one_heading() -> None:
    asked = shipped().shop_blanks()
    assert tuple(asked) == GROUPS and all(asked.values())
    of_shop = {name for name, blank in shipped().blanks.items() if blank.scope == "shop"}
    assert of_shop <= {name for names in asked.values() for name in names}


def test_what_hangs_on_platforms_names_platforms_that_there_are() -> None:
    blanks = shipped().blanks
    known = {platform.name for platform in shipped().platforms.platforms}
    offered = {*blanks["平台"].choices, *(name for names in blanks["平台"].further.values() for name in names)}
    assert offered <= known
    for blank in blanks.values():
        assert not blank.needs or blank.needs in blanks["平台"].further, blank.name
        assert set(blank.of) <= set(blank.choices), blank.name
        assert {name for names in blank.of.values() for name in names} <= offered, blank.name


@pytest.fixture
def facts(server: Server) -> Server:
    """A shop without any facts."""
    store = server.store()
    values = store.facts(SHOP).role.tree.values
    emptied = [Edit(id=new_id("edit-"), op="fill", target="role", name=name, value="") for name in values]
    if emptied:
        store.apply(SHOP, FACTS, emptied)
    store.close()
    return server


@pytest.mark.browser
def test_a_shop_without_facts_is_asked_calmly_and_for_no_more_than_its_platforms_need(
    page: Page, facts: Server
) -> None:
    visit(page, facts, "/shop")
    headings = page.locator(".asked h2")
    expect(headings).to_have_text(list(GROUPS))
    expect(page.get_by_text("待填")).to_have_count(0)
    tops = "found => found.map((each) => each.getBoundingClientRect().top)"
    names, fields = (page.locator(f".asked {what}").evaluate_all(tops) for what in (".ask b", "input"))
    assert len(names) == len(fields) and all(abs(a - b) < 12 for a, b in zip(names, fields, strict=True))
    assert page.locator(".asked").last.evaluate("each => each.getBoundingClientRect().bottom") < 1000, "all in one view"
    sites = page.get_by_role("textbox", name="经营的海外平台与站点")
    expect(sites).to_have_count(0)
    page.get_by_role("button", name="跨境…").click()
    expect(sites).to_be_visible()
    page.get_by_role("button", name="亚马逊").click()
    page.get_by_role("button", name="京东", exact=True).click()
    tools = page.locator(".ask", has_text="店里用的数据工具").locator(".choices button")
    expect(tools).to_have_text(["京东商智"])
    page.get_by_role("textbox", name="店铺名称").fill(LONG)
    page.get_by_role("textbox", name="店铺名称").blur()
    expect(page.locator(".state.saved")).to_contain_text("已保存")
    page.reload()
    expect(sites).to_be_visible()
    expect(page.get_by_role("textbox", name="主营平台")).to_have_value("亚马逊、京东")
    for width in (1440, 768, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_whom_a_role_reports_to_is_chosen_from_the_shops_own_or_written_freely(page: Page, server: Server) -> None:
    other = new_desk(page, server, "operations_supervisor")
    name = other.stored().meaning("name")
    assert name
    desk = new_desk(page, server).open("basics")
    superior = desk.box("直接上级")
    superior.fill("")
    options = page.get_by_role("option")
    expect(options.filter(has_text=name.text)).to_have_count(1)
    superior.press_sequentially(name.text[:2])
    expect(options).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(options).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(superior).to_have_value(name.text)
    expect(superior).to_be_focused()
    below = desk.box("直接下级")
    below.fill("仓库兼职、")
    options.filter(has_text=name.text).click()
    expect(below).to_have_value(f"仓库兼职、{name.text}")
    below.press("Escape")
    desk.saved()
    assert desk.text("basics.info.superior") == name.text
    assert desk.text("basics.info.subordinates") == f"仓库兼职、{name.text}"
