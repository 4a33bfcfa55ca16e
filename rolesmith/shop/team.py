"""The shop's team: its posts and its people as they lie in the store, and who holds what."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from rolesmith.document.chart import Box
from rolesmith.document.posts import Post
from rolesmith.shop.role_cards import Card, cards
from rolesmith.store.store import PEOPLE, Saved, Store
from rolesmith.team import chart, frames, people


@dataclass(frozen=True)
class Team:
    """Posts by the ids of their roles, the first that was begun first; and people."""

    posts: Mapping[str, Post]
    saved: Saved
    """The tree of the people."""

    @cached_property
    def people(self) -> tuple[people.Person, ...]:
        """As they are written."""
        return people.people_in(self.saved.role.tree)

    @cached_property
    def names(self) -> dict[str, str]:
        """What the posts are called."""
        return {key: post.name for key, post in self.posts.items()}

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
    in_order = sorted(known, key=lambda each: each[1][0].created)  # of those of one moment the first that was saved
    return Team({key: _post(card) for key, (_, card) in in_order}, store.own(shop, PEOPLE))


def _post(card: Card) -> Post:
    return Post(card.name, card.department, card.superior, card.headcount, (), (), ())
