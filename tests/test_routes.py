"""Our own addresses, asked as a browser would: edits in, documents and libraries out, and who may write."""

import base64
import http.client
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
import yaml

from rolesmith.formats import FORMATS
from rolesmith.presets.shipped import shipped
from rolesmith.role.text import TEXT_LIMIT, digest
from rolesmith.role.tree import Node, Role
from rolesmith.store.store import FACTS, Saved
from server.guard import BODY_LIMIT
from tests.conftest import PATIENCE, SHOP, Server
from tests.outside import squeezed, text_in
from tests.sample import every_kind
from ui.assets import FOLDER, VERSION

WRITING = (
    "/roles", "/roles/{role}/edits", "/roles/{role}/publish", "/libraries", "/libraries/take", "/libraries/data/copy",
    "/libraries/data/away",
)  # fmt: skip


@pytest.fixture(autouse=True)
def calm(server: Server) -> Iterator[None]:
    """No request of any test may end in an exception."""
    yield
    assert "Traceback" not in server.log.read_text("utf-8")


@pytest.fixture
def own(server: Server) -> Iterator[httpx.Client]:
    """What our own page sends."""
    headers = {"origin": server.url, "x-rolesmith": "1", "content-type": "application/json"}
    with httpx.Client(base_url=server.url, headers=headers, timeout=PATIENCE / 1000) as client:
        yield client


@pytest.fixture
def role(server: Server) -> str:
    """A new role with a line `first` that says 原文."""
    return create(server, small_role())


def small_role(name: str = "打单员") -> Role:
    lines = (Node(id="first", kind="line", text="原文"), Node(id="second", kind="line", text="第二"))
    field = Node(id="name", kind="field", title="岗位名称", text=name, meaning="name")
    version = Node(id="version", kind="field", title="版本", meaning="version")
    blocks = (Node(id="sheet", kind="fields", children=(field, version)), Node(id="list", kind="items", children=lines))
    return Role(tree=Node(id="role", kind="role", children=(Node(id="goals", kind="section", children=blocks),)))


def create(server: Server, role: Role) -> str:
    store = server.store()
    try:
        return store.create(SHOP, role)
    finally:
        store.close()


def saved(server: Server, role: str) -> Saved:
    store = server.store()
    try:
        found = store.role(SHOP, role)
    finally:
        store.close()
    assert found is not None
    return found


def text(server: Server, role: str, node: str = "first") -> str:
    found = saved(server, role).role.tree.find(node)
    assert found is not None
    return found.text


def everything(server: Server) -> dict[str, list[Any]]:
    """All rows of all tables, which are made if no one has asked the server for anything yet."""
    import sqlalchemy as sa

    from rolesmith.store import tables

    server.store().close()
    engine = sa.create_engine(f"sqlite:///{server.database}")
    with engine.connect() as connection:
        rows = {
            name: sorted(map(tuple, connection.execute(sa.select(table))))
            for name, table in tables.metadata.tables.items()
        }
    engine.dispose()
    return rows


def edit(edit_id: str, value: Any, target: str = "first", **more: Any) -> dict[str, Any]:
    return {"id": f"{edit_id}-{target}", "op": "set", "target": target, "name": "text", "value": value, **more}


def post(own: httpx.Client, role: str, *edits: Any) -> list[dict[str, Any]]:
    response = own.post(f"/roles/{role}/edits", content=json.dumps({"edits": edits}))
    assert response.status_code == 200, response.text
    answers: list[dict[str, Any]] = response.json()["answers"]
    return answers


# —— Edits ——


def test_an_edit_is_answered_after_its_commit(own: httpx.Client, server: Server, role: str) -> None:
    for number in range(5):
        (answer,) = post(own, role, edit(f"{role}-{number}", f"第{number}次"))
        assert (answer["status"], answer["revision"]) == ("saved", number + 2)
        assert (text(server, role), saved(server, role).revision) == (f"第{number}次", number + 2)


def test_the_same_id_again_gets_the_same_answer_and_does_nothing(own: httpx.Client, server: Server, role: str) -> None:
    once = post(own, role, edit(role, "一次"))
    post(own, role, edit(f"{role}-later", "之后"))
    assert post(own, role, edit(role, "另一个内容")) == once
    assert text(server, role) == "之后"
    both = post(own, role, edit(f"{role}-twin", "甲"), edit(f"{role}-twin", "乙"))
    assert both[0] == both[1]
    assert text(server, role) == "甲"
    assert saved(server, role).revision == 4


def test_answers_come_in_the_order_of_the_edits(own: httpx.Client, server: Server, role: str) -> None:
    sent: list[Any] = [edit(f"{role}-{n}", f"{n}") for n in range(40)]
    sent[7] = {"id": f"{role}-bad", "op": "explode"}
    sent[11] = "不是修改"
    sent[23] = edit(f"{role}-gone", "写给没有的", target="nowhere")
    answers = post(own, role, *sent)
    assert [answer["id"] for answer in answers] == [each["id"] if isinstance(each, dict) else "" for each in sent]
    assert {n for n, answer in enumerate(answers) if answer["status"] != "saved"} == {7, 11, 23}
    assert text(server, role) == "39"


@pytest.mark.parametrize(
    "broken",
    [
        None,
        7,
        [],
        {},
        {"id": "short"},
        {"id": "x" * 500, "op": "set", "target": "first", "name": "text", "value": "甲"},
        {"id": "\ud800" * 9, "op": "set", "target": "first", "name": "text", "value": "甲"},
        {"id": "broken-op-", "op": "explode", "target": "first"},
        {"id": "broken-target", "op": "set", "target": "", "name": "text", "value": "甲"},
        {"id": "broken-extra", "op": "set", "target": "first", "name": "text", "value": "甲", "shop": "other"},
        {"id": "broken-name-", "op": "set", "target": "first", "name": "id", "value": "other"},
        {"id": "broken-kind-", "op": "set", "target": "first", "name": "kind", "value": "row"},
        {"id": "broken-text-", "op": "set", "target": "first", "name": "text", "value": {"a": ["b"]}},
        {"id": "broken-none-", "op": "set", "target": "first", "name": "text", "value": None},
        {"id": "broken-on---", "op": "set", "target": "first", "name": "on", "value": 1},
        {"id": "broken-goal-", "op": "set", "target": "first", "name": "target", "value": -1},
        {"id": "broken-goal2", "op": "set", "target": "first", "name": "target", "value": 10**30},
        {"id": "broken-goal3", "op": "set", "target": "first", "name": "target", "value": float("inf")},
        {"id": "broken-add--", "op": "add", "target": "list", "value": [{"id": "n1", "kind": "section"}]},
        {"id": "broken-add2-", "op": "add", "target": "list", "value": [{"text": "没有编号"}]},
        {"id": "broken-add3-", "op": "add", "target": "list", "value": ["文字"]},
        {"id": "broken-add4-", "op": "add", "target": "list", "value": [{"id": "first", "kind": "line"}]},
        {"id": "broken-move-", "op": "move", "target": "list", "parent": "first"},
        {"id": "broken-into-", "op": "move", "target": "goals", "parent": "list"},
        {"id": "broken-root-", "op": "remove", "target": "role"},
    ],
)
def test_one_malformed_edit_leaves_the_others(own: httpx.Client, server: Server, role: str, broken: Any) -> None:
    answers = post(own, role, edit(f"{role}-a", "前面的"), broken, edit(f"{role}-b", "后面的", target="second"))
    assert [answer["status"] for answer in answers] == ["saved", "refused", "saved"]
    assert re.search("[一-龥]", answers[1]["message"])
    assert (text(server, role), text(server, role, "second")) == ("前面的", "后面的")
    assert [node.id for node in saved(server, role).role.tree.walk()] == [node.id for node in small_role().tree.walk()]


def test_an_unknown_role_is_answered_with_a_sentence(own: httpx.Client, server: Server) -> None:
    before = everything(server)
    for address in ("/roles/r000/edits", "/roles/r000/publish", "/roles/%FF/edits", f"/roles/{'r' * 3000}/edits"):
        sent = {} if address.endswith("publish") else {"edits": [edit("to-nobody", "写了的")]}
        response = own.post(address, content=json.dumps(sent))
        assert response.status_code == 404
        assert "这个岗位已经被删掉" in response.json()["message"]
    assert everything(server) == before


def test_a_role_in_the_trash_takes_no_edit(own: httpx.Client, server: Server, role: str) -> None:
    store = server.store()
    store.trash(SHOP, role)
    refused = own.post(f"/roles/{role}/edits", content=json.dumps({"edits": [edit(role, "写进回收站")]}))
    store.restore(SHOP, role)
    store.close()
    assert refused.status_code == 404
    assert text(server, role) == "原文"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="half a JSON"),
        pytest.param(b"\xff\xfe\x00", id="weird bytes"),
        pytest.param(b'"edits"', id="a text"),
        pytest.param(b"[]", id="a list"),
        pytest.param(b"{}", id="no edits"),
        pytest.param(b'{"edits": {"id": "abcdefgh"}}', id="edits that are no list"),
        pytest.param(json.dumps({"edits": [edit(f"many-{n:04}", "甲") for n in range(501)]}).encode(), id="501 edits"),
        pytest.param(json.dumps({"edits": [edit("big-body", "大" * 4_000_000)]}).encode(), id="a body of 24 MB"),
        pytest.param(b'{"edits": [], "x": "' + b"x" * 4_000_000 + b'"}', id="a body of 4 MB"),
        pytest.param(b"[" * 200_000, id="deep and open"),
        pytest.param(b'{"edits": ' + b"[" * 90_000 + b"]" * 90_000 + b"}", id="deep and closed"),
        pytest.param(b'{"edits": [{"value": ' + b'{"a":' * 600 + b"1" + b"}" * 600 + b"}]}", id="deep value"),
        pytest.param(
            b'{"edits": [{"id": "deep-remove", "op": "remove", "target": "first", "value": '
            + b"[" * 400 + b"]" * 400 + b"}]}",
            id="deep value that the edit has no use for",
        ),
        pytest.param(b'{"edits": [' + b"9" * 5000 + b"]}", id="a number without end"),
    ],
)  # fmt: skip
def test_a_body_that_cannot_be_read_is_refused_calmly_and_does_nothing(
    own: httpx.Client, server: Server, role: str, body: bytes
) -> None:
    before = everything(server)
    response = own.post(f"/roles/{role}/edits", content=body)
    assert response.status_code == 413
    assert "没有保存" in response.json()["message"]
    assert everything(server) == before


def test_500_edits_go_in_one_batch(own: httpx.Client, server: Server, role: str) -> None:
    answers = post(own, role, *(edit(f"{role}-{n:04}", f"{n}") for n in range(500)))
    assert {answer["status"] for answer in answers} == {"saved"}
    assert text(server, role) == "499"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("前\ud800后", "前后"),
        ("\udfff\ud800", ""),
        ("零\x00值", "零值"),
        ("控\x01\x07\x1b\x7f\x9f制", "控制"),
        ("非\ufffe\uffff\ufdd0字符", "非字符"),
        ("换\r\n行\r又\x0b\x0c\x85\u2028\u2029行", "换\n行\n又\n\n\n\n\n行"),
        ("👨‍👩‍👧‍👦\u202eابت 𠮷", "👨‍👩‍👧‍👦\u202eابت 𠮷"),
    ],
)
def test_what_no_document_can_hold_is_dropped_from_a_text(
    own: httpx.Client, server: Server, role: str, sent: str, kept: str
) -> None:
    line = {"id": "new", "kind": "line", "text": sent}
    answers = post(
        own, role, edit(role, sent),
        {"id": f"{role}-add", "op": "add", "target": "list", "value": [line]},
        {"id": f"{role}-fill", "op": "fill", "target": "role", "name": "平台", "value": sent},
    )  # fmt: skip
    assert [answer["status"] for answer in answers] == ["saved"] * 3
    assert (text(server, role), text(server, role, "new")) == (kept, kept)
    assert saved(server, role).role.tree.values.get("平台", "") == kept
    assert own.get(f"/roles/{role}/export.json").status_code == 200


def test_a_text_that_is_too_long_is_refused_with_by_how_much_and_the_old_one_stays(
    own: httpx.Client, server: Server, role: str
) -> None:
    long = "长" * 100_000
    line = {"id": "new", "kind": "line", "text": long}
    answers = post(
        own, role, edit(role, long),
        {"id": f"{role}-fill", "op": "fill", "target": "role", "name": "平台", "value": long},
        {"id": f"{role}-add", "op": "add", "target": "list", "value": [line]},
    )  # fmt: skip
    for answer in answers:
        assert answer["status"] == "refused"
        assert f"超出 {100_000 - TEXT_LIMIT} 字" in answer["message"]
    assert text(server, role) == "原文"
    assert saved(server, role).revision == 1
    (answer,) = post(own, role, edit(f"{role}-fits", "👪" * TEXT_LIMIT))
    assert answer["status"] == "saved"


def test_a_text_changed_by_another_is_a_conflict_with_both_texts(own: httpx.Client, server: Server, role: str) -> None:
    post(own, role, edit(f"{role}-a", "他写的", base=digest("原文")))
    (answer,) = post(own, role, edit(f"{role}-b", "我写的", base=digest("原文")))
    assert (answer["status"], answer["mine"], answer["theirs"]) == ("conflict", "我写的", "他写的")
    assert text(server, role) == "他写的"


# —— Clients that send edits wrongly: each text ends in the role or in the answer, never nowhere ——


def test_edits_out_of_order_lose_no_text(own: httpx.Client, server: Server, role: str) -> None:
    """A line is written in before it is added; a text that was built on another comes before that other."""
    line = {"id": "late", "kind": "line", "text": "新加的"}
    early, added, again = (
        post(own, role, sent)[0]
        for sent in (
            edit(f"{role}-early", "来早了", target="late"),
            {"id": f"{role}-added", "op": "add", "target": "list", "value": [line]},
            edit(f"{role}-again", "来对了", target="late"),
        )
    )
    assert (early["status"], early["mine"]) == ("gone", "来早了")
    assert re.search("[一-龥]", early["message"])
    assert (added["status"], again["status"], text(server, role, "late")) == ("saved", "saved", "来对了")

    (second,) = post(own, role, edit(f"{role}-2", "甲乙", base=digest("甲")))
    (first,) = post(own, role, edit(f"{role}-1", "甲", base=digest("原文")))
    assert (second["status"], second["mine"], second["theirs"]) == ("conflict", "甲乙", "原文")
    assert (first["status"], text(server, role)) == ("saved", "甲")


def test_an_edit_for_another_role_reaches_neither(own: httpx.Client, server: Server, role: str) -> None:
    stranger = create(server, Role(tree=small_role("客服").tree.with_(children=())))
    (answer,) = post(own, stranger, edit(f"{role}-stray", "走错了"))
    assert (answer["status"], answer["mine"]) == ("gone", "走错了")
    assert (text(server, role), saved(server, role).revision, saved(server, stranger).revision) == ("原文", 1, 1)
    (home,) = post(own, role, edit(f"{role}-stray", "走对了"))
    assert (home["status"], text(server, role)) == ("saved", "走对了"), "the same id elsewhere is another edit"


def test_what_is_written_in_a_deleted_line_comes_back(own: httpx.Client, server: Server, role: str) -> None:
    answers = post(
        own, role,
        {"id": f"{role}-remove", "op": "remove", "target": "first"},
        edit(f"{role}-text", "写进删掉的一条"),
        {"id": f"{role}-remove2", "op": "remove", "target": "first"},
        {"id": f"{role}-move", "op": "move", "target": "first", "parent": "list"},
    )  # fmt: skip
    assert [answer["status"] for answer in answers] == ["saved", "gone", "gone", "gone"]
    assert answers[1]["mine"] == "写进删掉的一条"
    assert all(re.search("[一-龥]", answer["message"]) for answer in answers[1:])
    assert text(server, role, "second") == "第二"


@pytest.mark.parametrize("base", ["0", "f" * 64, "原文", "' OR 1=1 --", "x" * 100_000, "\x00\ud800"])
def test_a_forged_base_overwrites_nothing(own: httpx.Client, server: Server, role: str, base: str) -> None:
    (answer,) = post(own, role, edit(f"{role}-forged", "我的", base=base))
    assert (answer["status"], answer["mine"], answer["theirs"]) == ("conflict", "我的", "原文")
    assert (text(server, role), saved(server, role).revision) == ("原文", 1)


@pytest.mark.parametrize("base", [7, None, ["原文"], {"a": 1}])
def test_a_base_of_another_kind_is_refused(own: httpx.Client, server: Server, role: str, base: object) -> None:
    (answer,) = post(own, role, edit(f"{role}-forged", "我的", base=base))
    assert (answer["status"], "读不懂" in answer["message"]) == ("refused", True)
    assert (text(server, role), saved(server, role).revision) == ("原文", 1)


@pytest.mark.parametrize("name", ["id", "op", "target", "name", "value", "parent", "after", "base"])
@pytest.mark.parametrize("size", [2_500_000, 5_000_000])
def test_megabytes_in_a_field_are_refused_calmly(
    own: httpx.Client, server: Server, role: str, name: str, size: int
) -> None:
    """2.5 MB is a body that is read and 5 MB one that is not; a base or neighbour of that size is merely unknown."""
    whole = {**edit(f"{role}-huge", "我的", base=digest("原文")), name: "x" * size}
    response = own.post(f"/roles/{role}/edits", content=json.dumps({"edits": [whole]}))
    assert len(response.content) < 10_000 or name == "value", "what is too long is not sent back as well"
    if size > BODY_LIMIT:
        assert response.status_code == 413
        assert "没有保存" in response.json()["message"]
        assert text(server, role) == "原文"
    elif name in ("parent", "after"):
        assert (response.json()["answers"][0]["status"], text(server, role)) == ("saved", "我的")
    else:
        (answer,) = response.json()["answers"]
        assert answer["status"] == ("conflict" if name == "base" else "refused")
        assert re.search("[一-龥]", answer["message"])
        assert text(server, role) == "原文"
    (after,) = post(own, role, edit(f"{role}-after", "还能写"))
    assert (after["status"], text(server, role)) == ("saved", "还能写")


def test_publishing_counts_versions_and_stamps_them(own: httpx.Client, server: Server, role: str) -> None:
    assert [own.post(f"/roles/{role}/publish", content="{}").json()["version"] for _ in range(2)] == [1, 2]
    assert text(server, role, "version") == "2"
    assert saved(server, role).published


# —— Who may write ——


def strangers(server: Server) -> dict[str, dict[str, str | None]]:
    """What a foreign page can or cannot help sending: headers that differ from our own page's; None leaves one out."""
    foreign = "http://evil.example"
    return {
        "no origin": {"origin": None},
        "opaque origin": {"origin": "null"},
        "foreign origin": {"origin": foreign},
        "other port": {"origin": f"http://127.0.0.1:{server.port + 1}"},
        "other name of ours": {"origin": f"http://localhost:{server.port}"},
        "name that begins like ours": {"origin": f"{server.url}.evil.example"},
        "broken origin": {"origin": "http://["},
        "plain text": {"content-type": "text/plain"},
        "plain text that says JSON": {"content-type": "text/plain; charset=application/json"},
        "form": {"content-type": "application/x-www-form-urlencoded"},
        "file form": {"content-type": "multipart/form-data; boundary=x"},
        "no content type": {"content-type": None},
        "no header of ours": {"x-rolesmith": None},
        "rebound name": {"host": "evil.example", "origin": foreign},
        "rebound name and port": {"host": f"evil.example:{server.port}", "origin": f"{foreign}:{server.port}"},
        "name that holds ours": {"host": f"127.0.0.1.evil.example:{server.port}", "origin": f"http://127.0.0.1.evil.example:{server.port}"},
        "foreign host, our origin": {"host": "evil.example"},
    }  # fmt: skip


def packed(file: str, text: str) -> dict[str, str]:
    """A file as our page sends it."""
    return {"file": file, "data": base64.b64encode(text.encode("utf-8", "surrogatepass")).decode()}


def bodies(role: str) -> dict[str, str]:
    """A body for each writing route with which our own page would be heard."""
    library = "library: foreign\ntitle: 外来\nitems: []\n"
    brought = {"file": "a.yaml", "data": base64.b64encode(library.encode()).decode(), "taken": []}
    return {
        "/roles": json.dumps(packed("a.json", small_role("外来").to_json())),
        "/roles/{role}/brought": json.dumps(packed("a.json", small_role("外来").to_json())),
        "/intake/role": json.dumps({"pieces": [{"text": "外来"}]}),
        "/roles/{role}/papers/post": "{}",
        "/roles/{role}/edits": json.dumps({"edits": [edit("foreign-edit", "外来的字")]}),
        "/roles/{role}/publish": "{}",
        "/libraries": json.dumps({"title": "外来"}),
        "/libraries/take": json.dumps(brought),
        "/libraries/data/copy": "{}",
        "/libraries/data/away": json.dumps({"away": True}),
    }


def send(server: Server, method: str, path: str, headers: dict[str, str | None], body: str = "") -> tuple[int, str]:
    """Exactly these headers and no other, over a connection of its own; the answer's status and text."""
    ours = {
        "host": f"127.0.0.1:{server.port}",
        "origin": server.url,
        "x-rolesmith": "1",
        "content-type": "application/json",
    }
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE / 1000)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in {**ours, **headers, "content-length": str(len(body.encode()))}.items():
        if value is not None:
            connection.putheader(name, value)
    connection.endheaders(body.encode())
    answer = connection.getresponse()
    said = answer.status, answer.read().decode()
    connection.close()
    return said


@pytest.mark.parametrize("path", WRITING)
def test_only_our_own_page_can_write(server: Server, role: str, path: str) -> None:
    body = bodies(role)[path]
    before = everything(server)
    for name, headers in strangers(server).items():
        status, said = send(server, "POST", path.format(role=role), headers, body)
        assert status == 403, (name, said)
        assert everything(server) == before, name
    assert send(server, "POST", path.format(role=role), {}, body)[0] == 200
    assert everything(server) != before, "our own page could not write either"


@pytest.mark.parametrize("path", WRITING)
def test_other_methods_do_not_write(server: Server, role: str, path: str) -> None:
    before = everything(server)
    for method in ("PUT", "PATCH", "DELETE"):
        assert send(server, method, path.format(role=role), {}, bodies(role)[path])[0] in (404, 405)
    assert everything(server) == before


@pytest.mark.parametrize("path", (*WRITING, "/roles/{role}/export.json", "/items", "/roles/{role}/text"))
def test_a_foreign_page_that_asks_first_gets_no_leave(server: Server, role: str, path: str) -> None:
    asked = {
        "origin": "http://evil.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type,x-rolesmith",
    }
    for method in ("OPTIONS", "GET", "POST"):
        answer = httpx.request(method, server.url + path.format(role=role), headers=asked, timeout=PATIENCE / 1000)
        assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"])
def test_this_machine_may_ask_by_any_of_its_names(server: Server, role: str, host: str) -> None:
    name = f"{host}:{server.port}"
    headers: dict[str, str | None] = {"host": name, "origin": f"http://{name}"}
    body = json.dumps({"edits": [edit(f"{role}-{host.strip('[]:')}-".replace(":", "").replace(".", ""), "自己人")]})
    assert send(server, "POST", f"/roles/{role}/edits", headers, body)[0] == 200
    assert text(server, role) == "自己人"


def test_a_rebound_name_reads_nothing_either(server: Server, role: str) -> None:
    script = f"/assets/{VERSION}/shared/text.js"
    for path in (f"/roles/{role}/export.json", f"/roles/{role}/text", "/items", "/", script):
        assert send(server, "GET", path, {"host": "evil.example"})[0] == 403


# —— Documents out ——


def name_of(response: httpx.Response) -> str:
    match = re.fullmatch(r"attachment; filename\*=UTF-8''([!-~]+)", response.headers["content-disposition"])
    assert match, response.headers["content-disposition"]
    return unquote(match[1], errors="strict")


@pytest.mark.parametrize("ending", FORMATS)
def test_each_format_is_of_the_newest_revision(own: httpx.Client, role: str, ending: str) -> None:
    for number in range(3):
        post(own, role, edit(f"{role}-{number}", f"第{number}次写的"))
        response = own.get(f"/roles/{role}/export.{ending}")
        assert response.status_code == 200
        assert f"第{number}次写的" in squeezed(text_in(ending, response.content))
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["content-type"] == FORMATS[ending].media_type


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("打单员", "打单员岗位职责说明书"),
        ('客服/售后\\"主管"<1>|*?:', "客服_售后_主管"),
        ("直播\n运营\r\n专员", "直播_运营_专员"),
        ("👩‍👩‍👧‍👦主播", "👩‍👩‍👧‍👦主播"),
        ("../../etc/passwd", "etc_passwd"),
        ("a;b=c%0d%0aX: y", "a;b=c%0d%0aX_y"),
        ("长" * 3000, "长" * 60),
        ("", "未命名岗位"),
        ("...", "岗位职责说明书"),
    ],
)
def test_a_file_is_named_after_its_role_and_day(
    own: httpx.Client, server: Server, ending: str, name: str, begins: str
) -> None:
    response = own.get(f"/roles/{create(server, small_role(name))}/export.{ending}")
    assert response.status_code == 200
    found = name_of(response)
    assert re.fullmatch(rf"{re.escape(begins)}.*_20\d{{6}}\.{ending}", found)
    assert not re.search(r'[\\/:*?"<>|\s]', found)
    assert len(found.encode()) < 256, "no file system takes a longer name"


def test_an_unknown_ending_or_role_is_answered_with_a_sentence(own: httpx.Client, role: str) -> None:
    for ending in ("doc", "exe", "MD", "md.", "xlsx%FF"):
        response = own.get(f"/roles/{role}/export.{ending}")
        assert response.status_code == 404, ending
    assert own.get(f"/roles/{role}/export.exe").json()["message"] == "没有这种文件格式。"
    for address in ("/roles/r000/export.md", "/roles/r000/text"):
        response = own.get(address)
        assert (response.status_code, response.json()["message"]) == (404, "这个岗位已经被删掉。")


def test_a_role_without_duties_has_none_to_copy(own: httpx.Client, server: Server) -> None:
    response = own.get(f"/roles/{create(server, small_role())}/text", params={"only": "duties"})
    assert (response.status_code, response.json()["message"]) == (404, "还没有写职责，写好再复制。")


def test_a_backup_opens_as_the_same_role(own: httpx.Client, server: Server) -> None:
    role, _ = every_kind("值\u2003👪“<b>")
    first = create(server, role)
    data = own.get(f"/roles/{first}/export.json").text
    response = own.post("/roles", content=json.dumps({**packed("a.json", data), "anew": True}))
    second = response.json()["id"]
    assert second != first
    assert saved(server, second).role == saved(server, first).role


@pytest.mark.parametrize(
    "backup",
    [
        "", "{", "null", "[]", "{}", "不是文件", "\x00", "[" * 100_000, '{"schema": "rolesmith/role@2", "tree": {}}',
        '{"schema": "rolesmith/role@1", "tree": {"id": "role", "kind": "line"}}',
        '{"schema": "rolesmith/role@1", "tree": '
        '{"id": "role", "kind": "role", "children": [{"id": "a", "kind": "line"}]}}',
        '{"schema": "rolesmith/role@1", "tree": {"id": "role", "kind": "role", "children": '
        '[{"id": "a", "kind": "section"}, {"id": "a", "kind": "section"}]}}',
        '{"schema": "rolesmith/role@1", "tree": {"id": "role", "kind": "role", "text": "%s"}}' % ("长" * 5001),
        '{"schema": "rolesmith/role@1", "tree": {"id": "role", "kind": "role", "text": "\\ud800"}}',
        '{"schema": "rolesmith/role@1", "tree": {"id": "\\"><script>", "kind": "role"}}',
        '{"schema": "rolesmith/role@1", "extra": 1, "tree": {"id": "role", "kind": "role"}}',
    ],
    ids=str,
)  # fmt: skip
def test_a_file_that_is_no_backup_is_refused_with_a_sentence(own: httpx.Client, server: Server, backup: str) -> None:
    before = everything(server)
    response = own.post("/roles", content=json.dumps(packed("\ud800a.json", backup)))
    assert response.status_code == 422
    assert ("不是岗位匠的备份文件" if backup else "文件是空的") in response.json()["message"]
    assert everything(server) == before


@pytest.mark.parametrize("body", ["", "7", "[]", "{}", '{"text": 7}', '{"text": "{}"'])
def test_an_upload_without_a_text_is_refused_with_a_sentence(own: httpx.Client, server: Server, body: str) -> None:
    before = everything(server)
    for address in ("/roles", "/libraries", "/libraries/preview", "/libraries/take"):
        response = own.post(address, content=body)
        assert response.status_code in (413, 422)
        assert re.search("[一-龥]", response.json().get("message") or response.json()["problems"][0])
    assert everything(server) == before


# —— Libraries ——


def test_a_search_finds_by_words_kind_area_platform_and_level(own: httpx.Client) -> None:
    def ask(**query: str) -> dict[str, Any]:
        response = own.get("/items", params=query)
        assert response.status_code == 200
        found: dict[str, Any] = response.json()
        assert found["total"] >= len(found["items"])
        return found

    items = {f"{key}/{item.id}": item for key, library in shipped().libraries.items() for item in library.items}
    assert ask()["total"] == len(items) and len(ask()["items"]) == 400
    assert len(ask(words="店铺", kind="duty")["items"]) == 60
    assert ask(kind="duty")["total"] == sum(item.kind == "duty" for item in items.values())
    assert ask(kind="goal")["total"] == sum(item.kind == "goal" for item in items.values())
    assert ask(kind="nothing") == {"items": [], "total": 0}
    area = next(iter(shipped().libraries))
    assert {item["from"].split("/")[0] for item in ask(area=area)["items"]} >= {area}
    assert all(area in (item["area"], item["from"].split("/")[0]) for item in ask(area=area)["items"])
    assert ask(area="nowhere")["total"] == 0
    platform = next(name for item in items.values() for name in item.platforms)
    allowed = [items[item["from"]].platforms for item in ask(platform=platform)["items"]]
    assert all(not platforms or platform in platforms for platforms in allowed)
    assert ask(platform=platform)["total"] < ask()["total"]
    levels = {items[item["from"]].level for item in ask(level="带人")["items"]}
    assert "带人" in levels and levels <= {"带人", ""}
    assert ask(words="日报")["items"]
    assert ask(words="qqqqzzzz")["total"] == 0
    assert ask(words="  ")["total"] == ask()["total"]


@pytest.mark.parametrize(
    "query",
    [
        "words=%FF%FE%00", "words=%ED%A0%80", "words=%", "words=a&words=b", "words=.*(%5B%5C", "words=%F0%9F%91%AA",
        "&&==&", "kind=%00&area=%FF",
    ],
)  # fmt: skip
def test_a_search_takes_weird_bytes(own: httpx.Client, query: str) -> None:
    response = own.get(f"/items?{query}")
    assert response.status_code == 200
    assert response.json().keys() == {"items", "total"}


def test_a_search_of_100_000_characters_does_no_harm(own: httpx.Client, server: Server) -> None:
    status, _ = send(server, "GET", "/items?words=" + "x" * 100_000, {})
    assert status in (200, 400, 414, 431)
    assert own.get("/items", params={"words": "库存 " * 3000}).status_code == 200


def brought(file: str, content: str | bytes, **more: Any) -> str:
    """A library's file as our own page brings it in."""
    data = content if isinstance(content, bytes) else content.encode()
    return json.dumps({"file": file, "data": base64.b64encode(data).decode(), **more})


HEAD = "library: broken_one\ntitle: 有错的库\n"
LIBRARIES = {
    "empty": ("", 0, "文件是空的"),
    "a text": ("只是一句话", 1, "写法不对"),
    "a list": ("- 一\n- 二\n", 1, "写法不对"),
    "no title": ("library: broken_one\nitems: []\n", 1, "少了“title”"),
    "no items": (HEAD, 1, "少了“items”"),
    "unknown key": (f"{HEAD}color: red\nitems: []\n", 3, "没有“color”这一项"),
    "bad id": ("library: 大写 A\ntitle: 库\nitems: []\n", 1, "“library”的写法不对"),
    "id too long": (f"library: {'a' * 61}\ntitle: 库\nitems: []\n", 1, "“library”的写法不对"),
    "items is a text": (f"{HEAD}items: 没有\n", 3, "“items”应当是列表"),
    "item is a text": (f"{HEAD}items:\n  - 只有一句\n", 4, "写法不对"),
    "item without text": (f"{HEAD}items:\n  - id: a.b\n", 4, "少了“text”"),
    "item with empty text": (f"{HEAD}items:\n  - id: a.b\n    text: ''\n", 5, "“text”的写法不对"),
    "text too long": (f"{HEAD}items:\n  - id: a.b\n    text: {'长' * 5001}\n", 5, "“text”太长"),
    "unknown level": (f"{HEAD}items:\n  - id: a.b\n    text: 甲\n    level: 总裁\n", 6, "“总裁”不认识"),
    "twice the same id": (f"{HEAD}items:\n  - id: a.b\n    text: 甲\n  - id: a.b\n    text: 乙\n", 1, "不止一次：a.b"),
    "twice the same key": (f"{HEAD}title: 又一个\nitems: []\n", 3, "“title”写了两次"),
    "wide colon": (f"{HEAD}items:\n  - id: a.b\n    text：甲\n", 5, "全角冒号"),
    "tight dash": (f"{HEAD}items:\n  -id: a.b\n", 4, "短横后面少一个空格"),
    "cut comment": (f"{HEAD}items:\n  - id: a.b\n    text: 跟进 #1 号店\n", 5, "会被当成注释丢掉"),
    "open quote": (f"{HEAD}items:\n  - id: a.b\n    text: '没有关上\n", 0, "读不懂"),
    "bad indent": (f"{HEAD}items:\n  - id: a.b\n   text: 甲\n", 5, "读不懂"),
    "tab": (f"{HEAD}items:\n\t- id: a.b\n", 4, "读不懂"),
    "colon in a text": (f"{HEAD}items:\n  - id: a.b\n    text: 甲: 乙: 丙\n", 5, "读不懂"),
    "alias": (f"{HEAD}note: &a 甲\nauthor: *a\nitems: []\n", 3, "锚点"),
    "bomb": ("a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\n", 1, "锚点"),
    "object": (f"{HEAD}items: !!python/object/apply:os.system ['true']\n", 3, "类型标记"),
    "deep flow": ("[" * 100_000, 1, "层级太深"),
    "deep block": ("- " * 100_000, 1, "层级太深"),
    "too big": ("#" * 2_000_001, 0, "文件太大"),
    "two documents": (f"{HEAD}items: []\n---\n{HEAD}items: []\n", 4, "读不懂"),
    "binary": ("PK\x03\x04\x00\x00", 0, "不是完整的 .xlsx 文件"),
    "schema of the future": (f"schema: rolesmith/library@9\n{HEAD}items: []\n", 1, "更新版本的岗位匠"),
}  # fmt: skip


@pytest.mark.parametrize("case", LIBRARIES)
def test_a_broken_library_is_told_with_line_and_mend_and_nothing_is_kept(
    own: httpx.Client, server: Server, case: str
) -> None:
    source, line, what = LIBRARIES[case]
    before = everything(server)
    response = own.post("/libraries/take", content=brought("坏的 \ud800<b>.yaml", source, taken=["a.b"]))
    assert response.status_code == 422
    problems = response.json()["problems"]
    assert [problem for problem in problems if what in problem], problems
    if line:
        assert any(problem.startswith(f"坏的 <b>.yaml 第 {line} 行：") for problem in problems if what in problem), (
            problems
        )
    assert everything(server) == before


def test_all_problems_of_a_library_come_at_once(own: httpx.Client) -> None:
    source = (
        "library: 大写\ntitle: 库\nfoo: 1\nitems:\n  - id: a.b\n    text: ''\n"
        "  - id: c.d\n    level: 总裁\n    text: 甲\n  - text: 乙\n"
    )
    problems = own.post("/libraries/preview", content=brought("库.yaml", source)).json()["problems"]
    lines = [int(match[1]) for problem in problems if (match := re.match(r"库\.yaml 第 (\d+) 行：", problem))]
    assert lines == [1, 3, 6, 8, 10]


@pytest.mark.parametrize("ending", ["yaml", "xlsx"])
def test_a_library_goes_out_and_comes_back_the_same(own: httpx.Client, server: Server, ending: str) -> None:
    for key, library in list(shipped().libraries.items())[:4]:
        out = own.get(f"/libraries/{key}.{ending}")
        assert name_of(out) == f"预设库_{library.title}.{ending}"
        file = f"库.{ending}"
        told = own.post("/libraries/preview", content=brought(file, out.content)).json()
        assert {line["fate"] for line in told["lines"]} == {"不变"} and told["known"] == library.title
        taken = own.post("/libraries/take", content=brought(file, out.content, taken=[]))
        assert taken.status_code == 200, taken.text
        store = server.store()
        assert store.libraries(SHOP)[key] == library
        store.drop_library(SHOP, key)
        store.close()


def test_only_what_is_ticked_is_taken_in_and_can_be_taken_back(own: httpx.Client, server: Server) -> None:
    def content(version: str, *texts: str) -> str:
        items = [{"id": f"a.i{at}", "text": text} for at, text in enumerate(texts)]
        return yaml.safe_dump(
            {"library": "mine", "title": '新"名', "version": version, "items": items}, allow_unicode=True
        )

    first = own.post(
        "/libraries/take", content=brought("我的.yaml", content("1", "盘点{店名}库存", "封箱"), taken=["a.i0"])
    )
    assert first.json() | {"key": ""} == {"library": "mine", "key": "", "title": '新"名', "version": ""}
    out = own.get("/libraries/mine.yaml")
    assert [item["text"] for item in yaml.safe_load(out.text)["items"]] == ["盘点{店名}库存"]
    assert name_of(out) == "预设库_新_名.yaml"
    assert own.get("/items", params={"words": "盘点店名库存"}).json()["items"][0]["from"] == "mine/a.i0"
    later = brought("我的.yaml", content("2", "盘点{店名}库存两遍", "封箱"))
    lines = own.post("/libraries/preview", content=later).json()["lines"]
    assert [(line["id"], line["fate"]) for line in lines] == [("库信息", "变更"), ("a.i0", "变更"), ("a.i1", "不变")]
    done = own.post(
        "/libraries/take", content=brought("我的.yaml", content("2", "盘点{店名}库存两遍"), taken=["a.i0"])
    ).json()
    assert "库存两遍" in own.get("/libraries/mine.yaml").text
    back = own.post(f"/roles/{done['key']}/restore", content=json.dumps({"version": done["version"]}))
    assert back.status_code == 200 and "库存两遍" not in own.get("/libraries/mine.yaml").text
    assert own.get("/libraries/nothing.yaml").status_code == 404 == own.get("/libraries/mine.exe").status_code


def test_a_code_goes_out_and_comes_in_and_a_large_library_is_told(own: httpx.Client, server: Server) -> None:
    made = own.post(
        "/libraries", content=json.dumps({"title": "短库", "items": [{"text": "每日盘点", "topic": "仓库"}]})
    ).json()
    code = own.get(f"/libraries/{made['library']}/code").json()["code"]
    told = own.post("/libraries/preview", content=json.dumps({"code": f"收到：\n{code[:30]}\n{code[30:]}"})).json()
    assert (told["title"], [line["text"] for line in told["lines"]]) == ("短库", ["每日盘点"])
    cut = own.post("/libraries/preview", content=json.dumps({"code": code[:-5]}))
    assert cut.status_code == 422 and "不完整" in cut.json()["problems"][0]
    large = own.get("/libraries/service/code")
    assert large.status_code == 413 and "请改发 .xlsx 或 .yaml 文件" in large.json()["message"]


def test_lines_of_a_role_go_into_a_library_of_ones_own(own: httpx.Client, server: Server) -> None:
    made = own.post("/libraries", content=json.dumps({"title": "我们店的活"})).json()["library"]
    items = [
        {"text": "每日盘点", "kind": "duty", "topic": "仓库"},
        {"text": "会用表格", "kind": "requirement", "topic": ""},
    ]
    assert own.post(f"/libraries/{made}/items", content=json.dumps({"items": items})).status_code == 200
    store = server.store()
    found = store.libraries(SHOP)[made].items
    store.close()
    assert [(item.text, item.kind, item.topic) for item in found] == [(i["text"], i["kind"], i["topic"]) for i in items]
    for wrong in ([{"text": ""}], [{"text": "甲", "kind": "x"}], ["甲"], [{"text": "甲", "id": 7, "more": 1}]):
        answer = own.post(f"/libraries/{made}/items", content=json.dumps({"items": wrong}))
        assert answer.status_code == 422 and "没有存入" in answer.json()["message"]
    assert own.post("/libraries/service/items", content=json.dumps({"items": items})).status_code == 404


# —— Assets ——


@pytest.mark.parametrize("name", ["shared/text.js", "widgets/editor.js", "vendor/preact.mjs", "vendor/hooks.mjs"])
def test_a_module_comes_with_a_type_that_a_browser_runs(server: Server, name: str) -> None:
    response = httpx.get(f"{server.url}/assets/{VERSION}/{name}", timeout=PATIENCE / 1000)
    assert response.status_code == 200
    assert response.headers["content-type"].split(";")[0] in ("text/javascript", "application/javascript")
    assert response.content == (FOLDER / name).read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "../../app.py", "../../../app.py", "..%2F..%2Fapp.py", "%2e%2e/%2e%2e/app.py", "..%5C..%5Capp.py",
        "....//....//app.py", "editor/../../../app.py", "vendor/%2e%2e/%2e%2e/component.py", "..%252F..%252Fapp.py",
        "/etc/passwd", "%2Fetc%2Fpasswd", "../component.py", "shared/text.js%00.py", "",
        "editor", "editor/", ".git/config", "../../.git/config", "../../.streamlit/config.toml",
    ],
)  # fmt: skip
def test_nothing_outside_the_components_is_served(server: Server, path: str) -> None:
    status, said = send(server, "GET", f"/assets/{VERSION}/{path}", {})
    assert status in (400, 404), (status, said[:200])
    for secret in ("st.App(", "Middleware(", "root:", "[core]", "[server]", "SQLite format", "def mount("):
        assert secret not in said


def test_the_components_hold_no_hidden_file() -> None:
    assert not [
        path for path in FOLDER.rglob("*") if any(part.startswith(".") for part in path.relative_to(FOLDER).parts)
    ]


def test_the_facts_of_the_shop_are_edited_like_a_role(own: httpx.Client, server: Server, role: str) -> None:
    fill = {"id": f"{role}-fact", "op": "fill", "target": "role", "name": "店名", "value": "青禾家居"}
    (answer,) = post(own, FACTS, fill)
    assert answer["status"] == "saved"
    post(own, role, edit(f"{role}-shop", "{店名}的货"))
    assert "青禾家居的货" in own.get(f"/roles/{role}/text").text
    assert "青禾家居的货" in own.get(f"/roles/{role}/export.md").text
