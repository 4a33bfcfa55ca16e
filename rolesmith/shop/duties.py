"""The shop's duties: which topics its posts answer for and how long they take; what is read of a role is kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from rolesmith.libraries.topics import Topic, topics
from rolesmith.presets.library import Library
from rolesmith.presets.shipped import shipped
from rolesmith.role.edit import Gone
from rolesmith.role.text import digest
from rolesmith.shop.kept import Kept
from rolesmith.shop.libraries import libraries
from rolesmith.shop.team import Team, team
from rolesmith.store.store import PEOPLE, Saved, Store
from rolesmith.team import coverage, giving, load
from rolesmith.team.decisions import Claim, answers_in, minutes_in, without
from rolesmith.team.load import DAILY

BETWEEN = re.compile(r"[、,，;；/\s]+")
NAMED = 20
"""Characters of a topic in a sentence."""
GONE = "这个岗位已经不在了，请刷新页面。"


@dataclass(frozen=True)
class _Read:
    """What was read of a role's duties."""

    said: tuple[coverage.Said, ...]
    timed: tuple[load.Timed, ...]


@dataclass(frozen=True)
class Duties:
    """Who does what in a shop at a moment."""

    team: Team
    platforms: tuple[str, ...]
    libraries: Mapping[str, Library]
    own: Mapping[str, Topic]
    read: Mapping[str, _Read]
    """By the ids of the posts that can be read."""

    @cached_property
    def titles(self) -> dict[str, str]:
        """What the posts are called."""
        return {post: self.team.names[post] for post in self.read}

    @cached_property
    def said(self) -> dict[Claim, str]:
        """What the shop has decided."""
        return answers_in(self.team.saved.role.tree)

    @cached_property
    def answered(self) -> pd.DataFrame:
        """As coverage.answered, and as the shop has decided."""
        found = coverage.framed({post: (self.titles[post], each.said) for post, each in self.read.items()})
        return coverage.decided(found, self.said, self.titles)

    @property
    def people(self) -> int:
        """How many work in the shop; while nobody is written, one a post."""
        return self.team.counts.people or len(self.titles)

    @cached_property
    def topics(self) -> list[Topic]:
        """The topics that fit the shop, and its own; without those that it does without."""
        fitting = coverage.fitting(self.answered, self.own.values(), self.platforms, self.people)
        away = without(self.said)
        return [topic for topic in fitting if topic.topic not in away]

    @cached_property
    def coverage(self) -> pd.DataFrame:
        """As coverage.coverage, with `hands`: how many can do it; and `daily`: whether who owns it does it each day."""
        found = coverage.coverage(self.answered, self.topics, self.people)
        hands = coverage.hands(self.answered, self.team.held)
        lines = {
            (post, each.line) for post, read in self.read.items() for each in read.timed if each.frequency in DAILY
        }
        daily = coverage.owned_by(self.answered, lines)
        return found.assign(hands=found["topic"].map(hands).fillna(0).astype("int64"), daily=found["topic"].isin(daily))

    @cached_property
    def timed(self) -> pd.DataFrame:
        """As load.duties."""
        posts = {post: (self.titles[post], each.timed) for post, each in self.read.items()}
        return load.duties(posts, minutes_in(self.team.saved.role.tree))

    @cached_property
    def loads(self) -> pd.DataFrame:
        """As load.load."""
        return load.load(self.timed, self.team.held)


def duties(store: Store, shop: str) -> Duties:
    """Who does what in the shop now."""
    known, found = libraries(store, shop), team(store, shop)
    written = store.facts(shop).role.tree.values.get("平台", "")
    platforms = shipped().platforms.each_once(filter(None, BETWEEN.split(written)))
    own = coverage.own_topics(known, shipped().libraries)
    read = _read(store, shop, known, own)
    inside = within(found)
    posts = [post for post in found.posts if post in read and post not in inside]
    return Duties(found, tuple(platforms), known, own, {post: read[post] for post in posts})


def within(found: Team) -> set[str]:
    """The posts that nobody holds by themselves, since somebody holds a role that was merged from them."""
    merged = (each for key, each in found.merged.items() if key in found.posts)
    return {source.role for each in merged for source in each.sources} - set(found.held["post"])


def stamp(store: Store, shop: str) -> str:
    """Another one whenever any of it may be another: what it is made of has been written since."""
    heads = [(head.id, head.revision, head.name) for head in store.heads(shop)]
    others = store.own(shop, PEOPLE).revision, store.facts(shop).revision
    return digest(repr((sorted(heads), others, sorted(store.libraries_saved(shop).items()))))


def given(store: Store, shop: str, topic: str, role_id: str) -> tuple[giving.Place, str]:
    """What gives a topic to a post, and the words of the new line. Raises Gone where nothing does."""
    saved, known = store.role(shop, role_id), libraries(store, shop)
    if saved is None or saved.kind != "position":
        raise Gone(GONE)
    asked = {each.topic: each for each in topics() if each.kind == "duty"}
    asked |= coverage.own_topics(known, shipped().libraries)
    offered = giving.offer(asked[topic], known) if topic in asked else None
    if offered is None:
        raise Gone(f"预设库里没有说“{topic[:NAMED]}”的一条，请到岗位的职责里自己写一条。")
    place = giving.place(saved.role, offered, {key: library.title for key, library in known.items()})
    if place is None:
        raise Gone("这个岗位没有写职责的地方，请先在“调整结构”里放回工作职责。")
    return place, offered.item.text


def _read(store: Store, shop: str, known: Mapping[str, Library], own: Mapping[str, Topic]) -> dict[str, _Read]:
    """What the shop's roles say, in any order; those that are as they were are not read again."""
    heads = {head.id: head for head in store.heads(shop)}
    seen = tuple(store.libraries_saved(shop).items())

    def make(saved: Saved) -> _Read:
        return _Read(coverage.said_by(saved.role, known, own), load.timed(saved.role, known))

    return _kept.of(store, shop, heads, seen, make)


_kept: Kept[_Read] = Kept()
