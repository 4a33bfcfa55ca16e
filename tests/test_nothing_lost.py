"""Nothing typed is lost, whatever is done right behind the last key: every time, wide and on a phone, on both servers.

Real keys, and nothing between the last of them and the act. `test_keeping.py` holds the single cases. Each act is done
with each hand and on each server; with `--thorough` with each hand on each server.
"""

import re
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import product
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, WebSocketRoute, expect

from tests.conftest import REPEATS, THOROUGH, Server
from tests.desk import Desk, new_desk
from tests.visitors import Visitors

pytestmark = pytest.mark.browser

LINE = "店铺运营与管理第 1 条"
NODE = "duties.duties.store.1"
OTHER_LINE = "店铺运营与管理第 2 条"
OTHER_NODE = "duties.duties.store.2"
DRAFTS = "Object.keys(localStorage).filter((key) => key.startsWith('rolesmith.draft.')).length"


HANDS, SERVERS = ("click-1440", "tap-390"), ("uvicorn", "streamlit")
PAIRS = list(product(SERVERS, HANDS)) if THOROUGH else list(zip(SERVERS, HANDS, strict=True))


@pytest.fixture(params=SERVERS if THOROUGH else SERVERS[:1])
def either(request: pytest.FixtureRequest) -> Server:
    """The app as `run.py` serves it, and as `streamlit run` does."""
    return served_by(request, request.param)


def served_by(request: pytest.FixtureRequest, program: str) -> Server:
    server: Server = request.getfixturevalue("server" if program == "uvicorn" else "by_streamlit")
    return server


class Visitor:
    """Somebody at a desk who clicks, or with a phone who taps."""

    def __init__(self, page: Page, server: Server, *, taps: bool) -> None:
        self.context, self.server, self.taps = page.context, server, taps
        self.desk = new_desk(page, server).open("duties")
        self.written = self.desk.text(NODE)

    @property
    def page(self) -> Page:
        return self.desk.page

    def press(self, what: Locator) -> None:
        """Click or tap."""
        if self.taps:
            what.tap()
        else:
            what.click()

    def type(self, text: str) -> None:
        """Type behind what stands in the line; the act follows at once."""
        self.press(self.desk.box(LINE))
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text)
        self.written += text

    def turn_by_sidebar(self, name: str) -> None:
        """Follow a link of the left column, which a phone opens first."""
        if self.taps:
            self.page.locator("[data-testid=stExpandSidebarButton]").tap()
        self.press(self.page.locator("[data-testid=stSidebar]").get_by_role("link", name=name))


@pytest.fixture(params=PAIRS, ids="-".join)
def visitor(request: pytest.FixtureRequest) -> Visitor:
    program, hand = request.param
    taps = hand == "tap-390"
    return Visitor(request.getfixturevalue("phone" if taps else "page"), served_by(request, program), taps=taps)


def refresh(visitor: Visitor) -> None:
    visitor.page.reload()
    expect(visitor.desk.box(LINE)).to_have_value(visitor.written)


def close_the_tab(visitor: Visitor) -> None:
    visitor.page.close()
    visitor.desk = Desk(visitor.context.new_page(), visitor.server, visitor.desk.role).open("duties")
    expect(visitor.desk.box(LINE)).to_have_value(visitor.written)


def back_to_the_duties(visitor: Visitor) -> None:
    """From the page behind them, as soon as its own foot stands there instead of the last page's; to the whole page."""
    visitor.press(visitor.page.locator(".st-key-previous a", has_text="主要工作职责与任务"))
    expect(visitor.page.locator(".st-key-next a")).to_contain_text("任职资格要求")
    expect(visitor.desk.box(LINE)).to_have_value(visitor.written)


def follow_next(visitor: Visitor) -> None:
    visitor.press(visitor.page.locator(".st-key-next a"))
    back_to_the_duties(visitor)


def tick_in_the_library(visitor: Visitor) -> None:
    found = visitor.page.locator(".found")
    if not found.count():
        visitor.press(visitor.desk.button("从预设库挑"))
        expect(found.locator("input[type=checkbox]").first).to_be_attached()
        for _ in range(2):  # so that there is enough in sight
            visitor.press(found.locator("details:not([open]) > summary").first)
        visitor.type("再")
    free = found.locator("input[type=checkbox]:not(:checked)")
    before = free.count()
    visitor.press(free.first)
    expect(free).not_to_have_count(before)
    expect(visitor.desk.box(LINE)).to_have_value(visitor.written)


def step_in_the_sidebar(visitor: Visitor) -> None:
    visitor.turn_by_sidebar("任职资格要求")
    back_to_the_duties(visitor)


def turn_in_mid_word(visitor: Visitor) -> None:
    """With a half-composed word behind the last key."""
    keys = visitor.context.new_cdp_session(visitor.page)
    for half in ("d", "da", "dad"):
        keys.send("Input.imeSetComposition", {"text": half, "selectionStart": len(half), "selectionEnd": len(half)})
    visitor.written += "dad"
    follow_next(visitor)


ACTS: list[Callable[[Visitor], None]] = [
    refresh,
    follow_next,
    step_in_the_sidebar,
    turn_in_mid_word,
    tick_in_the_library,
    close_the_tab,
]


def test_the_last_key_is_kept(visitor: Visitor) -> None:
    for act in ACTS:
        for at in range(REPEATS):
            visitor.type(f"{at}甲")
            act(visitor)
        visitor.desk.saved()
        assert visitor.desk.text(NODE) == visitor.written, act.__name__


def test_a_file_taken_at_once_holds_the_last_key(visitor: Visitor, tmp_path: Path) -> None:
    """Wide, the file stands beside the text; on the phone it is a tap away, on the last page."""
    for at in range(REPEATS):
        visitor.type(f"{at}乙")
        if visitor.taps:
            visitor.turn_by_sidebar("预览与导出")
        with visitor.page.expect_download() as waiting:
            visitor.press(visitor.page.get_by_role("button", name="下载 Excel").last)
        waiting.value.save_as(tmp_path / "at-once.xlsx")
        rows = openpyxl.load_workbook(tmp_path / "at-once.xlsx").worksheets[0].iter_rows(values_only=True)
        assert any(f"{at}乙" in str(cell) for row in rows for cell in row)
        if visitor.taps:
            visitor.turn_by_sidebar("主要工作职责与任务")
            expect(visitor.desk.box(LINE)).to_have_value(visitor.written)
    assert visitor.desk.text(NODE) == visitor.written


# —— Two people on one role ——


@pytest.fixture
def two(page: Page, visitors: Visitors, either: Server) -> Iterator[tuple[Desk, Desk]]:
    """Two people, each with a browser of their own, at the same page of one role."""
    one = new_desk(page, either).open("duties")
    with visitors.lend() as elsewhere:
        yield one, Desk(elsewhere, either, one.role).open("duties")


def test_two_people_on_two_lines_both_keep_all(two: tuple[Desk, Desk]) -> None:
    one, other = two
    mine, theirs = one.text(NODE), one.text(OTHER_NODE)
    for at in range(REPEATS):
        one.type(LINE, f"{at}甲")
        other.type(OTHER_LINE, f"{at}乙")
        mine, theirs = mine + f"{at}甲", theirs + f"{at}乙"
    for desk in two:
        desk.saved()
        desk.page.reload()
        expect(desk.box(LINE)).to_have_value(mine)
        expect(desk.box(OTHER_LINE)).to_have_value(theirs)
    assert (one.text(NODE), one.text(OTHER_NODE)) == (mine, theirs)


def test_two_people_on_one_line_the_second_is_shown_both_texts_and_chooses(two: tuple[Desk, Desk]) -> None:
    """They type at the same time; who is the second is for the server to say."""
    for at in range(REPEATS):
        before = two[0].text(NODE)
        texts = {desk: f"{before}{at}{name}写的" for desk, name in zip(two, "甲乙", strict=True)}
        for desk, text in texts.items():
            desk.type(LINE, text.removeprefix(before))
        for desk in two:
            desk.settled()
        (second,) = (desk for desk in two if desk.page.locator(".state.choose").count())
        (first,) = (desk for desk in two if desk is not second)
        assert second.text(NODE) == texts[first]
        for text in texts.values():
            expect(second.page.locator(".trouble")).to_contain_text(text)
        expect(second.box(LINE)).to_have_value(texts[second])
        keeps, chosen = (("用我写的", texts[second]), ("用现在的", texts[first]))[at % 2]
        second.button(keeps).click()
        second.saved()
        assert second.text(NODE) == chosen
        for desk in two:
            desk.page.reload()
            expect(desk.box(LINE)).to_have_value(chosen)


# —— Servers, networks and disks that fail ——


def away(page: Page) -> Locator:
    return page.locator("#away")


@pytest.mark.parametrize("own", [False, True] if THOROUGH else [False], ids=SERVERS[: 1 + THOROUGH], indirect=True)
def test_a_killed_server_is_told_in_chinese_and_no_key_is_lost_until_it_is_back(page: Page, own: Server) -> None:
    desk = new_desk(page, own).open("duties")
    written = desk.text(NODE)
    desk.box(LINE).click()
    page.keyboard.press("Control+End")
    for round in range(2 if THOROUGH else 1):
        page.keyboard.type(f"第{round}回")
        written += f"第{round}回"
        own.kill()
        keys = 0
        while keys < 20 or not away(page).text_content() or keys % 20:  # on and on, over Streamlit's own window
            page.keyboard.type(str(keys % 10), delay=30)
            written += str(keys % 10)
            keys += 1
        expect(away(page)).to_contain_text("正在重新连接")
        expect(page.locator(".state.trouble")).to_contain_text("写的内容先留在这台设备上")
        page.keyboard.type("好", delay=5000)
        written += "好"
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(desk.box(LINE)).to_have_value(written)
        own.start()
        desk.saved()
        expect(away(page)).to_be_empty()
        assert desk.text(NODE) == written
    expect(desk.box(LINE)).to_be_focused()
    desk.next()
    expect(page.locator("h1", has_text="任职资格要求")).to_be_visible()


def test_a_connection_that_streamlit_gives_up_is_told_in_chinese(fresh: Page, own: Server) -> None:
    """Anything but bytes on its socket makes it give up: what a proxy of somebody's Wi-Fi may say."""
    sockets: list[WebSocketRoute] = []

    def stand_between(socket: WebSocketRoute) -> None:
        socket.connect_to_server()
        sockets.append(socket)

    page = fresh
    page.route_web_socket(re.compile("_stcore/stream"), stand_between)
    desk = new_desk(page, own).open("duties")
    desk.type(LINE, "断开前")
    sockets[-1].send("请先登录这个网络")
    expect(away(page)).to_contain_text("请刷新页面")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.type("，断开后")
    desk.saved()
    assert desk.text(NODE).endswith("断开前，断开后")


def test_a_server_that_hangs_gets_it_when_it_goes_on(page: Page, own: Server) -> None:
    desk = new_desk(page, own).open("duties")
    written = desk.text(NODE)
    with own.halted():
        desk.type(LINE, "停住时写的")
        expect(page.locator(".state.saving")).to_be_visible()
        expect(page.locator(".state.trouble")).to_contain_text("连不上服务器")
        assert page.evaluate(DRAFTS) == 1
    desk.saved()
    assert desk.text(NODE) == f"{written}停住时写的"


@pytest.mark.skipif(sys.platform != "linux", reason="只有 Linux 能给别的进程设限")
def test_a_full_disk_is_told_and_the_text_is_saved_when_there_is_room(page: Page, own: Server) -> None:
    import resource  # Windows has none

    desk = new_desk(page, own).open("duties")
    written = desk.text(NODE)
    assert own.process
    unlimited = resource.prlimit(own.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(own.process.pid, resource.RLIMIT_FSIZE, (1024, unlimited[1]))
    try:
        desk.type(LINE, "磁盘满了还在写")
        expect(page.locator(".state.trouble")).to_contain_text("磁盘")
        page.keyboard.type("，接着写")
        assert page.evaluate(DRAFTS) == 1
    finally:
        resource.prlimit(own.process.pid, resource.RLIMIT_FSIZE, unlimited)
    desk.saved()
    assert desk.text(NODE) == f"{written}磁盘满了还在写，接着写"


def test_a_locked_database_is_told_and_the_text_is_saved_when_it_is_free(page: Page, own: Server) -> None:
    desk = new_desk(page, own).open("duties")
    written = desk.text(NODE)
    with closing(sqlite3.connect(own.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        desk.type(LINE, "锁着时写的")
        expect(page.locator(".state.trouble")).to_contain_text("数据库正被别的程序占用")
        other.execute("ROLLBACK")
    desk.saved()
    assert desk.text(NODE) == f"{written}锁着时写的"
