"""What a handler may count on, and how it fails: each answer that is none is one sentence, whoever raised it."""

import subprocess
import sys
from collections.abc import Iterator
from typing import Annotated

import pytest
from pydantic import Field
from starlette.applications import Starlette
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from rolesmith.files.problem import Problem, Unreadable
from rolesmith.role.edit import Gone, Refused
from rolesmith.store.database import Unavailable
from rolesmith.store.store import LAST_BACKUP, opened
from routes.handler import Body, Query, Wrong, handler
from routes.lazy_module import LazyModule
from server.guard import FOREIGN, TurnedAway
from server.heavy import Busy
from tests.conftest import ROOT, SHOP
from tests.every_row import fill
from tests.test_every_route import HOME, Opened, app_before

OURS = {"origin": HOME, "x-rolesmith": "1"}
TYPED = {**OURS, "content-type": "application/json"}


class Two(Body):
    CUT_OFF = "没有传完。"

    name: Annotated[str, Field(max_length=3), Wrong("名字最长 3 个字。")] = ""
    on: bool = False


class Asked(Query):
    words: str = ""


@handler(Two)
def write(shop: str, sent: Two, role: str) -> Response:
    """As a handler is written."""
    return JSONResponse([shop, sent.name, sent.on, role])


@handler(Asked, heavy=True)
def read(shop: str, asked: Asked, role: str) -> Response:
    """One that only reads."""
    return JSONResponse([shop, asked.words, role])


@handler()
def fail(_shop: str, how: str) -> Response:
    """Raises what handlers raise."""
    raise FAILURES[how][0]


FAILURES: dict[str, tuple[Exception, int, str]] = {
    "away": (TurnedAway(409, "请重新选一次。"), 409, "请重新选一次。"),
    "gone": (Gone("已经删掉了。"), 404, "已经删掉了。"),
    "refused": (Refused("放不下。"), 422, "放不下。"),
    "shut": (Unavailable("数据库打不开。"), 503, "数据库打不开。"),
    "file": (Unreadable([Problem("a.xlsx", 0, "文件是空的", "请换一个")]), 422, "a.xlsx：文件是空的。请换一个"),
    "busy": (Busy(), 429, "现在要做的文件太多，请过一会儿再试。"),
    "fault": (RuntimeError("secret"), 500, "这里出了错，没有做成，您写的内容还在页面上；请把窗口里的记录发给我们。"),
}


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """These handlers at addresses of their own, asked as the server's are."""
    monkeypatch.setitem(sys.modules, "routes.tried", sys.modules[__name__])
    tried = LazyModule("tried")
    routes = [
        Route("/{role}/write", tried.write, methods=["POST"]),
        Route("/{role}/read", tried.read),
        Route("/fail/{how}", tried.fail),
    ]
    with TestClient(Starlette(routes=routes), HOME) as asking:
        yield asking


def test_a_handler_is_given_the_shop_the_body_and_the_parts_of_the_address(client: TestClient) -> None:
    answer = client.post("/r1/write", content=b'{"name": "\\ud800\\u7532", "on": true}', headers=TYPED)
    assert answer.json() == [SHOP, "甲", True, "r1"]
    assert client.post("/r1/write", json={}, headers=OURS).json() == [SHOP, "", False, "r1"]
    assert client.get("/r1/read?words=a&words=b&more=1").json() == [SHOP, "b", "r1"]
    assert client.get("/r1/read").json() == [SHOP, "", "r1"]


@pytest.mark.parametrize(
    "sent", ["", "{", "null", "[]", "7", '{"more": 1}', '{"on": "yes"}', '{"on": 1}', "[" * 60 + "]" * 60]
)
def test_a_body_of_another_form_is_told_in_one_sentence(client: TestClient, sent: str) -> None:
    answer = client.post("/r1/write", content=sent, headers=TYPED)
    assert (answer.status_code, answer.json()) == (413, {"message": "没有传完。"})


@pytest.mark.parametrize("sent", [{"name": "四个字啊"}, {"name": 7}, {"name": None, "more": 1}])
def test_a_field_that_is_wrong_is_told_in_its_own(client: TestClient, sent: object) -> None:
    answer = client.post("/r1/write", json=sent, headers=OURS)
    assert (answer.status_code, answer.json()) == (422, {"message": "名字最长 3 个字。"})


@pytest.mark.parametrize("leave_out", sorted(OURS))
def test_who_is_not_our_page_writes_nothing(client: TestClient, leave_out: str) -> None:
    headers = {name: value for name, value in OURS.items() if name != leave_out}
    answer = client.post("/r1/write", json={}, headers=headers)
    assert (answer.status_code, answer.json()) == (403, {"message": FOREIGN})


@pytest.mark.parametrize("how", FAILURES)
def test_whatever_a_handler_raises_is_answered(client: TestClient, how: str) -> None:
    _, status, message = FAILURES[how]
    answer = client.get(f"/fail/{how}")
    assert (answer.status_code, answer.json()["message"]) == (status, message)
    assert answer.headers["cache-control"] == "no-store"


def test_a_server_that_starts_imports_no_handler() -> None:
    """Nor what they need: its first page need not wait for that."""
    code = "import sys, routes\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "routes.table" in loaded and "routes.handler" not in loaded
    assert not {"pydantic", "sqlalchemy", "openpyxl", "docx", "xlsxwriter", "numpy"} & set(loaded)


# —— Of every kind of row ——


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    path = tmp_path_factory.mktemp("filled") / "rolesmith.db"
    ids = fill(path)
    with app_before(path) as client:
        client.headers.update(OURS)
        yield Opened(client, ids, path)
        opened().close()


OTHERS = ("library", "shipped library", "paper", "facts", "trashed", "gone")


@pytest.mark.parametrize("kind", OTHERS)
def test_only_a_position_is_published(filled: Opened, kind: str) -> None:
    role = filled.ids[kind]
    before = opened().role(SHOP, role)
    answer = filled.client.post(f"/roles/{role}/publish", json={})
    assert (answer.status_code, answer.json()["message"]) == (404, "这个岗位已经被删掉。")
    assert opened().role(SHOP, role) == before


def test_only_positions_stand_in_a_workbook(filled: Opened) -> None:
    def ended(*kinds: str) -> Response:
        asked = filled.client.post("/workbooks", json={"roles": [filled.ids[kind] for kind in kinds]})
        address = f"/workbooks/{asked.json()['job']}"
        while (answer := filled.client.get(address)).status_code == 200 and not answer.json()["ready"]:
            pass
        return answer

    assert ended(*OTHERS).json() == {"message": "选的岗位都已经被删掉了，没有生成文件；请刷新页面再选。"}
    assert ended(*OTHERS, "starter").json() == {"done": 1, "total": 7, "ready": True}


def test_an_older_tab_does_not_set_the_last_backup_back(filled: Opened) -> None:
    def told(at: str) -> str:
        assert filled.client.post("/backup/taken", json={"at": at}).status_code == 200
        return opened().setting(SHOP, LAST_BACKUP)

    later = "2026-03-01T08:00:00+00:00"
    assert told(later) == later
    assert told("2026-02-01T08:00:00+00:00") == later
    assert told("2026-03-01T09:00:00+02:00") == later, "an hour earlier"
    for spoilt in ("2999-01-01T00:00:00+00:00", "2026-09-01", "昨天", ""):
        opened().set_setting(SHOP, LAST_BACKUP, spoilt)
        assert told(later) == later, "what no clock has said yet is no backup"


@pytest.mark.parametrize("how", sorted(FAILURES.keys() - {"gone"}))
def test_who_followed_a_link_reads_a_page_and_no_json(client: TestClient, how: str) -> None:
    """What is gone leads to the page that says so, see test_addresses.py."""
    _, status, sentence = FAILURES[how]
    answer = client.get(f"/fail/{how}", headers={"accept": "text/html,*/*"})
    assert answer.status_code == status and answer.headers["content-type"] == "text/html; charset=utf-8"
    assert '<html lang="zh-CN">' in answer.text and sentence in answer.text and 'href="/"' in answer.text
    assert answer.headers["cache-control"] == "no-store" and "secret" not in answer.text
