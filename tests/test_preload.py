"""What a page draws with comes along with it, and only once."""

import httpx
import pytest
from playwright.sync_api import Page

from server.static_files import STREAMLIT
from tests.conftest import PATIENCE, Server
from tests.desk import at_rest, new_desk
from ui.assets import VERSION

pytestmark = pytest.mark.browser

LATE = """() => performance.getEntriesByType("resource")
  .filter(({ initiatorType }) => initiatorType === "script")
  .map(({ name }) => name.replace(location.origin, ""))
  .filter((address) => !document.querySelector(`head script[src$="${address}"]`))"""
"""Scripts that the page has asked for by itself: its head did not name them."""


def test_nothing_is_asked_for_late_where_a_role_is_open(fresh: Page, server: Server) -> None:
    """In a browser that was never here: one that was has some of it at hand, and asks in another order."""
    new_desk(fresh, server).open("duties")
    at_rest(fresh)
    assert fresh.evaluate(LATE) == []


def test_our_own_of_the_first_page_are_named_in_its_head(server: Server) -> None:
    head = httpx.get(server.url, headers={"accept": "text/html"}, timeout=PATIENCE / 1000).text
    for script in ("widgets/home", "home/starts", "home/list", "outbox/queue", "vendor/preact.mjs"):
        assert f'rel="modulepreload" fetchpriority="low" crossorigin href="/assets/{VERSION}/{script}' in head
    assert "BidiComponent" not in head and "widgets/editor" not in head


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [("js/react-dom.*.js", "javascript"), ("css/index.*.css", "css"), ("media/SourceSansVF-Upright.*.woff2", "font")],
)
def test_streamlits_own_files_come_as_they_are(server: Server, pattern: str, kind: str) -> None:
    (path,) = STREAMLIT.glob(pattern)
    address = f"{server.url}/static/{path.relative_to(STREAMLIT).as_posix()}"
    for answer in httpx.get(address, timeout=PATIENCE / 1000), httpx.head(address, timeout=PATIENCE / 1000):
        assert answer.status_code == 200
        assert answer.headers["content-length"] == str(path.stat().st_size)
        assert kind in answer.headers["content-type"]
    assert httpx.get(address, timeout=PATIENCE / 1000).content == path.read_bytes()


def test_a_browser_asks_once_for_what_never_changes(server: Server) -> None:
    (script,) = STREAMLIT.glob("js/react-dom.*.js")
    for address in f"/assets/{VERSION}/widgets/bar.js", f"/static/js/{script.name}":
        assert "immutable" in httpx.get(server.url + address, timeout=PATIENCE / 1000).headers["cache-control"]


def test_a_script_of_another_version_is_not_answered_with_a_page(server: Server) -> None:
    assert httpx.get(f"{server.url}/assets/000000000000/widgets/bar.js", timeout=PATIENCE / 1000).status_code == 404
