"""The parts of the pages about libraries: all of them as cards, one to read or to write in, and handing one on."""

from collections.abc import Mapping
from datetime import datetime

import streamlit as st

from rolesmith.libraries.columns import COLUMNS, KINDS
from rolesmith.libraries.licences import meaning
from rolesmith.libraries.tree import DETAILS, LISTS, SECTION, key_of
from rolesmith.presets.library import Library
from rolesmith.presets.shipped import shipped
from rolesmith.shop.libraries import item_fields, libraries, standing
from rolesmith.store.store import opened
from ui import writing
from ui.component import mount
from ui.navigation import go, link, plain
from ui.state import Current, leave_notice

FIRST = ("kind", "level", "frequency", "platforms", "definition", "unit", "better", "aliases")
"""What one writes of a line first; the rest comes when one asks for it."""
OF_INDICATORS = ("definition", "unit", "better", "source", "basis")
OF_DUTIES = ("frequency", "output", "kpis")
TOPICS = 4
"""Topics that stand for a library which does not say what it is for."""


def shelf(current: Current) -> None:
    """All libraries as cards, the shop's own first; a search over them, and the ways for libraries to come in."""
    own = opened().libraries(current.shop)
    saved = opened().libraries_saved(current.shop)
    shelf = libraries(opened(), current.shop)
    data = {
        "libraries": [_card(each, saved.get(key_of(key)) if key in own else None) for key, each in shelf.items()],
        "platforms": shipped().platforms.each_once(
            p for each in shelf.values() for i in each.items for p in i.platforms
        ),
        "newer": _newer(current, own),
        "away": [(key, each.title) for key, each in opened().libraries(current.shop, trashed=True).items()],
    }
    _turn(mount("libraries", data, key="libraries", styles=("shelf/items",)).go)


def _card(library: Library, saved: datetime | None) -> dict[str, object]:
    """What a card says of a library; `saved` of one of the shop's own."""
    topics = list(dict.fromkeys(filter(None, (item.topic for item in library.items))))
    return {
        "library": library.library,
        "key": key_of(library.library),
        "title": library.title,
        "note": library.note or "、".join(topics[:TOPICS]) + ("……" if len(topics) > TOPICS else ""),
        "count": len(library.items),
        "own": saved is not None,
        "at": saved.isoformat() if saved else library.checked,
    }


def _newer(current: Current, own: Mapping[str, Library]) -> list[tuple[str, str, str]]:
    """The shop's own libraries that a later shipped one could be merged into: id, title and the other's version."""
    newer = []
    for key in sorted(own.keys() & shipped().libraries.keys()):
        mine, base = standing(opened(), current.shop, key)
        there = shipped().libraries[key]
        if mine and base != there:
            newer.append((key, mine.title, there.version))
    return newer


def head(library: str, title: str, *, own: bool) -> None:
    """The way back to all libraries, and what one can do with this one."""
    with st.container(key="library-head", horizontal=True, horizontal_alignment="distribute"):
        link("libraries", "← 预设库")
        deed = {
            "library": library,
            "title": title,
            "own": own,
            "shipped": library in shipped().libraries,
            "key": key_of(library),
        }
        result = mount("library_actions", deed, key=f"shelf-{library}")
    if result.go and result.go.get("away"):
        leave_notice(f"“{plain(title)}”移除了；在这一页最下面“移除的库”里可以放回来。")
        go("libraries")
    _turn(result.go)


def _turn(to: Mapping[str, object] | None) -> None:
    if to:
        go("library", str(to.get("key", "")))


def reading(library: Library) -> None:
    """A library that came with the product, to read."""
    about = [f"{len(library.items)} 条", library.author, f"第 {library.version} 版"]
    checked = f"最后核对 {library.checked}" if library.checked else ""
    data = {
        "library": library.library,
        "title": library.title,
        "note": library.note,
        "about": " · ".join(filter(None, [*about, checked])),
        "licence": meaning(library.licence),
        "items": [item_fields(item) for item in library.items],
        "platforms": list(dict.fromkeys(platform for item in library.items for platform in item.platforms)),
    }
    mount("library", data, key="library", styles=("shelf/items",))


def editor(current: Current) -> None:
    """The library of the address, to be written in."""
    writing.editor_of(current, current.opened, "library", {"section": SECTION, "details": details()})


def details() -> list[dict[str, object]]:
    """What a line of a library says besides its text: name, head, hint, choices as value and label, for which kinds,
    and whether it comes later."""
    columns = {column.field: column for column in COLUMNS if column.field in DETAILS}
    shown = [*FIRST, *(name for name in columns if name not in (*FIRST, "clause", "area"))]
    return [
        {
            "name": name,
            "head": columns[name].head,
            "hint": columns[name].note,
            "choices": _choices(name, columns[name].choices),
            "free": columns[name].free or not columns[name].choices,
            "kinds": ["kpi"] if name in OF_INDICATORS else ["duty"] if name in OF_DUTIES else [],
            "listed": name in LISTS,
            "later": name not in FIRST,
        }
        for name in shown
    ]


def _choices(name: str, of_column: tuple[str, ...]) -> list[tuple[str, str]]:
    """What a chip offers, as value and label; of platforms those that a shop may be on."""
    if name == "kind":
        return list(KINDS.items())
    if name == "platforms":
        known = shipped().blanks.get("平台")
        of_column = known.choices if known else ()
    return [(choice, choice) for choice in of_column]
