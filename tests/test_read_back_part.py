"""Back in: what a file does not show stays as it stands here, whatever was done here since; elsewhere it is not."""

import io
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient

from rolesmith.document.comparison import compare
from rolesmith.document.draw import draw
from rolesmith.document.partial import untouched, with_some
from rolesmith.formats.excel.carried import SHEET
from rolesmith.presets.shipped import shipped
from rolesmith.readers.workbook.read import ONLY_SHOWN, ReadBack, read
from rolesmith.role.blanks import Filling
from rolesmith.role.edit import Edit, Refused, apply
from rolesmith.role.tree import Node, Role
from rolesmith.store.store import Store, opened
from tests.conftest import SHOP, Server, tried
from tests.generated_roles import roles
from tests.test_every_route import HOME, app_before
from tests.test_workbook_reader import STORE, cell, lines, sent, workbook
from tests.test_workbook_reader_edits import SKILLS

FILE = Path(__file__).with_name("workbook_1.xlsx")
"""Of a 客服专员, as version 0.1.0 of 岗位匠 wrote it: it carries the whole role."""
DATA = "duties.duties.data"


def taken(data: bytes, here: Role) -> tuple[list[str], Role]:
    """What is listed of a file's changes, and the role with all of them."""
    found = read(data, "a.xlsx", here)
    was, base, now = (
        draw(role, Filling(role=role.tree.values, standards=True)) for role in (here, found.base or here, found.role)
    )
    since = untouched(was, base, now)
    listed = [change.key for each in compare(was, now) for change in each.changes if change.key not in since]
    return listed, with_some(here, found.role, {*listed}, since)


def lived_on(role: Role, dice: Random) -> Role:
    """The role after people have worked in it: written, switched, added, moved, taken away, blanks filled."""
    for at in range(12):
        node = dice.choice([node for node in role.tree.walk() if node.id != "role"])
        parent = next(each for each in role.tree.walk() if node in each.children)
        edits: list[dict[str, Any]] = [
            {"op": "set", "name": "text", "value": f"{node.text}改{at}"},
            {"op": "set", "name": "on", "value": node.kind == "cell" or not node.on},
            {"op": "fill", "target": "role", "name": "平台", "value": f"抖音{at}"},
            {"op": "add", "value": [{"id": f"new-{at}", "kind": "line", "text": f"新的第{at}条"}]},
            {"op": "move", "parent": parent.id},
            {"op": "remove"},
        ]
        possible = {"add": node.kind in ("items", "group"), "remove": node.kind not in ("section", "cell", "column")}
        edit = dice.choice([edit for edit in edits if possible.get(edit["op"], True)])
        with suppress(Refused):
            role = apply(role, Edit(**{"id": f"lived-{at:04d}", "target": node.id, **edit}))
    return role


ROLES = [*tried(roles(30)), shipped().starters["service_agent"].role]


@pytest.mark.parametrize("at", range(len(ROLES)))
def test_a_file_in_which_nobody_wrote_changes_nothing_whatever_was_done_here_since(at: int) -> None:
    for seed in range(4):
        here = lived_on(ROLES[at], Random(seed))
        assert taken(workbook(ROLES[at]), here) == ([], here), seed


def test_neither_does_one_of_an_earlier_version() -> None:
    for seed in range(8):
        here = lived_on(read(FILE.read_bytes(), "a.xlsx").role, Random(seed))
        assert taken(FILE.read_bytes(), here) == ([], here), seed


def edited(data: bytes, act: Callable[[Any], None]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(data))
    act(book.worksheets[0])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("earlier", [False, True])
def test_what_was_written_in_the_file_comes_in_and_nothing_else_does(earlier: bool) -> None:
    whole = read(FILE.read_bytes(), "a.xlsx").role
    one, _ = lines(whole, STORE)
    data = FILE.read_bytes() if earlier else workbook(whole)
    data = edited(data, lambda sheet: setattr(cell(sheet, one), "value", "文件里改过的"))
    here = whole
    since = [
        ("authority", "title", "权限"), ("prohibited.prohibited.1", "text", "不外传"),
        (f"{STORE}.2", "text", "店里改过的"), ("goals", "on", False), ("kpis", "on", True),
    ]  # fmt: skip
    for at, (target, name, value) in enumerate(since):
        here = apply(here, Edit(id=f"since-{at:04d}", op="set", target=target, name=name, value=value))
    listed, now = taken(data, here)
    assert (listed, lines(now, STORE)) == ([f"{STORE}.1"], ["文件里改过的", "店里改过的"])
    assert now == apply(here, Edit(id="same-0001", op="set", target=f"{STORE}.1", name="text", value="文件里改过的"))


def test_what_is_written_in_a_section_that_is_off_here_by_now_switches_it_on_where_one_takes_it() -> None:
    whole = read(FILE.read_bytes(), "a.xlsx").role
    skills = lines(whole, SKILLS)
    data = edited(workbook(whole), lambda sheet: setattr(cell(sheet, skills[0]), "value", "文件里的要求"))
    here = apply(whole, Edit(id="since-0001", op="set", target="qualifications", name="on", value=False))
    listed, now = taken(data, here)
    section = now.tree.find("qualifications")
    assert {"qualifications#title", f"{SKILLS}.1"} <= set(listed)
    assert section and section.on and lines(now, SKILLS) == ["文件里的要求", *skills[1:]]
    found = read(data, "a.xlsx", here)
    assert with_some(here, found.role, set(), {*listed}) == here


def test_a_file_of_an_earlier_version_comes_back_whole_where_its_role_is_not() -> None:
    found = read(FILE.read_bytes(), "a.xlsx")
    assert (found.notes, found.id) == ((), "r1234567890")
    off = {section.id for section in found.role.tree.children if not section.on}
    assert {"authority", "kpis", "relations"} <= off
    assert any(node.id.endswith(":authority.authority.limit") and node.text for node in found.role.tree.walk())


def test_the_sheet_carries_the_id_the_revision_and_what_is_shown(shop: tuple[TestClient, Store]) -> None:
    client, store = shop
    role = store.create(SHOP, shipped().starters["service_agent"].role)
    store.name_version(SHOP, role, "旧的")
    store.apply(SHOP, role, [Edit(id="edit-0001", op="set", target=f"{STORE}.1", name="text", value="改过")])
    (version,) = store.versions(SHOP, role)
    for which, revision in (("", 2), (version.id, 1)):
        data = client.get(f"/roles/{role}/export.xlsx", params={"version": which}).content
        rows = openpyxl.load_workbook(io.BytesIO(data))[SHEET].iter_rows(values_only=True)
        carried = json.loads("".join(str(row[0])[1:] for row in rows))
        assert (carried["role"]["id"], carried["revision"], carried["whole"]) == (role, revision, False)
        assert carried.keys() == {"format", "sheet", "revision", "whole", "role", "rows"}
        assert carried["role"].keys() <= {"schema", "id", "template", "starter", "tree"}
        shown = [section["id"] for section in carried["role"]["tree"]["children"]]
        assert "authority" not in shown and "goals" in shown


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[tuple[TestClient, Store]]:
    with app_before(tmp_path / "rolesmith.db") as client:
        client.headers.update({"origin": HOME, "x-rolesmith": "1"})
        yield client, opened()
        opened().close()


def test_a_backup_brings_the_whole_also_what_is_off(shop: tuple[TestClient, Store]) -> None:
    client, store = shop
    before = shipped().starters["service_agent"].role
    role = store.create(SHOP, before)
    data = client.get(f"/roles/{role}/export.json").content
    for at, target in enumerate(("prohibited.prohibited.1", f"{STORE}.1")):
        store.apply(SHOP, role, [Edit(id=f"edit-000{at}", op="set", target=target, name="text", value="后来改的")])
    assert client.post(f"/roles/{role}/brought", json=sent("a.json", data, left=[])).status_code == 200
    saved = store.role(SHOP, role)
    assert saved and saved.role == before


def test_the_pages_say_so_and_keep_what_is_not_in_the_file(shop: tuple[TestClient, Store]) -> None:
    client, store = shop
    role = store.create(SHOP, shipped().starters["service_agent"].role)
    data = client.get(f"/roles/{role}/export.xlsx").content
    one, _ = lines(shipped().starters["service_agent"].role, STORE)
    data = edited(data, lambda sheet: setattr(cell(sheet, one), "value", "文件里改过的"))
    store.apply(SHOP, role, [Edit(id="edit-0001", op="set", target="authority", name="title", value="我的权限")])
    answer = client.post(f"/roles/{role}/differences", json=sent("a.xlsx", data)).json()
    assert [change["key"] for each in answer["sections"] for change in each["changes"]] == [f"{STORE}.1"]
    assert answer["notes"] == []
    assert client.post(f"/roles/{role}/brought", json=sent("a.xlsx", data, left=[])).status_code == 200
    saved = store.role(SHOP, role)
    authority = saved and saved.role.tree.find("authority")
    assert saved and authority and authority.title == "我的权限" and len(authority.children[0].children) > 3
    assert lines(saved.role, STORE)[0] == "文件里改过的"
    second = client.post("/roles", json=sent("a.xlsx", data, anew=True)).json()
    other = store.role(SHOP, second["id"])
    assert second.keys() == {"id"} and other and other.role == saved.role
    store.trash(SHOP, role)
    third = client.post("/roles", json=sent("a.xlsx", data)).json()
    other = store.role(SHOP, third["id"])
    assert third["notes"] == [ONLY_SHOWN] and other and other.role.tree.find("authority") is None


@pytest.mark.browser
def test_one_is_told_what_a_file_of_another_shop_lacks(page: Page, server: Server, tmp_path: Path) -> None:
    role = shipped().starters["service_agent"].role
    file = tmp_path / "别店的.xlsx"
    file.write_bytes(workbook(role))
    page.goto(f"{server.url}/bring")
    page.get_by_label("选一个文件").set_input_files(file)
    told = page.get_by_role("group", name="已经读入")
    expect(told).to_contain_text(ONLY_SHOWN)
    told.get_by_role("button", name="看这个岗位").click()
    expect(page.get_by_role("heading", name="预览与导出", exact=True)).to_be_visible()


def test_a_new_line_that_is_not_ticked_does_not_come_in(shop: tuple[TestClient, Store]) -> None:
    """The file is read once to list its changes and once to make them: a new line is the same line in both."""
    client, store = shop
    before = shipped().starters["service_agent"].role
    role = store.create(SHOP, before)
    one, two = lines(before, STORE)

    def write(sheet: Any) -> None:
        at = cell(sheet, one)
        row, column = at.row, at.column
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        sheet.insert_rows(row + 1, 2)
        for offset, text in ((1, "要的新条"), (2, "不要的新条")):
            sheet.cell(row + offset, column).value = text

    data = edited(client.get(f"/roles/{role}/export.xlsx").content, write)
    answer = client.post(f"/roles/{role}/differences", json=sent("a.xlsx", data)).json()
    keys = {change["pieces"][0][1]: change["key"] for each in answer["sections"] for change in each["changes"]}
    for _ in range(2):
        body = sent("a.xlsx", data, left=[keys["不要的新条"]])
        assert client.post(f"/roles/{role}/brought", json=body).status_code == 200
        saved = store.role(SHOP, role)
        assert saved and lines(saved.role, STORE)[:3] == [one, "要的新条", two]


def test_a_role_of_an_unknown_template_comes_back_too() -> None:
    tree = Node(id="role", kind="role", children=(
        Node(id="a", kind="section", title="甲", children=(Node(id="a.text", kind="text", text="乙"),)),
        Node(id="b", kind="section", title="丙", on=False),
    ))  # fmt: skip
    role = Role(template="strange@9", tree=tree)
    assert read(workbook(role), "a.xlsx") == ReadBack(
        role.replace(tree.with_(children=tree.children[:1])), (ONLY_SHOWN,)
    )
