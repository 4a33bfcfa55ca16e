"""What a page draws with comes along with it, and only once."""

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Server
from tests.desk import at_rest, new_desk, with_pages_of_roles
from ui.assets import VERSION

pytestmark = pytest.mark.browser

LATE = """() => performance.getEntriesByType("resource")
  .filter(({ initiatorType }) => initiatorType === "script")
  .map(({ name }) => name.replace(location.origin, ""))
  .filter((address) => !document.querySelector(`head script[src$="${address}"]`))"""
"""Scripts that the page has asked for by itself: its head did not name them."""


def test_nothing_is_asked_for_late_where_a_role_is_open(page: Page, server: Server) -> None:
    new_desk(page, server).open("duties")
    at_rest(page)
    assert page.evaluate(LATE) == []


def test_no_element_is_asked_for_late_where_none_is(page: Page, server: Server) -> None:
    with_pages_of_roles(server)
    page.goto(server.url)
    expect(page.get_by_test_id("stPagination")).to_be_visible()
    at_rest(page)
    assert [address for address in page.evaluate(LATE) if not address.startswith("/assets/")] == []


def test_a_browser_asks_once_for_what_never_changes(server: Server) -> None:
    answer = httpx.get(f"{server.url}/assets/{VERSION}/bar.js")
    assert "immutable" in answer.headers["cache-control"]
