"""Versions: kept by name, on publishing and by themselves; compared, taken up again, and nothing lost on the way."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page, expect

from rolesmith.role.edit import Edit
from rolesmith.role.tree import Role
from rolesmith.role.version import MOST_BY_ITSELF
from rolesmith.store import tables
from rolesmith.store.store import Store, Version
from tests.conftest import SHOP, Server
from tests.desk import Desk, choose, new_desk
from tests.sample import every_kind
from tests.test_store import sample

pytestmark = pytest.mark.one_visit

TODAY = date(2026, 11, 24)
LINE = "店铺运营与管理第 1 条"
NODE = "duties.duties.store.1"


def write(store: Store, role: str, text: str, at: int) -> None:
    edit = Edit(id=f"edit-{at:06}", op="set", target="lines.0", name="text", value=text)
    answers = store.apply(SHOP, role, [edit])
    assert answers and answers[0].status == "saved"


def text_in(role: Role | None) -> str:
    node = role.tree.find("lines.0") if role else None
    assert node
    return node.text


def text_of(store: Store, role: str) -> str:
    saved = store.role(SHOP, role)
    return text_in(saved.role if saved else None)


def leave_alone(store: Store, role: str, minutes: int) -> str:
    """Let the role have lain untouched for so long."""
    at = (datetime.now(UTC) - timedelta(minutes=minutes)).isoformat(timespec="milliseconds")
    change(store, sa.update(tables.roles).where(tables.roles.c.id == role).values(saved_at=at))
    return at


def change(store: Store, statement: sa.Update) -> None:
    with sa.create_engine(f"sqlite:///{store.data_file}").begin() as connection:
        connection.execute(statement)


@pytest.fixture
def role(store: Store) -> str:
    return store.create(SHOP, every_kind()[0])


# —— The store ——


def test_who_comes_back_after_ten_minutes_finds_what_was_left(store: Store, role: str) -> None:
    write(store, role, "上午写的", 1)
    left = leave_alone(store, role, 11)
    write(store, role, "下午写的", 2)
    write(store, role, "接着写的", 3)
    (version,) = store.versions(SHOP, role)
    assert (version.kind, version.at, version.label) == ("idle", datetime.fromisoformat(left), "停笔时自动留存")
    assert text_in(store.version(SHOP, role, version.id)) == "上午写的"


def test_a_short_rest_leaves_nothing(store: Store, role: str) -> None:
    leave_alone(store, role, 9)
    write(store, role, "没走开", 1)
    assert store.versions(SHOP, role) == []


def test_what_is_kept_already_is_not_kept_twice(store: Store, role: str) -> None:
    write(store, role, "一", 1)
    named = store.name_version(SHOP, role, "给老板看的")
    leave_alone(store, role, 60)
    write(store, role, "二", 2)
    assert store.versions(SHOP, role) == [named]


def test_a_named_version_holds_the_facts_of_its_day(store: Store, role: str) -> None:
    fill = Edit(id="edit-facts", op="fill", target="role", name="店名", value="青禾")
    store.apply(SHOP, "facts", [fill])
    named = store.name_version(SHOP, role, "一")
    assert named and (frozen := store.version(SHOP, role, named.id))
    assert frozen.shop == {"店名": "青禾"}


def test_restoring_keeps_what_stood_there(store: Store, role: str) -> None:
    write(store, role, "第一稿", 1)
    first = store.name_version(SHOP, role, "第一稿")
    write(store, role, "第二稿", 2)
    assert first
    kept = store.restore_version(SHOP, role, first.id)
    assert kept and (kept.kind, kept.label) == ("before", "恢复“第一稿”之前")
    assert text_of(store, role) == "第一稿"
    again = store.restore_version(SHOP, role, kept.id)
    assert text_of(store, role) == "第二稿"
    assert again and again.label == "恢复之前"
    assert store.restore_version(SHOP, role, "v-unknown") is None
    store.trash(SHOP, role)
    assert store.restore_version(SHOP, role, first.id) is None


def test_a_restored_version_is_a_draft_behind_the_last_published_one(store: Store) -> None:
    role = store.create(SHOP, sample())
    store.publish(SHOP, role, TODAY)
    store.publish(SHOP, role, TODAY)
    second, first = store.versions(SHOP, role)
    assert [each.label for each in (first, second)] == ["第 1 版", "第 2 版"]
    store.restore_version(SHOP, role, first.id)
    saved = store.role(SHOP, role)
    assert saved and not saved.published and saved.version == 2
    node = saved.role.meaning("version")
    assert node and node.text == "第 2 版之后的修改稿"


def test_those_kept_by_themselves_end_with_the_oldest_and_others_never(store: Store, role: str) -> None:
    store.publish(SHOP, role, TODAY)
    named = store.name_version(SHOP, role, "留着")
    for at in range(MOST_BY_ITSELF + 5):
        write(store, role, f"第 {at} 次", at)
        leave_alone(store, role, 1000 - at)
    write(store, role, "最后", 999)
    kept = store.versions(SHOP, role)
    assert sum(each.kind == "idle" for each in kept) == MOST_BY_ITSELF
    assert named in kept and any(each.kind == "published" for each in kept)
    texts = {text_in(store.version(SHOP, role, each.id)) for each in kept if each.kind == "idle"}
    assert f"第 {MOST_BY_ITSELF + 4} 次" in texts and "第 0 次" not in texts


AHEAD, BEHIND = timedelta(days=3650), timedelta(days=-3650)
"""How far a clock is set: the years of an empty battery, or of a mistyped date."""


def set_clock(store: Store, by: timedelta) -> None:
    """What was written until now was written with a clock that was so far ahead; from now on it is right."""
    at = (datetime.now(UTC) + by).isoformat(timespec="milliseconds")
    for table in (tables.roles, tables.versions):
        columns = [name for name in ("created_at", "saved_at", "at") if name in table.c]
        change(store, sa.update(table).values(dict.fromkeys(columns, at)))


@pytest.mark.parametrize("by", [AHEAD, BEHIND, timedelta(days=2)])
def test_the_version_just_kept_stays_however_the_clock_was_set(store: Store, role: str, by: timedelta) -> None:
    first, named = store.create(SHOP, sample()), store.name_version(SHOP, role, "起名的")
    assert named
    for at in range(MOST_BY_ITSELF):
        write(store, role, f"第 {at} 次", at)
        store.restore_version(SHOP, role, named.id)
    set_clock(store, by)
    write(store, role, "不能丢的", 900)
    kept = store.restore_version(SHOP, role, named.id)
    assert kept and text_in(store.version(SHOP, role, kept.id)) == "不能丢的"
    versions = store.versions(SHOP, role)
    assert versions[0] == kept and versions[-1].id == named.id and len(versions) == MOST_BY_ITSELF + 1
    assert "第 0 次" not in {text_in(store.version(SHOP, role, each.id)) for each in versions}
    assert [saved.id for saved in store.roles(SHOP)] == [role, first], "the last saved first"


def test_what_was_left_is_kept_when_the_clock_was_set_back_in_the_meantime(store: Store, role: str) -> None:
    write(store, role, "上午写的", 1)
    set_clock(store, timedelta(days=2))
    write(store, role, "下午写的", 2)
    (version,) = store.versions(SHOP, role)
    assert version.kind == "idle" and text_in(store.version(SHOP, role, version.id)) == "上午写的"


def test_a_version_of_the_same_count_but_of_another_text_is_not_taken_for_what_stands(store: Store, role: str) -> None:
    """A restored backup may say of a version whatever it likes."""
    named = store.name_version(SHOP, role, "别的")
    assert named
    write(store, role, "不能丢的", 1)
    change(store, sa.update(tables.versions).where(tables.versions.c.id == named.id).values(revision=2))
    kept = store.restore_version(SHOP, role, named.id)
    assert kept and text_in(store.version(SHOP, role, kept.id)) == "不能丢的"


@pytest.mark.parametrize(
    "at", ["", "昨天", "2026-11-24T10:00:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"]
)
def test_a_time_that_is_none_stops_nothing(store: Store, role: str, at: str) -> None:
    """Neither the lists, nor writing, nor the trash."""
    store.name_version(SHOP, role, "一")
    change(store, sa.update(tables.versions).values(at=at))
    change(store, sa.update(tables.roles).values(saved_at=at, created_at=at, deleted_at=at))
    (saved,) = store.roles(SHOP, trashed=True)
    assert saved.deleted_at is not None and saved.saved_at.astimezone().year >= 1969
    store.restore(SHOP, role)
    assert [each.label for each in store.versions(SHOP, role)] == ["一"]
    write(store, role, "接着写", 1)
    assert store.damaged(SHOP) == [] and text_of(store, role) == "接着写"


def test_a_damaged_version_is_none_and_the_others_stay(store: Store, role: str) -> None:
    good, bad = store.name_version(SHOP, role, "好的"), store.name_version(SHOP, role, "坏的")
    assert good and bad
    change(store, sa.update(tables.versions).where(tables.versions.c.id == bad.id).values(body="{"))
    assert store.version(SHOP, role, bad.id) is None and store.restore_version(SHOP, role, bad.id) is None
    assert store.version(SHOP, role, good.id) is not None and len(store.versions(SHOP, role)) == 2


# —— The page ——


def versions_of(desk: Desk) -> list[Version]:
    store = desk.server.store()
    try:
        return store.versions(SHOP, desk.role)
    finally:
        store.close()


@pytest.mark.browser
def test_a_version_is_named_compared_and_taken_up_again(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    before = desk.text(NODE)
    desk.type(LINE, "，头一稿")
    page.get_by_role("link", name="版本").first.click()
    expect(page.get_by_text("还没有留下过版本")).to_be_visible()
    page.get_by_label("给现在这一版起个名字").fill("给老板看的")
    desk.button("起名留存").click()
    expect(page.get_by_text("已留存“给老板看的”。")).to_be_visible()
    (version,) = versions_of(desk)
    store = server.store()
    frozen = store.version(SHOP, desk.role, version.id)
    store.close()
    assert frozen and (node := frozen.tree.find(NODE)) and node.text == f"{before}，头一稿"
    desk.open("duties")
    desk.type(LINE, "，又改了")
    desk.open("versions")
    row = page.locator(".list li", has_text="给老板看的")
    row.get_by_role("button", name="和现在比较").click()
    expect(page.locator(".changed")).to_have_count(1)
    expect(page.locator(".changed h3")).to_have_text("主要工作职责与任务")
    expect(page.locator(".changed ins")).to_have_text("，又改了")
    row.get_by_role("button", name="恢复", exact=True).click()
    expect(page.get_by_text("恢复前的样子留在“恢复“给老板看的”之前”里")).to_be_visible()
    expect(page.locator(".changed")).to_have_count(0)
    expect(page.get_by_text("这两版一个字也不差。")).to_be_visible()
    expect(desk.paper.locator(f"[data-node='{NODE}']")).not_to_contain_text("又改了")
    assert desk.text(NODE) == f"{before}，头一稿"
    page.locator(".list li", has_text="之前").get_by_role("button", name="恢复", exact=True).click()
    expect(desk.paper.locator(f"[data-node='{NODE}']")).to_contain_text("又改了")
    desk.open("duties")
    expect(desk.box(LINE)).to_have_value(f"{before}，头一稿，又改了")


@pytest.mark.browser
def test_an_old_version_is_taken_away_as_a_file(page: Page, server: Server, tmp_path: Path) -> None:
    desk = new_desk(page, server).open("duties")
    desk.type(LINE, "留下的")
    desk.open("versions")
    page.get_by_label("给现在这一版起个名字").fill("一")
    page.keyboard.press("Enter")
    expect(page.locator(".list li")).to_have_count(1)
    desk.open("duties")
    desk.type(LINE, "后来的")
    desk.open("versions")
    with page.expect_download() as waiting:
        page.locator(".list").get_by_role("button", name="文本").click()
    waiting.value.save_as(tmp_path / "old.md")
    said = (tmp_path / "old.md").read_text("utf-8")
    assert "留下的" in said and "后来的" not in said


@pytest.mark.browser
def test_another_starter_keeps_the_old_one_and_the_blanks(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("blanks")
    page.locator(".ask:not(:has(.badge)) input[data-blank-input]").first.fill("12")
    desk.saved()
    filled = dict(desk.stored().tree.values)
    desk.open("versions")
    choose(page, "岗位起点", "客服专员")
    desk.button("换成它").click()
    expect(page.get_by_text("原来的样子留在“换岗位起点之前”里")).to_be_visible()
    expect(desk.paper.locator("h1")).to_contain_text("客服专员")
    assert desk.stored().starter == "service_agent" and filled.items() <= dict(desk.stored().tree.values).items()
    page.get_by_role("button", name="恢复", exact=True).click()
    expect(desk.paper.locator("h1")).to_contain_text("电商运营专员")


@pytest.mark.browser
def test_a_backup_file_takes_the_roles_place_and_a_bad_one_does_not(page: Page, server: Server, tmp_path: Path) -> None:
    desk = new_desk(page, server).open("versions")
    bad, good = tmp_path / "bad.json", tmp_path / "good.json"
    bad.write_text(json.dumps({"schema": "rolesmith/role@1"}), "utf-8")
    good.write_text(every_kind()[0].to_json(), "utf-8")
    upload = page.locator("input[type=file]")
    upload.set_input_files(bad)
    expect(page.get_by_role("alert")).to_contain_text("不是岗位匠的备份文件")
    assert versions_of(desk) == []
    upload.set_input_files(good)
    page.get_by_role("button", name=re.compile("改 \\d+ 处")).click()
    expect(page.locator(".list li")).to_contain_text("导入之前")
    assert desk.stored() == every_kind()[0]


@pytest.mark.browser
def test_a_narrow_page_has_no_sideways_scroll(page: Page, server: Server) -> None:
    desk = new_desk(page, server)
    store = server.store()
    store.name_version(SHOP, desk.role, "很长的名字" * 20)
    store.publish(SHOP, desk.role, TODAY)
    store.close()
    page.set_viewport_size({"width": 390, "height": 844})
    desk.open("versions")
    page.get_by_role("button", name="和现在比较").last.click()
    expect(page.get_by_text(re.compile("附则|基本信息|一个字也不差")).last).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.locator(".versions").evaluate("(node) => node.scrollWidth <= node.clientWidth")
