"""From one section to another: it is shown at the click, and Back leads to what was shown before."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from rolesmith.presets.shipped import shipped
from rolesmith.role.tree import Node
from tests.conftest import Server
from tests.desk import at_rest, desk_of, home_of, new_desk, role_in
from tests.visitors import Visitors
from ui.navigation import address

pytestmark = pytest.mark.browser

SOON = 5_000
"""Milliseconds for what waits for nobody; shorter than the page waits for a section that does not come."""


class Answers:
    """What the server says to a page, which can be held back for a while."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._holding = False
        self._late: list[bytes] = []
        self._socket: WebSocketRoute | None = None
        page.route_web_socket(re.compile("_stcore/stream"), self._between)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nothing arrives meanwhile; all of it does afterwards, a message a frame: Streamlit gives up at a burst."""
        self._holding = True
        yield
        while self._late:  # others come meanwhile, and come after these
            self._hand_on(self._late.pop(0))
            self._frame()
        self._holding = False

    def drawing(self, runs: int) -> None:
        """Where they are held back: wait until the server has begun so many drawings."""
        while self._holding and sum(_kind(answer) == "new_session" for answer in self._late) < runs:
            self._frame()

    def _frame(self) -> None:
        self._page.evaluate("() => new Promise(requestAnimationFrame)")

    def _between(self, socket: WebSocketRoute) -> None:
        self._socket = socket
        socket.connect_to_server().on_message(self._answer)

    def _answer(self, answer: str | bytes) -> None:
        assert isinstance(answer, bytes)
        if self._holding:
            self._late.append(answer)
        else:
            self._hand_on(answer)

    def _hand_on(self, answer: bytes) -> None:
        assert self._socket is not None
        self._socket.send(answer)


def _kind(answer: bytes) -> str | None:
    return ForwardMsg.FromString(answer).WhichOneof("type")


@pytest.mark.one_visit
def test_the_next_section_begins_at_its_top(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("duties")
    main = page.locator("[data-testid=stMain]")
    main.evaluate("(main) => main.scrollTo(0, 800)")
    assert main.evaluate("(main) => main.scrollTop") > 400
    desk.next()
    expect(page.locator(".editor h1")).to_contain_text("任职资格要求")
    assert main.evaluate("(main) => main.scrollTop") == 0


@pytest.mark.one_visit
def test_a_section_is_there_before_the_server_answers(page: Page, server: Server) -> None:
    """What is typed in it meanwhile is kept, and the rest of the page comes when the server does."""
    desk = new_desk(page, server).open("goals")
    desk.next()
    desk.drawn()
    expect(page.locator(".st-key-next a")).to_contain_text("任职资格要求")
    with server.halted():
        page.get_by_test_id("stSidebar").get_by_role("link", name="基本信息").click()
        desk.type("直接上级", "零一")
        expect(page.locator(".editor h1")).to_have_text("一、基本信息")
        page.get_by_test_id("stSidebar").get_by_role("link", name="岗位目标").click()
        expect(page.locator(".editor h1")).to_contain_text("岗位目标")
        page.get_by_test_id("stSidebar").get_by_role("link", name="基本信息").click()
        desk.type("直接上级", "二三")
        expect(page.locator(".st-key-next")).to_have_css("opacity", "0")  # it is still that of the duties
    expect(page.locator(".st-key-next a")).to_contain_text("岗位目标")
    expect(page.locator(".st-key-next")).to_have_css("opacity", "1")
    expect(page).to_have_url(re.compile("/basics"))
    desk.saved()
    assert desk.text("basics.info.superior").endswith("零一二三")


def test_the_link_to_this_page_is_never_shown_as_the_next(fresh: Page, server: Server) -> None:
    """What stands below comes last: the link of the page before is not there to be pressed meanwhile."""
    page = fresh
    answers = Answers(page)
    desk = new_desk(page, server).open("basics")
    at_rest(page)
    page.evaluate("""() => {
      const look = () => {
        const link = document.querySelector(".st-key-next a");
        const here = link && new URL(link.href).pathname === window.location.pathname;
        if (here && getComputedStyle(link.closest(".st-key-next")).opacity !== "0") window.shown = true;
        requestAnimationFrame(look);
      };
      look();
    }""")
    with answers.held():
        desk.next()
        expect(page.locator(".editor h1")).to_contain_text("岗位目标", timeout=SOON)
        answers.drawing(1)
    expect(page.locator(".st-key-next a")).to_contain_text("主要工作职责与任务")
    expect(page.locator(".st-key-next")).to_have_css("opacity", "1")
    assert not page.evaluate("window.shown")


@pytest.mark.parametrize("reach", ["halted", "late"])
def test_back_and_forward_lead_through_what_was_shown(fresh: Page, server: Server, reach: str) -> None:
    """Before the server has heard of it, or before its answers arrive: one to each section that was turned to."""
    page = fresh
    answers = Answers(page)
    desk = new_desk(page, server).open("basics")
    desk.next()
    expect(page.locator(".st-key-next a")).to_contain_text("主要工作职责与任务")
    at_rest(page)
    heading = page.locator(".editor h1")
    with server.halted() if reach == "halted" else answers.held():
        page.get_by_test_id("stSidebar").get_by_role("link", name="任职资格要求").click()
        expect(heading).to_contain_text("任职资格要求", timeout=SOON)
        expect(page).to_have_url(re.compile("/qualifications"), timeout=SOON)
        answers.drawing(1)
        page.evaluate("history.back()")
        expect(heading).to_contain_text("岗位目标", timeout=SOON)
        answers.drawing(2)
        page.evaluate("history.back()")
        expect(heading).to_contain_text("基本信息", timeout=SOON)
        answers.drawing(3)
    expect(page.locator(".st-key-next a")).to_contain_text("岗位目标")
    at_rest(page)
    for path, title in (("goals", "岗位目标"), ("qualifications", "任职资格要求")):
        page.evaluate("history.forward()")
        expect(page).to_have_url(re.compile(f"/{path}"))
        expect(heading).to_contain_text(title)
        at_rest(page)


@pytest.mark.one_visit
def test_back_and_forward_go_through_the_steps(page: Page, server: Server) -> None:
    desk = new_desk(page, server).open("basics")
    desk.next()
    expect(page.locator("h1").filter(has_text="岗位目标")).to_be_visible()
    desk.next()
    expect(page.locator("h1").filter(has_text="主要工作职责与任务")).to_be_visible()
    page.go_back()
    expect(page.locator("h1").filter(has_text="岗位目标")).to_be_visible()
    page.go_back()
    expect(page.locator("h1").filter(has_text="基本信息")).to_be_visible()
    page.go_forward()
    expect(page.locator("h1").filter(has_text="岗位目标")).to_be_visible()
    assert role_in(page) == desk.role
    desk.type("条目第 1 条", "还能写")
    desk.saved()
    assert desk.text("goals.goals.1").endswith("还能写")


@pytest.mark.parametrize("taps", [False, True])
def test_the_first_open_blank_is_written_at_once_but_on_a_phone_no_keyboard_rises(
    visitors: Visitors, server: Server, *, taps: bool
) -> None:
    with visitors.lend(390 if taps else 1440, 844, taps=taps) as page:
        desk = new_desk(page, server).open("basics").turn("blanks")
        first = page.locator(".ask.open input").first
        if taps:
            expect(first).not_to_be_focused()
        else:
            expect(first).to_be_focused()
            page.keyboard.type("7")
            desk.saved()
            assert "7" in desk.stored().tree.values.values()


def test_back_leads_to_a_section_that_this_role_alone_has(page: Page, server: Server) -> None:
    line = Node(id="own-line", kind="line", text="不迟到")
    own = Node(id="own", kind="section", title="店规", children=(Node(id="own-list", kind="items", children=(line,)),))
    role = shipped().starters["service_agent"].role
    children = (*role.tree.children, own)
    desk = desk_of(page, server, role.model_copy(update={"tree": role.tree.model_copy(update={"children": children})}))
    desk.open(address(own))
    for _ in range(2):
        page.get_by_test_id("stSidebar").get_by_role("link", name="我的岗位").click()
        home_of(page)
        at_rest(page)
        page.go_back()
        expect(page.locator(".editor h1")).to_contain_text("店规")
        expect(page).to_have_url(f"{server.url}/{address(own)}?role={desk.role}")
        desk.saved()
