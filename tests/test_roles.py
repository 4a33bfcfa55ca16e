"""我的岗位: what stands there, more roles than are shown at once, several at a time, the trash, and how one begins."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from shutil import copytree, ignore_patterns

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit, apply
from rolesmith.role.tree import Role
from tests.conftest import ROOT, SHOP, Server
from tests.desk import ROWS, Desk, at_rest, choose, home_of, role_in, row_of, visit

pytestmark = [pytest.mark.browser, pytest.mark.one_visit]

OLDEST = "第 0 号岗位"


def named(name: str, role: Role | None = None, **fields: str) -> Role:
    """A blank role, or one of a starter, under a name and with other fields by their meaning."""
    role = role or shipped().templates["ecommerce"].role()
    for meaning, text in {"name": name, **fields}.items():
        field = role.meaning(meaning)
        assert field is not None
        role = apply(role, Edit(id=f"set-{meaning}", op="set", target=field.id, name="text", value=text))
    return role


def rows_of(roles: Sequence[Role], page: Page, server: Server) -> Locator:
    """The rows of a shop with these roles; the first one stands last."""
    store = server.store()
    store.purge(SHOP, [saved.id for saved in store.roles(SHOP, trashed=True)])
    for saved in store.roles(SHOP):
        store.trash(SHOP, saved.id)
    store.create_all(SHOP, roles)
    store.close()
    visit(page, server, "/shop")  # in a visit the last test's list goes, with what was chosen in it
    visit(page, server, "/")
    home_of(page)
    return page.locator(".rows li")


def shop_of(count: int, page: Page, server: Server) -> Locator:
    """The rows of a shop with so many roles."""
    return rows_of([named(f"第 {number} 号岗位") for number in range(count)], page, server)


def test_more_roles_than_fit_come_when_one_asks_and_are_found_at_once(page: Page, server: Server) -> None:
    rows = shop_of(ROWS + 2, page, server)
    expect(rows).to_have_count(ROWS)
    expect(rows.filter(has_text=OLDEST)).to_have_count(0)
    page.get_by_placeholder("搜岗位名称").fill(OLDEST)
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(OLDEST)
    expect(page.locator(".every")).to_contain_text(f"1 / {ROWS + 2} 份")
    page.get_by_role("button", name="看全部").click()
    expect(page.get_by_role("button", name="看全部")).to_have_count(0)
    expect(rows).to_have_count(ROWS)
    page.get_by_placeholder("搜岗位名称").fill("没有这个名字")
    page.get_by_role("button", name="新建一份").click()
    expect(page.get_by_role("combobox", name="您要写什么岗位？")).to_be_focused()
    page.get_by_role("button", name="关上").click()
    page.get_by_role("button", name="看全部").click()
    page.get_by_role("button", name="再看 2 份").click()
    expect(rows).to_have_count(ROWS + 2)
    expect(rows.last).to_contain_text(OLDEST)


def test_each_says_its_state_and_department_and_is_found_by_both(page: Page, server: Server) -> None:
    ready = shipped().starters["service_agent"].role
    roles = [named(f"客服 {n}", ready, department="客服部") for n in range(4)]
    rows = rows_of([*roles, *(named(f"仓管 {n}", department="仓储部") for n in range(4))], page, server)
    store = server.store()
    by_name = {saved.role.meaning("name").text: saved.id for saved in store.roles(SHOP)}  # type: ignore[union-attr]
    for name in ("客服 0", "客服 1"):
        store.publish(SHOP, by_name[name], date(2026, 11, 30))
    field = roles[1].meaning("name")
    assert field is not None
    store.apply(SHOP, by_name["客服 1"], [Edit(id="changed-1", op="set", target=field.id, name="text", value="客服一")])
    store.close()
    page.reload()
    expect(row_of(page, by_name["客服 0"])).to_contain_text("已发布第 1 版")
    expect(row_of(page, by_name["客服 1"])).to_contain_text("第 1 版后改过未发布")
    expect(row_of(page, by_name["仓管 0"])).to_contain_text("还没填完 · 差")
    expect(row_of(page, by_name["仓管 0"])).to_contain_text("仓储部")
    lacking = rows.filter(has_text=" · 差").count()
    expect(page.get_by_role("button", name=f"还没填完 {lacking}", exact=True)).to_be_visible()
    choose(page, "部门", "客服部")
    expect(rows).to_have_count(4)
    states = page.get_by_role("group", name="状态")
    left = rows.filter(has_text=" · 差").count()
    expect(states.get_by_role("button", name=f"还没填完 {left}", exact=True)).to_be_visible()  # of this department
    assert left < lacking
    states.get_by_role("button", name="改过未发布 1").click()
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("客服一")


def test_two_of_one_name_are_told_apart(page: Page, server: Server) -> None:
    same = [named("客服", number="KF-01", department="客服部"), named("客服", number="KF-02", department="售后部")]
    rows = rows_of([*same, named("美工", number="MG-01")], page, server)
    expect(rows.filter(has_text="KF-01")).to_contain_text("客服部")
    expect(rows.filter(has_text="KF-02")).to_contain_text("售后部")
    expect(rows.filter(has_text="MG-01")).to_have_count(0)


def tags_in(server: Server) -> dict[str, tuple[str, ...]]:
    """The tags of each role by its name, as they lie in the database."""
    store = server.store()
    found = {head.name: head.tags for head in store.heads(SHOP)}
    store.close()
    return found


def test_a_role_is_tagged_by_keyboard_and_found_by_its_tags(page: Page, server: Server) -> None:
    rows = shop_of(8, page, server)
    expect(page.get_by_role("group", name="标签")).to_have_count(0)
    expect(page.locator(".tag")).to_have_count(0)
    store = server.store()
    store.publish(SHOP, store.heads(SHOP)[0].id, date(2026, 11, 30))
    store.close()
    page.reload()
    way = rows.first.get_by_role("button", name="贴标签")
    way.press("Enter")
    box = page.get_by_role("combobox", name="找标签，或写一个新的")
    expect(box).to_be_focused()
    page.keyboard.type(" 急招　")
    page.keyboard.press("Enter")
    expect(rows.first.locator(".tag")).to_have_text(["急招"])
    expect(box).to_have_value("")
    page.keyboard.type("这个标签怎么说都太长了一点")
    expect(page.get_by_text("一个标签最多 12 个字。")).to_be_visible()
    box.fill("夜班")
    page.keyboard.press("Enter")
    expect(rows.first.locator(".tag")).to_have_text(["急招", "夜班"])
    page.keyboard.press("Escape")
    expect(way).to_be_focused()
    expect(rows.first).to_contain_text("已发布第 1 版")
    rows.nth(1).get_by_role("button", name="贴标签").press("Enter")
    page.keyboard.type("jz")  # by its sound
    page.keyboard.press("Enter")
    expect(rows.nth(1).locator(".tag")).to_have_text(["急招"])
    page.keyboard.press("Tab")
    expect(box).to_have_count(0)
    page.get_by_role("searchbox").fill("急招")
    expect(rows).to_have_count(2)
    page.get_by_role("group", name="标签").get_by_role("button", name="夜班 1").click()
    expect(rows).to_have_count(1)
    page.get_by_role("group", name="状态").get_by_role("button", name="已发布 1").click()
    expect(rows).to_have_count(1)
    page.get_by_role("searchbox").fill("")
    rows.first.get_by_role("button", name="的标签：急招、夜班").click()
    expect(page.get_by_role("option", selected=True)).to_have_text(["急招", "夜班"])
    page.get_by_role("option", name="夜班").click()
    said = page.get_by_role("status").filter(has_text="已从“第 7 号岗位”去掉“夜班”。")
    expect(rows).to_have_count(0)
    assert tags_in(server)["第 7 号岗位"] == ("急招",)
    said.get_by_role("button", name="撤销").click()
    expect(rows.locator(".tag")).to_have_text(["急招", "夜班"])
    page.reload()
    expect(rows.first.locator(".tag")).to_have_text(["急招", "夜班"])


def test_several_are_tagged_at_once_and_it_can_be_taken_back(page: Page, server: Server) -> None:
    rows = shop_of(4, page, server)
    store = server.store()
    store.tag(SHOP, [store.heads(SHOP)[0].id], ["急招"])
    store.close()
    page.reload()
    page.get_by_role("checkbox", name="全选").check()
    page.get_by_role("group", name="选中的岗位").get_by_role("button", name="标签").click()
    option = page.get_by_role("option", name="急招")
    expect(option).to_have_text("急招 1 / 4 份")
    option.click()
    expect(rows.locator(".tag")).to_have_count(4)
    expect(option).to_have_attribute("aria-selected", "true")
    said = page.get_by_role("status").filter(has_text="已给 3 份岗位加上“急招”。")
    said.get_by_role("button", name="撤销").click()
    expect(rows.locator(".tag")).to_have_count(1)
    assert sorted(tags_in(server).values()) == [(), (), (), ("急招",)]


def test_several_are_ticked_and_exported_copied_and_deleted_together(
    page: Page, server: Server, tmp_path: Path
) -> None:
    rows = shop_of(4, page, server)
    for number in (1, 2):
        page.get_by_role("checkbox", name=f"选“第 {number} 号岗位”").check()
    chosen = page.get_by_role("group", name="选中的岗位")
    with page.expect_download() as waiting:
        chosen.get_by_role("button", name="导出这 2 份").click()
    waiting.value.save_as(tmp_path / "two.xlsx")
    sheets = openpyxl.load_workbook(tmp_path / "two.xlsx").sheetnames
    assert {"第 1 号岗位", "第 2 号岗位"} <= set(sheets) and "第 3 号岗位" not in sheets
    chosen.get_by_role("button", name="复制").click()
    expect(rows).to_have_count(6)
    expect(rows.filter(has_text="（副本）")).to_have_count(2)
    page.get_by_role("checkbox", name="全选").check()
    chosen.get_by_role("button", name="删除").click()
    said = page.get_by_role("status").filter(has_text="已删除 6 份岗位")
    expect(said).to_be_visible()
    expect(rows).to_have_count(0)
    said.get_by_role("button", name="撤销").click()
    expect(rows).to_have_count(6)


def test_a_deletion_is_said_and_can_be_taken_back_while_the_page_stands(page: Page, server: Server) -> None:
    rows = shop_of(3, page, server)
    said = page.get_by_role("status").filter(has_text="已删除")
    for number in (1, 2):
        rows.filter(has_text=f"第 {number} 号岗位").get_by_role("button", name="删除").click()
        expect(said).to_contain_text(f"已删除“第 {number} 号岗位”")
    expect(rows).to_have_count(1)
    for number in (2, 1):
        expect(said).to_contain_text(f"已删除“第 {number} 号岗位”")
        said.get_by_role("button", name="撤销").click()
        expect(rows.filter(has_text=f"第 {number} 号岗位")).to_be_visible()
    expect(said).to_have_count(0)
    expect(rows).to_have_count(3)
    rows.filter(has_text="第 2 号岗位").get_by_role("button", name="删除").click()
    expect(said).to_be_visible()
    page.get_by_role("link", name="预设库").click()
    expect(page.get_by_role("heading", name="预设库", exact=True)).to_be_visible()
    page.get_by_role("link", name="我的岗位").click()
    expect(rows).to_have_count(2)
    at_rest(page)
    expect(said).to_have_count(0)


def test_what_would_never_arrive_cannot_be_asked_for_while_the_connection_is_away(page: Page, server: Server) -> None:
    rows = shop_of(3, page, server)
    page.get_by_role("checkbox", name="选“第 2 号岗位”").check()
    chosen = page.get_by_role("group", name="选中的岗位")
    asked = [
        each.get_by_role("button", name=name) for each in (rows.first, chosen) for name in ("复制", "删除", "标签")
    ]
    asked += [page.locator(".start").first, page.get_by_role("button", name="拿进来…")]
    asked.append(chosen.get_by_role("button", name="导出这 1 份"))
    page.context.set_offline(True)
    for button in asked:
        expect(button).to_be_disabled()
    page.get_by_role("button", name="不选了").click()
    for name in ("下载全店 Excel", "组织架构图 PDF"):
        expect(page.get_by_role("button", name=name)).to_be_disabled()
    page.context.set_offline(False)
    page.get_by_role("checkbox", name="选“第 2 号岗位”").check()
    for button in asked:
        expect(button).to_be_enabled()
    asked[1].click()
    expect(rows).to_have_count(2)


def test_a_whole_row_leads_to_its_role_but_for_what_stands_on_it(page: Page, server: Server) -> None:
    rows = shop_of(2, page, server)
    rows.first.get_by_role("checkbox").check()
    rows.first.get_by_role("button", name="复制").click()
    expect(rows).to_have_count(3)
    rows.last.click()  # its middle, far from the name
    expect(page).to_have_url(re.compile("role="))
    at_rest(page)
    page.go_back()
    expect(page, "one step back").to_have_url(f"{server.url}/")
    expect(rows).to_have_count(3)


def test_on_a_phone_tags_are_chosen_without_a_keyboard(phone: Page, server: Server) -> None:
    rows = shop_of(2, phone, server)
    store = server.store()
    store.tag(SHOP, [store.heads(SHOP)[1].id], ["急招"])
    store.close()
    phone.reload()
    rows.first.get_by_role("button", name="复制或删除").tap()
    rows.first.get_by_role("button", name="贴标签").tap()
    option = phone.get_by_role("option", name="急招")
    expect(option).to_be_visible()
    expect(phone.get_by_role("combobox", name="找标签")).not_to_be_focused()
    option.tap()
    expect(rows.first.locator(".tag")).to_have_text(["急招"])
    phone.get_by_role("heading", name="我的岗位").tap()
    expect(option).to_have_count(0)
    rows.first.get_by_role("button", name="的标签：急招").tap()
    option.tap()
    expect(rows.first.locator(".tag")).to_have_count(0)
    phone.keyboard.press("Escape")  # the tags that led here are gone
    expect(rows.first.get_by_role("link")).to_be_focused()


def test_on_a_phone_a_row_is_copied_and_deleted_behind_its_dots(phone: Page, server: Server) -> None:
    rows = shop_of(2, phone, server)
    expect(rows.first.get_by_role("button", name="复制“")).to_be_hidden()
    rows.first.get_by_role("button", name="复制或删除").tap()
    rows.first.get_by_role("button", name="删除“").tap()
    expect(rows).to_have_count(1)


def test_a_full_trash_is_drawn_when_it_is_opened_and_in_parts(page: Page, server: Server) -> None:
    rows = shop_of(ROWS + 1, page, server)
    store = server.store()
    store.purge(SHOP, [saved.id for saved in store.roles(SHOP, trashed=True)])
    last, *others = [saved.id for saved in store.roles(SHOP)]
    for role in others:
        store.trash(SHOP, role)
    store.close()
    page.reload()
    expect(rows).to_have_count(1)
    trash = page.locator(".trash")
    expect(trash.get_by_text(f"{ROWS} 份岗位", exact=True)).to_be_attached()
    expect(trash.locator("li")).to_have_count(0)
    rows.get_by_role("button", name="删除").click()
    trash.get_by_text("回收站").click()
    expect(trash.locator("li")).to_have_count(ROWS)
    trash.get_by_role("button", name="再看 1 份").click()
    row = trash.locator(f"[data-role='{last}']")
    row.get_by_role("button", name="恢复").click()
    expect(row_of(page, last)).to_be_visible()
    expect(trash.locator("li")).to_have_count(ROWS)


def test_the_box_is_used_by_keyboard_and_a_name_without_a_starter_begins_blank(page: Page, server: Server) -> None:
    shop_of(0, page, server)
    box = page.get_by_role("combobox", name="您要写什么岗位？")
    options = page.get_by_role("option")
    box.fill("kefu")
    expect(options.first).to_contain_text("客服专员")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(options).to_have_count(0)
    page.get_by_role("button", name="开始", exact=True).click()
    expect(page.get_by_text("先写这个岗位叫什么")).to_be_visible()
    expect(box).to_be_focused()
    page.keyboard.type("宠物美容师")
    page.keyboard.press("Enter")  # at once, before anything is found
    page.wait_for_url("**/basics?role=*")
    role = Desk(page, server, role_in(page)).stored()
    name = role.meaning("name")
    assert name and name.text == "宠物美容师"


def test_who_clicks_twice_begins_one_role(page: Page, server: Server) -> None:
    shop_of(0, page, server)
    page.locator(".start").first.dblclick()
    page.wait_for_url("**/blanks?role=*")
    at_rest(page)
    store = server.store()
    assert [saved.id for saved in store.roles(SHOP)] == [role_in(page)]
    store.close()


def test_arrow_keys_go_from_role_to_role(page: Page, server: Server) -> None:
    rows = shop_of(3, page, server)
    rows.first.get_by_role("link").focus()
    page.keyboard.press("ArrowDown")
    expect(rows.nth(1).get_by_role("link")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    page.wait_for_url("**/blanks?role=*")


def test_a_new_role_is_in_reach_behind_many(page: Page, server: Server) -> None:
    shop_of(ROWS + 1, page, server)
    page.locator(".rows li").last.scroll_into_view_if_needed()
    page.get_by_role("button", name="新建岗位").click()
    expect(page.get_by_role("combobox", name="您要写什么岗位？")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_server_that_just_started_tells_by_itself_what_is_wrong_with_the_presets(page: Page, tmp_path: Path) -> None:
    copied = tmp_path / "copied"
    copied.mkdir()
    for name in ("pages", "presets", "rolesmith", "routes", "server", "ui", ".streamlit"):
        copytree(ROOT / name, copied / name, ignore=ignore_patterns("__pycache__"))
    (copied / "app.py").write_bytes((ROOT / "app.py").read_bytes())
    (copied / "presets" / "duties" / "service.yaml").write_text("name: [", "utf-8")
    server = Server(tmp_path, app=copied)
    server.start()
    try:
        page.goto(server.url)
        expect(page.locator(".start").first).to_be_visible()
        expect(page.get_by_test_id("stAlert").filter(has_text="presets/duties/service.yaml")).to_be_visible()
    finally:
        server.kill()
