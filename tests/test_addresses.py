"""An address that is none leads to 我的岗位 with one sentence; whoever asks by a script gets a sentence too."""

import http.client
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Origin, Subprotocol
from websockets.sync.client import connect

from rolesmith.presets.shipped import shipped
from server.index_page import NOWHERE
from tests.conftest import PATIENCE, SHOP, THOROUGH, Server, tried
from tests.desk import at_rest
from tests.every_row import fill
from ui.navigation import OF_A_ROLE, SCREENS

PAGE = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
NONE = (
    "/a/b", "/a/b/c/d/e", "/blanks/junk", "/finish/junk?role=r1", "/duties/blanks?role=r1", "/roles/r1", "/roles/r1/",
    "/roles/r1/junk", "/libraries/data", "/items/x", "/a.b", "/blanks.html", "/index.htm", "/roles.php", "/.env",
    "/%E7%AB%A0%E8%8A%82", "/%E7%AB%A0/%E8%8A%82", "/%FF", "/%00", "/a%00b/c", "/%2e%2e/%2e%2e/etc/passwd",
    "/..%2fapp.py", "/../app.py", "/C:/Windows", "/%5C%5Cserver%5Cshare", "//example.com", "//example.com/a", "/a//b",
    "/BLANKS", "/a%20b", "/a;b=c", "/static/gone.js", "/assets/000000000000/widgets/bar.js", "/media/gone.png",
    "/component/gone/index.html", "/_stcore/gone", "/favicon.ico", "/" + "a" * 300, "/" + "%E7" * 3000,
    "/" + "/".join("ab" * 300),
)  # fmt: skip
"""What a browser can be led to by a typing error, an old bookmark or a chat that cut a link."""
POSTED = (
    "/roles/r1/edits", "/libraries/data/copy", "/libraries/data/items", "/backup/restore", "/intake/role",
    "/workbooks/x/cancel", "/shop/logo", "/look", "/standards", "/advice", "/intake", "/roles", "/backup", "/workbooks",
    "/shop/letterhead",
)  # fmt: skip
"""Ours, but nothing to look at."""


def ask(server: Server, method: str, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], str]:
    """The path goes as it is written: a client would tidy it first."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE / 1000)
    connection.putrequest(method, path)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read().decode(errors="replace")
    told = answer.status, {name.lower(): value for name, value in answer.getheaders()}, body
    connection.close()
    return told


def followed(server: Server, path: str) -> str:
    """The address of the page at which a browser ends."""
    for _ in range(5):
        status, headers, body = ask(server, "GET", path, PAGE)
        if status == 200:
            assert '<html lang="zh-CN">' in body, path
            return path
        assert status in (301, 303), (path, status, body)
        path = headers["location"]
        assert path.startswith("/") and not path.startswith("//"), "to another machine"
    raise AssertionError(path)


@pytest.mark.parametrize("path", NONE)
def test_an_unknown_address_leads_to_the_page_that_says_so(server: Server, path: str) -> None:
    assert followed(server, path) == NOWHERE


@pytest.mark.parametrize("path", ["/roles/r1/export.html", "/roles/r1/text?version=gone", "/roles/r1/changes"])
def test_a_link_to_a_role_that_is_gone_leads_to_the_page_that_says_so(server: Server, path: str) -> None:
    assert followed(server, path) == f"{NOWHERE}?role=r1"


@pytest.mark.parametrize(
    "path", ["/libraries/gone.xlsx", "/workbooks/gone/file", "/shop/logo.png", "/shop/letterhead.docx"]
)
def test_a_link_to_what_is_gone_leads_to_the_page_that_says_so(server: Server, path: str) -> None:
    assert followed(server, path) == NOWHERE


@pytest.mark.parametrize("path", POSTED)
def test_an_address_that_is_only_posted_to_leads_home(server: Server, path: str) -> None:
    assert followed(server, path) == (NOWHERE if path.count("/") > 1 else path), "ui/shell.py says that it is no page"


@pytest.mark.parametrize("path", ["/blanks/", "/duties/?role=r1", "/libraries///"])
def test_a_slash_at_the_end_is_left_out(server: Server, path: str) -> None:
    assert followed(server, path) == re.sub("/+(?=$|\\?)", "", path)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH"])
def test_a_script_gets_a_sentence_and_no_page(server: Server, method: str) -> None:
    for path in NONE:
        status, headers, body = ask(server, method, path, {"accept": "*/*"})
        assert (status, headers["content-type"]) == (404, "application/json"), (path, body)
        assert json.loads(body) == {"message": "没有这个地址，请刷新页面后再试。"}
    for path in ("/itemss", "/role", "/blank.json"):
        assert ask(server, method, path, {"accept": "application/json"})[0] == 404, path


def test_what_is_there_is_answered_as_before(server: Server) -> None:
    files = ("/blanks.json", "/form.xlsx", "/form.docx", "/form.md", "/favicon.png")
    for path in (*files, "/items", "/_stcore/health", "/_stcore/host-config"):
        status, headers, _ = ask(server, "GET", path, {"accept": "*/*"})
        assert status == 200 and "html" not in headers["content-type"], path
    assert ask(server, "GET", "/blanks/_stcore/health", {"accept": "*/*"})[0] == 404, "Streamlit looks for its root"
    assert ask(server, "GET", "/", {"accept": "*/*"})[0] == 200
    for path in ("/roles/r1/export.html", "/form.json", "/form.pdf"):
        assert ask(server, "GET", path, {"accept": "*/*"})[0] == 404, path


@pytest.fixture
def cold(tmp_path: Path) -> Iterator[Server]:
    """A server that nobody has asked for a page yet."""
    server = Server(tmp_path)
    server.start()
    yield server
    server.kill()


@pytest.mark.browser
def test_a_cold_deep_link_ends_on_the_roles_with_one_sentence(page: Page, cold: Server) -> None:
    store = cold.store()
    role = store.create(SHOP, shipped().starters["operations_specialist"].role)
    store.close()
    for path in tried(
        (f"gone?role={role}", "roles", "%E7%AB%A0.b", f"blanks/junk?role={role}", "a/b/", "roles/r1/edits")
    ):
        page.goto(f"{cold.url}/{path}")
        expect(page.get_by_role("heading", name="我的岗位", exact=True)).to_be_visible()
        expect(page.get_by_test_id("stAlert")).to_have_count(1)
        expect(page.get_by_test_id("stAlert")).to_contain_text("没有这一页")
        at_rest(page)
        assert page.url == f"{cold.url}/"


# —— Each page with each kind of id, over the wire as a browser has it drawn ——


@dataclass
class Drawn:
    """What a visitor sees at the end."""

    path: str
    said: list[str]
    warned: list[str]


def drawn(server: Server, path: str, role: str) -> Drawn:
    """The page that comes of an address."""
    query = urlencode({"role": role}) if role else ""
    asked = BackMsg()
    asked.rerun_script.query_string, asked.rerun_script.page_name = query, path
    asked.rerun_script.context_info.url = f"{server.url}/{path}?{query}"
    found = Drawn("", [], [])
    with connect(
        f"{server.url.replace('http', 'ws')}/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")], origin=Origin(server.url), max_size=None,
    ) as line:  # fmt: skip
        line.send(asked.SerializeToString())
        while True:
            message = ForwardMsg.FromString(line.recv(timeout=PATIENCE / 1000, decode=False))
            kind = message.WhichOneof("type")
            if kind == "navigation":
                page = message.navigation.page_script_hash
                found.path = next(p.url_pathname for p in message.navigation.app_pages if p.page_script_hash == page)
            elif kind == "delta" and message.delta.new_element.HasField("alert"):
                alert = message.delta.new_element.alert
                (found.said if alert.format == Alert.INFO else found.warned).append(alert.body)
            elif kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return found


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, dict[str, str]]]:
    """A server whose database holds every kind of row, and the ids by what they are."""
    server = Server(tmp_path_factory.mktemp("filled"))
    ids = fill(server.database)
    server.start()
    yield server, ids
    server.kill()


@pytest.mark.parametrize("path", [*SCREENS, "duties", "groups", "gone"])
def test_each_page_of_each_kind_of_id_is_drawn_or_leads_home(filled: tuple[Server, dict[str, str]], path: str) -> None:
    server, ids = filled
    written = {"role": ("groups",), "starter": ("duties",)}
    kinds = {**ids, "none": ""}
    for name in list(kinds) if THOROUGH else list(kinds)[len(path) % 3 :: 3]:
        role = kinds[name]
        found = drawn(server, path, role)
        of_a_role = path in OF_A_ROLE or path in written.get(name, ())
        if name in ("role", "starter", "bare", "paper"):
            there = of_a_role or (path in SCREENS and path != "library")
        elif name in ("library", "shipped library"):
            there = path in ("library", "libraries")
        else:
            there = name == "none" and path in ("", "bring", "libraries", "team", "shop")
        assert found.path == (path if there else ""), (name, found)
        assert len(found.said) == (0 if there else 1), (name, found)
        assert not [each for each in found.warned if "没能画出来" in each], (name, found)
    assert "Traceback" not in server.log.read_text("utf-8")


def test_where_a_link_to_a_role_that_is_gone_leads_says_so(filled: tuple[Server, dict[str, str]]) -> None:
    server, ids = filled
    (sentence,) = drawn(server, NOWHERE.strip("/"), ids["gone"]).said
    assert "这个岗位不存在或已经删掉了" in sentence
    (sentence,) = drawn(server, NOWHERE.strip("/"), ids["trashed"]).said
    assert "这个岗位在回收站里" in sentence
    (sentence,) = drawn(server, "library", ids["gone"]).said
    assert "没有这个预设库" in sentence
    store = server.store()
    spoilt = store.create(SHOP, shipped().starters["operations_specialist"].role)
    store.close()
    with closing(sqlite3.connect(server.database)) as connection, connection:
        connection.execute("UPDATE roles SET body = '{bad' WHERE id = ?", (spoilt,))
    (sentence,) = drawn(server, "duties", spoilt).said
    assert "记录读不出来，没有改动它" in sentence
