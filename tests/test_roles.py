"""我的岗位: more roles, on the cards or in the trash, than fit on a page of them; what is wrong with the presets."""

from pathlib import Path
from shutil import copytree, ignore_patterns

import pytest
from playwright.sync_api import Locator, Page, expect

from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit, apply
from tests.conftest import ROOT, SHOP, Server
from tests.desk import at_rest
from ui.cards import AT_ONCE

pytestmark = pytest.mark.browser

OLDEST = "第 0 号岗位"


def shop_of(count: int, page: Page, server: Server) -> Locator:
    """The cards of a shop with so many roles; the first one made stands last."""
    store = server.store()
    for saved in store.roles(SHOP):
        store.trash(SHOP, saved.id)
    role = shipped().templates["ecommerce"].role()
    field = role.meaning("name")
    assert field is not None
    for number in range(count):
        named = Edit(id=f"name-{number:04}", op="set", target=field.id, name="text", value=f"第 {number} 号岗位")
        store.create(SHOP, apply(role, named))
    store.close()
    page.goto(server.url)
    return page.locator("[class*=st-key-card-r]")


@pytest.fixture
def cards(page: Page, server: Server) -> Locator:
    """One role more than fits on a page."""
    return shop_of(AT_ONCE + 1, page, server)


def test_roles_that_do_not_fit_stand_on_the_next_page(page: Page, cards: Locator) -> None:
    expect(cards).to_have_count(AT_ONCE)
    expect(cards.filter(has_text=OLDEST)).to_have_count(0)
    page.get_by_role("button", name="下一页").click()
    expect(cards).to_have_count(1)
    expect(cards).to_contain_text(OLDEST)
    page.get_by_role("button", name="第 1 页").click()
    expect(cards).to_have_count(AT_ONCE)


def test_a_name_is_found_on_whichever_page_it_stands(page: Page, cards: Locator) -> None:
    expect(cards).to_have_count(AT_ONCE)
    page.get_by_placeholder("搜岗位名称").fill(OLDEST)
    expect(cards).to_have_count(1)
    expect(cards).to_contain_text(OLDEST)
    expect(page.get_by_test_id("stPagination")).to_have_count(0)


def test_when_the_last_page_is_emptied_the_others_are_there(page: Page, cards: Locator) -> None:
    page.get_by_role("button", name="第 2 页").click()
    cards.filter(has_text=OLDEST).get_by_role("button", name="删除").click()
    expect(cards).to_have_count(AT_ONCE)
    expect(page.get_by_test_id("stPagination")).to_have_count(0)


def test_when_the_last_page_is_emptied_the_one_before_it_is_shown(page: Page, server: Server) -> None:
    cards = shop_of(2 * AT_ONCE + 1, page, server)
    page.get_by_role("button", name="第 3 页").click()
    cards.filter(has_text=OLDEST).get_by_role("button", name="删除").click()
    expect(page.get_by_role("button", name="第 3 页")).to_have_count(0)
    expect(cards).to_have_count(AT_ONCE)
    expect(cards.filter(has_text="第 1 号岗位")).to_be_visible()


def test_a_deletion_is_said_and_can_be_taken_back_while_the_page_stands(page: Page, server: Server) -> None:
    cards = shop_of(3, page, server)
    said = page.get_by_role("status").filter(has_text="已删除")
    for number in (1, 2):
        cards.filter(has_text=f"第 {number} 号岗位").get_by_role("button", name="删除").click()
        expect(said).to_contain_text(f"已删除“第 {number} 号岗位”")
    expect(cards).to_have_count(1)
    for number in (2, 1):
        expect(said).to_contain_text(f"已删除“第 {number} 号岗位”")
        said.get_by_role("button", name="撤销").click()
        expect(cards.filter(has_text=f"第 {number} 号岗位")).to_be_visible()
    expect(said).to_have_count(0)
    expect(cards).to_have_count(3)
    cards.filter(has_text="第 2 号岗位").get_by_role("button", name="删除").click()
    expect(said).to_be_visible()
    page.get_by_role("link", name="预设库").click()
    expect(page.get_by_role("heading", name="预设库", exact=True)).to_be_visible()
    page.get_by_role("link", name="我的岗位").click()
    expect(cards).to_have_count(2)
    at_rest(page)
    expect(said).to_have_count(0)


def test_the_trash_stands_right_below_the_list(page: Page, server: Server) -> None:
    cards = shop_of(2, page, server)
    cards.last.get_by_role("button", name="删除").click()
    expect(cards).to_have_count(1)
    page.get_by_text("回收站", exact=True).click()
    expect(page.get_by_role("button", name="恢复").first).to_be_in_viewport()
    trash, starters = (
        page.locator(each).bounding_box() or {} for each in (".st-key-trash", ".st-key-grid-offers-starter")
    )
    assert trash["y"] < starters["y"]


def test_a_full_trash_is_drawn_when_it_is_opened_and_in_pages(page: Page, server: Server, cards: Locator) -> None:
    expect(cards).to_have_count(AT_ONCE)
    store = server.store()
    store.purge(SHOP, [saved.id for saved in store.roles(SHOP, trashed=True)])
    for saved in store.roles(SHOP):
        store.trash(SHOP, saved.id)
    store.close()
    page.reload()
    trash = page.locator(".st-key-trash")
    thrown_away = trash.locator("[class*=st-key-restore-]")
    expect(trash.get_by_text(f"{AT_ONCE + 1} 份岗位", exact=True)).to_be_attached()
    at_rest(page)
    expect(thrown_away).to_have_count(0)
    trash.get_by_text("回收站", exact=True).click()
    expect(thrown_away).to_have_count(AT_ONCE)
    at_rest(page)
    trash.get_by_role("button", name="第 2 页").click()
    expect(thrown_away).to_have_count(1)
    thrown_away.get_by_role("button").click()
    expect(cards).to_have_count(1)
    expect(thrown_away).to_have_count(AT_ONCE)


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
        expect(page.locator("[class*=st-key-card-starter] button").first).to_be_visible()
        expect(page.get_by_test_id("stAlert").filter(has_text="presets/duties/service.yaml")).to_be_visible()
    finally:
        server.kill()
