"""The shop's team: its posts and its people as they lie in the store, and who holds what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from rolesmith.document.chart import Box
from rolesmith.document.posts import Post
from rolesmith.role.tree import MergedFrom
from rolesmith.shop.merged import as_now
from rolesmith.shop.role_cards import Card, cards
from rolesmith.store.role_rows import Head
from rolesmith.store.store import PEOPLE, Saved, Store
from rolesmith.team import chart, frames, people


@dataclass(frozen=True)
class Merged:
    """A role that was merged from others."""

    name: str
    sources: tuple[MergedFrom, ...]
    stale: bool
    """Whether one of them was written in since, or has another share by now."""


@dataclass(frozen=True)
class Team:
    """Posts by the ids of their roles, the first that was begun first; and people."""

    posts: Mapping[str, Post]
    saved: Saved
    """The tree of the people."""
    merged: Mapping[str, Merged]
    """The roles that were merged from others of the shop. They are no posts of their own unless somebody holds one."""

    @cached_property
    def people(self) -> tuple[people.Person, ...]:
        """As they are written."""
        return people.people_in(self.saved.role.tree)

    @cached_property
    def names(self) -> dict[str, str]:
        """What the posts are called."""
        return {key: post.name for key, post in self.posts.items()}

    @property
    def to_hold(self) -> dict[str, str]:
        """The posts that a person may take: also those that were merged."""
        return {**self.names, **{key: each.name for key, each in self.merged.items()}}

    @cached_property
    def held(self) -> pd.DataFrame:
        """As frames.holdings."""
        return frames.holdings(self.people, self.names)

    @cached_property
    def by_post(self) -> pd.DataFrame:
        """As frames.by_post."""
        return frames.by_post(self.held, self.names)

    @property
    def counts(self) -> frames.Counts:
        """The shop in a few numbers."""
        return frames.counts(self.people, self.held, self.by_post)

    @property
    def problems(self) -> dict[str, list[str]]:
        """As people.problems."""
        return people.problems(self.people, self.names)

    def chart(self, *, leads: bool = False) -> tuple[Box, ...]:
        """As chart.chart."""
        return chart.chart(self.posts, self.by_post, leads=leads)


def team(store: Store, shop: str) -> Team:
    """Whoever is in the shop now."""
    known = reversed(cards(store, shop, store.facts(shop)).items())
    in_order = dict(sorted(known, key=lambda each: each[1][0].created))  # of one moment the first that was saved
    saved = store.own(shop, PEOPLE)
    heads = {key: head for key, (head, _) in in_order.items()}
    written = people.people_in(saved.role.tree)
    merged = {key: _merged(card, heads, written) for key, (_, card) in in_order.items() if card.merged_from}
    held = {each.post for person in written for each in person.posts}
    beside = {key for key, each in merged.items() if key not in held and all(s.role in heads for s in each.sources)}
    posts = {key: _post(card) for key, (_, card) in in_order.items() if key not in beside}
    return Team(posts, saved, merged)


def _merged(card: Card, heads: Mapping[str, Head], written: Sequence[people.Person]) -> Merged:
    now = as_now(card.merged_from, {key: head.revision for key, head in heads.items()}, written)
    return Merged(card.name, card.merged_from, tuple(now) != card.merged_from)


def _post(card: Card) -> Post:
    return Post(card.name, card.department, card.superior, card.headcount, (), (), ())
