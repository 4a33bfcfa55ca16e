"""Every address of ours, asked for anything: no fault, no English, no trace; what it refuses it says in one sentence.

The routes are read from the server's own list: a new one without a shape here fails. `python3 run.py test --thorough`
sends some thousands of requests to each.
"""

import faulthandler
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import FileResponse
from starlette.routing import Mount, Route
from starlette.testclient import TestClient

from rolesmith.document.standards import CHOICES
from rolesmith.formats import FORMATS
from rolesmith.formats.looks import LOOKS
from rolesmith.libraries.table import LABELS
from rolesmith.libraries.topics import topics
from rolesmith.presets.library import Kind, Level
from rolesmith.presets.shipped import shipped
from rolesmith.readers.old_document.build_role import targets
from rolesmith.role.edit import Edit
from rolesmith.shop import advice
from rolesmith.shop.libraries import libraries
from rolesmith.store.store import FACTS, opened
from routes import ROUTES
from server.door import Door
from server.index_page import Page
from server.preload import STATIC
from server.static_files import Lasting
from tests.conftest import SHOP, THOROUGH
from tests.every_row import AWAY, LIBRARY, PAPER, fill
from tests.generated_libraries import ITEMS
from tests.hostile import CODES, ODD, SPOILT, a_file, body, file_bytes
from tests.sample import every_kind

TRIES, FEW = (2_000, 100) if THOROUGH else (8, 2)
HANGING = 300
"""Seconds after which a request is said to hang."""
HOME = "http://127.0.0.1"
HEADERS: list[dict[str, str]] = [
    *([{}] * 8), {"origin": ""}, {"content-type": "text/plain"}, {"x-rolesmith": ""}, {"accept": "text/html"},
]  # fmt: skip
"""What a request says otherwise than our own page."""
TRACE = re.compile(
    r"Traceback|Exception|[a-z]Error\b|pydantic|validat|Internal Server|Input should|Expecting|NoneType|<class|object"
    r"|site-packages|\.py\b|/tmp|/root|/home|/work|sqlite"
)
"""What only a program would say."""


@dataclass
class Shape:
    """What a route wants to be sent."""

    params: dict[str, st.SearchStrategy[str]] = field(default_factory=dict)
    query: dict[str, st.SearchStrategy[Any]] = field(default_factory=dict)
    body: st.SearchStrategy[bytes] | None = None
    kind: str = "application/json"


TRYING = settings(
    deadline=None, derandomize=not THOROUGH, database=None, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
"""A request that fails is told as it was sent: what is smaller may meet another database."""


def routes() -> list[str]:
    """`POST /roles/{role}/edits` …: every route of the server."""
    assert all(isinstance(route, Route) for route in ROUTES)
    return [
        f"{method} {route.path}"
        for route in ROUTES
        if isinstance(route, Route)
        for method in sorted((route.methods or set()) - {"HEAD"})
    ]


def edits(nodes: list[str]) -> st.SearchStrategy[Any]:
    """Edits of a role: most fit it."""
    node = st.sampled_from(nodes) | ODD
    new = st.fixed_dictionaries(
        {
            "id": st.from_regex(r"[a-z]{8}", fullmatch=True),
            "kind": st.sampled_from(["line", "section", "row", "group", "role"]),
        },
        optional={"text": ODD, "title": ODD, "children": st.lists(SPOILT, max_size=2), "values": SPOILT},
    )
    edit = st.fixed_dictionaries(
        {
            "id": st.from_regex(r"[A-Za-z0-9_-]{8,20}", fullmatch=True),
            "op": st.sampled_from(get_args(Edit.model_fields["op"].annotation)),
            "target": node,
        },
        optional={
            "name": st.sampled_from(["text", "title", "on", "target", "mark", "店名", "hint"]) | ODD,
            "value": ODD | SPOILT | st.lists(new, max_size=3),
            "parent": node,
            "after": node,
            "base": ODD,
        },
    )
    return st.fixed_dictionaries({"edits": st.lists(edit, max_size=5)})


DAY = st.sampled_from(["2026-01-01", "0001-01-01", "9999-12-31", "2026-02-30"]) | ODD
LOOK = st.sampled_from(sorted(LOOKS)) | ODD
BY = ["post", "person"]
STANDARDS = st.sampled_from(sorted(CHOICES)) | ODD
NOTHING = body(st.just({}))


def shapes(ids: dict[str, str]) -> dict[str, Shape]:
    """By route, as `routes` names them."""
    return {**of_roles(ids), **of_other_files(ids), **of_libraries(), **of_the_shop(ids)}


def of_roles(ids: dict[str, str]) -> dict[str, Shape]:
    role_id, known = st.sampled_from(sorted(ids.values())), st.sampled_from([ids["role"], ids["starter"], ids["paper"]])
    role = {"role": known | role_id | ODD}
    nodes = [node.id for node in every_kind()[0].tree.walk()]
    version = st.sampled_from([ids["version"], "now", "gone"]) | ODD
    return {
        "POST /roles": Shape(body=body(a_file())),
        "POST /roles/{role}/edits": Shape(role, body=body(edits(nodes))),
        "POST /roles/{role}/publish": Shape(role, body=body(st.fixed_dictionaries({"day": DAY}))),
        "POST /roles/{role}/versions": Shape(role, body=body(st.fixed_dictionaries({"title": ODD}))),
        "POST /roles/{role}/restore": Shape(role, body=body(st.fixed_dictionaries({"version": version}))),
        "POST /roles/{role}/replace": Shape(role, body=body(st.one_of(
            st.fixed_dictionaries({"starter": st.sampled_from([*shipped().starters, "gone"])}),
            st.fixed_dictionaries({"template": st.sampled_from([ids["template"], "gone"])}),
            st.fixed_dictionaries({"text": st.sampled_from([every_kind()[0].to_json(), "{}"]) | ODD}),
        ))),
        "POST /roles/{role}/differences": Shape(role, body=body(a_file())),
        "POST /roles/{role}/brought": Shape(role, body=body(a_file(left=st.lists(ODD, max_size=3)))),
        "POST /tags": Shape(body=body(st.fixed_dictionaries(
            {"roles": st.lists(known | role_id | ODD, max_size=4)},
            optional={"add": st.lists(ODD, max_size=3) | ODD, "remove": st.lists(ODD, max_size=3) | SPOILT},
        ))),
        "GET /roles/{role}/posts": Shape(role),
        "GET /roles/{role}/sources": Shape(role),
        "POST /roles/{role}/sources": Shape(
            role, body=body(st.fixed_dictionaries({"mark": ODD, "taken": st.lists(ODD, max_size=3)}))
        ),
        "GET /roles/{role}/changes": Shape(role, {"from": version, "to": version}),
        "POST /roles/{role}/papers/{paper}": Shape(
            role | {"paper": st.sampled_from([*shipped().papers, PAPER]) | ODD}, body=NOTHING
        ),
        "GET /roles/{role}/export.{ending}": Shape(
            role | {"ending": st.sampled_from(sorted(FORMATS)) | ODD},
            {"version": version, "look": LOOK, "standards": STANDARDS, "day": DAY},
        ),
        "GET /roles/{role}/advice": Shape(role),
        "GET /roles/{role}/text": Shape(role, {"standards": STANDARDS, "only": st.sampled_from(["", "duties"]) | ODD}),
        "GET /roles/{role}/picture": Shape(role, {"version": version, "standards": STANDARDS, "day": DAY}),
    }  # fmt: skip


def of_other_files(ids: dict[str, str]) -> dict[str, Shape]:
    """Old documents, a shop's workbook, the form."""
    laid = st.fixed_dictionaries(
        {"text": ODD},
        optional={
            "to": st.sampled_from([place for place, _ in targets()]) | ODD,
            "group": ODD,
            "cells": st.lists(st.tuples(ODD, ODD), max_size=3),
        },
    )
    texts = st.fixed_dictionaries({"text": st.text(max_size=300) | ODD})
    job = {"job": st.sampled_from(["gone", "x" * 22]) | ODD}
    role_id = st.sampled_from(sorted(ids.values()))
    return {
        "POST /intake": Shape(body=body(a_file() | texts)),
        "POST /intake/role": Shape(body=body(st.fixed_dictionaries({"pieces": st.lists(laid, max_size=6)}))),
        "POST /intake/roles": Shape(
            body=body(st.fixed_dictionaries({"roles": st.lists(st.lists(laid, max_size=4), max_size=3)}))
        ),
        "POST /workbooks": Shape(
            body=body(st.fixed_dictionaries({"roles": st.lists(role_id | ODD, max_size=4), "day": DAY}))
        ),
        "GET /workbooks/{job}": Shape(job),
        "POST /workbooks/{job}/cancel": Shape(job, body=NOTHING),
        "GET /workbooks/{job}/file": Shape(job),
        "GET /form.{ending}": Shape(
            {"ending": st.sampled_from(sorted(FORMATS)) | ODD}, {"standards": STANDARDS, "day": DAY}
        ),
        "GET /starts": Shape(query={"words": ODD | st.sampled_from([*shipped().heads, "kefu", "客服兼打包"])}),
        "POST /look": Shape(body=body(st.fixed_dictionaries({"look": LOOK}))),
        "POST /standards": Shape(body=body(st.fixed_dictionaries({"standards": STANDARDS}))),
    }  # fmt: skip


def of_libraries() -> dict[str, Shape]:
    library = {"library": st.sampled_from([LIBRARY, AWAY, "data", "gone"]) | ODD}
    item = st.fixed_dictionaries(
        {"text": ODD},
        optional={"kind": st.sampled_from(get_args(Kind)), "topic": ODD, "platforms": st.lists(ODD, max_size=3)},
    ) | ITEMS.map(lambda made: made.model_dump(mode="json"))
    brought = st.one_of(
        a_file(),
        st.fixed_dictionaries({"code": CODES}),
        st.fixed_dictionaries({"shipped": st.sampled_from(["data", "x"])}),
    )
    read_as = st.fixed_dictionaries({
        "sheet": st.integers(-1, 2) | SPOILT, "head": st.integers(-1, 3), "title": ODD,
        "columns": st.lists(st.sampled_from([*LABELS]) | ODD, max_size=6),
    })  # fmt: skip
    brought |= st.builds(lambda file, table: {**file, "reading": table}, a_file(), read_as | SPOILT)
    taken = st.lists(st.sampled_from(["a", "b", "data.1", ""]) | ODD, max_size=4)
    asked = {
        "words": ODD, "kind": st.sampled_from(get_args(Kind)) | ODD, "area": ODD, "platform": ODD,
        "level": st.sampled_from(get_args(Level)) | ODD,
    }  # fmt: skip
    return {
        "GET /items": Shape(query=asked),
        "POST /libraries": Shape(body=body(st.fixed_dictionaries({"title": ODD, "items": st.lists(item, max_size=4)}))),
        "POST /libraries/tables": Shape(body=body(a_file())),
        "POST /libraries/preview": Shape(body=body(brought)),
        "POST /libraries/take": Shape(body=body(st.builds(lambda file, ids: {**file, "taken": ids}, brought, taken))),
        "POST /libraries/{library}/copy": Shape(library, body=NOTHING),
        "POST /libraries/{library}/items": Shape(
            library, body=body(st.fixed_dictionaries({"items": st.lists(item, max_size=4)}))
        ),
        "POST /libraries/{library}/away": Shape(library, body=body(st.fixed_dictionaries({"away": st.booleans()}))),
        "GET /libraries/{library}/code": Shape(library),
        "GET /libraries/{library}.{ending}": Shape(library | {"ending": st.sampled_from(["xlsx", "yaml"]) | ODD}),
    }  # fmt: skip


def of_the_shop(ids: dict[str, str]) -> dict[str, Shape]:
    share = st.sampled_from(["50", "-5", "300"]) | ODD
    part = st.fixed_dictionaries({"role": st.sampled_from(sorted(ids.values())) | ODD, "share": share})
    choices = {"mark": ODD, "dropped": st.lists(ODD, max_size=3), "texts": st.dictionaries(ODD, ODD, max_size=2)}
    merging, named = {"parts": st.lists(part, max_size=4)}, {"name": ODD, "superior": ODD}
    own_word = st.fixed_dictionaries({"word": ODD}, optional={"instead": ODD})
    topic = st.sampled_from([topic.topic for topic in topics()]) | ODD
    asked, by = st.sampled_from(["nobody", "shared", "alone", "guessed", "all"]) | ODD, st.sampled_from(BY) | ODD
    backups = (file_bytes() | file_bytes("备份.zip")).map(lambda file: file[1])
    return {
        "POST /advice": Shape(body=body(st.one_of(
            st.fixed_dictionaries({"rule": st.sampled_from([*advice.rules(), "own-words"]) | ODD, "on": SPOILT}),
            st.fixed_dictionaries({"words": st.lists(own_word, max_size=4)}),
        ))),
        "GET /blanks.json": Shape(),
        "GET /devices": Shape(),
        "POST /devices/{device}/out": Shape({"device": ODD}, body=NOTHING),
        "GET /shop/logo.png": Shape(),
        "GET /shop/chart.pdf": Shape(query={"day": DAY}),
        "GET /shop/people.xlsx": Shape(query={"day": DAY}),
        "GET /shop/duties": Shape(query={"list": asked, "by": by, "most": st.integers().map(str) | ODD}),
        "GET /shop/kpis": Shape(
            query={"list": asked, "month": DAY, "post": asked, "sort": asked, "most": st.integers().map(str) | ODD}
        ),
        "GET /shop/kpis.xlsx": Shape(query={"day": DAY, "year": st.integers().map(str) | ODD}),
        "GET /shop/kpis/scores": Shape(query={"month": DAY}),
        "GET /shop/duties.xlsx": Shape(query={"day": DAY, "by": by}),
        "GET /shop/duties/offer": Shape(query={"topic": topic, "role": st.sampled_from(sorted(ids.values())) | ODD}),
        "GET /shop/duties/times": Shape(query={"post": st.sampled_from(sorted(ids.values())) | ODD}),
        "GET /shop/loads": Shape(),
        "POST /shop/merges/look": Shape(body=body(st.fixed_dictionaries(merging, optional=named))),
        "POST /shop/merges": Shape(body=body(st.fixed_dictionaries({**merging, **choices}, optional=named))),
        "GET /shop/people/{person}/duties.{ending}": Shape(
            {"person": ODD, "ending": st.sampled_from(sorted(FORMATS)) | ODD}, {"day": DAY}
        ),
        "POST /shop/example": Shape(body=body(st.fixed_dictionaries({"here": st.booleans()}))),
        "POST /shop/logo": Shape(body=body(a_file())),
        "GET /shop/letterhead.docx": Shape(),
        "POST /shop/letterhead": Shape(body=body(a_file())),
        "POST /backup.zip": Shape(query={"day": DAY}, body=NOTHING),
        "POST /backup/taken": Shape(
            body=body(st.fixed_dictionaries({"at": st.datetimes().map(str) | DAY.map("{}T00:00+23:59".format) | ODD}))
        ),
        "POST /backup": Shape(query={"file": ODD}, body=backups, kind="application/zip"),
        "POST /backup/restore": Shape(body=body(st.fixed_dictionaries({"token": ODD}))),
    }  # fmt: skip


@dataclass
class Opened:
    """The addresses of the server, in this process, before a database that holds every kind of row."""

    client: TestClient
    ids: dict[str, str]
    database: Path
    """Its place may be told: an owner has to find it."""


@contextmanager
def app_before(database: Path) -> Iterator[TestClient]:
    """The server's addresses in this process, and Streamlit's page at whatever is none of ours."""
    theirs = Mount("/", FileResponse(STATIC / "index.html"))
    app = Starlette(
        routes=[*ROUTES, theirs], middleware=[Middleware(Door), Middleware(Lasting), Middleware(Page, ours=ROUTES)]
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLESMITH_DATABASE_URL", f"sqlite:///{database}")
        opened.cache_clear()
        with TestClient(app, HOME, client=("127.0.0.1", 50000), follow_redirects=False) as client:
            yield client
        opened.cache_clear()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    path = tmp_path_factory.mktemp("filled") / "rolesmith.db"
    ids = fill(path)
    with app_before(path) as client:
        yield Opened(client, ids, path)
        opened().close()


@pytest.fixture(autouse=True)
def bounded() -> Iterator[None]:
    """A request that hangs ends the run with a trace of where."""
    faulthandler.dump_traceback_later(HANGING, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


def test_every_route_has_a_shape_here(server: Opened) -> None:
    assert sorted(routes()) == sorted(shapes(server.ids))


@pytest.mark.parametrize("route", routes())
def test_whatever_is_sent_is_answered_or_refused_in_a_sentence(server: Opened, route: str) -> None:
    ask(server, route, TRIES)


@pytest.mark.parametrize("route", routes())
def test_without_its_database_each_route_says_so(server: Opened, route: str, tmp_path: Path) -> None:
    database = tmp_path / "rolesmith.db"
    database.write_bytes(b"this is no database" * 100)
    with app_before(database) as client:
        ask(Opened(client, server.ids, database), route, FEW)


def ask(server: Opened, route: str, tries: int) -> None:
    """Send so many requests; each is answered as it should be."""
    method, path = route.split(" ")
    shape = shapes(server.ids)[route]
    headers = {"origin": HOME, "x-rolesmith": "1", "content-type": shape.kind}
    questions = st.lists(
        st.sampled_from(sorted(shape.query) or ["x"]).flatmap(
            lambda name: st.tuples(st.just(name), shape.query.get(name, ODD))
        ),
        max_size=4,
    )
    bodies = st.just(b"") if shape.body is None else shape.body

    @settings(TRYING, max_examples=tries)
    @given(st.fixed_dictionaries(shape.params), questions, bodies, st.sampled_from(HEADERS))
    def check(params: dict[str, str], query: list[tuple[str, Any]], sent: bytes, odd: dict[str, str]) -> None:
        address = path
        for name, value in params.items():
            address = address.replace(f"{{{name}}}", quoted(value))
        if query:
            address += "?" + "&".join(f"{name}={quoted(str(value))}" for name, value in query)
        url = httpx.URL(HOME).copy_with(raw_path=address.encode()[:60_000])
        faulthandler.dump_traceback_later(HANGING, exit=True)
        try:
            judge(server.client.request(method, url, headers={**headers, **odd}, content=sent), server)
        except Exception as error:
            raise AssertionError(f"{method} {address[:300]} {odd} {sent[:600]!r}") from error

    check()


def quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def judge(answer: httpx.Response, server: Opened) -> None:
    """No fault; a refusal is one sentence for people."""
    assert answer.status_code < 500 or answer.status_code in (503, 507), (answer.status_code, answer.text[:300])
    if answer.status_code >= 400:
        told = answer.json()
        for sentence in (told["message"], *told.get("problems", [])):
            assert re.search("[一-龥]", sentence) and not TRACE.search(sentence.replace(str(server.database), "")), (
                sentence
            )


def test_afterwards_a_backup_of_what_came_in_takes_its_place(server: Opened) -> None:
    ours = {"origin": HOME, "x-rolesmith": "1"}
    taken = server.client.post("/backup.zip", json={}, headers=ours)
    tried = server.client.post("/backup", content=taken.content, headers={**ours, "content-type": "application/zip"})
    assert tried.status_code == 200, tried.text
    restored = server.client.post("/backup/restore", json={"token": tried.json()["token"]}, headers=ours)
    assert restored.status_code == 200, restored.text


def test_afterwards_all_can_still_be_read(server: Opened) -> None:
    store = opened()
    for trashed in (False, True):
        assert store.roles(SHOP, trashed=trashed)
        assert store.libraries(SHOP, trashed=trashed) is not None
    assert store.facts(SHOP).id == FACTS
    assert store.templates(SHOP)
    assert len(store.damaged(SHOP)) == 1, "the row that was damaged before"
    assert all(store.versions(SHOP, role) is not None for role in server.ids.values())
    advice.chosen(store, SHOP)
    libraries(store, SHOP)
