"""What 我的岗位 and 全店 say of each role: made once, kept while neither the role nor the shop's facts change."""

from collections.abc import Mapping
from dataclasses import dataclass

from rolesmith.document.draw import name_of, text_of
from rolesmith.document.posts import field_text
from rolesmith.document.progress import progress
from rolesmith.presets.shipped import shipped
from rolesmith.role.text import one_line
from rolesmith.role.tree import MergedFrom, Role, has_standards
from rolesmith.shop.kept import Kept
from rolesmith.store.role_rows import Head
from rolesmith.store.store import Saved, Store


@dataclass(frozen=True)
class Card:
    """What is said of a role, its blanks filled."""

    name: str
    department: str
    number: str
    """As its document has it; empty where it says none."""
    lacking: int
    """How many things are still to do."""
    standards: bool
    """Whether any of its duties says its standard."""
    superior: str
    headcount: str
    merged_from: tuple[MergedFrom, ...]


def cards(store: Store, shop: str, facts: Saved, *, trashed: bool = False) -> dict[str, tuple[Head, Card]]:
    """A shop's roles by id, the last saved first; without those that are damaged."""
    heads = {head.id: head for head in store.heads(shop, trashed=trashed)}
    seen = tuple(facts.role.tree.values.items())
    known = _kept.of(store, shop, heads, seen, lambda saved: _card(saved.role, facts.role.tree.values))
    return {role_id: (head, known[role_id]) for role_id, head in heads.items() if role_id in known}


_kept: Kept[Card] = Kept()


def _card(role: Role, facts: Mapping[str, str]) -> Card:
    filling = shipped().filling(role, facts)
    return Card(
        name_of(role, filling),
        field_text(role, filling, "department"),
        one_line(text_of(role, filling, "number")),
        progress(role, filling).lacking,
        has_standards(role.tree),
        field_text(role, filling, "superior"),
        field_text(role, filling, "headcount"),
        role.merged_from,
    )
