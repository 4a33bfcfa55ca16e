"""Back in: a workbook of ours comes back as the role that it was, with what people did to it."""

import base64
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
from playwright.sync_api import Page, expect

from rolesmith.document.comparison import compare
from rolesmith.document.draw import draw
from rolesmith.document.partial import without
from rolesmith.files.problem import Unreadable
from rolesmith.formats import FORMATS
from rolesmith.formats.excel import shop
from rolesmith.formats.excel.carried import SHEET
from rolesmith.formats.looks import LOOKS
from rolesmith.presets.shipped import shipped
from rolesmith.readers.workbook.read import ONLY_SHOWN, Foreign, ReadBack, read, read_beside
from rolesmith.role.blanks import Filling
from rolesmith.role.tree import Node, Role
from tests.conftest import PATIENCE, SHOP, Server, tried
from tests.desk import new_desk, role_in
from tests.excel_print import HARD
from tests.generated_roles import roles
from tests.nasty import NASTY
from tests.office import Office, converted
from tests.sample import every_kind

FACTS = {"店名": "青禾", "平台": "天猫"}
ROLES = [*tried(roles(30)), *(starter.role for starter in shipped().starters.values()), every_kind()[0]]


def all_on(role: Role) -> Role:
    return role.replace(role.tree.with_(children=tuple(each.with_(on=True) for each in role.tree.children)))


def workbook(role: Role, look: str = "") -> bytes:
    return FORMATS["xlsx"].write(role, shipped().filling(role, FACTS), look)


def edited(role: Role, act: Callable[[Any], None], look: str = "") -> ReadBack:
    """The role's workbook after somebody did something to its sheet."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(role, look)))
    sheet = book.worksheets[0]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    act(sheet)
    file = io.BytesIO()
    book.save(file)
    return read(file.getvalue(), "a.xlsx", role)


def cell(sheet: Any, text: str) -> Any:
    """The cell that holds a text; of a head, which later pages say again, the first. A band's name may be broken."""
    cells = [each for row in sheet.iter_rows() for each in row if each.value is not None]
    found = [each for each in cells if str(each.value).replace("\n", "") == text]
    found = found or [each for each in cells if text in str(each.value)]
    assert len({each.value for each in found}) == 1, (text, found)
    return found[0]


def role(starter: str = "service_agent") -> Role:
    return all_on(shipped().starters[starter].role)


def lines(role: Role, parent: str) -> list[str]:
    node = role.tree.find(parent)
    assert node
    return [child.text for child in node.of("line")]


STORE = "duties.duties.store"


@pytest.mark.parametrize("at", range(len(ROLES)))
def test_untouched_it_comes_back_with_nothing_lost(at: int) -> None:
    assert read(workbook(ROLES[at]), "a.xlsx", ROLES[at]) == ReadBack(ROLES[at], ())
    data = FORMATS["xlsx"].write(ROLES[at], shipped().filling(ROLES[at], FACTS), whole=True)
    assert read(data, "a.xlsx") == ReadBack(ROLES[at], ())


@pytest.mark.parametrize("at", range(len(ROLES)))
def test_elsewhere_what_is_shown_comes_back_and_nothing_else(at: int) -> None:
    found = read(workbook(ROLES[at]), "a.xlsx")
    shown, alone = (draw(each, shipped().filling(each, FACTS)) for each in (ROLES[at], found.role))
    assert (shown, found.notes) == (alone, (ONLY_SHOWN,))
    above = [found.role.meaning(meaning) for meaning in ("name", "number", "version", "date")]
    for section in found.role.tree.children:
        assert section.on or any(node in above for node in section.walk()), section.id


@pytest.mark.parametrize("text", [*(text for _, text in NASTY), *HARD])
def test_no_text_is_read_otherwise(text: str) -> None:
    role = every_kind(text.replace("{", "{{"))[0]
    assert read(workbook(role), "a.xlsx", role).role == role


SAVED_AGAIN = (*tried(range(0, len(ROLES) - 1, 3)), len(ROLES) - 1)


@converted("xlsx", "xlsx", *((at,) for at in SAVED_AGAIN))
def saved_again(at: int) -> bytes:
    return workbook(ROLES[at])


def test_it_comes_back_from_libreoffice_too(office: Office) -> None:
    """Saved again, without a touch, by a program that writes everything its own way."""
    for at in SAVED_AGAIN:
        assert read(office(saved_again, at).read_bytes(), "a.xlsx", ROLES[at]).role == ROLES[at], at


def test_a_backup_comes_back_too() -> None:
    for each in ROLES:
        data = FORMATS["json"].write(each, shipped().filling(each, FACTS))
        assert Role.from_json(data).replace(each.tree) == each.model_copy(update={"shop": Role.from_json(data).shop})


def test_a_changed_line_wins_and_the_others_keep_their_blanks() -> None:
    first, *others = lines(role(), STORE)

    def change(sheet: Any) -> None:
        cell(sheet, first).value = first + "，当天回复"

    brought = edited(role(), change).role
    assert lines(brought, STORE) == [first + "，当天回复", *others]
    assert brought.replace(role().tree) == role() and "{" in brought.to_json()


def test_a_field_a_mark_and_a_table_cell() -> None:
    def change(sheet: Any) -> None:
        row = cell(sheet, "直接上级").row
        next(each for each in sheet[row] if each.value == "客服主管").value = "店长"
        cell(sheet, "独立接待、转接与查单").value = "会用千牛（必备）"
        weight = cell(sheet, "权重（%）")
        sheet.cell(weight.row + 1, weight.column).value = 35

    brought = edited(role(), change).role
    superior = brought.tree.find("basics.info.superior")
    skill = next((node for node in brought.tree.walk() if node.text == "会用千牛"), None)
    assert superior and superior.text == "店长"
    assert skill and (skill.text, skill.mark) == ("会用千牛", "必备")
    table = brought.tree.find("kpis.kpis")
    assert table
    weights = [c.text for row in table.of("row") for c in table.cells(row) if c.id.endswith("weight")]
    assert weights[:2] == ["35", "25"]


def test_lines_are_sorted_deleted_and_added() -> None:
    one, two = lines(role(), STORE)
    gone, *left = lines(role(), "duties.duties.data")

    def change(sheet: Any) -> None:
        first, second = cell(sheet, one), cell(sheet, two)
        first.value, second.value = two, one
        sheet.insert_rows(second.row + 1)
        sheet.cell(second.row + 1, first.column).value = "3、开班前看一遍店铺通知"
        sheet.delete_rows(cell(sheet, gone).row)

    brought = edited(role(), change).role
    assert lines(brought, STORE) == [two, one, "开班前看一遍店铺通知"]
    assert lines(brought, "duties.duties.data") == left
    ids = [node.id for node in role().tree.walk() if node.id.startswith(STORE)]
    kept = brought.tree.find(STORE)
    assert kept and [child.id for child in kept.children[:2]] == [ids[2], ids[1]]


def test_a_line_that_was_moved_to_another_group_goes_there() -> None:
    one, _ = lines(role(), STORE)

    def change(sheet: Any) -> None:
        first = cell(sheet, one)
        column = first.column
        sheet.delete_rows(first.row)
        below = cell(sheet, "数据分析与优化")
        sheet.insert_rows(below.row + 1)
        sheet.cell(below.row + 1, column).value = one

    brought = edited(role(), change).role
    assert one not in lines(brought, STORE) and one in lines(brought, "duties.duties.data")
    assert sum(node.text == one for node in brought.tree.walk()) == 1


def test_a_row_of_a_table_is_added() -> None:
    def change(sheet: Any) -> None:
        last = cell(sheet, "投诉按时响应率").row
        heads = {str(c.value): c.column for c in sheet[cell(sheet, "权重（%）").row] if c.value}
        sheet.insert_rows(last + 1)
        for head, text in {"指标": "差评率", "权重（%）": 5, "目标值": "不高于1%"}.items():
            sheet.cell(last + 1, heads[head]).value = text

    table = edited(role(), change).role.tree.find("kpis.kpis")
    assert table
    told = [cell.text for cell in table.cells(table.of("row")[-1])]
    assert told[0] == "差评率" and "5" in told and "不高于1%" in told


def test_what_was_not_shown_is_not_lost() -> None:
    """Lines, sections and groups that are off stay as they were, where they were."""

    def off(node: Node, wanted: str) -> Node:
        return node.with_(on=node.on and node.id != wanted, children=tuple(off(c, wanted) for c in node.children))

    hidden = role().replace(off(off(role().tree, f"{STORE}.1"), "prohibited"))
    two = lines(role(), STORE)[1]
    brought = edited(hidden, lambda sheet: setattr(cell(sheet, two), "value", two + "。")).role
    assert lines(brought, STORE) == [lines(role(), STORE)[0], two + "。"]
    kept = brought.tree.find(f"{STORE}.1")
    assert kept and not kept.on


def test_what_is_added_where_nothing_can_stand_is_told() -> None:
    def change(sheet: Any) -> None:
        above = cell(sheet, "直接上级").row
        sheet.insert_rows(above + 1)
        sheet.cell(above + 1, 1).value = "直属老板的微信"

    (note,) = edited(role(), change).notes
    assert "直属老板的微信" in note and note.startswith("第 ")


def test_a_formula_in_a_texts_place_is_told_and_the_text_stays() -> None:
    one = lines(role(), STORE)[0]
    brought = edited(role(), lambda sheet: setattr(cell(sheet, one), "value", "=1+1"))
    assert brought.role == role() or lines(brought.role, STORE)[0] == one
    assert any("公式" in note for note in brought.notes)


def test_without_what_it_carries_it_is_a_strangers() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(role())))
    del book[SHEET]
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(Foreign):
        read(file.getvalue(), "a.xlsx")


def beside(data: bytes, here: Role) -> ReadBack:
    return read_beside(data, "a.xlsx", here, [draw(here, shipped().filling(here, FACTS))])


@pytest.mark.parametrize("look", LOOKS)
def test_a_sheet_of_the_shops_workbook_comes_back_beside_the_role_that_it_shows(look: str) -> None:
    """Among others and a namesake, untouched and with a line rewritten."""
    here = role()
    one, two = lines(here, STORE)[:2]
    other = Role.from_json(here.to_json().replace(one, "另一个同名岗位的第一条").replace(two, "和它的第二条"))
    file = io.BytesIO()
    shop.write(
        file,
        (shop.drawn(each, shipped().filling(each, FACTS)) for each in (other, here, role("data_analyst"))),
        LOOKS[look],
    )
    assert beside(file.getvalue(), here).role == here
    book = openpyxl.load_workbook(io.BytesIO(file.getvalue()))
    sheet = next(each for each in book if each.title.endswith("(2)"))
    changed = cell(sheet, one)
    changed.value = one + "，当天回复"
    edited = io.BytesIO()
    book.save(edited)
    assert lines(beside(edited.getvalue(), here).role, STORE)[:2] == [one + "，当天回复", two]


def test_without_what_it_carries_it_is_read_beside_the_role_and_a_strangers_is_not() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(role())))
    del book[SHEET]
    book.worksheets[0].title = "改过名的表"
    file = io.BytesIO()
    book.save(file)
    assert beside(file.getvalue(), role()).role == role()
    with pytest.raises(Foreign):
        beside(file.getvalue(), role("data_analyst"))


def test_a_file_of_another_kind_is_not_taken_in(server: Server) -> None:
    """A library's or a paper's backup has the same form."""
    store = server.store()
    mine = store.create(SHOP, role())
    headers = {"x-rolesmith": "1", "origin": server.url}
    for kind in ({"library": "ecommerce"}, {"paper": "招聘启事"}):
        other = json.dumps({**json.loads(role().to_json()), **kind}, ensure_ascii=False).encode()
        for address in (f"/roles/{mine}/differences", f"/roles/{mine}/brought", "/roles"):
            answer = httpx.post(
                f"{server.url}{address}", json=sent("a.json", other), headers=headers, timeout=PATIENCE / 1000
            )
            assert answer.status_code == 422 and "另一种文件" in answer.json()["message"]
    now = store.role(SHOP, mine)
    store.close()
    assert now and now.role == role()


def test_nobody_sees_what_it_carries() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(role())))
    assert book[SHEET].sheet_state == "veryHidden" and book.active is not None and book.active.title != SHEET


@pytest.mark.parametrize(
    "carried",
    [
        "",
        "{",
        "[]",
        json.dumps({"format": "rolesmith/workbook@1"}),
        '{"a":' * 5000,
        json.dumps({"format": "x", "rows": 3}),
    ],
)
def test_what_it_carries_may_be_spoilt(carried: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(role())))
    sheet = book[SHEET]
    for row in sheet.iter_rows():
        row[0].value = None
    sheet["A1"].value = "|" + carried
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(Unreadable) as told:
        read(file.getvalue(), "a.xlsx")
    assert "拿进来" in str(told.value)


def test_another_sheets_name_and_a_sheet_too_many() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(role())))
    book.worksheets[0].title = "改过名"
    file = io.BytesIO()
    book.save(file)
    assert read(file.getvalue(), "a.xlsx", role()).role == role()
    book = openpyxl.load_workbook(file)  # openpyxl saves pictures once
    copied = book.copy_worksheet(book.worksheets[0])
    copied.title = "又一张"
    file = io.BytesIO()
    book.save(file)
    brought = read(file.getvalue(), "a.xlsx", role())
    assert brought.role == role() and any("“又一张”也像这个岗位" in note for note in brought.notes)
    book = openpyxl.load_workbook(file)
    for sheet in (book["又一张"], book.worksheets[0]):
        sheet.delete_rows(1, 150)
        sheet.append(["别的"])
    file = io.BytesIO()
    book.save(file)
    with pytest.raises(Unreadable, match="把工作表的名字改回来"):
        read(file.getvalue(), "a.xlsx")


def test_the_document_is_the_same_document() -> None:
    each = role()
    brought = read(workbook(each), "a.xlsx").role
    assert draw(brought, Filling()) == draw(each, Filling())


# what is taken of it


def keys(old: Role, new: Role) -> dict[str, str]:
    """Each change's key and kind."""
    found = compare(draw(old, Filling()), draw(new, Filling()))
    return {change.key: change.what for each in found for change in each.changes}


def changed() -> tuple[Role, Role]:
    """A role and what somebody made of it: a line rewritten, one gone, one added, a title and a cell changed."""
    one, two = lines(role(), STORE)

    def change(sheet: Any) -> None:
        cell(sheet, one).value = one + "，当天回复"
        sheet.delete_rows(cell(sheet, two).row)
        below = cell(sheet, "数据分析与优化")
        below.value = "（三）看数据"
        sheet.insert_rows(below.row + 1)
        sheet.cell(below.row + 1, 2).value = "每周看一次差评"
        cell(sheet, "询单转化率").value = "询单成交率"

    return role(), edited(role(), change).role


def test_every_change_is_told_once() -> None:
    old, new = changed()
    assert sorted(keys(old, new).values()) == ["删除", "改写", "改写", "改写", "新增"]


def test_what_is_left_is_as_it_was() -> None:
    old, new = changed()
    every = keys(old, new)
    assert without(old, new, every) == old and without(old, new, ()) == new
    for key in every:
        some = without(old, new, [key])
        assert keys(some, new).keys() == {key}, (key, every[key])
        assert keys(old, some).keys() == every.keys() - {key}


def test_a_whole_section_and_a_name_can_be_left() -> None:
    old = role()
    name = old.meaning("name")
    assert name
    shorter = old.replace(old.tree.with_(children=old.tree.children[:-1]))
    assert without(old, shorter, [old.tree.children[-1].id]) == old
    other = read(workbook(old), "a.xlsx").role
    renamed = Role.from_json(other.to_json().replace("客服专员", "客服专家"))
    assert (without(old, renamed, ["title"]).meaning("name") or name).text == "客服专员"


def sent(file: str, data: bytes, **more: Any) -> dict[str, Any]:
    return {"file": file, "data": base64.b64encode(data).decode(), **more}


def test_a_strangers_workbook_and_a_spoilt_file_change_nothing(server: Server) -> None:
    store = server.store()
    mine = store.create(SHOP, role())
    empty = io.BytesIO()
    openpyxl.Workbook().save(empty)
    headers = {"x-rolesmith": "1", "origin": server.url}
    with httpx.Client(base_url=server.url, headers=headers, timeout=PATIENCE / 1000) as client:
        for file, data in (("a.xlsx", empty.getvalue()), ("a.xlsx", b"PK"), ("a.json", b"{"), ("b.png", b"x")):
            for address in (f"/roles/{mine}/differences", f"/roles/{mine}/brought", "/roles"):
                answer = client.post(address, json=sent(file, data))
                told = answer.json()
                assert answer.status_code == 422 and re.search("[一-龥]", str(told))
        for left in ("all", [3], ["a"] * 5001):
            assert (
                client.post(f"/roles/{mine}/brought", json=sent("a.xlsx", workbook(role()), left=left)).status_code
                == 422
            )
        made = client.post("/roles", json=sent("a.xlsx", workbook(role()))).json()["id"]
    now, new = store.role(SHOP, mine), store.role(SHOP, made)
    store.close()
    assert now and new and now.revision == 1 and now.role == role()
    assert draw(new.role, Filling()) == draw(role(), Filling())


@pytest.mark.parametrize("ending", ["xlsx", "json"])
def test_a_file_of_a_role_that_is_here_makes_no_second_one_by_itself(server: Server, ending: str) -> None:
    """It says whose it is; a role in the trash is not here, and a file that names what is no role is none of these."""
    store = server.store()
    mine = store.create(SHOP, role())
    headers = {"x-rolesmith": "1", "origin": server.url}
    with httpx.Client(base_url=server.url, headers=headers, timeout=PATIENCE / 1000) as client:
        file = client.get(f"/roles/{mine}/export.{ending}").content
        before = [each.id for each in store.roles(SHOP)]
        answer = client.post("/roles", json=sent(f"a.{ending}", file))
        assert answer.json() == {"here": {"id": mine, "name": "客服专员"}}
        assert [each.id for each in store.roles(SHOP)] == before
        anew = client.post("/roles", json=sent(f"a.{ending}", file, anew=True)).json()["id"]
        assert anew not in before
        store.trash(SHOP, mine)
        answer = client.post("/roles", json=sent(f"a.{ending}", file)).json()
        assert answer.get("notes") == ([ONLY_SHOWN] if ending == "xlsx" else None)
        for strange in ("facts", "nowhere", "paper-" + mine):
            backup = json.dumps({**json.loads(role().to_json()), "id": strange}).encode()
            assert client.post("/roles", json=sent("a.json", backup)).json().keys() == {"id"}
    second = store.role(SHOP, anew)
    store.close()
    assert second and second.role == role()


@pytest.mark.browser
def test_one_opens_an_edited_file_of_a_role_that_is_here(page: Page, server: Server, tmp_path: Path) -> None:
    desk = new_desk(page, server, "service_agent").open("finish")
    file = desk.download("下载 Excel 打印签字，改了能读回来", tmp_path)
    one, _ = lines(desk.stored(), STORE)
    book = openpyxl.load_workbook(file)
    cell(book.worksheets[0], one).value = one + "，当天回复"
    book.save(file)
    page.goto(f"{server.url}/bring")
    page.get_by_label("选一个文件").set_input_files(file)
    expect(page.get_by_text("这个岗位已经在“我的岗位”里")).to_be_visible()
    page.get_by_role("button", name="读回这份岗位").click()
    expect(page.get_by_role("heading", name="版本", exact=True)).to_be_visible()
    expect(page.locator(".read-back .changed li")).to_have_count(1)
    expect(page.locator(".read-back")).to_be_in_viewport()
    assert role_in(page) == desk.role
    page.get_by_role("button", name="改 1 处").click()
    expect(page.locator(".read-back [role=status]")).to_contain_text("已改好")
    assert lines(desk.stored(), STORE)[0] == one + "，当天回复"


@pytest.mark.browser
def test_one_reads_a_file_back_and_takes_what_is_ticked(page: Page, server: Server, tmp_path: Path) -> None:
    desk = new_desk(page, server, "service_agent").open("finish")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="下载 Excel").click()
    file = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(file)
    one, two = lines(desk.stored(), STORE)
    book = openpyxl.load_workbook(file)
    cell(book.worksheets[0], one).value = one + "，当天回复"
    cell(book.worksheets[0], two).value = two + "（不要的改动）"
    book.save(file)
    desk.open("versions")
    page.get_by_label("读回改过的文件").set_input_files(file)
    changes = page.locator(".read-back .changed li")
    expect(changes).to_have_count(2)
    changes.filter(has_text="不要的改动").get_by_role("checkbox").uncheck()
    page.get_by_role("button", name="改 1 处").click()
    expect(page.locator(".read-back [role=status]")).to_contain_text("已改好")
    assert lines(desk.stored(), STORE) == [one + "，当天回复", two]
    page.locator(".versions .list li").filter(has_text=re.compile("导入之前")).get_by_role(
        "button", name="恢复"
    ).click()
    expect(page.locator(".versions .said")).to_contain_text("已恢复")
    assert lines(desk.stored(), STORE) == [one, two]
