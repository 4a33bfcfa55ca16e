"""Somebody's backup, altered anywhere: it is refused in a sentence, or restores to a shop whose pages all answer."""

import copy
import hashlib
import io
import json
import re
import tempfile
import zipfile
from contextlib import nullcontext, suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page, expect

from rolesmith.document.comparison import compare
from rolesmith.document.draw import draw
from rolesmith.document.progress import progress
from rolesmith.files.problem import Unreadable
from rolesmith.formats import html, markdown
from rolesmith.libraries.search import search
from rolesmith.libraries.tree import key_of, tree_of
from rolesmith.presets.paper import make_paper
from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit
from rolesmith.shop import advice, logo
from rolesmith.shop import letterhead as own_letterhead
from rolesmith.shop import libraries as shelf
from rolesmith.shop.role_cards import cards
from rolesmith.store.database import Unavailable
from rolesmith.store.role_rows import LAST_REVISION
from rolesmith.store.store import FACTS, Saved, Store
from rolesmith.store.tables import SCHEMAS
from tests.conftest import SHOP, THOROUGH, Server
from tests.desk import turn
from tests.letterheads import letterhead
from tests.sample import every_kind
from tests.test_backup import of_schema, packed, restored, tried
from tests.test_logo import picture

LATER = date(2027, 1, 1)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A backup that has something of everything."""
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('whole')}/whole.db")
    role = store.create(SHOP, every_kind()[0])
    for at in range(2):
        store.apply(
            SHOP, role, [Edit(id=f"edit-{at:05}", op="set", target="lines.0", name="text", value=f"第 {at} 次")]
        )
        store.name_version(SHOP, role, f"第 {at} 稿")
    store.publish(SHOP, role, LATER)
    store.tag(SHOP, [role], ["急招", "夜班"])
    store.trash(SHOP, store.create(SHOP, every_kind()[0]))
    store.apply(SHOP, FACTS, [Edit(id="edit-facts", op="fill", target="role", name="店名", value="青禾")])
    store.keep_library(SHOP, next(iter(shipped().libraries.values())).model_copy(update={"library": "own"}))
    store.keep_template(SHOP, "本店模板", every_kind()[0])
    advice.switch(store, SHOP, "required", on=False)
    logo.keep(store, SHOP, picture())
    own_letterhead.keep(store, SHOP, letterhead(), "信纸.docx")
    data = packed(store)
    store.close()
    return data


def unpacked(data: bytes) -> tuple[dict[str, list[dict[str, Any]]], dict[str, Any]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.endswith(".jsonl")]
        tables = {name.removesuffix(".jsonl"): [json.loads(line) for line in archive.open(name)] for name in names}
        return tables, json.loads(archive.read("manifest.json"))


def packed_again(tables: dict[str, list[Any]], manifest: dict[str, Any]) -> bytes:
    """A backup with these rows, whose manifest knows them; a row that is text already stands as it is."""
    file, manifest = io.BytesIO(), copy.deepcopy(manifest)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
            member = "".join(f"{line}\n" for line in lines).encode()
            manifest["tables"][name] = {"rows": len(lines), "sha256": hashlib.sha256(member).hexdigest()}
            archive.writestr(f"{name}.jsonl", member)
        archive.writestr("manifest.json", json.dumps(manifest))
    return file.getvalue()


def fate(data: bytes) -> str:
    """Whether it is restored or refused; asserts that its pages answer then, or that it was refused in sentences."""
    try:
        tried(data)
    except Unreadable as error:
        for problem in map(str, error.problems):
            assert re.match(r"备份\.zip[^\n]*：[^\n]*[\u4e00-\u9fff][^\n]*。[^\n]+$", problem), problem
        return "refused"
    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{folder}/shop.db")
        try:
            restored(store, data)
            pages_answer(store)
            tried(packed(store))  # what we write we can read
        finally:
            store.close()
    return "restored"


def pages_answer(store: Store) -> None:
    """All that the pages ask for, and what one does on them."""
    assert all(isinstance(name, str) for name in store.damaged(SHOP))
    advice.chosen(store, SHOP)
    logo.kept(store, SHOP)
    own_letterhead.kept(store, SHOP)
    facts = store.facts(SHOP)
    cards(store, SHOP, facts)
    libraries = shelf.libraries(store, SHOP)
    search(list(libraries.values()), "退款")
    store.templates(SHOP)
    for library in store.libraries(SHOP):
        shelf.standing(store, SHOP, library)
        store.drop_library(SHOP, library)
    store.libraries(SHOP, trashed=True)
    for saved in store.roles(SHOP, trashed=True):
        store.restore(SHOP, saved.id)
    for at, saved in enumerate(store.roles(SHOP)):
        filling = shipped().filling(saved.role, facts.role.tree.values)
        document = draw(saved.role, filling)
        progress(saved.role, filling)
        html.page(document)
        markdown.write(document)
        advice.findings(store, SHOP, saved.role)
        make_paper(shipped().papers["post"], saved.role, filling, saved.revision)
        for version in store.versions(SHOP, saved.id):
            version.at.astimezone().isoformat()
            if frozen := store.version(SHOP, saved.id, version.id):
                compare(draw(frozen, shipped().filling(frozen)), document)
        one_writes_in(store, saved, at)


def one_writes_in(store: Store, saved: Saved, at: int) -> None:
    """Also what was answered before; and where no more can be counted, that is said."""
    root = saved.role.tree.id
    edits = [Edit(id=f"edit-{n:05}", op="set", target=root, name="hint", value="x") for n in (0, 1, 90 + at)]
    near = suppress(Unavailable) if saved.revision > LAST_REVISION - 9 else nullcontext()
    with near:
        assert len(store.apply(SHOP, saved.id, edits) or ()) == len(edits)
    with near:
        store.publish(SHOP, saved.id, LATER)
    store.name_version(SHOP, saved.id, "恢复以后")


def valid(**changes: Any) -> str:
    return every_kind()[0].model_copy(update=changes).to_json()


LIBRARY = next(iter(shipped().libraries.values()))
TREE = tree_of(LIBRARY).to_json()
BODIES = (
    valid(), valid(library="own"), valid(library="Not An Id"), valid(received="{"), valid(shop={"店名": "{" * 400}),
    valid(made_of=10**30, paper="招聘启事"), TREE, tree_of(LIBRARY).model_copy(update={"received": "{"}).to_json(),
    TREE.replace('"duty"', '"' + "、".join(["词"] * 120) + '"'),
)  # fmt: skip
"""Trees that are not what their row says, or cannot be what they say."""
NUMBERS = (-1, 0, 1, 1.5, LAST_REVISION - 1, LAST_REVISION, 2**31, 2**63, 10**40, True)
TIMES = (
    "", "昨天", "2026-11-24T10:00:00", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00",
    "2026-11-24T10:00:00+00:00:01",
)  # fmt: skip
NAMES = (
    "0000", "../..", "<img src=x onerror=alert(1)>", "facts", "library-" + "0" * 16, "paper-x-post", "other", "local",
    "r" * 40, "x" * 300, "idle", "published", "first", "position", "library", "paper",
)  # fmt: skip
TEXTS = (
    "\x00", "\ud800", "{bad", "null", "[" * 3000, "9" * 5000, '{"off": [], "words": [{"word": ""}]}',
    '{"id": "x", "status": "lost"}',
)  # fmt: skip
HOSTILE = (*NUMBERS, *TIMES, *NAMES, *TEXTS, *BODIES, None, [], {})


def altered(data: bytes, draw_: st.DataObject) -> bytes:
    """The backup with something done to it."""
    kind = draw_.draw(st.sampled_from(("flip", "flip", "cut", "field", "field", "field", "field", "rows", "manifest")))
    if kind == "flip":
        at, bit = draw_.draw(st.integers(0, len(data) - 1)), draw_.draw(st.integers(0, 7))
        return data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1 :]
    if kind == "cut":
        at, end = sorted(draw_.draw(st.tuples(*[st.integers(0, len(data))] * 2)))
        return data[:at] + data[end:]
    older = draw_.draw(st.sampled_from(("", "", *SCHEMAS[:-1])))
    tables, manifest = unpacked(of_schema(data, older) if older else data)
    rows: list[Any] = tables[draw_.draw(st.sampled_from(sorted(tables)))]
    at = draw_.draw(st.integers(0, len(rows) - 1))
    if kind == "manifest":
        name = draw_.draw(st.sampled_from(("schema", "at", "format", "more")))
        return packed_again(tables, {**manifest, name: draw_.draw(st.sampled_from(HOSTILE))})
    if kind == "field":
        name = draw_.draw(st.sampled_from(sorted(rows[at])))
        rows[at] = {**rows[at], name: draw_.draw(st.sampled_from(HOSTILE))}
        if draw_.draw(st.booleans()):
            other = draw_.draw(st.sampled_from(sorted(rows[at])))
            rows[at][other] = draw_.draw(st.sampled_from(HOSTILE))
        return packed_again(tables, manifest)
    done = draw_.draw(st.sampled_from(("double", "leave out", "swap", "twice a key", "foreign")))
    if done == "double":
        rows.append(rows[at])
    elif done == "leave out":
        del rows[at]
    elif done == "swap":
        others: list[Any] = tables[draw_.draw(st.sampled_from(sorted(tables)))]
        rows[at], others[0] = others[0], rows[at]
    elif done == "twice a key":
        rows[at] = json.dumps(rows[at])[:-1] + ', "shop": "local"}'
    else:
        rows[at] = draw_.draw(
            st.sampled_from(("", "{}", "[]", "null", "{" * 2000, '{"a":' * 2000, "1" * 6000, '"x"', "NaN"))
        )
    return packed_again(tables, manifest)


@settings(max_examples=2000 if THOROUGH else 10, deadline=None, suppress_health_check=list(HealthCheck))
@given(draw_=st.data())
def test_an_altered_backup_is_refused_or_restores(whole: bytes, draw_: st.DataObject) -> None:
    assert fate(altered(whole, draw_)) in ("refused", "restored")


NAMED = {
    "an empty time of saving": ("roles", "saved_at", ""),
    "a version of no time": ("versions", "at", ""),
    "advice that is broken": ("settings", "value", "{bad"),
    "a revision at its end": ("roles", "revision", LAST_REVISION),
    "a revision beyond its end": ("roles", "revision", LAST_REVISION + 1),
    "half a letter": ("roles", "name", "\ud800"),
    "a day of deletion that is none": ("roles", "deleted_at", ""),
    "an answer that is none": ("edits", "answer", "{}"),
    "a tree that is none": ("versions", "body", "{}"),
    "a library that is none": ("roles", "body", BODIES[-1]),
    "a kind that there is not": ("versions", "kind", "evil"),
    "tags that are none": ("roles", "tags", "\x00\n\u202e\n　"),
}  # fmt: skip

REFUSED = ("a revision beyond its end", "half a letter", "a kind that there is not")
"""Those of them that do not restore."""


@pytest.mark.parametrize("what", NAMED)
def test_what_passed_the_check_and_broke_later(whole: bytes, what: str) -> None:
    table, column, value = NAMED[what]
    tables, manifest = unpacked(whole)
    tables[table] = [{**row, column: value} for row in tables[table]]
    assert fate(packed_again(tables, manifest)) == ("refused" if what in REFUSED else "restored")


def test_a_schema_that_there_never_was_is_refused(whole: bytes) -> None:
    tables, manifest = unpacked(whole)
    for revision in ("0000", "", "head", "base", "0003;", "9999"):
        assert fate(packed_again(tables, {**manifest, "schema": revision})) == "refused"


def test_an_old_library_whose_place_is_taken_is_refused(whole: bytes) -> None:
    """The migration that makes a tree of it stumbles, over somebody's file: no fault that a page may show."""
    tables, manifest = unpacked(of_schema(whole, "0001"))
    tables["roles"].append({**tables["roles"][0], "id": key_of("older")})
    assert fate(packed_again(tables, manifest)) == "refused"


def test_what_is_not_altered_restores(whole: bytes) -> None:
    assert fate(whole) == fate(packed_again(*unpacked(whole))) == "restored"


@pytest.mark.browser
def test_the_pages_of_what_was_restored_all_answer(page: Page, server: Server, whole: bytes, tmp_path: Path) -> None:
    """A shop with everything that once took all pages down, brought in on the page, which says what is damaged."""
    tables, manifest = unpacked(whole)
    tables["settings"] = [{**row, "value": "{bad"} for row in tables["settings"]]
    tables["versions"] = [{**row, "at": ""} for row in tables["versions"]]
    tables["roles"] = [{**row, "saved_at": "", "created_at": "昨天"} for row in tables["roles"]]
    whole_role = next(row for row in tables["roles"] if row["deleted_at"] is None and row["id"].startswith("r"))
    tables["roles"].append({**whole_role, "id": "r0000000000", "name": "坏的", "body": "{bad"})
    (tmp_path / "all.zip").write_bytes(packed_again(tables, manifest))
    page.goto(f"{server.url}/shop")
    page.get_by_label("从备份恢复").set_input_files(tmp_path / "all.zip")
    expect(page.get_by_role("alertdialog")).to_contain_text("其中 1 条读不出来，会原样留着，别的都打得开：坏的。")
    page.get_by_role("button", name="用它替换现在的全部内容").click()
    expect(page.get_by_text("已恢复。恢复前的全部内容留在")).to_be_visible()
    role = whole_role["id"]
    for path in ("", "libraries", "shop", f"finish?role={role}", f"versions?role={role}", f"outline?role={role}"):
        turn(page, f"/{path}")
        expect(page.locator(".stMain h1").first).to_be_visible()
        expect(page.get_by_text("没能画出来")).to_have_count(0)
    page.goto(server.url)
    expect(page.get_by_text("“坏的”在数据库里的记录读不出来")).to_be_visible()
    assert "Traceback" not in server.log.read_text("utf-8")
