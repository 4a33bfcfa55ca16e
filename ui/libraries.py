"""The parts of the pages about libraries: reading one, handing it on, bringing one in, writing in one's own."""

from collections.abc import Mapping

import streamlit as st

from rolesmith.libraries.columns import COLUMNS, KINDS
from rolesmith.libraries.tree import LISTS, SECTION, key_of
from rolesmith.presets.library import Library
from rolesmith.presets.shipped import shipped
from rolesmith.shop.libraries import item_fields, libraries, standing
from rolesmith.store.store import opened
from ui.component import mount
from ui.navigation import go, plain
from ui.state import Current

ALWAYS = ("level", "platforms", "aliases")
"""What one writes of every item; the rest is asked for below."""
OF_INDICATORS = ("definition", "unit", "better", "source", "basis")


def library(current: Current, chosen: Library, *, own: bool) -> None:
    """A library to read, and what one can do with it."""
    parts = [f"共 {len(chosen.items)} 条", chosen.author, f"第 {chosen.version} 版", chosen.licence]
    checked = f"最后核对 {chosen.checked}" if chosen.checked else ""
    st.caption(plain("　".join(filter(None, [chosen.note, " · ".join(filter(None, [*parts, checked]))]))))
    deed = {
        "library": chosen.library,
        "title": chosen.title,
        "own": own,
        "shipped": chosen.library in shipped().libraries,
        "key": key_of(chosen.library),
    }
    result = mount("library_actions", deed, key=f"shelf-{chosen.library}")
    if result.go:
        go("library", str(result.go.get("key", "")))
    items = [item_fields(item) for item in chosen.items]
    platforms = list(dict.fromkeys(platform for item in chosen.items for platform in item.platforms))
    shelf = [(key, each.title) for key, each in libraries(opened(), current.shop).items()]
    mount(
        "library",
        {"library": chosen.library, "items": items, "platforms": platforms, "shelf": shelf},
        key="library",
    )


def sharing(current: Current, own: Mapping[str, Library]) -> None:
    """Ways for libraries to come in; the shop's own that a later shipped one could be merged into."""
    newer = []
    for key in own.keys() & shipped().libraries.keys():
        mine, base = standing(opened(), current.shop, key)
        there = shipped().libraries[key]
        if mine and base != there:
            newer.append((key, mine.title, there.version))
    away = [(key, each.title) for key, each in opened().libraries(current.shop, trashed=True).items()]
    data = {"newer": newer, "away": away}
    result = mount("libraries_in", data, key="sharing")
    if result.go:
        go("library", str(result.go.get("key", "")))


def editor(current: Current) -> None:
    """The library of the address, to be written in."""
    saved = current.opened
    data = {
        "role": saved.id,
        "revision": saved.revision,
        "view": "section",
        "section": SECTION,
        "sections": {},
        "tree": saved.role.tree,
        "lent": {},
        "facts": {"revision": current.facts.revision, "tree": current.facts.role.tree},
        "fresh": [],
        "shelf": None,
        "names": [],
        "details": _details(),
    }
    mount("editor", data, key=f"editor-{saved.id}")


def _details() -> list[dict[str, object]]:
    """What a line of a library says besides its text: name, head, hint, choices as value and label, for which kinds."""
    found: list[dict[str, object]] = []
    for column in COLUMNS:
        if column.field in ("id", "topic", "text", "clause", "area"):
            continue
        choices = list(KINDS.items()) if column.field == "kind" else [(choice, choice) for choice in column.choices]
        kinds = ["kpi"] if column.field in OF_INDICATORS else ["duty"] if column.field in ("output", "kpis") else []
        found.append(
            {
                "name": column.field,
                "head": column.head,
                "hint": column.note,
                "choices": choices,
                "free": column.free or not choices,
                "kinds": kinds,
                "listed": column.field in LISTS,
            }
        )
    return found
