"""A shop's libraries: all that it has at hand. One of its own stands in the place of the shipped one with its id."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from rolesmith.libraries.merge import Difference, compare, merge
from rolesmith.libraries.tree import key_of, library_of, received_in, tree_of, with_items
from rolesmith.presets.library import ITEM_LIMIT, Item, Library
from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Refused
from rolesmith.role.tree import Role
from rolesmith.store.record import TOO_MANY, fault
from rolesmith.store.store import Store, Version

SHOWN = (
    "text", "standard", "topic", "kind", "level", "platforms", "frequency", "output", "kpis", "definition", "unit",
    "better", "source",
)  # fmt: skip
"""What a page shows of an item."""


def item_fields(item: Item) -> dict[str, Any]:
    """An item for the page; what is empty is left out."""
    return {name: value for name in SHOWN if (value := getattr(item, name))}


def libraries(store: Store, shop: str) -> dict[str, Library]:
    """By id, the shipped ones first."""
    return {**shipped().libraries, **store.libraries(shop)}


def shipped_under(key: str) -> Library | None:
    """The shipped library whose copy would lie under this key, see `key_of`."""
    if not key.startswith("library-"):
        return None
    return next((each for library_id, each in shipped().libraries.items() if key_of(library_id) == key), None)


def further_duties(shelf: Mapping[str, Library], starter: str) -> list[dict[str, Any]]:
    """What a role of this starter often does besides what it begins with, as a search finds it, each with its group."""
    found = []
    begun = shipped().starters.get(starter)
    for group, references in (begun.more if begun else {}).items():
        for reference in references:
            library_id, _, item_id = reference.partition("/")
            library = shelf.get(library_id)
            item = library.item(item_id) if library else None
            if library and item:
                place = {"library": library.title, "area": item.area or library_id, "group": group}
                found.append({"from": reference, **place, **item_fields(item)})
    return found


def standing(store: Store, shop: str, library_id: str) -> tuple[Library | None, Library | None]:
    """What stands on the shelf under an id, and the version of its author's that it was taken from."""
    saved = store.role(shop, key_of(library_id))
    return _standing(library_id, saved.role if saved else None)


def _standing(library_id: str, tree: Role | None) -> tuple[Library | None, Library | None]:
    """The same of the tree that the shop has under its key; without one that can be read the shipped library stands."""
    if tree is not None and not fault("library", key_of(library_id), tree):
        return library_of(tree), received_in(tree)
    there = shipped().libraries.get(library_id)
    return there, there


def differences(store: Store, shop: str, theirs: Library) -> tuple[Difference, ...]:
    """What taking a library in would do, see merge.py."""
    mine, base = standing(store, shop, theirs.library)
    return compare(mine, theirs, base)


def take_in(store: Store, shop: str, theirs: Library, choice: Collection[str]) -> Version | None:
    """Do of it what is ticked; the version that keeps what stood there. Raises Refused where it is too much."""

    def merged(tree: Role | None) -> Role:
        mine, base = _standing(theirs.library, tree)
        return tree_of(merge(mine, theirs, base, choice), theirs)

    return store.change_library(shop, theirs.library, merged, "导入之前")


def copy(store: Store, shop: str, library_id: str) -> bool:
    """Put a copy of a shipped library on the shelf, to be written in; False where there is no such one."""
    there = shipped().libraries.get(library_id)
    if there is not None:
        store.keep_library(shop, there, there, "重新复制之前")
    return there is not None


def begin(store: Store, shop: str, title: str, items: Sequence[Item] = ()) -> str:
    """A new library of the shop's own; its id. Raises Refused where it is too much."""
    if len(items) > ITEM_LIMIT:
        raise Refused(TOO_MANY)
    library = Library(library=f"my_{secrets.token_hex(4)}", title=title, version="1", items=tuple(items))
    store.keep_library(shop, library)
    return library.library


def add(store: Store, shop: str, library_id: str, items: Sequence[Item]) -> Version | None:
    """Put items at the end of one of the shop's own libraries; the version that keeps it as it was, or None.

    Raises Refused where it is too much.
    """
    return store.change(shop, key_of(library_id), lambda tree: with_items(tree, items), "存入条目之前")
