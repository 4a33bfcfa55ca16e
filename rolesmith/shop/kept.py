"""Kept: what was made of each role of a shop is in memory until the role, or what else it was made from, is another."""

from collections.abc import Callable, Mapping
from typing import Generic, TypeVar

from rolesmith.store.role_rows import Head
from rolesmith.store.store import Saved, Store

MOST = 4_000
"""Roles of which something is kept; of each it is a few words."""
Made = TypeVar("Made")


class Kept(Generic[Made]):
    """What is made of roles, by shop, head, and what else it depends on."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, Head, object], Made] = {}

    def of(
        self, store: Store, shop: str, heads: Mapping[str, Head], seen: object, make: Callable[[Saved], Made]
    ) -> dict[str, Made]:
        """What `make` makes of each of these roles, by id, in any order; without those that are damaged."""
        keys = {role_id: (shop, head, seen) for role_id, head in heads.items()}
        there = {role_id: self._made[key] for role_id, key in keys.items() if key in self._made}
        new = [role_id for role_id in heads if role_id not in there]
        made = {saved.id: make(saved) for saved in store.some(shop, new)}
        if len(self._made) + len(made) > MOST:
            self._made.clear()
        self._made.update({keys[role_id]: each for role_id, each in made.items()})
        return there | made
