"""Two servers on one database, many writers at once: whatever was acknowledged is there.

Each route that takes a POST has a case that asks it TIMES times in parallel, half at each server, and compares what
lies there with what was answered. Those that write nothing are named; a route without either fails the test.
"""

import base64
import io
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier
from typing import Any
from zipfile import ZipFile

import httpx
import pytest
from openpyxl import load_workbook
from PIL import Image
from starlette.routing import Route

from rolesmith.document.standards import CHOICES, SETTING
from rolesmith.files.letterhead import cleaned
from rolesmith.formats.looks import LOOK, LOOKS
from rolesmith.libraries.tree import key_of
from rolesmith.presets.library import Item, Library
from rolesmith.presets.paper import key_of as paper_key
from rolesmith.presets.shipped import shipped
from rolesmith.role.tree import Node, Role, new_id
from rolesmith.shop import advice as counsel
from rolesmith.shop import letterhead as own_letterhead
from rolesmith.shop import logo
from rolesmith.shop.example import TAG, is_here
from rolesmith.store.store import LAST_BACKUP, PEOPLE, Saved, Store
from rolesmith.team.people import people_in
from routes import ROUTES
from tests.conftest import PATIENCE, SHOP, THOROUGH, Server
from tests.letterheads import letterhead, parts

TIMES = 20 if THOROUGH else 8
READING = {
    "/roles/{role}/differences", "/backup", "/backup.zip", "/devices/{device}/out", "/intake", "/libraries/preview",
    "/libraries/tables", "/shop/merges/look", "/workbooks", "/workbooks/{job}/cancel",
}  # fmt: skip
"""Routes that take a POST and write nothing that another could write too."""
Sent = tuple[str, Mapping[str, Any]]


class Two:
    """Two servers, and the database behind them."""

    def __init__(self, servers: Sequence[Server], store: Store) -> None:
        self.servers, self.store = servers, store

    def post(self, at: int, path: str, body: Mapping[str, Any]) -> httpx.Response:
        """Ask one of the servers as our own page does."""
        url = self.servers[at % len(self.servers)].url
        headers = {"origin": url, "x-rolesmith": "1"}
        return httpx.post(f"{url}{path}", json=body, headers=headers, timeout=PATIENCE / 1000)

    def together(self, *sent: Sent) -> list[httpx.Response]:
        """All at once, in turn at each server. Each is done, or put off in a sentence because of the others."""
        start = Barrier(len(sent))

        def ask(at: int) -> httpx.Response:
            start.wait()
            return self.post(at, *sent[at])

        with ThreadPoolExecutor(len(sent)) as pool:
            answers = list(pool.map(ask, range(len(sent))))
        told = [(answer.status_code, answer.text[:200]) for answer in answers]
        assert {status for status, _ in told} <= {200, 503}, told
        assert any(status == 200 for status, _ in told), told
        return answers

    def done(self, *sent: Sent) -> list[int]:
        """Those that were acknowledged, by their place."""
        return [at for at, answer in enumerate(self.together(*sent)) if answer.status_code == 200]

    def role(self, role_id: str) -> Saved:
        """A role as it lies in the database."""
        saved = self.store.role(SHOP, role_id)
        assert saved
        return saved

    def everything(self) -> list[str]:
        """All that lies in the database."""
        with closing(sqlite3.connect(self.servers[0].database)) as connection:
            return list(connection.iterdump())

    def states(self, role_id: str) -> list[Role]:
        """What stands in a role's place, and what every version of it keeps."""
        kept = [self.store.version(SHOP, role_id, each.id) for each in self.store.versions(SHOP, role_id)]
        return [self.role(role_id).role, *filter(None, kept)]


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    folder = tmp_path_factory.mktemp("two")
    servers = [Server(folder), Server(folder)]
    for server in servers:
        server.start()
    store = servers[0].store()
    yield Two(servers, store)
    store.close()
    for server in servers:
        server.kill()
    assert "Traceback" not in servers[0].log.read_text("utf-8")


def starter(two: Two) -> str:
    return two.store.create(SHOP, shipped().starters["service_agent"].role)


def many_lines(two: Two) -> str:
    """A role with a line `l0`, `l1` … for each writer."""
    lines = tuple(Node(id=f"l{at}", kind="line", text=f"核对第{at}排货架") for at in range(TIMES))
    name = Node(id="name", kind="field", title="岗位名称", text="打单员", meaning="name")
    blocks = (Node(id="sheet", kind="fields", children=(name,)), Node(id="list", kind="items", children=lines))
    section = Node(id="goals", kind="section", title="目标", children=blocks)
    return two.store.create(SHOP, Role(tree=Node(id="role", kind="role", children=(section,))))


def library(two: Two, name: str = "") -> str:
    """One of the shop's own, with a line for each writer."""
    name = name or f"own_{new_id()}"
    two.store.keep_library(SHOP, Library(library=name, title="自己的", items=tuple(map(item, range(TIMES)))))
    return name


def item(at: int) -> Item:
    return Item(id=f"i{at}", topic="盘点", text=f"核对第{at}排货架")


def texts(two: Two, library_id: str) -> set[str]:
    return {item.text for item in two.store.libraries(SHOP)[library_id].items}


def write(role: str, target: str, text: str, op: str = "set", name: str = "text") -> Sent:
    edit = {"id": new_id("edit-"), "op": op, "target": target, "name": name, "value": text}
    return f"/roles/{role}/edits", {"edits": [edit]}


def packed(name: str, data: bytes) -> dict[str, str]:
    return {"file": name, "data": base64.b64encode(data).decode()}


def text_of(role: Role, node: str) -> str:
    found = role.tree.find(node)
    assert found
    return found.text


def opened(two: Two) -> None:
    body = packed("岗位.json", shipped().starters["service_agent"].role.to_json().encode())
    answers = two.together(*[("/roles", body)] * TIMES)
    ids = [answer.json()["id"] for answer in answers if answer.status_code == 200]
    assert len(set(ids)) == len(ids) and set(ids) <= {saved.id for saved in two.store.roles(SHOP)}


def edited(two: Two) -> None:
    role = many_lines(two)
    done = two.done(*(write(role, f"l{at}", f"第{at}条") for at in range(TIMES)))
    saved = two.role(role)
    assert [text_of(saved.role, f"l{at}") for at in done] == [f"第{at}条" for at in done]
    assert saved.revision == 1 + len(done)


def published(two: Two) -> None:
    role = starter(two)
    answers = two.together(*[(f"/roles/{role}/publish", {})] * TIMES)
    numbers = sorted(answer.json()["version"] for answer in answers if answer.status_code == 200)
    assert numbers == list(range(1, len(numbers) + 1)) and two.role(role).version == len(numbers)


def named(two: Two) -> None:
    role = starter(two)
    done = two.done(*((f"/roles/{role}/versions", {"title": f"第{at}个名字"}) for at in range(TIMES)))
    assert {f"第{at}个名字" for at in done} == {each.title for each in two.store.versions(SHOP, role)}


def restored(two: Two) -> None:
    role = many_lines(two)
    kept = two.store.name_version(SHOP, role, "原来的")
    assert kept
    half = TIMES // 2
    back = [(f"/roles/{role}/restore", {"version": kept.id})] * half
    done = two.done(*(write(role, f"l{at}", f"第{at}条") for at in range(half)), *back)
    everywhere = two.states(role)
    assert all(any(text_of(each, f"l{at}") == f"第{at}条" for each in everywhere) for at in done if at < half)


def replaced(two: Two) -> None:
    role = starter(two)
    half = TIMES // 2
    others = [(f"/roles/{role}/replace", {"starter": "buyer"})] * half
    done = two.done(*(write(role, "role", f"值{at}", "fill", f"空{at}") for at in range(half)), *others)
    values = two.role(role).role.tree.values
    assert {f"空{at}" for at in done if at < half} <= values.keys(), (
        "another starter keeps what blanks were filled with"
    )


def brought(two: Two) -> None:
    role = many_lines(two)
    book = load_workbook(io.BytesIO(httpx.get(f"{two.servers[0].url}/roles/{role}/export.xlsx").content))
    last = f"核对第{TIMES - 1}排货架"
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    for cell in cells:
        if cell.parent.sheet_state == "visible" and last in str(cell.value):
            cell.value = f"{last}并登记"
    changed = io.BytesIO()
    book.save(changed)
    half = TIMES // 2
    file = (f"/roles/{role}/brought", {**packed("岗位.xlsx", changed.getvalue()), "left": []})
    done = two.done(*(write(role, f"l{at}", f"第{at}条") for at in range(half)), *[file] * half)
    now = two.role(role).role
    assert [text_of(now, f"l{at}") for at in done if at < half] == [f"第{at}条" for at in done if at < half]
    assert text_of(now, f"l{TIMES - 1}") == f"{last}并登记"


def papers(two: Two) -> None:
    role = starter(two)
    half = TIMES // 2
    two.together(*[(f"/roles/{role}/papers/assessment", {})] * half, *[(f"/roles/{role}/publish", {})] * half)
    saved, paper = two.role(role), two.role(paper_key(role, "assessment"))
    versions = [each.role.meaning("version") for each in (saved, paper)]
    assert versions[0] and versions[1] and versions[0].text == versions[1].text, "a paper is stamped as its role is"


def tagged(two: Two) -> None:
    roles = [starter(two), starter(two)]
    two.store.tag(SHOP, roles, ["旧的"])
    half = TIMES // 2
    adds = [("/tags", {"roles": roles, "add": [f"第{at}个"]}) for at in range(half)]
    published = [(f"/roles/{roles[0]}/publish", {})] * (TIMES - half - 1)
    done = two.done(*adds, ("/tags", {"roles": roles, "remove": ["旧的"]}), *published)
    there = {head.id: set(head.tags) for head in two.store.heads(SHOP)}
    said = {f"第{at}个" for at in done if at < half} | (set() if half in done else {"旧的"})
    assert there[roles[0]] == there[roles[1]] == said
    assert two.role(roles[0]).published == any(at > half for at in done)


def taken_in(two: Two) -> None:
    body = {"pieces": [{"text": "每天核对库存"}]}
    answers = two.together(*[("/intake/role", body)] * TIMES)
    ids = [answer.json()["id"] for answer in answers if answer.status_code == 200]
    assert len(set(ids)) == len(ids) and set(ids) <= {saved.id for saved in two.store.roles(SHOP)}


def parted(two: Two) -> None:
    body = {"roles": [[{"text": "每天核对库存"}], [{"text": "答复顾客"}]]}
    answers = two.together(*[("/intake/roles", body)] * TIMES)
    ids = [each for answer in answers if answer.status_code == 200 for each in answer.json()["ids"]]
    assert len(ids) % 2 == 0 and len(set(ids)) == len(ids) and set(ids) <= {saved.id for saved in two.store.roles(SHOP)}


def looks(two: Two) -> None:
    names = list(LOOKS)
    two.done(*(("/look", {"look": names[at % len(names)]}) for at in range(TIMES)))
    assert two.store.setting(SHOP, LOOK) in names


def standards(two: Two) -> None:
    names = list(CHOICES)
    two.done(*(("/standards", {"standards": names[at % len(names)]}) for at in range(TIMES)))
    assert two.store.setting(SHOP, SETTING) in names


def advice(two: Two) -> None:
    rules = list(counsel.rules())[: TIMES - 1]
    words = {"words": [{"word": "家人们", "instead": "顾客"}]}
    done = two.done(*(("/advice", {"rule": rule, "on": False}) for rule in rules), ("/advice", words))
    chosen = counsel.chosen(two.store, SHOP)
    assert {rules[at] for at in done if at < len(rules)} <= chosen.off
    assert [word.word for word in chosen.words] == ["家人们"] or len(rules) not in done


def begun(two: Two) -> None:
    answers = two.together(*(("/libraries", {"title": f"第{at}个库"}) for at in range(TIMES)))
    there = {each.title for each in two.store.libraries(SHOP).values()}
    assert {f"第{at}个库" for at, answer in enumerate(answers) if answer.status_code == 200} <= there


def library_taken(two: Two) -> None:
    name = library(two)
    more = [Item(id=f"m{at}", topic="发货", text=f"新增的第{at}条") for at in range(TIMES // 2)]
    takes = []
    for each in more:
        theirs = Library(library=name, title="自己的", items=(*map(item, range(TIMES)), each)).to_yaml().encode()
        takes.append(("/libraries/take", {**packed("库.yaml", theirs), "taken": [each.id]}))
    edits = [write(key_of(name), f"i{at}", f"改过的第{at}条") for at in range(TIMES // 2)]
    done = two.done(*edits, *takes)
    said = [*(f"改过的第{at}条" for at in range(TIMES // 2)), *(each.text for each in more)]
    assert {said[at] for at in done} <= texts(two, name)


def copied(two: Two) -> None:
    two.store.keep_library(SHOP, shipped().libraries["data"])
    key, line = key_of("data"), shipped().libraries["data"].items[0].id
    half = TIMES // 2
    edits = [write(key, line, f"改过的第{at}次") for at in range(half)]
    done = two.done(*edits, *[("/libraries/data/copy", {})] * half)
    answered = [f"改过的第{at}次" for at in done if at < half]
    everywhere = {text_of(each, line) for each in two.states(key)}
    assert everywhere <= {shipped().libraries["data"].items[0].text, *answered}
    assert len(everywhere) > 1 or not answered


def added(two: Two) -> None:
    name = library(two)
    items = [f"/libraries/{name}/items"] * (TIMES - 5)
    adds = [(path, {"items": [{"text": f"存入的第{at}条"}]}) for at, path in enumerate(items)]
    edits = [write(key_of(name), f"i{at}", f"改过的第{at}条") for at in range(5)]
    done = two.done(*adds, *edits)
    said = [*(f"存入的第{at}条" for at in range(TIMES - 5)), *(f"改过的第{at}条" for at in range(5))]
    assert {said[at] for at in done} <= texts(two, name)


def put_away(two: Two) -> None:
    names = [library(two) for _ in range(TIMES)]
    done = two.done(*((f"/libraries/{name}/away", {"away": True}) for name in names))
    assert {names[at] for at in done} <= two.store.libraries(SHOP, trashed=True).keys()


def logos(two: Two) -> None:
    pictures = []
    for at in range(TIMES):
        picture = io.BytesIO()
        Image.new("RGB", (20, 20), (at, 0, 0)).save(picture, "PNG")
        pictures.append(picture.getvalue())
    two.together(*(("/shop/logo", {"data": base64.b64encode(picture).decode()}) for picture in pictures))
    assert logo.kept(two.store, SHOP) in {logo.cleaned(picture) for picture in pictures}


def letterheads(two: Two) -> None:
    sheets = [letterhead(margin=20 + at) for at in range(TIMES)]
    two.together(*(("/shop/letterhead", packed("信纸.docx", sheet)) for sheet in sheets))
    kept = parts(own_letterhead.kept(two.store, SHOP))
    assert kept in [parts(cleaned(sheet, "").data) for sheet in sheets]


def examples_of_a_shop(two: Two) -> None:
    """Each that was brought is here whole, and all go together."""
    brought = len(two.done(*[("/shop/example", {"here": True})] * TIMES))
    posts, people = len(shipped().example_shop.posts), len(shipped().example_shop.people)
    tagged = [head for head in two.store.heads(SHOP) if TAG in head.tags]
    assert len(tagged) == brought * posts
    assert len(people_in(two.store.own(SHOP, PEOPLE).role.tree)) == brought * people
    two.together(*[("/shop/example", {"here": False})] * TIMES)
    assert not is_here(two.store, SHOP)


def merging(two: Two) -> tuple[list[str], dict[str, Any]]:
    """Two roles, and what to send to have them merged."""
    roles = [starter(two), many_lines(two)]
    sent: dict[str, Any] = {"parts": [{"role": role, "share": "50"} for role in roles]}
    mark = two.post(0, "/shop/merges/look", sent).json()["mark"]
    return roles, {**sent, "mark": mark, "dropped": [], "texts": {}}


def merged_roles(two: Two) -> None:
    """Each that was acknowledged is one role, whole."""
    _, sent = merging(two)
    answers = two.together(*[("/shop/merges", sent)] * TIMES)
    made = [answer.json()["id"] for answer in answers if answer.status_code == 200]
    assert len(set(made)) == len(made)
    assert len({two.role(role).role.to_json() for role in made}) == 1


def renewed(two: Two) -> None:
    """What the sources have changed is taken while others write in the role: both stand there, and it is taken once."""
    roles, sent = merging(two)
    role, half = two.post(0, "/shop/merges", sent).json()["id"], TIMES // 2
    for at in range(half):
        two.post(at, *write(roles[1], f"l{at}", f"核对第{at}排货架，写明差异"))
    offer = httpx.get(f"{two.servers[0].url}/roles/{role}/sources").json()
    keys = [change["key"] for section in offer["sections"] for change in section["changes"]]
    assert keys == [f"l{at}-2" for at in range(half)]
    taking = (f"/roles/{role}/sources", {"mark": offer["mark"], "taken": keys})
    written = [write(role, f"l{at}-2", f"我写的第{at}条") for at in range(half, TIMES)]
    done = two.done(*written, taking)
    now = two.role(role).role
    assert all(text_of(now, f"l{half + at}-2") == f"我写的第{half + at}条" for at in done if at < len(written))
    if len(written) in done:
        assert all("写明差异" in text_of(now, key) for key in keys)
        assert two.post(1, *taking).status_code == 422


def backed_up(two: Two) -> None:
    times = [f"2025-11-{1 + at:02}T00:00:00+00:00" for at in range(TIMES)]
    done = two.done(*(("/backup/taken", {"at": at}) for at in times))
    assert two.store.setting(SHOP, LAST_BACKUP) == times[max(done)]


def brought_back(two: Two) -> None:
    role, file = many_lines(two), io.BytesIO()
    two.store.back_up(file)
    restores: list[Sent] = []
    for at in range(4):
        url = two.servers[at % 2].url
        headers = {"origin": url, "x-rolesmith": "1", "content-type": "application/zip"}
        answer = httpx.post(f"{url}/backup", content=file.getvalue(), headers=headers, timeout=PATIENCE / 1000)
        restores.append(("/backup/restore", {"token": answer.json()["token"]}))
    done = two.done(*restores, *(write(role, f"l{at}", f"第{at}条") for at in range(4, TIMES)))
    kept = [ZipFile(each).read("roles.jsonl").decode() for each in two.servers[0].database.parent.glob("backups/*.zip")]
    assert len(kept) == sum(at < 4 for at in done)
    now = two.role(role).role
    for at in done[len(kept) :]:
        said = f"第{at}条"
        assert text_of(now, f"l{at}") == said or any(f'\\"{said}\\"' in each for each in kept), said


CASES: Mapping[str, Callable[[Two], None]] = {
    "/roles": opened,
    "/roles/{role}/edits": edited,
    "/roles/{role}/publish": published,
    "/roles/{role}/versions": named,
    "/roles/{role}/restore": restored,
    "/roles/{role}/replace": replaced,
    "/roles/{role}/brought": brought,
    "/roles/{role}/papers/{paper}": papers,
    "/roles/{role}/sources": renewed,
    "/shop/merges": merged_roles,
    "/tags": tagged,
    "/intake/role": taken_in,
    "/intake/roles": parted,
    "/look": looks,
    "/standards": standards,
    "/advice": advice,
    "/libraries": begun,
    "/libraries/take": library_taken,
    "/libraries/{library}/copy": copied,
    "/libraries/{library}/items": added,
    "/libraries/{library}/away": put_away,
    "/shop/logo": logos,
    "/shop/letterhead": letterheads,
    "/shop/example": examples_of_a_shop,
    "/backup/taken": backed_up,
    "/backup/restore": brought_back,
}


def test_every_route_that_takes_a_post_has_a_case_or_writes_nothing() -> None:
    posted = {route.path for route in ROUTES if isinstance(route, Route) and "POST" in (route.methods or ())}
    assert posted == CASES.keys() | READING


@pytest.mark.parametrize("path", CASES)
def test_whatever_was_acknowledged_is_there(two: Two, path: str) -> None:
    CASES[path](two)


@pytest.mark.parametrize("path", sorted(READING))
def test_what_only_reads_leaves_the_database_as_it_is(two: Two, path: str) -> None:
    role = starter(two)
    data = packed("岗位.json", shipped().starters["buyer"].role.to_json().encode())
    table = packed("职责.csv", "岗位,职责\n客服,答复顾客".encode())
    bodies = {
        "/libraries/tables": table, "/roles/{role}/differences": data, "/intake": {"text": "每天核对库存"},
        "/libraries/preview": {"shipped": "data"}, "/workbooks": {"roles": [role]},
        "/shop/merges/look": {"parts": [{"role": each, "share": "50"} for each in (role, many_lines(two))]},
    }  # fmt: skip
    before = two.everything()
    answer = two.post(0, path.format(role=role, job="none", device="none"), bodies.get(path, {}))
    assert answer.status_code == (403 if path == "/backup" else 200), answer.text
    assert two.everything() == before
