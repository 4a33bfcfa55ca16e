"""Libraries of one's own: made, shared with another shop by file and by code, merged, and taken back."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from rolesmith.libraries import files
from rolesmith.presets.library import Item, Library
from rolesmith.presets.shipped import shipped
from tests.conftest import SHOP, Server
from tests.desk import at_rest, choose, new_desk, visit
from tests.test_libraries_sheets import edited
from tests.visitors import Visitors

pytestmark = [pytest.mark.browser, pytest.mark.one_visit]


class Shop:
    """A visitor on a server with a database of its own."""

    def __init__(self, page: Page, server: Server) -> None:
        self.page, self.server = page, server

    def libraries(self) -> dict[str, Library]:
        store = self.server.store()
        try:
            return store.libraries(SHOP)
        finally:
            store.close()

    def open(self) -> "Shop":
        visit(self.page, self.server, "/libraries")
        expect(self.page.get_by_label("搜全部预设库")).to_be_visible()
        return self

    def button(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def choose(self, title: str) -> None:
        self.page.get_by_role("link", name=title).first.click()
        expect(self.page.get_by_role("textbox", name="库名", exact=True)).to_have_value(title)

    def saved(self) -> None:
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        expect(self.page.locator(".state.saved")).to_contain_text("已保存")

    def begin(self, title: str) -> None:
        self.button("新建")
        self.page.get_by_label("新库的名字").fill(title)
        self.button("建好，去写")
        expect(self.page.get_by_role("textbox", name="库名", exact=True)).to_have_value(title)

    def write(self, label: str, text: str) -> None:
        self.page.get_by_role("textbox", name=label, exact=True).click()
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text)

    def download(self, name: str, folder: Path) -> Path:
        with self.page.expect_download() as waiting:
            self.button(name)
        path = folder / waiting.value.suggested_filename
        waiting.value.save_as(path)
        return path

    def bring(self, path: Path) -> None:
        self.page.get_by_label("导入预设库").set_input_files(path)
        expect(self.page.get_by_role("region", name="导入之前先看")).to_be_visible()


@pytest.fixture
def mine(page: Page, server: Server) -> Shop:
    return Shop(page, server)


@pytest.fixture
def theirs(visitors: Visitors, own: Server) -> Iterator[Shop]:
    """Another owner, on another machine."""
    with visitors.lend(visit="theirs") as tab:
        tab.context.grant_permissions(["clipboard-read", "clipboard-write"])
        yield Shop(tab, own)


def made(shop: Shop, title: str = "仓库的活") -> Library:
    """A library with two lines in a topic, written as an owner would."""
    shop.open().begin(title)
    page = shop.page
    page.get_by_role("textbox", name="小组名称", exact=True).fill("收货")
    page.get_by_role("textbox", name="收货第 1 条", exact=True).click()
    page.keyboard.type("清点到货{供应商}的箱数")
    page.keyboard.press("Enter")
    page.keyboard.type("登记破损箱并拍照")
    page.get_by_role("button", name="收货第 1 条的更多内容").click()
    page.get_by_label("收货第 1 条的搜索词", exact=True).fill("点货，收货")
    expect(page.get_by_label("收货第 1 条的成果", exact=True)).to_have_count(0)
    page.get_by_role("button", name="＋ 成果、关联指标、标签").click()
    expect(page.get_by_label("收货第 1 条的成果", exact=True)).to_be_visible()
    page.get_by_role("group", name="收货第 1 条的层级", exact=True).get_by_role("button", name="执行").click()
    page.locator(".about summary").click()
    page.get_by_role("textbox", name="作者", exact=True).fill("青禾家居")
    shop.saved()
    (library,) = [each for each in shop.libraries().values() if each.title == title]
    return library


def test_a_library_is_made_line_by_line_and_found(mine: Shop) -> None:
    library = made(mine, "收货的活")
    assert [(item.topic, item.text, item.level, item.aliases) for item in library.items] == [
        ("收货", "清点到货{供应商}的箱数", "执行", ("点货", "收货")),
        ("收货", "登记破损箱并拍照", "", ()),
    ]
    assert library.author == "青禾家居"
    mine.open().page.get_by_label("搜全部预设库").fill("点货 箱数")
    line = mine.page.locator(".topic.open li", has_text="清点到货供应商的箱数")
    expect(line.locator("mark")).to_have_text("箱数")
    kinds = mine.page.get_by_role("group", name="类别")
    expect(kinds.get_by_role("button", name="全部"), "what is chosen stands out").to_have_css(
        "background-color", "rgb(31, 107, 90)"
    )


def test_what_is_written_in_a_library_is_undone_and_dragged_like_in_a_role(mine: Shop) -> None:
    library = made(mine, "排序的活")
    page = mine.page
    grip = page.get_by_role("button", name="收货第 1 条：拖动或按上下方向键调整顺序")
    grip.focus()
    page.keyboard.press("ArrowDown")
    mine.saved()
    assert [item.text for item in mine.libraries()[library.library].items] == [
        "登记破损箱并拍照",
        "清点到货{供应商}的箱数",
    ]
    mine.button("撤销")
    mine.saved()
    assert mine.libraries()[library.library] == library
    page.reload()
    expect(page.get_by_role("textbox", name="收货第 2 条", exact=True)).to_have_value("登记破损箱并拍照")


def test_a_list_and_two_columns_of_a_sheet_are_pasted_as_lines_in_one_step(mine: Shop, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = mine.open().page
    mine.begin("贴来的活")

    def paste(text: str) -> None:
        page.evaluate("(text) => navigator.clipboard.writeText(text)", text)
        page.locator(".ghost textarea").click()
        page.keyboard.press("Control+v")

    def lines() -> list[tuple[str, str]]:
        mine.saved()
        (library,) = [each for each in mine.libraries().values() if each.title == "贴来的活"]
        return [(item.text, item.standard) for item in library.items]

    paste("\n".join(f"{at}、第{at}件活" for at in range(1, 11)))
    expect(page.locator(".line:not(.ghost)")).to_have_count(10)
    ten = [(f"第{at}件活", "") for at in range(1, 11)]
    assert lines() == ten
    paste("职责\t标准\n清点到货\t当天\n贴单\t每单")
    expect(page.locator(".line:not(.ghost)")).to_have_count(12)
    assert lines() == [*ten, ("清点到货", "当天"), ("贴单", "每单")]
    mine.button("撤销")
    expect(page.locator(".line:not(.ghost)")).to_have_count(10)
    mine.button("撤销")
    expect(page.locator(".line:not(.ghost)")).to_have_count(0)
    assert lines() == []


def test_two_hundred_libraries_with_long_names_are_found_opened_and_left(own: Server, page: Page) -> None:
    store = own.store()
    try:
        for at in range(200):
            title = f"分店 {at} 的活" if at % 50 else f"{at}{'很长的库名' * 40}"[:100]
            items = tuple(Item(id=f"a.i{n}", topic="收货", text=f"第{n}条") for n in range(3))
            store.keep_library(SHOP, Library(library=f"my_{at}", title=title, note="总部发来的。" * 30, items=items))
    finally:
        store.close()
    page.goto(f"{own.url}/libraries")
    cards = page.locator("a.card")
    expect(cards).to_have_count(24 + len(shipped().libraries))
    names = cards.locator(".card-name")
    expect(names.nth(0)).to_contain_text("0很长的库名")
    shown = [name.split("我的")[0].strip() for name in names.all_inner_texts()]
    assert [name for name in shown if name.startswith("分店")][:3] == ["分店 1 的活", "分店 2 的活", "分店 3 的活"]
    page.get_by_label("搜全部预设库").fill("分店 131")
    expect(cards).to_have_count(1)
    cards.click()
    expect(page.get_by_role("textbox", name="库名", exact=True)).to_have_value("分店 131 的活")
    here = page.get_by_test_id("stSidebar").get_by_role("link", name="预设库").locator("p")
    at_rest(page)
    accent = here.evaluate("(p) => getComputedStyle(p).color")
    page.reload()
    expect(page.get_by_role("textbox", name="库名", exact=True)).to_have_value("分店 131 的活")
    page.go_back()
    expect(page, "one step back").to_have_url(f"{own.url}/libraries")
    expect(page.get_by_role("button", name="再列出 176 个")).to_be_visible()
    expect(here, "it stays marked where one is within it").to_have_css("color", accent)


def test_a_copy_of_a_shipped_library_is_changed_and_the_original_stays(mine: Shop) -> None:
    key, library = next(iter(shipped().libraries.items()))
    title = library.title
    mine.open().page.get_by_role("link", name=title).first.click()
    mine.button("复制一份来改")
    expect(mine.page.get_by_role("textbox", name="库名", exact=True)).to_have_value(title)
    mine.write("说明", "（本店改过）")
    mine.saved()
    assert mine.libraries()[key].note.endswith("（本店改过）")
    mine.page.reload()
    mine.button("恢复自带的")
    expect(mine.page.get_by_role("button", name="复制一份来改")).to_be_visible()
    assert key not in mine.libraries()


def test_a_library_goes_to_another_shop_by_file_and_by_code(
    mine: Shop, theirs: Shop, context: BrowserContext, tmp_path: Path
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    library = made(mine, "给别人的")
    mine.button("发给别人")
    mine.page.locator(".panel summary").click()
    for way in ("导出 Excel", "导出 YAML", "复制文字码"):
        theirs.server.empty()
        theirs.open()
        if way == "复制文字码":
            mine.button(way)
            expect(mine.page.get_by_text("文字码已复制")).to_be_visible()
            code = mine.page.evaluate("navigator.clipboard.readText()")
            theirs.button("导入")
            theirs.page.get_by_label("文字码", exact=True).fill(f"「{code[:40]}\n{code[40:]}」")
            theirs.button("看一看")
        else:
            theirs.bring(mine.download(way, tmp_path))
        expect(theirs.page.get_by_text("您还没有这个库")).to_be_visible()
        assert theirs.libraries() == {}
        theirs.page.get_by_label(re.compile("登记破损箱并拍照")).uncheck()
        theirs.button("导入勾选的 1 条")
        expect(theirs.page.get_by_text("已导入")).to_be_visible()
        assert theirs.libraries() == {library.library: library.model_copy(update={"items": library.items[:1]})}
        theirs.button("撤回这次导入")
        expect(theirs.page.get_by_text("已撤回")).to_be_visible()
        assert theirs.libraries() == {}


def test_a_later_version_is_merged_and_keeps_what_the_owner_changed(theirs: Shop, tmp_path: Path) -> None:
    def version(number: str, *items: Item) -> Path:
        path = tmp_path / f"版本{number}.yaml"
        path.write_bytes(files.write(Library(library="green", title="绿植", version=number, items=items), "yaml"))
        return path

    first = Item(id="a.water", topic="养护", text="每日浇水"), Item(id="a.sun", topic="养护", text="每周转盆")
    theirs.open().bring(version("1", *first, Item(id="a.old", topic="养护", text="每月施肥")))
    theirs.button("导入勾选的 3 条")
    expect(theirs.page.get_by_text("已导入")).to_be_visible()
    theirs.choose("绿植")
    theirs.write("养护第 1 条", "一次")
    theirs.saved()
    changed = Item(id="a.water", topic="养护", text="每日早晚浇水"), Item(id="a.sun", topic="养护", text="每周转盆半圈")
    theirs.open().bring(version("2", *changed, Item(id="a.new", topic="养护", text="每月擦叶")))
    preview = theirs.page.get_by_role("region", name="导入之前先看")
    for fate, count in {"冲突": 1, "变更": 2, "新增": 1, "移除": 1}.items():
        expect(preview.locator("summary", has_text=fate)).to_contain_text(f"{fate} {count} 条")
    expect(preview).to_contain_text("每日浇水一次")
    expect(preview).to_contain_text("每日早晚浇水")
    theirs.button("导入勾选的 3 条")
    expect(theirs.page.get_by_text("已导入")).to_be_visible()
    library = theirs.libraries()["green"]
    assert library.version == "2"
    assert [item.text for item in library.items] == ["每日浇水一次", "每周转盆半圈", "每月擦叶", "每月施肥"]
    theirs.button("撤回这次导入")
    expect(theirs.page.get_by_text("已撤回")).to_be_visible()
    assert [item.text for item in theirs.libraries()["green"].items] == ["每日浇水一次", "每周转盆", "每月施肥"]


def test_all_that_is_wrong_with_a_file_is_told_and_nothing_is_taken(mine: Shop, tmp_path: Path) -> None:
    path = tmp_path / "坏的.yaml"
    path.write_text(
        "library: 大写\ntitle: 库\nitems:\n- {id: a.b, text: ''}\n- {id: a.b, text: 甲, level: 很高}\n", "utf-8"
    )
    before = mine.libraries()
    mine.open().page.get_by_label("导入预设库").set_input_files(path)
    alert = mine.page.get_by_role("alert")
    for line in ("第 1 行", "第 4 行", "第 5 行"):
        expect(alert).to_contain_text(line)
    assert mine.libraries() == before


def test_a_file_is_offered_as_a_plain_table_only_where_it_is_one(mine: Shop, tmp_path: Path) -> None:
    def spoil(book: Any) -> None:
        book["条目"]["A1"] = "不认识的列"

    offered = mine.page.get_by_role("button", name="当作一张普通的表来读")
    alert = mine.open().page.get_by_role("alert")
    for name, data, count in (("改坏的.xlsx", edited(spoil), 1), ("断掉的.xlsx", b"PK\x03\x04" * 30, 0)):
        (tmp_path / name).write_bytes(data)
        mine.page.get_by_label("导入预设库").set_input_files(tmp_path / name)
        expect(alert).to_contain_text(name)
        expect(alert.locator("li").first).to_have_text(re.compile("。$"))
        expect(offered).to_have_count(count)


def test_lines_of_a_role_go_into_a_library_of_ones_own(mine: Shop) -> None:
    desk = new_desk(mine.page, mine.server).open("duties")
    desk.type("店铺运营与管理第 1 条", "，拍照发群里")
    desk.button("存入预设库").click()
    choose(mine.page, "存到哪个库", "新建一个库…")
    mine.page.get_by_label("新库的名字").fill("我们店的活")
    lines = mine.page.get_by_role("group", name="存入预设库")
    lines.get_by_role("button", name="全选").click()
    expect(lines.get_by_role("checkbox", checked=False)).to_have_count(0)
    lines.get_by_role("button", name="都不选").click()
    lines.get_by_label(re.compile("拍照发群里")).check()
    desk.button("存入 1 条").click()
    expect(mine.page.get_by_text("已存入 1 条")).to_be_visible()
    (library,) = [each for each in mine.libraries().values() if each.title == "我们店的活"]
    assert [(item.text, item.topic) for item in library.items] == [
        (desk.text("duties.duties.store.1"), "店铺运营与管理")
    ]


def test_requirements_and_indicators_are_picked_like_duties(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("qualifications")
    page.get_by_role("searchbox", name="搜预设库").fill("ERP")
    page.locator(".found li").first.get_by_role("checkbox").check()
    desk.saved()
    skills = desk.stored().tree.find("qualifications.skills")
    assert skills and "/" in skills.children[-1].origin
    desk.open("outline")
    page.locator("[data-row=kpis]").get_by_role("switch").click()
    desk.saved()
    desk.open("kpis")
    page.get_by_role("searchbox", name="搜预设库").fill("动销率")
    offer = page.locator(".found li", has_text="动销率").first
    offer.get_by_role("checkbox").check()
    desk.saved()
    table = desk.stored().tree.find("kpis.kpis")
    assert table
    row = table.of("row")[-1]
    indicator, definition, target, *_, source = [cell.text for cell in table.cells(row)]
    item = shipped().libraries[row.origin.split("/")[0]].item(row.origin.split("/")[1])
    assert item and (indicator, definition, source) == (item.text, item.definition, item.source) and not target
    offer.get_by_role("checkbox").uncheck()
    desk.saved()
    assert all(row.origin != each.origin for each in desk.stored().tree.find("kpis.kpis").of("row"))  # type: ignore[union-attr]


def test_a_duty_without_a_group_of_its_own_begins_one(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    page.get_by_role("searchbox", name="搜预设库").fill("打包贴单")
    page.locator(".found li", has_text="供应链仓储").first.get_by_role("checkbox").check()
    desk.saved()
    groups = desk.stored().tree.find("duties.duties")
    assert groups
    group = groups.children[-1]
    assert (group.title, group.area, len(group.children)) == ("供应链仓储", "supply", 1)


def test_a_strangers_sheet_is_read_as_its_owner_says(mine: Shop, tmp_path: Path) -> None:
    sheet = tmp_path / "仓库.csv"
    sheet.write_text("仓库的活\n岗位,要做的,谁来做\n打包员,照单拣货,小李\n,称重贴单,小王\n", "gb18030")
    mine.open().page.get_by_label("导入预设库").set_input_files(sheet)
    page = mine.page
    region = page.get_by_role("region", name="这张表怎么读")
    expect(region.get_by_role("textbox", name="库名")).to_have_value("仓库的活")
    expect(region.get_by_role("combobox", name="第 2 列是什么")).to_have_text("职责")
    expect(region.locator("tr.head")).to_have_css("display", "table-row")
    choose(page, "第 2 列是什么", "不导入")
    expect(region.get_by_role("button", name="看看会导入什么")).to_be_disabled()
    choose(page, "第 2 列是什么", "任职要求")
    choose(page, "第 3 列是什么", "不导入")
    region.get_by_role("textbox", name="库名").fill("打包的活")
    mine.button("看看会导入什么")
    preview = page.get_by_role("region", name="导入之前先看")
    expect(preview).to_contain_text("第 3 列“谁来做”，2 格")
    mine.button("改一改怎么读")
    expect(region.get_by_role("combobox", name="第 3 列是什么")).to_have_text("不导入")
    choose(page, "第 2 列是什么", "职责")
    mine.button("看看会导入什么")
    mine.button("导入勾选的 2 条")
    expect(page.get_by_text("已导入“打包的活”，处理了 2 条。")).to_be_visible()
    (library,) = [each for each in mine.libraries().values() if each.title == "打包的活"]
    assert [(item.kind, item.topic, item.text) for item in library.items] == [
        ("duty", "打包员", "照单拣货"),
        ("duty", "打包员", "称重贴单"),
    ]
    mine.button("撤回这次导入")
    expect(page.get_by_text("已撤回，和导入之前一样。")).to_be_visible()
    assert library.library not in mine.libraries()
