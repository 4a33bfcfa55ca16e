"""What 我的岗位 says of each role: of the newest revision and facts, without reading again what has not changed."""

from datetime import date

import pytest
import sqlalchemy as sa

from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit
from rolesmith.role.tree import Role
from rolesmith.shop import kept
from rolesmith.shop.role_cards import cards
from rolesmith.store import tables
from rolesmith.store.store import FACTS, Store
from tests.conftest import SHOP
from ui.home import _rows


def edit(name: str, target: str, text: str, op: str = "set", attribute: str = "text") -> Edit:
    return Edit.model_validate({"id": f"edit-{name}", "op": op, "target": target, "name": attribute, "value": text})


def of(store: Store, *, trashed: bool = False) -> list[tuple[str, int, bool, str, str]]:
    """Name, version, whether published, department and number of each, the last saved first."""
    found = cards(store, SHOP, store.facts(SHOP), trashed=trashed)
    return [(card.name, head.version, head.published, card.department, card.number) for head, card in found.values()]


def test_a_card_says_what_the_newest_revision_and_the_facts_say(store: Store) -> None:
    role = store.create(SHOP, shipped().starters["service_agent"].role)
    other = store.create(SHOP, shipped().starters["designer"].role)
    name = shipped().starters["service_agent"].role.meaning("name")
    assert name
    before = cards(store, SHOP, store.facts(SHOP))[role][1].lacking
    store.apply(SHOP, role, [edit("name", name.id, "{店名}客服")])
    store.apply(
        SHOP, FACTS, [edit("shop", "role", "青禾", "fill", "店名"), edit("part", "role", "售后部", "fill", "部门")]
    )
    assert [(each[0], each[3]) for each in of(store)] == [("青禾客服", "售后部"), ("美工（视觉设计）", "售后部")]
    assert cards(store, SHOP, store.facts(SHOP))[role][1].lacking < before + 1
    store.publish(SHOP, role, date(2026, 11, 30))
    assert of(store)[0][:3] == ("青禾客服", 1, True)
    store.apply(SHOP, role, [edit("again", name.id, "客服")])
    assert of(store)[0][:3] == ("客服", 1, False)
    store.trash(SHOP, other)
    assert [each[0] for each in of(store)] == ["客服"] and [each[0] for each in of(store, trashed=True)] == [
        "美工（视觉设计）"
    ]


def test_what_has_not_changed_is_not_read_again(store: Store) -> None:
    roles = store.create_all(SHOP, [shipped().starters[key].role for key in ("buyer", "warehouse", "live_host")])
    first, again = (cards(store, SHOP, store.facts(SHOP)) for _ in range(2))
    assert all(again[role][1] is first[role][1] for role in roles)
    name = shipped().starters["buyer"].role.meaning("name")
    assert name
    store.apply(SHOP, roles[0], [edit("name", name.id, "买手")])
    changed = cards(store, SHOP, store.facts(SHOP))
    assert changed[roles[0]][1].name == "买手" and changed[roles[1]][1] is first[roles[1]][1]


def test_a_damaged_role_has_no_card_and_stops_no_other(store: Store) -> None:
    one, two = store.create_all(SHOP, [Role.from_json(shipped().starters["buyer"].role.to_json())] * 2)
    with store._database.write() as connection:
        connection.execute(sa.update(tables.roles).where(tables.roles.c.id == one).values(body="{", saved_at="x"))
    assert list(cards(store, SHOP, store.facts(SHOP))) == [two]
    assert store.damaged(SHOP) and store.damaged(SHOP) == store.damaged(SHOP)


def test_so_many_cards_are_kept(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST", 2)
    store.create_all(SHOP, [shipped().starters["buyer"].role] * 5)
    assert len(of(store)) == 5


def test_two_that_nothing_else_tells_apart_say_which_began_first(store: Store) -> None:
    agent, buyer = (shipped().starters[key].role for key in ("service_agent", "buyer"))
    first, other, second = (store.create(SHOP, role) for role in (agent, buyer, agent))
    numbered = store.create(SHOP, agent)
    name, number = agent.meaning("name"), agent.meaning("number")
    assert name and number
    store.apply(SHOP, numbered, [edit("number", number.id, "KF-02")])
    store.apply(SHOP, first, [edit("again", name.id, name.text)])
    rows = {row["id"]: (row["place"], row["number"]) for row in _rows(cards(store, SHOP, store.facts(SHOP)))}
    assert rows == {first: (1, ""), second: (2, ""), numbered: (0, "KF-02"), other: (0, "")}
