"""我的岗位: what the shop has written, and what it can begin with; all of it is one component, fed at once."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import streamlit as st

from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Edit, apply
from rolesmith.role.text import copied
from rolesmith.role.tree import NAMELESS, Role
from rolesmith.shop.libraries import libraries
from rolesmith.shop.role_cards import Card, cards
from rolesmith.shop.suited import blank_named
from rolesmith.store.role_rows import Head, moment
from rolesmith.store.store import opened
from ui.assets import VERSION
from ui.component import mount
from ui.navigation import first_page, go, name_page, plain
from ui.state import Current
from ui.writing import choices

PICTURE = f"/assets/{VERSION}/pictures/form.png"
"""A finished description."""
UNREADABLE = "这个起点的文件里有错，暂时用不了；错在哪里，写在这一页的最下面。"


def draw(current: Current) -> None:
    """The page; what was asked for on it is done."""
    known = cards(opened(), current.shop, current.facts)
    trashed = cards(opened(), current.shop, current.facts, trashed=True)
    presets = shipped()
    data = {
        "roles": _rows(known),
        "trashed": [(role_id, card.name) for role_id, (_, card) in trashed.items()],
        "starters": [(key, head.title, head.summary, head.area) for key, head in presets.heads.items()],
        "wanted": [key for key, head in presets.heads.items() if head.wanted],
        "templates": [(key, title) for key, (title, _) in opened().templates(current.shop).items()],
        "picture": PICTURE,
        **choices(current, any(card.standards for _, card in known.values())),
    }
    result = mount("home", data, key="home", styles=("home/tags",))
    if result.redraw and result.redraw.get("act") != "look":  # what was tagged is drawn by now
        _do(current, result.redraw)
        st.rerun()
    if result.go:
        _turn(current, result.go)


def _rows(known: Mapping[str, tuple[Head, Card]]) -> list[dict[str, Any]]:
    """A row a role; those of one name with what tells them apart: the number, or which of them began first."""
    names = Counter(card.name for _, card in known.values())
    alike: dict[tuple[str, ...], list[str]] = {}
    last_begun_first = sorted(known.items(), key=lambda each: each[1][0].created, reverse=True)
    for role_id, (_, card) in reversed(last_begun_first):
        alike.setdefault((card.name, card.department, card.number), []).append(role_id)
    place = {each: at for same in alike.values() if len(same) > 1 for at, each in enumerate(same, 1)}
    return [
        {
            "id": role_id,
            "name": card.name,
            "department": card.department,
            "number": card.number if names[card.name] > 1 else "",
            "place": place.get(role_id, 0),
            "lacking": card.lacking,
            "version": head.version,
            "published": head.published,
            "at": moment(head.at).isoformat(),
            "tags": head.tags,
        }
        for role_id, (head, card) in known.items()
    ]


def _turn(current: Current, to: Mapping[str, Any]) -> None:
    """To a role's page, to another page, or to a role that begins now."""
    if "begin" in to:
        role = _begun(current, str(to["begin"]), str(to.get("key", "")))
        if role is None:
            st.warning(UNREADABLE)
        else:
            page = name_page(role) if to["begin"] == "blank" else first_page(role)
            go(page, opened().create(current.shop, role))
    else:
        go(str(to.get("page", "")), str(to.get("role", "")))


def _begun(current: Current, kind: str, key: str) -> Role | None:
    """The role that begins with a starter, a kept template, or blank under a name; None where its file has a fault."""
    if kind == "blank":
        template = next(iter(shipped().templates.values()))
        return blank_named(libraries(opened(), current.shop), template.role(), key) if key else template.role()
    if kind == "template":
        return opened().templates(current.shop).get(key, ("", None))[1]
    starter = shipped().starters.get(key)
    return starter.role if starter else None


def _do(current: Current, asked: Mapping[str, Any]) -> None:
    """Copy roles, put them into the trash, take them out, or delete them for good."""
    shop, role_ids = current.shop, [str(each) for each in asked.get("roles", ())]
    if asked.get("act") == "copy":
        opened().copy(shop, role_ids[::-1], _copied)
    elif asked.get("act") == "purge":
        opened().purge(shop, role_ids)
    else:
        act = {"trash": opened().trash, "restore": opened().restore}[str(asked.get("act"))]
        for role_id in role_ids:
            act(shop, role_id)


def _copied(role: Role) -> Role:
    """The role with a name that says so; the name's own blanks stay blanks."""
    node = role.meaning("name")
    if node is None:
        return role
    return apply(role, Edit(id="copy-name", op="set", target=node.id, name="text", value=copied(node.text or NAMELESS)))


def problems() -> None:
    """What is wrong with the files of the presets; while a server that starts has not read them all, it looks again.

    Were they read first, the first page would take 1.09 times as long (1.00–1.16, benchmarks/README.md).
    """
    if shipped().all_read:
        for problem in shipped().problems:
            st.warning(plain(str(problem)))
    else:
        _look_again()


@st.fragment(run_every=1.0)
def _look_again() -> None:
    if shipped().all_read:
        st.rerun()
