"""Standards in documents: each format shows them behind their lines or leaves them out; workbooks bring them back."""

import io
import random
import re
from base64 import b64encode
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import docx
import httpx
import openpyxl
import pytest
from playwright.sync_api import Page, expect

from rolesmith.document.comparison import compare
from rolesmith.document.document import Document
from rolesmith.document.draw import draw
from rolesmith.document.partial import without
from rolesmith.document.standards import CHOICES, SETTING, are_shown
from rolesmith.formats import FORMATS, html, plain
from rolesmith.formats.excel import form, shop
from rolesmith.formats.looks import LOOKS
from rolesmith.presets.shipped import shipped
from rolesmith.readers.workbook.read import ReadBack, read, read_beside
from rolesmith.role.tree import Node, Role
from tests.conftest import PATIENCE, SHOP, Server, tried
from tests.desk import Desk
from tests.generated_roles import roles, with_standards
from tests.nasty import NASTY, as_typed
from tests.outside import squeezed, text_in

BOTH = pytest.mark.parametrize("choice", CHOICES)
GROUPS = "duties.duties"
STORE = f"{GROUPS}.store"
TEXT, STANDARD, BARE = "校对商品图与实物颜色", "每款在校色屏与手机上各核对一次；有明显色差的返修", "复核商品发布信息"


def role(standard: str = STANDARD, *others: str) -> Role:
    """A role with duties in its first group, the second without a standard; one more for each other standard."""
    whole = shipped().starters["service_agent"].role
    lines = (
        Node(id="d1", kind="line", text=TEXT, standard=standard),
        Node(id="d2", kind="line", text=BARE),
        Node(id="d3", kind="line", text="核对平台账单、推广费用与退款", standard="每月{对账日}前完成"),
        *(Node(id=f"o{at}", kind="line", text=BARE, standard=other) for at, other in enumerate(others)),
    )

    def written(node: Node) -> Node:
        if node.id == STORE:
            return node.with_(children=lines, on=True)
        return node.with_(children=tuple(map(written, node.children)))

    return whole.replace(written(whole.tree))


def bare() -> Role:
    """A role without any standard."""

    def written(node: Node) -> Node:
        return node.with_(standard="", children=tuple(map(written, node.children)))

    whole = shipped().starters["service_agent"].role
    return whole.replace(written(whole.tree))


def drawn(role: Role, choice: str = "with") -> Document:
    return draw(role, shipped().filling(role, standards=are_shown(choice)))


def written(ending: str, role: Role, choice: str = "with", look: str = "") -> bytes:
    return FORMATS[ending].write(role, shipped().filling(role, standards=are_shown(choice)), look)


# what each format shows


@pytest.mark.parametrize("ending", ["xlsx", "docx", "pdf", "md", "html"])
def test_a_standard_stands_behind_its_line_or_is_left_out(ending: str) -> None:
    shown = squeezed(re.sub("<[^>]*>", "", text_in(ending, written(ending, role()))))
    assert TEXT in shown and STANDARD in shown
    assert shown.index(TEXT) < shown.index(STANDARD) < shown.index(BARE)
    alone = squeezed(re.sub("<[^>]*>", "", text_in(ending, written(ending, role(), "without"))))
    assert TEXT in alone and STANDARD not in alone


@pytest.mark.parametrize("ending", ["xlsx", "docx", "pdf", "md", "html"])
def test_a_role_without_standards_makes_the_same_file_under_both_choices(ending: str) -> None:
    assert written(ending, bare(), "with") == written(ending, bare(), "without")


def test_in_a_chat_it_is_a_line_of_its_own() -> None:
    assert f"1. {TEXT}\n　标准：{STANDARD}\n2. {BARE}\n3. " in plain.write(drawn(role()))


def test_in_markdown_it_is_a_list_within_the_list() -> None:
    assert f"1. {TEXT}\n    - 标准：{STANDARD}\n2. {BARE}\n3. " in written("md", role()).decode()


def test_word_keeps_it_with_its_line_in_a_style_of_its_own() -> None:
    paragraphs = docx.Document(io.BytesIO(written("docx", role(), look="brand"))).paragraphs
    at = next(at for at, each in enumerate(paragraphs) if each.text == TEXT)
    line, below, after = paragraphs[at : at + 3]
    assert below.text == f"标准：{STANDARD}" and below.style is not None and below.style.name == "工作标准"
    assert line.paragraph_format.keep_with_next and after.text == BARE
    assert after.paragraph_format.keep_with_next is None
    assert below.style.font.size and below.style.font.size.pt < docx.shared.Pt(10.5).pt
    assert line._p.pPr.numPr.numId.val == after._p.pPr.numPr.numId.val, "the list is counted on"
    assert below._p.pPr.numPr is None


def test_the_preview_says_which_text_it_is() -> None:
    article = html.article(drawn(role()))
    shown = f'<span data-node="d1" data-part="standard">{STANDARD}</span>'
    assert f'<small class="standard">标准：{shown}</small>' in article
    assert 'data-blank="对账日"' in article


@pytest.mark.parametrize("ending", ["docx", "pdf", "html", "xlsx"])
def test_any_standard_is_written_whole(ending: str) -> None:
    """From the mark before it to the mark behind it; a PDF draws what has no letter in its fonts in other ways."""
    file = written(ending, role(STANDARD, *(f"始{at}始{as_typed(text)}终{at}终" for at, (_, text) in enumerate(NASTY))))
    text = text_in(ending, file)
    shown = squeezed(unescape(re.sub("<[^>]*>", "", text)) if ending == "html" else text)
    lost = []
    for at, (name, nasty) in enumerate(NASTY):
        whole = re.search(f"始{at}始(.*?)终{at}终", shown, re.DOTALL)
        if whole is None or (ending in ("docx", "xlsx") and whole[1] != squeezed(nasty)):
            lost.append(name)
    assert lost == []


# Excel


def sheet_of(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def cell(sheet: Any, text: str) -> Any:
    found = [each for row in sheet.iter_rows() for each in row if each.value == text]
    assert len(found) == 1, (text, len(found))
    return found[0]


@pytest.mark.parametrize("look", LOOKS)
def test_in_excel_standards_are_a_column_with_a_head_beside_the_lines(look: str) -> None:
    sheet = sheet_of(written("xlsx", role(), look=look))
    line, standard, none = cell(sheet, TEXT), cell(sheet, STANDARD), cell(sheet, BARE)
    assert line.row == standard.row and line.column < standard.column
    assert sheet.cell(none.row, standard.column).value is None
    heads = [row for row in sheet.iter_rows(max_row=line.row) if "工作标准" in [each.value for each in row]]
    names = {each.column: each.value for each in heads[-1] if each.column >= line.column}
    assert {at: name for at, name in names.items() if name} == {
        line.column: "工作职责" if LOOKS[look].bordered else "职责",
        standard.column: "工作标准",
    }
    assert standard.font.size < line.font.size


def test_a_row_is_as_high_as_its_longer_text_needs() -> None:
    heights = []
    for standard in ("短", "长" * 200):
        sheet = sheet_of(written("xlsx", role(standard)))
        heights.append(sheet.row_dimensions[cell(sheet, TEXT).row].height)
    assert heights[0] < 30 and heights[1] > 100


def test_the_shops_workbook_has_them_in_the_sheet_of_duties() -> None:
    def shown(choice: str) -> list[list[Any]]:
        file = io.BytesIO()
        filling = shipped().filling(role(), standards=are_shown(choice))
        shop.write(file, [shop.drawn(role(), filling)])
        sheet = openpyxl.load_workbook(file)["职责明细"]
        return [[each for each in row if each is not None] for row in sheet.iter_rows(values_only=True)]

    name = drawn(role()).name
    group = "店铺运营与管理"
    assert ["分组", "职责", "工作标准", "岗位"] in shown("with") and ["分组", "职责", "岗位"] in shown("without")
    assert [group, TEXT, STANDARD, name] in shown("with") and [group, BARE, name] in shown("with")
    assert [group, TEXT, name] in shown("without")


# and back


def edited(choice: str, act: Callable[[Any], None], of: Role | None = None) -> ReadBack:
    """The role's workbook after somebody did something to its sheet."""
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx", of or role(), choice)))
    sheet = book.worksheets[0]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    act(sheet)
    file = io.BytesIO()
    book.save(file)
    return read(file.getvalue(), "a.xlsx", of or role())


def changes(old: Role, new: Role) -> dict[str, str]:
    return {change.key: change.what for each in compare(drawn(old), drawn(new)) for change in each.changes}


GENERATED = [role(), *(with_standards(each, at) for at, each in enumerate(tried(roles(30), 4)))]


@BOTH
@pytest.mark.parametrize("at", range(len(GENERATED)))
def test_untouched_it_comes_back_under_both_choices(at: int, choice: str) -> None:
    assert read(written("xlsx", GENERATED[at], choice), "a.xlsx", GENERATED[at]) == ReadBack(GENERATED[at], ())


@pytest.mark.parametrize("text", tried([text for _, text in NASTY], 4))
def test_no_standard_is_read_otherwise(text: str) -> None:
    hard = role(as_typed(text))
    assert read(written("xlsx", hard), "a.xlsx", hard).role == hard


@pytest.mark.parametrize("length", [600, 5_000])
def test_a_long_standard_over_several_rows_comes_back_whole(length: int) -> None:
    long = role("".join(f"第{at}句，写明数量。\n\n" for at in range(length))[:length].strip())
    assert read(written("xlsx", long), "a.xlsx", long).role == long


def test_a_changed_standard_is_a_change_of_the_standard_alone() -> None:
    new = edited("with", lambda sheet: setattr(cell(sheet, STANDARD), "value", "每款核对{两}次")).role
    assert changes(role(), new) == {"d1#standard": "改写"}
    line = new.tree.find("d1")
    assert line and (line.text, line.standard) == (TEXT, "每款核对{{两}次")


def test_a_changed_line_keeps_its_standard() -> None:
    for choice in CHOICES:
        new = edited(choice, lambda sheet: setattr(cell(sheet, TEXT), "value", "校对商品图")).role
        assert changes(role(), new) == {"d1": "改写"}


def test_a_deleted_standard_leaves_the_line() -> None:
    new = edited("with", lambda sheet: setattr(cell(sheet, STANDARD), "value", None)).role
    assert changes(role(), new) == {"d1#standard": "删除"}


def test_a_standard_is_written_beside_a_line_that_has_none() -> None:
    def act(sheet: Any) -> None:
        sheet.cell(cell(sheet, BARE).row, cell(sheet, STANDARD).column).value = "双人确认后发布"

    new = edited("with", act).role
    assert changes(role(), new) == {"d2#standard": "新增"}


def test_a_line_that_moved_and_lost_its_standard_is_the_same_line() -> None:
    def act(sheet: Any) -> None:
        row, below = cell(sheet, TEXT).row, cell(sheet, BARE).row
        cell(sheet, STANDARD).value = None
        for column in range(1, sheet.max_column + 1):
            one, other = sheet.cell(row, column), sheet.cell(below, column)
            one.value, other.value = other.value, one.value

    new = edited("with", act).role
    assert {"d1", "d2"} <= {node.id for node in new.tree.walk()}
    assert changes(role(), new)["d1#standard"] == "删除"


@pytest.mark.parametrize("headless", [False, True])
def test_a_new_row_brings_its_standard(headless: bool) -> None:
    def act(sheet: Any) -> None:
        line, standard = cell(sheet, BARE), cell(sheet, STANDARD)
        sheet.insert_rows(line.row)
        sheet.cell(line.row - 1, line.column).value = "编制排班表"
        sheet.cell(line.row - 1, standard.column).value = "每月 3 份"
        if headless:
            sheet.delete_rows(cell(sheet, TEXT).row - 1)

    found = edited("with", act)
    group = found.role.tree.find(STORE)
    assert group
    assert [(line.text, line.standard) for line in group.of("line")][1] == ("编制排班表", "每月 3 份")
    assert found.notes == ()


def test_a_new_row_of_a_sheet_without_standards_is_a_line() -> None:
    def act(sheet: Any) -> None:
        line = cell(sheet, BARE)
        sheet.insert_rows(line.row)
        sheet.cell(line.row - 1, line.column).value = "编制排班表"

    new = edited("without", act).role
    group = new.tree.find(STORE)
    assert group and [line.standard for line in group.of("line")] == [STANDARD, "", "", "每月{对账日}前完成"]


@BOTH
def test_a_sheet_of_the_shops_workbook_brings_changes_under_both_choices(choice: str) -> None:
    file = io.BytesIO()
    filling = shipped().filling(role(), standards=are_shown(choice))
    other = shipped().starters["operations_specialist"].role
    shop.write(file, [shop.drawn(each, filling) for each in (role(), other)])
    both = [drawn(role(), each) for each in CHOICES]
    assert read_beside(file.getvalue(), "a.xlsx", role(), both).role == role()
    book = openpyxl.load_workbook(file)
    wanted = STANDARD if are_shown(choice) else TEXT
    cell(book[both[0].name], wanted).value = f"{wanted}，改过"
    file = io.BytesIO()
    book.save(file)
    new = read_beside(file.getvalue(), "a.xlsx", role(), both).role
    assert changes(role(), new) == {"d1#standard" if are_shown(choice) else "d1": "改写"}


def scrambled(sheet: Any, dice: random.Random) -> None:
    """Rows swapped and dropped, texts and standards rewritten and emptied, as the dice say."""
    for _ in range(dice.randint(1, 6)):
        rows = [at for at in range(18, sheet.max_row) if any(each.value for each in sheet[at])]
        one, other = dice.sample(rows, 2)
        match dice.randint(0, 3):
            case 0:
                for column in range(1, sheet.max_column + 1):
                    a, b = sheet.cell(one, column), sheet.cell(other, column)
                    a.value, b.value = b.value, a.value
            case 1:
                sheet.delete_rows(one)
            case _:
                found = dice.choice([each for each in sheet[one] if each.value])
                found.value = dice.choice([f"{found.value}，改过", None])


@BOTH
@pytest.mark.parametrize("seed", tried(range(40), 4))
def test_with_nothing_ticked_nothing_changes_and_with_all_all_does(seed: int, choice: str) -> None:
    here, dice = with_standards(role(), seed), random.Random(seed)
    new = edited(choice, lambda sheet: scrambled(sheet, dice), here).role
    keys = list(changes(here, new))
    assert without(here, new, ()) == new
    assert changes(here, without(here, new, keys)) == {}
    if not are_shown(choice):
        kept, was = lines_of(new), lines_of(here)
        assert {name: standard for name, standard in kept.items() if was.get(name, standard) != standard} == {}


def lines_of(role: Role) -> dict[str, str]:
    return {node.id: node.standard for node in role.tree.walk() if node.kind == "line"}


# the form


def test_the_form_has_a_column_for_them_where_they_are_wanted() -> None:
    template = next(iter(shipped().templates.values()))
    assert "工作标准" not in text_in("xlsx", form.write(template.role()))
    book = openpyxl.load_workbook(io.BytesIO(form.write(template.role(), standards=True)))
    sheet = book.worksheets[0]
    assert not sheet.protection.sheet, "everything may be written in"
    heads = [row for row in sheet.iter_rows() if any(each.value == "工作标准" for each in row)]
    head = heads[0]
    left, right = (next(each.column for each in head if each.value == text) for text in ("职责", "工作标准"))
    for at, (text, standard) in enumerate([(TEXT, STANDARD), (BARE, None)], head[0].row + 1):
        sheet.cell(at, left).value, sheet.cell(at, right).value = text, standard
    file = io.BytesIO()
    book.save(file)
    found = read(file.getvalue(), "a.xlsx")
    lines = [node for node in found.role.tree.walk() if node.kind == "line"]
    assert [(line.text, line.standard) for line in lines] == [(TEXT, STANDARD), (BARE, "")]


# who chooses


def test_the_shop_chooses_once_and_a_file_may_be_asked_for_otherwise(server: Server) -> None:
    store = server.store()
    mine = store.create(SHOP, role())
    edit = {"id": "edit-0001", "op": "set", "target": "d2", "name": "text", "value": "复核商品信息"}
    headers = {"x-rolesmith": "1", "origin": server.url}
    with httpx.Client(base_url=server.url, headers=headers, timeout=PATIENCE / 1000) as client:

        def shown(address: str) -> bool:
            return STANDARD in client.get(f"/roles/{mine}/{address}").text

        assert [shown(each) for each in ("export.md", "text", "export.md?standards=with")] == [False, False, True]
        assert client.post("/standards", json={"standards": "all"}).status_code == 404
        assert client.post("/standards", json={"standards": "with"}).status_code == 200
        assert [shown(each) for each in ("export.md", "text", "export.md?standards=without")] == [True, True, False]
        assert STANDARD in client.post(f"/roles/{mine}/edits", json={"edits": [edit]}).json()["paper"]["html"]
        assert "工作标准" in text_in("xlsx", client.get("/form.xlsx").content)
        assert store.setting(SHOP, SETTING) == "with"
        client.post("/standards", json={"standards": "without"})
        again = client.post(f"/roles/{mine}/edits", json={"edits": [{**edit, "id": "edit-0002"}]})
    store.close()
    assert STANDARD not in again.json()["paper"]["html"]


def test_versions_are_compared_with_their_standards_whatever_is_shown(server: Server) -> None:
    store = server.store()
    mine = store.create(SHOP, role())
    store.name_version(SHOP, mine, "第一版")
    version = store.versions(SHOP, mine)[0].id
    edit = {"id": "edit-0001", "op": "set", "target": "d1", "name": "standard", "value": f"{STANDARD}，改过"}
    with httpx.Client(base_url=server.url, headers={"x-rolesmith": "1", "origin": server.url}) as client:
        client.post(f"/roles/{mine}/edits", json={"edits": [edit]})
        (section,) = client.get(f"/roles/{mine}/changes?from={version}&to=now").json()["sections"]
        file = written("xlsx", role(), "without")
        back = client.post(f"/roles/{mine}/differences", json={"file": "a.xlsx", "data": b64encode(file).decode()})
    store.close()
    assert [change["key"] for change in section["changes"]] == ["d1#standard"]
    assert back.json()["sections"] == [], "a file with the lines alone says nothing of what the shop has changed since"


def test_a_backup_brings_what_its_standards_show() -> None:
    one = shipped()
    mine = role(standard="每日{客服时间}前完成")
    lent = Role.from_json(FORMATS["json"].write(mine, one.filling(mine, {"客服时间": "九点", "店名": "青禾"}))).shop
    assert lent["客服时间"] == "九点"


@pytest.mark.browser
def test_one_chooses_beside_the_look_and_the_document_follows(page: Page, server: Server, tmp_path: Path) -> None:
    store = server.store()
    mine = store.create(SHOP, role())
    other = store.create(SHOP, bare())
    store.close()
    desk = Desk(page, server, mine).open("finish")
    expect(desk.paper.locator(".standard")).to_have_count(0)
    choice = page.get_by_role("group", name="文件里写不写工作标准")
    expect(choice.get_by_role("button", name="只列职责")).to_have_attribute("aria-pressed", "true")
    choice.get_by_role("button", name="职责和标准").click()
    expect(desk.paper.locator(".standard").filter(has_text=STANDARD)).to_have_text(STANDARD)
    file = desk.download("下载 Excel 打印签字，改了能读回来", tmp_path)
    assert STANDARD in text_in("xlsx", file.read_bytes())
    choice.get_by_role("button", name="只列职责").click()
    expect(desk.paper.locator(".standard")).to_have_count(0)
    page.get_by_role("group", name="表格的颜色").get_by_role("button", name="墨绿").click()
    expect(desk.paper.locator("thead th").first).to_have_css("color", "rgb(31, 107, 90)")
    page.get_by_role("group", name="表格的颜色").get_by_role("button", name="黑线").click()
    expect(desk.paper.locator("thead th").first).to_have_css("color", "rgb(0, 0, 0)")
    Desk(page, server, other).open("finish")
    expect(page.get_by_role("group", name="文件的样式")).to_be_visible()
    expect(choice).to_have_count(0)
