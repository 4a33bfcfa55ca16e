"""The shop's indicators: how its posts are measured, and what was typed of them; what is read of a role is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from rolesmith.presets.library import Item, Library
from rolesmith.presets.shipped import shipped
from rolesmith.shop.duties import within
from rolesmith.shop.kept import Kept
from rolesmith.shop.libraries import libraries
from rolesmith.shop.team import Team, team
from rolesmith.store.store import Saved, Store
from rolesmith.team import alike, kpis
from rolesmith.team.actuals import Value, alike_in, by_hand_in, names_kept, reached_in


@dataclass(frozen=True)
class Kpis:
    """How the posts of a shop are measured at a moment."""

    team: Team
    items: Mapping[str, Item]
    """Indicators of libraries, as alike.by_name."""
    read: Mapping[str, tuple[kpis.Indicator, ...]]
    """By the ids of the posts that can be read."""

    @cached_property
    def reached(self) -> dict[Value, str]:
        """What was typed."""
        return reached_in(self.team.saved.role.tree)

    @cached_property
    def by_hand(self) -> dict[Value, float]:
        """Scores that were given by hand."""
        return by_hand_in(self.team.saved.role.tree)

    @cached_property
    def said(self) -> dict[tuple[str, str], bool]:
        """What the shop has said of two names."""
        return alike_in(self.team.saved.role.tree)

    @cached_property
    def framed(self) -> pd.DataFrame:
        """As kpis.framed."""
        posts = {post: (self.team.names[post], found) for post, found in self.read.items()}
        return kpis.framed(posts, names_kept(self.said))

    @cached_property
    def alike(self) -> dict[str, list[str]]:
        """By key the keys of later indicators that may be the same one, of which the shop has said nothing."""
        found: dict[str, list[str]] = {}
        for group in alike.groups(self.framed["key"], self.items, shipped().synonyms):
            for at, name in enumerate(group):
                open_ = [other for other in group[at + 1 :] if not self._is_said(name, other)]
                if open_:
                    found[name] = open_
        return found

    def _is_said(self, one: str, other: str) -> bool:
        return (one, other) in self.said or (other, one) in self.said

    def measured(self, month: str) -> pd.DataFrame:
        """As kpis.measured."""
        return kpis.measured(self.framed, month, self.reached, self.by_hand)


def shop_kpis(store: Store, shop: str) -> Kpis:
    """How the shop's posts are measured now."""
    known, found = libraries(store, shop), team(store, shop)
    items = alike.by_name(item for library in known.values() for item in library.items if item.kind == "kpi")
    read = _read(store, shop, known, {name: item.better for name, item in items.items()})
    inside = within(found)
    return Kpis(found, items, {post: read[post] for post in found.posts if read.get(post) and post not in inside})


def _read(
    store: Store, shop: str, known: Mapping[str, Library], better: Mapping[str, str]
) -> dict[str, tuple[kpis.Indicator, ...]]:
    """The indicators of the shop's roles; those that are as they were are not read again."""
    facts = store.facts(shop).role.tree.values
    heads = {head.id: head for head in store.heads(shop)}
    seen = tuple(store.libraries_saved(shop).items()), tuple(facts.items())

    def make(saved: Saved) -> tuple[kpis.Indicator, ...]:
        return kpis.indicators_of(saved.role, shipped().filling(saved.role, facts), better)

    return _kept.of(store, shop, heads, seen, make)


_kept: Kept[tuple[kpis.Indicator, ...]] = Kept()
