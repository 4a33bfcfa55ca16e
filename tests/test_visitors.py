"""Tests share a tab and a server, and see nothing of each other."""

import pytest
from playwright.sync_api import expect

from rolesmith.presets.shipped import shipped
from tests.conftest import SHOP, Server
from tests.desk import new_desk, row_of
from tests.visitors import Visitors

pytestmark = pytest.mark.browser

KEPT = "() => [localStorage.length, sessionStorage.length, document.cookie.includes('mine'), innerWidth]"


def test_a_lent_tab_forgets_whoever_had_it(visitors: Visitors, server: Server) -> None:
    health = f"{server.url}/_stcore/health"
    alarms: list[str] = []
    with visitors.lend() as first:
        first.goto(health)
        new = first.evaluate(KEPT)
        first.evaluate("localStorage.a = sessionStorage.a = document.cookie = 'mine=1'")
        first.on("dialog", lambda dialog: (alarms.append(dialog.message), dialog.dismiss()))
        first.route("**/*", lambda route: route.fulfill(body="not the server"))
        first.context.new_page().goto(health)
        first.context.set_offline(True)
        first.set_viewport_size({"width": 390, "height": 844})
    with visitors.lend() as second:
        assert second is first, "or there is nothing to forget"
        assert second.context.pages == [second]
        second.goto(health)
        expect(second.locator("body")).to_have_text("ok")
        assert second.evaluate(KEPT) == new == [0, 0, False, 1440]
        second.once("dialog", lambda dialog: dialog.dismiss())
        second.evaluate("alert('nobody else hears it')")
    assert alarms == []


@pytest.mark.parametrize("name", ["add_init_script", "route_web_socket", "expose_function"])
def test_a_lent_tab_refuses_what_it_could_not_forget(visitors: Visitors, name: str) -> None:
    with visitors.lend() as tab, pytest.raises(AssertionError, match="take a fresh one"):
        getattr(tab, name)("anything")


def test_a_closed_tab_is_lent_to_nobody(visitors: Visitors) -> None:
    with visitors.lend() as first:
        first.close()
    with visitors.lend() as second:
        assert second is not first and not second.is_closed()


def test_a_server_that_is_emptied_shows_none_of_what_was_there(visitors: Visitors, own: Server) -> None:
    with visitors.lend() as tab:
        desk = new_desk(tab, own).open("goals")
        name = shipped().starters["operations_specialist"].role.meaning("name")
        assert name is not None
        tab.goto(own.url)
        expect(row_of(tab, desk.role)).to_contain_text(name.text)
        own.empty()
        tab.goto(own.url)
        expect(tab.locator(".starts").first).to_be_visible()
        expect(row_of(tab, desk.role)).to_have_count(0)
    store = own.store()
    assert store.roles(SHOP) == []
    store.close()
