"""The structure is the owner's: sections, groups, fields and columns are added, renamed, hidden, moved; lines too."""

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from rolesmith.libraries.columns import KINDS as ITEMS
from rolesmith.libraries.search import search
from rolesmith.libraries.tree import key_of
from rolesmith.presets.shipped import shipped
from rolesmith.role.tree import Node
from tests.conftest import SHOP, Server
from tests.desk import Desk, at_rest, choose, new_desk

pytestmark = [pytest.mark.browser, pytest.mark.one_visit]

STORE = "店铺运营与管理"


KINDS = {
    "几栏信息": ("项目一", "新表格里的内容"),
    "几条内容": ("条目第 1 条", "新清单里的内容"),
    "几组内容": ("第一组第 1 条", "新分组里的内容"),
    "一张表格": ("项目，第 1 行", "新表里的内容"),
    "一段文字": ("正文", "新段落里的内容"),
}
"""What a section may hold → the first box in it, and what is typed there."""


def test_a_new_section_of_each_kind_is_written_seen_and_exported(page: Page, server: Server, tmp_path: Path) -> None:
    desk = new_desk(page, server, starter="").open("outline")
    for kind in KINDS:
        page.get_by_role("button", name=f"＋ {kind}").click()
        name = desk.box("章节标题").last
        expect(name).to_have_value(f"新章节：{kind}")
        name.fill(f"店规：{kind}")
        name.blur()
    for kind, (box, typed) in KINDS.items():
        page.get_by_test_id("stSidebar").get_by_role("link", name=f"店规：{kind}").click()
        expect(page.locator("h1").filter(has_text=f"店规：{kind}")).to_be_visible()
        desk.type(box, typed)
        expect(desk.paper).to_contain_text(typed)
    expect(desk.paper.locator("h2").filter(has_text="店规：几栏信息")).to_be_visible()
    excel = openpyxl.load_workbook(desk.download("下载 Excel", tmp_path)).worksheets[0]
    cells = "\n".join(str(cell) for row in excel.iter_rows(values_only=True) for cell in row if cell is not None)
    source = desk.markdown()
    for number, (kind, (_, typed)) in zip("五六七八九", KINDS.items(), strict=True):
        assert typed in cells and typed in source
        assert f"店规：{kind}" in cells.replace("\n", "") and f"{number}、店规：{kind}" in source
    page.reload()
    expect(page.locator("h1").filter(has_text="店规：一段文字")).to_be_visible()


def test_sections_are_switched_on_renamed_and_moved(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("outline")
    page.get_by_role("switch", name="绩效考核").click()
    expect(desk.paper.locator("h2").nth(4)).to_have_text("绩效考核")
    titles = desk.box("章节标题")
    titles.nth(2).fill("年度目标")
    expect(desk.paper.locator("h2").nth(1)).to_have_text("年度目标")
    page.get_by_role("button", name="年度目标：拖动或按上下方向键调整顺序").focus()
    page.keyboard.press("ArrowDown")
    expect(desk.paper.locator("h2").nth(2)).to_have_text("年度目标")
    expect(page.get_by_role("link", name="三、年度目标")).to_be_visible()
    page.get_by_role("switch", name="前言").click()
    expect(desk.paper).not_to_contain_text("前言")
    desk.saved()
    order = [section.id for section in desk.stored().tree.shown()]
    assert order == ["basics", "duties", "goals", "qualifications", "kpis"]
    desk.turn("kpis")
    expect(page.locator(".sum")).to_have_text("权重合计 100")
    desk.box("权重（%），第 1 行").fill("25%")
    expect(page.locator(".sum.wrong")).to_have_text("权重合计 90")


def test_fields_are_renamed_hidden_moved_and_added(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("basics")
    desk.button("调整结构").click()
    desk.box("项目名称").nth(5).fill("薪级")
    page.get_by_role("switch", name="岗位编制").click()
    page.get_by_role("button", name="＋ 加一个项目").click()
    name_the_new(desk, "项目名称", "试用期")
    page.get_by_role("button", name="试用期：拖动或按上下方向键调整顺序").focus()
    page.keyboard.press("ArrowUp")
    desk.button("调整好了").click()
    desk.type("试用期", "三年期合同，试用2个月")
    expect(desk.paper).to_contain_text("薪级")
    expect(desk.paper).not_to_contain_text("岗位编制")
    expect(desk.paper).to_contain_text("三年期合同，试用2个月")
    desk.saved()
    fields = desk.stored().tree.find("basics.info").children  # type: ignore[union-attr]
    assert [field.title for field in fields[-2:]] == ["试用期", "岗位概述"]


def test_columns_are_renamed_hidden_and_added(page: Page, server: Server) -> None:
    desk = new_desk(page, server)
    desk.open("outline")
    page.get_by_role("switch", name="绩效考核").click()
    desk.saved()
    desk.open("kpis")
    desk.button("调整结构").click()
    desk.box("列名").nth(0).fill("考核项")
    page.get_by_role("switch", name="周期").click()
    page.get_by_role("button", name="＋ 加一列").click()
    name_the_new(desk, "列名", "负责人")
    desk.button("调整好了").click()
    desk.type("负责人，第 1 行", "店长")
    head = desk.paper.locator("[data-section=kpis] thead")
    expect(head).to_contain_text("考核项")
    expect(head).to_contain_text("负责人")
    expect(head).not_to_contain_text("周期")
    expect(desk.paper.locator("[data-section=kpis] tbody tr").first).to_contain_text("店长")


def test_groups_are_renamed_switched_off_and_added(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    desk.box("职责组名称").first.fill("管店")
    expect(desk.paper).to_contain_text("（一）管店")
    page.get_by_role("switch", name="管店").click()
    expect(desk.paper).not_to_contain_text("管店")
    page.get_by_role("button", name="＋ 加一组").click()
    name_the_new(desk, "职责组名称", "直播配合")
    desk.box("直播配合第 1 条").click()
    page.keyboard.type("每场直播前一天核对挂车链接和库存")
    expect(desk.paper).to_contain_text("直播配合")
    expect(desk.paper).to_contain_text("每场直播前一天核对挂车链接和库存")


def test_pasted_lines_lose_their_numbers_keep_their_order_and_are_one_step(page: Page, server: Server) -> None:
    desk = new_desk(page, server, starter="").open("duties")
    desk.open("duties")
    before = revision(desk)
    pasted = "1. 甲事\n（1）乙事\n• 丙事\n① 丁事\n\n2、3-5天内办结戊事\n一、己事"
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("(text) => navigator.clipboard.writeText(text)", pasted)
    desk.box(f"{STORE}第 1 条").click()
    page.keyboard.press("Control+V")
    expect(desk.box(f"{STORE}第 6 条")).to_have_value("己事")
    desk.saved()
    assert texts(desk, "duties.duties.store") == ["甲事", "乙事", "丙事", "丁事", "3-5天内办结戊事", "己事"]
    assert revision(desk) == before + 1


def test_a_line_is_dragged_over_another_and_into_another_group(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    before = texts(desk, "duties.duties.store")
    drag(page, f"{STORE}第 1 条", desk.box(f"{STORE}第 3 条的工作标准").bounding_box())
    expect(desk.box(f"{STORE}第 3 条")).to_have_value(before[0])
    desk.saved()
    assert texts(desk, "duties.duties.store")[:3] == [before[1], before[2], before[0]]

    target = desk.box("市场推广与引流第 1 条的工作标准")
    target.scroll_into_view_if_needed()
    last = f"{STORE}第 {len(before)} 条"
    drag(page, last, target.bounding_box())
    expect(desk.box("市场推广与引流第 2 条")).to_have_value(before[-1])


def test_a_drag_that_rests_near_the_edge_scrolls_on(page: Page, server: Server) -> None:
    """And what is dropped there lands where it is seen to."""
    desk = new_desk(page, server).open("duties")
    before = texts(desk, "duties.duties.store")
    main = page.get_by_test_id("stMain")
    begun = main.evaluate("(node) => node.scrollTop")
    grip = page.get_by_role("button", name=f"{STORE}第 1 条：拖动或按上下方向键调整顺序").bounding_box()
    assert grip
    page.mouse.move(grip["x"] + 5, grip["y"] + 10)
    page.mouse.down()
    page.mouse.move(grip["x"] + 60, 890)
    page.wait_for_function("(from) => document.querySelector('[data-testid=stMain]').scrollTop > from + 300", arg=begun)
    place = page.locator(".drop-before, .drop-after").get_attribute("data-row")
    assert place != "duties.duties.store.2"
    page.mouse.up()
    rested = main.evaluate("(node) => node.scrollTop")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert main.evaluate("(node) => node.scrollTop") == rested
    desk.saved()
    assert before[0] not in texts(desk, "duties.duties.store")[:2]


def name_the_new(desk: Desk, label: str, title: str) -> None:
    """What was just added has the focus on its title: type another."""
    expect(desk.box(label).last).to_be_focused()
    desk.page.keyboard.press("Control+A")
    desk.page.keyboard.type(title)


def drag(page: Page, label: str, to: object) -> None:
    """Drag a line's grip to the lower half of a box."""
    grip = page.get_by_role("button", name=f"{label}：拖动或按上下方向键调整顺序").bounding_box()
    assert grip and isinstance(to, dict)
    page.mouse.move(grip["x"] + 5, grip["y"] + 10)
    page.mouse.down()
    page.mouse.move(to["x"] + 30, to["y"] + to["height"] / 2, steps=4)
    page.mouse.move(to["x"] + 30, to["y"] + to["height"] - 2, steps=4)
    page.mouse.up()


def test_duties_are_found_ticked_and_land_as_copies(page: Page, server: Server) -> None:
    desk = new_desk(page, server, starter="").open("duties")
    search = page.get_by_role("searchbox", name="搜预设库")
    search.click()
    search.press_sequentially("差评")
    found = page.locator(".found li", has_text="客户服务").first
    text = found.locator("span").inner_text()
    found.get_by_role("checkbox").check()
    expect(desk.paper).to_contain_text("客户服务与关系维护")
    search.fill("")
    choose(page, "库", "数据分析")
    expect(page.locator(".found summary").first).to_contain_text("日常监控")
    page.get_by_role("button", name="挑好了").click()
    expect(desk.box("客户服务与关系维护第 1 条")).to_be_visible()
    desk.saved()
    line = desk.stored().tree.find("duties.duties.service").children[0]  # type: ignore[union-attr]
    assert line.origin.startswith("service/")
    assert line.text[:10] in text.replace("\n", "") or "{" in line.text


def test_the_shops_facts_are_filled_once_for_every_role(page: Page, server: Server) -> None:
    first = new_desk(page, server).open("blanks")
    first.type("主营平台", "唯品会")
    first.saved()
    second = new_desk(page, server, starter="service_agent").open("basics")
    expect(second.paper).to_contain_text("唯品会")
    page.goto(f"{server.url}/shop")
    expect(second.box("主营平台")).to_have_value(re.compile("唯品会"))


def test_a_line_switched_off_stays_in_the_form_and_leaves_the_paper(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    text = desk.box(f"{STORE}第 1 条").input_value()
    desk.box(f"{STORE}第 1 条").hover()
    page.get_by_role("button", name=f"停用{STORE}第 1 条").click()
    expect(desk.paper).not_to_contain_text(text)
    desk.saved()
    line = desk.stored().tree.find("duties.duties.store.1")
    assert line is not None
    assert not line.on
    assert line.text == text


ADDED = [
    ("duties", False, "加一组", ("客服组", "回复咨询", "登记售后"), ["客服组", "回复咨询", "登记售后"]),
    ("basics", True, "加一个项目", ("工号", "A01"), ["工号", "A01"]),
    ("kpis", True, "加一列", ("备注",), ["备注"]),
    ("kpis", False, "加一行", ("响应时长",), ["响应时长"]),
    ("goals", True, "一段文字", ("说明", "按季调整"), ["说明", "按季调整"]),
    ("outline", False, "几条内容", ("店规",), ["店规"]),
]
"""Where, whether in 调整结构, by which button; what is typed, and what has it in the end."""


def test_what_is_added_can_be_written_at_once(page: Page, server: Server) -> None:
    """The name that it comes with is selected, Enter leads to the next place to write, and no key is lost."""
    desk = new_desk(page, server)
    for path, arranging, add, keys, found in ADDED:
        before = {node.id for node in desk.stored().tree.walk()}
        desk.open(path)
        if arranging:
            desk.button("调整结构").click()
        desk.button(f"＋ {add}").last.click()
        page.keyboard.type("\n".join(keys))
        desk.saved()
        after = [node for node in desk.stored().tree.walk() if node.id not in before]
        assert [said for node in after for said in (node.title, node.text) if said] == found


def test_the_paper_marks_what_is_edited_keeps_its_place_and_leads_to_it(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    desk.box(f"{STORE}第 2 条").click()
    expect(desk.paper.locator(".editing")).to_contain_text(texts(desk, "duties.duties.store")[1])
    sheet = page.locator(".st-key-paper .scroller")
    place = sheet.evaluate("sheet => { sheet.scrollBy(0, 7); return sheet.scrollTop; }")
    page.keyboard.type("改")
    desk.saved()
    expect(desk.paper.locator(".editing")).to_contain_text("改")
    assert sheet.evaluate("sheet => sheet.scrollTop") == place
    desk.paper.locator("[data-section=basics] [data-node='basics.info.superior'][data-part=text]").click()
    expect(page.locator("h1").filter(has_text="基本信息")).to_be_visible()
    expect(desk.box("直接上级")).to_be_focused()


def test_publishing_freezes_a_version_and_stamps_the_paper(page: Page, server: Server, tmp_path: Path) -> None:
    desk = new_desk(page, server).open("finish")
    at_rest(page)  # what the last test left on this page may stand there until all is drawn
    expect(page.get_by_text("草稿", exact=True)).to_be_visible()
    desk.button("发布").click()
    expect(desk.paper.locator("header dl")).to_contain_text("第 1 版")
    expect(page.get_by_text("已发布 第 1 版", exact=True)).to_be_visible()
    desk.open("basics")
    desk.type("直接上级", "改")
    desk.saved()
    desk.open("finish")
    expect(page.get_by_text("第 1 版之后有修改")).to_be_visible()
    expect(desk.paper.locator("header dl")).to_contain_text("第 1 版之后的修改稿")
    with page.expect_download() as waiting:
        page.locator(".versions").get_by_role("button", name="文本").click()
    waiting.value.save_as(tmp_path / "1.md")
    first = (tmp_path / "1.md").read_text("utf-8")
    assert "运营主管" in first
    assert "运营主管改" not in first


def test_the_whole_text_is_copied_for_chat(page: Page, server: Server) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk = new_desk(page, server).open("finish")
    desk.button("更多").click()
    page.get_by_role("button", name="复制全文").click()
    expect(page.get_by_text("全文已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("电商运营专员岗位职责说明书")
    assert desk.text("duties.duties.store.1") in copied
    page.get_by_role("button", name="只复制职责").click()
    expect(page.get_by_text("职责已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("电商运营专员工作职责\n\n（一）") and desk.text("duties.duties.store.1") in copied
    assert "岗位目标" not in copied


def test_the_overview_counts_against_its_target(page: Page, server: Server) -> None:
    desk = new_desk(page, server, starter="").open("basics")
    desk.type("岗位概述", "管店")
    expect(page.locator(".count")).to_contain_text("2 字")
    desk.box("目标字数").fill("80")
    desk.box("目标字数").press("Tab")
    desk.saved()
    field = desk.stored().tree.find("basics.info.overview")
    assert field is not None
    assert field.target == 80


def texts(desk: Desk, parent: str) -> list[str]:
    """The lines of a block or group in the database."""
    node = desk.stored().tree.find(parent)
    assert isinstance(node, Node)
    return [line.text for line in node.children]


def revision(desk: Desk) -> int:
    """How many edits the role has seen."""
    store = desk.server.store()
    try:
        saved = store.role(SHOP, desk.role)
    finally:
        store.close()
    assert saved is not None
    return saved.revision


def test_a_search_in_a_library_says_how_much_of_each_kind_it_has_found(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/library?role={key_of('store_operations')}")
    page.get_by_label("搜这个库").fill("主图")
    shelf = list(shipped().libraries.values())
    totals = {kind: search(shelf, "主图", kind=kind, area="store_operations").total for kind in ITEMS}
    tabs = page.get_by_role("group", name="类别").get_by_role("button")
    expect(tabs).to_have_text([f"{label}{totals[kind]}" for kind, label in ITEMS.items()])
    expect(page.locator(".topic .when b").first).not_to_contain_text("店铺运营")


def test_a_chapter_that_is_off_and_opened_by_its_address_says_so(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("kpis")
    expect(page.get_by_text("这一章停用着，文件里没有它。")).to_be_visible()
    page.get_by_role("switch", name="绩效考核：已停用").click()
    expect(page.get_by_text("这一章停用着")).to_have_count(0)
    desk.saved()
    found = desk.stored().tree.find("kpis")
    assert found and found.on
