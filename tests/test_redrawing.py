"""Streamlit draws the page anew where an edit shows elsewhere than in the editor and on the paper, and only there."""

import re

import pytest
from playwright.sync_api import Page, WebSocket, expect

from rolesmith.role.edit import Edit
from tests.conftest import PATIENCE, SHOP, Server
from tests.desk import Desk, at_rest, new_desk, row_of

pytestmark = pytest.mark.browser

FIELD, LINE = "直接上级", "店铺运营与管理第 1 条"
SECOND = "duties.duties.store.2"


def runs_of(page: Page) -> list[object]:
    """Grows by one with each run that the page asks Streamlit for."""
    asked: list[object] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: asked.append(len(frame)))

    page.on("websocket", listen)
    return asked


def write(desk: Desk, name: str, text: str) -> None:
    """Type at the end of a box, leave it, and wait until all is saved and what was asked for is drawn."""
    desk.type(name, text)
    desk.page.keyboard.press("Tab")
    desk.saved()
    desk.page.wait_for_timeout(400)  # what a commit asks for leaves within 250 ms of a click
    at_rest(desk.page)


def test_a_text_that_shows_nowhere_else_asks_for_no_run_and_draws_its_own_section(page: Page, server: Server) -> None:
    asked = runs_of(page)
    desk = new_desk(page, server).open("basics")
    write(desk, FIELD, "零")  # by now all is there that a page begins with
    before = len(asked)
    assert before > 0
    sections = desk.paper.locator("section")
    sections.evaluate_all("all => all.forEach((each) => { each.stays = true; })")
    for word in ("一", "二", "三"):
        write(desk, FIELD, word)
        expect(desk.paper).to_contain_text(desk.text("basics.info.superior"))
    anew = "all => all.filter((each) => !each.stays).map((each) => each.dataset.section)"
    assert sections.evaluate_all(anew) == ["basics"]
    assert len(asked) == before
    page.keyboard.press("Control+z")
    desk.saved()
    assert desk.text("basics.info.superior").endswith("二")
    expect(desk.box(FIELD)).to_have_value(desk.text("basics.info.superior"))


@pytest.mark.one_visit
def test_what_the_column_at_the_side_says_follows(page: Page, server: Server) -> None:
    desk = new_desk(page, server, starter="").open("basics")
    gaps = page.locator("[data-testid=stSidebar] a").filter(has_text="基本信息")
    expect(gaps).to_contain_text("还差")
    told = gaps.inner_text()
    write(desk, "岗位名称", "夜班客服")
    expect(page.locator("[data-testid=stSidebar]")).to_contain_text("夜班客服")
    expect(gaps).not_to_have_text(told)


@pytest.mark.one_visit
def test_column_last_page_and_card_say_one_number(page: Page, server: Server) -> None:
    desk = new_desk(page, server, starter="").open("finish")
    at_rest(page)
    column = page.locator("[data-testid=stSidebar]").inner_text()
    lacking = sum(map(int, re.findall(r"还(?:空|差) (\d+)", column)))
    assert lacking > 0
    expect(page.get_by_role("heading", name=f"还有 {lacking} 处没填")).to_be_visible()
    told = page.locator("[class*=st-key-card-gaps-] a").all_inner_texts()
    assert sum(int(found) for text in told for found in re.findall(r"还(?:空|差) (\d+)", text)) == lacking
    page.goto(server.url)
    expect(row_of(page, desk.role)).to_contain_text(f"差 {lacking} 处")


def test_behind_many_commits_the_page_is_drawn_anew(page: Page, server: Server) -> None:
    asked = runs_of(page)
    desk = new_desk(page, server).open("basics")
    before = len(asked)
    for at in range(20):
        desk.type(FIELD, str(at % 10))
        page.keyboard.press("Tab")
        desk.saved()
    for _ in range(PATIENCE // 50):
        if len(asked) > before:
            break
        page.wait_for_timeout(50)
    assert len(asked) > before


@pytest.mark.one_visit
def test_what_somebody_else_has_written_comes_with_the_next_commit(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    theirs = f"{desk.text(SECOND)}，别人加的"  # as far as the column at the side goes, nothing has changed
    store = server.store()
    try:
        other = Edit(id="edit-of-another", op="set", target=SECOND, name="text", value=theirs)
        answers = store.apply(SHOP, desk.role, [other])
        assert answers and answers[0].status == "saved"
    finally:
        store.close()
    desk.type(LINE, "自己写的")
    page.keyboard.press("Tab")
    expect(desk.box("店铺运营与管理第 2 条")).to_have_value(theirs)
    assert desk.text("duties.duties.store.1").endswith("自己写的")
    assert desk.text(SECOND) == theirs
