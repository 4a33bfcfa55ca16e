"""Nothing leaks: a file that is handed out holds what it shows, and no text of all else.

Each text of a role carries a mark that says whether its document shows it; each file is unpacked and searched.
"""

import io
import re
import subprocess
from collections.abc import Iterator, Set
from html import unescape
from itertools import count
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from starlette.testclient import TestClient

from rolesmith.document.draw import draw
from rolesmith.formats import FORMATS, html, plain
from rolesmith.formats.excel import shop as excel_shop
from rolesmith.formats.looks import LOOKS
from rolesmith.libraries.tree import key_of
from rolesmith.presets.library import Item, Library
from rolesmith.presets.paper import make_paper
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Filling
from rolesmith.role.edit import Edit
from rolesmith.role.tree import MergedFrom, Node, Role
from rolesmith.store.store import FACTS, Store, opened
from tests.conftest import SHOP
from tests.outside import squeezed, text_in
from tests.test_every_route import app_before

MARK = re.compile(r"(?:SHOWN|BESIDE|KPI|LEAK)\d{3}Z")
"""SHOWN: in the document. BESIDE: a standard, there where the shop shows them. KPI: in a section that is off."""
MAIL = "LEAK900Z@example.com"
OFF = (
    "preface", "authority", "kpis", "career",  # sections, limits of money among them
    "basics.info.grade", "conditions.conditions.hours", "basics.info.superior",  # fields
    "qualifications.abilities", "qualifications.certificates", "closing.revisions",  # blocks
    "duties.duties.data", "duties.duties.store.1", "goals.goals.2",  # a group and lines
    "relations.relations.1", "relations.relations.frequency",  # a row and a column
)  # fmt: skip
STAMP = ("name", "number", "version", "date")
FILES = [(ending, look) for ending, format in FORMATS.items() for look in (format.looks or [""]) if ending != "json"]
MAY_TAKE_KPI = ("assessment", "probation")


def marked(*off: str) -> Role:
    """A role with a mark in every text that it has, and with all that can be off; `off`: with these sections, too."""
    tree = _marked(shipped().starters["service_agent"].role.tree, {*OFF, *off}, "SHOWN", count())
    own = {"只此一处": "SHOWN901Z", "没用的": "LEAK902Z"}
    tree = changed(tree, "duties.duties.service.1", text="{只此一处}{到处}{店里的}", values=own)
    tree = changed(tree, "closing.record.number", text="YY-03")
    values = {"只此一处": "LEAK903Z", "到处": "SHOWN904Z", "售后补偿上限": "LEAK905Z"}
    return Role(
        template="ecommerce@1", shop={"店里的": "SHOWN906Z", "店名": "LEAK907Z", "邮箱": MAIL},
        merged_from=(MergedFrom(role="LEAK915Z", name="LEAK916Z", share=50),),
        received='"LEAK908Z"', made_as="LEAK909Z", tree=tree.with_(values={**tree.values, **values}),
    )  # fmt: skip


def _marked(node: Node, off: Set[str], above: str, numbers: Iterator[int]) -> Node:
    """The node with its marks; `above` is the sort of those of what it stands in."""

    def mark(sort: str) -> str:
        return f"{sort}{next(numbers):03d}Z"

    is_off = bool({node.id, node.id.rpartition(":")[2]} & off)
    sort = "KPI" if node.id == "kpis" else "LEAK" if is_off and above == "SHOWN" else above
    children = tuple(_marked(child, off, sort, numbers) for child in node.children)
    if node.kind in ("items", "group") and not children:
        children = (Node(id=f"{node.id}.own", kind="line", text=mark(sort)),)
    says = node.kind in ("line", "cell", "text") or (node.kind == "field" and node.meaning not in STAMP)
    return node.with_(
        on=not is_off,
        title=node.title + mark(sort) if node.title else "",
        text=node.text + mark(sort) if says else node.text,
        standard=mark("BESIDE" if sort == "SHOWN" else sort) if node.kind == "line" else "",
        hint=mark("LEAK"), examples=(mark("LEAK"),), choices=(mark("LEAK"),), children=children,
    )  # fmt: skip


def changed(node: Node, wanted: str, **changes: Any) -> Node:
    """The tree with other attributes of one node."""
    if node.id == wanted:
        return node.with_(**changes)
    return node.with_(children=tuple(changed(child, wanted, **changes) for child in node.children))


ROLE, BARE = marked(), marked("basics", "closing")


def facts(role: Role, standards: bool = False) -> Filling:
    return shipped().filling(role, {"店名": "青禾", "联系邮箱": MAIL, "客服电话": "LEAK910Z"}, standards=standards)


def unpacked(ending: str, data: bytes) -> str:
    """All that a file holds, as text: every entry of an archive, with its markup and without."""
    if ending in ("xlsx", "docx"):
        archive = ZipFile(io.BytesIO(data))
        parts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
        whole = "\n".join(parts)
        return whole + unescape(re.sub(r"<[^>]*>|[|]", "", whole))
    if ending == "pdf":
        said = subprocess.run(["pdfinfo", "-"], input=data, capture_output=True, check=True).stdout.decode()
        return squeezed(text_in("pdf", data)) + said + data.decode("latin-1")
    return text_in(ending, data)


def marks(text: str) -> set[str]:
    """The marks in a text, also where a narrow column has broken its line."""
    return set(MARK.findall(text.replace("\n", "")))


def all_marks(role: Role, *sorts: str) -> set[str]:
    return {mark for mark in marks(role.to_json()) if mark.startswith(sorts)}


def only_marks(found: set[str], *sorts: str) -> None:
    assert {mark for mark in found if not mark.startswith(sorts)} == set()


@pytest.mark.parametrize("standards", [False, True])
@pytest.mark.parametrize(("ending", "look"), FILES)
def test_a_file_holds_what_its_document_shows_and_no_more(ending: str, look: str, standards: bool) -> None:
    for role in (ROLE, BARE):
        text = unpacked(ending, FORMATS[ending].write(role, facts(role, standards), look))
        shown = all_marks(role, "SHOWN", *(("BESIDE",) if standards else ()))
        assert marks(text) == shown
        assert "example.com" not in text and len(shown) > 60 and "YY-03" in text


@pytest.mark.parametrize("standards", [False, True])
def test_what_goes_to_a_chat_holds_what_the_document_shows_and_no_more(standards: bool) -> None:
    for role in (ROLE, BARE):
        document = draw(role, facts(role, standards))
        shown = all_marks(role, "SHOWN", *(("BESIDE",) if standards else ()))
        assert marks(html.picture(document)) == marks(plain.write(document)) == shown
        assert len(marks(plain.duties(document))) > 10 and marks(plain.duties(document)) < all_marks(role, "SHOWN")


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("standards", [False, True])
def test_the_shops_workbook_holds_what_its_sheets_show_and_no_more(look: str, standards: bool) -> None:
    file = io.BytesIO()
    excel_shop.write(file, [excel_shop.drawn(ROLE, facts(ROLE, standards))], LOOKS[look])
    text = unpacked("xlsx", file.getvalue())
    assert marks(text) == all_marks(ROLE, "SHOWN", *(("BESIDE",) if standards else ()))
    assert "example.com" not in text


@pytest.mark.parametrize("section", [True, False])
def test_what_is_off_stands_in_no_summary_of_the_shops_workbook(section: bool) -> None:
    """Superior, department and headcount, with their section or each for itself."""
    names = ("basics",) if section else tuple(f"basics.info.{name}" for name in ("superior", "department", "headcount"))
    tree = shipped().starters["service_agent"].role.tree
    for name in ("superior", "department", "headcount"):
        tree = changed(tree, f"basics.info.{name}", text="LEAK")
    for name in names:
        tree = changed(tree, name, on=False)
    role = Role(tree=tree)
    file = io.BytesIO()
    excel_shop.write(file, [excel_shop.drawn(role, facts(role))])
    assert "LEAK" not in unpacked("xlsx", file.getvalue())


@pytest.mark.parametrize("kind", shipped().papers)
def test_a_paper_takes_nothing_that_is_off_and_its_files_hold_what_they_show(kind: str) -> None:
    """But for indicators whose section is off, on the two sheets of assessment."""
    signed = ROLE.replace(changed(ROLE.tree, "goals.goals.1", text="SHOWN911Z"))
    paper = make_paper(shipped().papers[kind], ROLE, facts(ROLE), 7, signed)
    within = (Node(id="off.text", kind="text", text="LEAK913Z"),)
    section = Node(id="off", kind="section", on=False, title="LEAK912Z", children=within)
    paper = paper.replace(paper.tree.with_(children=(*paper.tree.children, section)))
    for ending, look in FILES:
        text = unpacked(ending, FORMATS[ending].write(paper, facts(paper, standards=True), look))
        only_marks(marks(text), "SHOWN", "BESIDE", *(("KPI",) if kind in MAY_TAKE_KPI else ()))
        assert "example.com" not in text
    if kind in MAY_TAKE_KPI:
        assert any(mark.startswith("KPI") for mark in marks(text))
    assert any(mark.startswith(("SHOWN", "BESIDE")) for mark in marks(text)), "something was taken"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[tuple[TestClient, Store]]:
    """A shop with other roles, libraries, facts and versions, all of them with marks that no file of ROLE shows."""
    with app_before(tmp_path / "rolesmith.db") as client:
        store = opened()
        other = Role.from_json(ROLE.to_json().replace("SHOWN", "LEAK").replace("BESIDE", "LEAK").replace("KPI", "LEAK"))
        store.create(SHOP, other)
        store.trash(SHOP, store.create(SHOP, other))
        store.keep_template(SHOP, "LEAK914Z", other)
        items = (Item(id="a", text="LEAK915Z", standard="LEAK916Z"),)
        store.keep_library(SHOP, Library(library="mine", title="LEAK917Z", items=items))
        fact = {"店名": "青禾", "客服电话": "LEAK918Z", "联系邮箱": MAIL}
        for at, (name, value) in enumerate(fact.items()):
            store.apply(SHOP, FACTS, [Edit(id=f"fill-{at:04d}", op="fill", target="role", name=name, value=value)])
        assert store.role(SHOP, key_of("mine"))
        yield client, store
        store.close()


def test_a_download_of_the_newest_and_of_a_version_holds_nothing_else_of_the_shop(
    shop: tuple[TestClient, Store],
) -> None:
    client, store = shop
    role = store.create(SHOP, ROLE)
    store.name_version(SHOP, role, "LEAK919Z")
    (version,) = store.versions(SHOP, role)
    for ending, look in FILES:
        for which in ("", version.id):
            asked = {"version": which, "look": look, "standards": "with"}
            answer = client.get(f"/roles/{role}/export.{ending}", params=asked)
            assert answer.status_code == 200
            text = unpacked(ending, answer.content)
            assert marks(text) == all_marks(ROLE, "SHOWN", "BESIDE"), (ending, look, which)
            assert "example.com" not in text
    assert draw(ROLE, facts(ROLE)).stamp[0] == "编号 YY-03", "taken from a section wherever it stands"
