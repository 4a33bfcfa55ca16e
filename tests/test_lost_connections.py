"""Servers that are killed, and networks that are cut: whatever is typed is saved, or shown.

Each is tried REPEATS times; `test_nothing_lost.py` holds what the page says meanwhile, and two devices on one line.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Error, Page, expect

from rolesmith.role.edit import Edit
from tests.conftest import REPEATS, SHOP, Server
from tests.desk import Desk, new_desk

pytestmark = pytest.mark.browser

LINE = "店铺运营与管理第 1 条"
NODE = "duties.duties.store.1"
DRAFTS = "Object.keys(localStorage).filter((key) => key.startsWith('rolesmith.draft.')).length"


def told_of_trouble(page: Page) -> None:
    """Wait until what was typed has tried to leave, in vain."""
    expect(page.locator(".state.trouble")).to_contain_text("写的内容先留在这台设备上")


def test_a_killed_server_gets_every_key_when_it_is_back(page: Page, own: Server) -> None:
    desk = new_desk(page, own).open("duties")
    written = desk.text(NODE)
    for at in range(REPEATS):
        desk.type(LINE, f"{at}断电前")
        own.kill()
        page.keyboard.type("断电后")
        if at % 2:
            told_of_trouble(page)
            page.keyboard.type("还在写")
        own.start()
        desk.saved()
        written = f"{written}{at}断电前断电后" + ("还在写" if at % 2 else "")
        assert desk.text(NODE) == written


def test_a_cut_network_gets_every_key_when_it_is_back(page: Page, own: Server) -> None:
    desk = new_desk(page, own).open("duties")
    written = desk.text(NODE)
    for at in range(REPEATS):
        desk.type(LINE, f"{at}断网前")
        page.context.set_offline(True)
        page.keyboard.type("断网后")
        told_of_trouble(page)
        page.keyboard.type("还在写")
        expect(page.locator("#away")).to_contain_text("正在重新连接")
        assert page.evaluate(DRAFTS) == 1
        page.context.set_offline(False)
        desk.saved()
        expect(page.locator("#away")).to_be_empty()
        assert page.evaluate(DRAFTS) == 0
        written = f"{written}{at}断网前断网后还在写"
        assert desk.text(NODE) == written


# —— Another device changes the line meanwhile ——


def refresh(desk: Desk, server: Server) -> None:
    """Refresh without a network, in vain, and again with one."""
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        desk.page.reload()
    desk.page.context.set_offline(False)


def reopen(desk: Desk, server: Server) -> None:
    """Close the tab without a network, and open another with one."""
    desk.page.close()
    desk.page.context.set_offline(False)
    desk.page = desk.page.context.new_page()


def restart(desk: Desk, server: Server) -> None:
    """Kill the server as well, and start it when the tab is closed."""
    server.kill()
    reopen(desk, server)
    server.start()


WAYS: list[Callable[[Desk, Server], None]] = [refresh, reopen, restart]


def test_what_was_typed_in_two_goes_while_another_device_changed_the_line_is_shown(page: Page, own: Server) -> None:
    """The first has tried to leave, the second has not; both meet the change in one request."""
    desk = new_desk(page, own).open("duties")
    for at in range(REPEATS):
        before = desk.text(NODE)
        desk.page.context.set_offline(True)
        desk.type(LINE, f"{at}先写")
        told_of_trouble(desk.page)
        desk.page.keyboard.type("又写")
        mine, theirs = f"{before}{at}先写又写", f"第 {at} 次在别处改的"
        write_elsewhere(desk, theirs)
        WAYS[at % len(WAYS)](desk, own)
        desk.page.goto(f"{own.url}/duties?role={desk.role}")
        trouble = desk.page.locator(".trouble")
        expect(trouble).to_contain_text("请选一份留下")
        expect(trouble).to_contain_text(mine)
        expect(trouble).to_contain_text(theirs)
        expect(desk.box(LINE)).to_have_value(mine)
        assert desk.text(NODE) == theirs
        desk.button("用我写的").click()
        desk.saved()
        assert desk.text(NODE) == mine


def write_elsewhere(desk: Desk, text: str) -> None:
    """Another device writes the line anew."""
    store = desk.server.store()
    try:
        edit = Edit(id=f"elsewhere-{abs(hash(text))}", op="set", target=NODE, name="text", value=text)
        answers = store.apply(SHOP, desk.role, [edit])
    finally:
        store.close()
    assert answers and answers[0].status == "saved"
