"""What is written can be read again: what no library or role can hold is refused before it is committed, in a sentence
and with the user's text; and what is damaged already stops nothing else, and can be mended."""

import base64
import sqlite3
from contextlib import closing
from datetime import date
from functools import partial

import httpx
import pytest
from playwright.sync_api import Page, expect

from rolesmith.libraries.tree import key_of, tree_of
from rolesmith.presets.library import ITEM_LIMIT, Item, Library
from rolesmith.presets.paper import Paper, make_paper, outdated
from rolesmith.presets.paper import key_of as paper_key
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Filling
from rolesmith.role.edit import Edit, Refused
from rolesmith.role.text import TEXT_LIMIT
from rolesmith.role.tree import CHILD_LIMIT, TREE_LIMIT, Node, Role
from rolesmith.shop import advice
from rolesmith.shop import libraries as shelf
from rolesmith.store.record import OTHER_KIND
from rolesmith.store.store import FACTS, Answer, Store
from tests.conftest import PATIENCE, SHOP, Server
from tests.desk import desk_of, turn

KEY = key_of("mine")


def library(count: int) -> Library:
    items = tuple(Item(id=f"i{at}", topic=f"盘点{at // 100}", text=f"核对第{at}排货架") for at in range(count))
    return Library(library="mine", title="我的库", items=items)


def full_role(*, room: int = 0) -> Role:
    """A role with all the nodes that one may have, but for so many; in its first section a table without cells."""
    columns = tuple(Node(id=f"c{at}", kind="column", title=f"列{at}") for at in range(2))
    table = Node(id="grid", kind="table", children=(*columns, Node(id="row", kind="row")))
    shown = Node(id="goals", kind="section", title="目标", children=(table,))
    left = TREE_LIMIT - room - 8
    groups: list[Node] = []
    while left > 0:
        lines = [Node(id=f"l{left - at}", kind="line", text="一条") for at in range(min(left - 1, CHILD_LIMIT))]
        groups.append(Node(id=f"g{left}", kind="group", title="组", children=tuple(lines)))
        left -= len(lines) + 1
    block = Node(id="many", kind="groups", children=tuple(groups))
    rest = Node(id="rest", kind="section", title="其余", on=False, children=(block,))
    return Role(tree=Node(id="role", kind="role", children=(shown, rest)))


def applied(store: Store, role: str, *edits: tuple[str, str, str, object]) -> list[Answer]:
    made = [
        Edit.model_validate({"id": f"edit-{at:04}", "op": op, "target": target, "name": name, "value": value})
        for at, (op, target, name, value) in enumerate(edits)
    ]
    answers = store.apply(SHOP, role, made)
    assert answers is not None
    return answers


def spoil(path: str, table: str, where: str, **values: str) -> None:
    """Write into the database behind the store's back."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for name, value in values.items():
            connection.execute(f"UPDATE {table} SET {name} = ? WHERE {where}", (value,))


# refused


def test_a_line_holds_all_the_search_words_that_its_box_takes(store: Store) -> None:
    store.keep_library(SHOP, library(2))
    words = [f"词{at}" for at in range(400)]
    answers = applied(store, KEY, ("fill", "i0", "aliases", "、".join(words)))
    assert answers[0].status == "saved"
    assert store.libraries(SHOP)["mine"].items[0].aliases == tuple(words)


def test_what_no_library_can_hold_is_refused_with_its_text_and_the_others_stand(store: Store) -> None:
    store.keep_library(SHOP, library(ITEM_LIMIT))
    before, last = ("set", "i7", "text", "盘点货架"), ("set", "i9", "text", "清点货架")
    lines = [{"id": "extra", "kind": "line", "text": "再核对一次"}]
    blank = [{"id": "blank", "kind": "line", "text": ""}]
    answers = applied(
        store, KEY, before, ("add", "Topic1", "", lines), ("add", "Topic1", "", blank),
        ("set", "blank", "text", "补一条"), last,
    )  # fmt: skip
    assert [answer.status for answer in answers] == ["saved", "refused", "saved", "refused", "saved"]
    assert "4000 条" in answers[1].message and answers[1].mine == "再核对一次"
    assert answers[3].mine == "补一条"
    items = store.libraries(SHOP)["mine"].items
    assert len(items) == ITEM_LIMIT and items[7].text == "盘点货架" and items[9].text == "清点货架"


def test_a_cell_that_no_tree_can_hold_is_refused(store: Store) -> None:
    role = store.create(SHOP, full_role(room=1))
    answers = applied(store, role, ("set", "row:c0", "text", "放得下"), ("set", "row:c1", "text", "放不下"))
    assert [answer.status for answer in answers] == ["saved", "refused"]
    assert "5000" in answers[1].message and answers[1].mine == "放不下"
    saved = store.role(SHOP, role)
    assert saved and Role.from_json(saved.role.to_json()) == saved.role


def test_a_role_as_large_as_may_be_is_published_without_a_row_in_its_record(store: Store) -> None:
    full = full_role(room=5)
    names = {"version": "版本", "date": "日期", "change": "修改"}
    columns = tuple(Node(id=f"log.{name}", kind="column", title=title) for name, title in names.items())
    log = Node(id="log", kind="table", children=columns)
    first = full.tree.children[0]
    tree = full.tree.with_(children=(first.with_(children=(*first.children, log)), *full.tree.children[1:]))
    role = store.create(SHOP, full.replace(tree))
    assert store.publish(SHOP, role, date(2026, 11, 30)) == 1
    saved = store.role(SHOP, role)
    assert saved and Role.from_json(saved.role.to_json()).tree.find("log") == log


def test_a_version_keeps_as_many_facts_as_can_be_read_again(store: Store) -> None:
    role = store.create(SHOP, shipped().starters["service_agent"].role)
    many = {f"旧{at}": "值" for at in range(CHILD_LIMIT)}
    taken_away = shipped().starters["service_agent"].role.model_copy(update={"shop": many})
    other = store.create(SHOP, taken_away)
    applied(store, FACTS, ("fill", "role", "店名", "小铺"))
    for each in (role, other):
        kept = store.name_version(SHOP, each, "一版")
        assert kept
        frozen = store.version(SHOP, each, kept.id)
        assert frozen and frozen.shop["店名"] == "小铺"


def test_an_edit_makes_anew_only_what_it_changes_of_a_library(store: Store) -> None:
    store.keep_library(SHOP, library(50))
    before = store.libraries(SHOP)["mine"].items
    applied(store, KEY, ("set", "i7", "text", "盘点货架"))
    after = store.libraries(SHOP)["mine"].items
    assert [at for at, (old, new) in enumerate(zip(before, after, strict=True)) if old is not new] == [7]


# damaged


def libraries(store: Store, *, count: int) -> None:
    """A library with so many items in the database, whatever the limit."""
    store.keep_library(SHOP, library(min(count, ITEM_LIMIT)))
    tree = tree_of(library(ITEM_LIMIT))
    topics = tree.tree.find("Topics")
    assert topics
    more = [Node(id=f"more{at}", kind="line", text="多出来的") for at in range(count - ITEM_LIMIT)]
    group = Node(id="More", kind="group", title="多的", children=tuple(more))
    whole = tree.tree.children[0].with_(
        children=(tree.tree.children[0].children[0], topics.with_(children=(*topics.children, group)))
    )
    body = tree.replace(tree.tree.with_(children=(whole,))).to_json()
    spoil(store.data_file, "roles", f"id = '{KEY}'", body=body)


def test_a_library_that_is_too_large_already_is_named_and_mended_step_by_step(store: Store) -> None:
    store.keep_library(SHOP, library(2).model_copy(update={"library": "good"}))
    libraries(store, count=ITEM_LIMIT + 2)
    assert set(store.libraries(SHOP)) == {"good"}
    name, why = store.unshelved(SHOP)[KEY]
    assert name == "预设库 我的库" and "4000 条" in why and store.damaged(SHOP) == []
    for edit in ("more0", "more1"):
        answer = store.apply(SHOP, KEY, [Edit(id=f"away-{edit}", op="remove", target=edit)])
        assert answer and answer[0].status == "saved"
    assert len(store.libraries(SHOP)["mine"].items) == ITEM_LIMIT and store.unshelved(SHOP) == {}


@pytest.mark.parametrize(
    "values",
    [
        {"body": "{"},
        {"body": Role(tree=Node(id="role", kind="role")).to_json()},
        {"body": tree_of(library(1).model_copy(update={"library": "other"})).to_json()},
    ],
)
def test_a_damaged_library_stops_no_other(store: Store, values: dict[str, str]) -> None:
    role = store.create(SHOP, shipped().starters["service_agent"].role)
    for name in ("mine", "good"):
        store.keep_library(SHOP, library(2).model_copy(update={"library": name}))
    spoil(store.data_file, "roles", f"id = '{KEY}'", **values)
    named = [*store.damaged(SHOP), *(name for name, _ in store.unshelved(SHOP).values())]
    assert set(store.libraries(SHOP)) == {"good"}
    assert named and all(name.startswith("预设库") for name in named)
    assert [saved.id for saved in store.roles(SHOP)] == [role]
    store.keep_library(SHOP, library(2).model_copy(update={"library": "third"}))


@pytest.mark.parametrize("values", [{"body": "{"}, {"body": tree_of(library(1)).to_json()}])
def test_a_damaged_role_is_named_and_the_others_stand(store: Store, values: dict[str, str]) -> None:
    good, bad = (store.create(SHOP, shipped().starters["service_agent"].role) for _ in range(2))
    spoil(store.data_file, "roles", f"id = '{bad}'", **values)
    assert [saved.id for saved in store.roles(SHOP)] == [good]
    assert len(store.damaged(SHOP)) == 1


def test_a_role_that_a_paper_has_taken_the_place_of_takes_up_its_version_again(store: Store) -> None:
    role = store.create(SHOP, shipped().starters["service_agent"].role)
    kept = store.name_version(SHOP, role, "原来的")
    paper = make_paper(shipped().papers["post"], shipped().starters["service_agent"].role, Filling())
    spoil(store.data_file, "roles", f"id = '{role}'", body=paper.to_json())
    assert applied(store, role, ("set", "job.info.pay", "text", "5000元"))[0].status == "saved"
    assert kept and store.restore_version(SHOP, role, kept.id)
    saved = store.role(SHOP, role)
    assert saved and saved.role.tree == shipped().starters["service_agent"].role.tree


def test_choices_of_advice_that_cannot_be_read_count_as_none(store: Store) -> None:
    store.set_setting(SHOP, advice.SETTING, "{bad")
    assert advice.chosen(store, SHOP).off == frozenset() and not advice.readable(store, SHOP)
    advice.switch(store, SHOP, "sex", on=False)
    assert advice.chosen(store, SHOP).off == {"sex"} and advice.readable(store, SHOP)


# what belongs elsewhere


@pytest.fixture(scope="module")
def kinds(server: Server) -> dict[str, tuple[str, Role]]:
    """Of each kind of record one, by its id, and as a file."""
    store = server.store()
    try:
        role = store.create(SHOP, shipped().starters["service_agent"].role)
        for kind, paper in shipped().papers.items():
            store.keep_paper(SHOP, role, kind, partial(_made, paper))
        store.keep_library(SHOP, library(2).model_copy(update={"library": "whole"}))
        store.keep_library(SHOP, library(2).model_copy(update={"library": "second"}))
        applied(store, FACTS, ("fill", "role", "店名", "小铺"))
        papers = list(store.papers(SHOP, role))
        ids = {"岗位": role, "文件": papers[0], "另一种文件": papers[1], "预设库": key_of("whole")}
        found = {
            name: store.role(SHOP, each) for name, each in {**ids, "另一个库": key_of("second"), "本店": FACTS}.items()
        }
        return {name: (saved.id, saved.role) for name, saved in found.items() if saved}
    finally:
        store.close()


def _made(paper: Paper, role: Role, _facts: Role, revision: int, _signed: Role | None) -> Role:
    return make_paper(paper, role, Filling(), revision)


@pytest.mark.parametrize("brought", ["岗位", "文件", "另一种文件", "预设库", "另一个库"])
@pytest.mark.parametrize("here", ["岗位", "文件", "预设库", "本店"])
def test_a_file_of_another_kind_takes_no_place(
    server: Server, kinds: dict[str, tuple[str, Role]], here: str, brought: str
) -> None:
    role_id, before = kinds[here]
    headers = {"origin": server.url, "x-rolesmith": "1"}
    text = kinds[brought][1].to_json()
    data = base64.b64encode(text.encode()).decode()
    bodies = {"replace": {"text": text}, "brought": {"file": "a.json", "data": data, "left": []}}
    for route, body in bodies.items():
        answer = httpx.post(
            f"{server.url}/roles/{role_id}/{route}", json=body, headers=headers, timeout=PATIENCE / 1000
        )
        fits = here == brought and (route, here) != ("brought", "预设库")  # a library comes back by its own page
        assert answer.status_code == (200 if fits else 422), answer.text
        assert fits or answer.json()["message"] == OTHER_KIND
    store = server.store()
    try:
        saved = store.role(SHOP, role_id)
    finally:
        store.close()
    assert saved and saved.role == before


def test_a_template_kept_of_a_paper_begins_a_description_of_its_own(store: Store) -> None:
    paper = make_paper(shipped().papers["post"], shipped().starters["service_agent"].role, Filling(), 3)
    role = store.create(SHOP, paper)
    assert [saved.id for saved in store.roles(SHOP)] == [role] and store.roles(SHOP)[0].role.paper == ""


def test_a_paper_that_cannot_hold_what_it_takes_is_refused_and_the_others_stand(store: Store) -> None:
    role = store.create(SHOP, shipped().starters["service_agent"].role)
    post, first_week = shipped().papers["post"], shipped().papers["first_week"]
    store.keep_paper(SHOP, role, "post", partial(_made, post))
    applied(store, role, ("set", "qualifications.education.degree", "text", "本" * TEXT_LIMIT))
    with pytest.raises(Refused, match="放不下"):
        store.keep_paper(SHOP, role, "post", partial(_made, post))
    store.keep_paper(SHOP, role, "first_week", partial(_made, first_week))
    saved, kept = store.role(SHOP, role), store.papers(SHOP, role)
    assert saved and set(kept) == {paper_key(role, "post"), paper_key(role, "first_week")}
    assert outdated(kept[paper_key(role, "post")].role, post, saved.role, Filling(), saved.revision)


def test_lines_that_are_put_into_a_library_leave_all_else_as_it_is(store: Store) -> None:
    store.keep_library(SHOP, library(150))
    blank = [{"id": "blank", "kind": "line", "text": ""}]
    applied(store, KEY, ("add", "Topic2", "", blank), ("set", "Topic1", "title", "改过的组"))
    before = store.role(SHOP, KEY)
    more = [Item(id=f"m{at}", topic="盘点1", text=f"补{at}") for at in range(CHILD_LIMIT)]
    kept = shelf.add(store, SHOP, "mine", [*more, Item(id="last", topic="发货", text="封箱")])
    after = store.role(SHOP, KEY)
    assert before and after and kept and kept.label == "存入条目之前"
    ids = [node.id for node in after.role.tree.walk()]
    assert {node.id for node in before.role.tree.walk()} < set(ids)
    assert [item.text for item in store.libraries(SHOP)["mine"].items][-2:] == [f"补{CHILD_LIMIT - 1}", "封箱"]
    with pytest.raises(Refused, match="4000 条"):
        shelf.add(store, SHOP, "mine", [Item(id=f"x{at}", topic="多", text="多") for at in range(ITEM_LIMIT)])
    assert shelf.add(store, SHOP, "none", more) is None


# in the browser


@pytest.mark.browser
def test_what_is_refused_is_told_beside_its_box_with_the_text(page: Page, server: Server) -> None:
    full = full_role(room=2)
    first, rest = full.tree.children
    notes = Node(id="notes", kind="items", title="另记", children=(Node(id="first", kind="line", text="第一条"),))
    tree = full.tree.with_(children=(first.with_(children=(*first.children, notes)), rest))
    desk = desk_of(page, server, full.replace(tree)).open("goals")
    cell = desk.box("列0，第 1 行")
    cell.fill("一格放不下的字")
    refused = page.locator(".block.table .trouble")
    expect(refused).to_contain_text("最多 5000 处内容")
    expect(refused).to_contain_text("一格放不下的字")
    desk.box("另记第 2 条").fill("一条放不下的话")
    below = page.locator(".block.items .trouble")
    expect(below).to_contain_text("一条放不下的话")
    expect(page.locator(".elsewhere .trouble")).to_have_count(0)
    page.reload()
    expect(refused).to_contain_text("一格放不下的字")
    refused.get_by_role("button", name="知道了").click()
    below.get_by_role("button", name="知道了").click()
    desk.saved()
    assert desk.text("first") == "第一条"


@pytest.mark.browser
def test_damaged_libraries_are_named_and_every_page_stands(page: Page, server: Server) -> None:
    store = server.store()
    try:
        for name in ("mine", "good", "gone"):
            store.keep_library(SHOP, library(2).model_copy(update={"library": name, "title": f"库 {name}"}))
        libraries(store, count=ITEM_LIMIT + 2)
        spoil(store.data_file, "roles", f"id = '{key_of('gone')}'", body="{")
        desk = desk_of(page, server, shipped().starters["service_agent"].role)
    finally:
        store.close()
    desk.open("duties")
    for path in ("goals", "finish"):
        desk.turn(path)
    turn(page, "/libraries")
    expect(page.locator("a.card", has_text="库 good")).to_be_visible()
    expect(page.get_by_text("预设库 我的库”现在不在架上")).to_be_visible()
    turn(page, "/")
    expect(page.get_by_text("预设库 库 gone”在数据库里的记录读不出来")).to_be_visible()
    expect(page.get_by_text("没能画出来")).to_have_count(0)
