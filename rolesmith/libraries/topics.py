"""Topics: which topics of real role descriptions the libraries cover, and which they lack."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, RootModel

from rolesmith.files import yaml
from rolesmith.presets.library import Item, Kind, Library
from rolesmith.presets.shipped import FOLDER

FILE = FOLDER / "topics.yaml"
OWNED = FOLDER / "owned.yaml"
USUAL = frozenset(("淘宝", "天猫", "抖音小店"))
"""Platforms of a shop that names none."""
NAMED_BY = ((20, 5), (5, 8), (0, 10))
"""From how many people on a shop looks for who does what so many descriptions name."""


class Topic(BaseModel):
    """A topic of role descriptions. It is covered if one item of its kind holds all its words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: str
    kind: Kind
    area: str
    """The library in which one would look for it; any library may hold it."""
    sources: int
    """How many descriptions name it."""
    words: tuple[str, ...]
    said: tuple[str, ...] = ()
    """Ways in which owners say it: words that a sentence holds all of, `|` between those of which one is enough; after
    ` -` those with which it says something else."""
    unless: str = ""
    """Words with which no way says it."""
    platforms: tuple[str, ...] = ()
    """Platforms whose shops have it; none for all."""
    people: int = 0
    """From how many people on a shop has somebody for it."""
    everybody: bool = False
    """Whether it is part of every post, so that nobody is looked for who owns it."""

    def is_in(self, text: str) -> bool:
        """Whether a text holds all its words."""
        return all(word in text for word in self.words)

    def fits(self, platforms: Collection[str], people: int) -> bool:
        """Whether a shop on these platforms, with so many people, has it; one that names none sells at home."""
        there = not self.platforms or (not platforms and not USUAL.isdisjoint(self.platforms))
        return not self.everybody and people >= self.people and (there or not set(platforms).isdisjoint(self.platforms))

    def usual(self, people: int) -> bool:
        """Whether a shop of so many people looks for who does it; what a shop has itself it does."""
        return not self.sources or self.sources >= next(named for least, named in NAMED_BY if people >= least)


class _Topics(RootModel[tuple[Topic, ...]]):
    """presets/topics.yaml"""


class _Owned(RootModel[dict[str, tuple[str, ...]]]):
    """presets/owned.yaml: by topic the duties of libraries that own it."""


class Count(NamedTuple):
    """How many topics are covered, of how many."""

    covered: int
    total: int


@dataclass(frozen=True)
class Report:
    """How much the libraries cover."""

    areas: dict[str, dict[Kind, Count]]
    """By the title of a library, then by kind."""
    lacking: tuple[Topic, ...]
    total: int


@cache
def topics() -> tuple[Topic, ...]:
    """The topics of presets/topics.yaml. Raises Unreadable."""
    return yaml.read(_Topics, FILE.read_bytes(), FILE.name).root


@cache
def owned() -> Mapping[str, tuple[Topic, ...]]:
    """What each duty of the shipped libraries owns, by `library/id`. Raises Unreadable."""
    known = {topic.topic: topic for topic in topics() if topic.kind == "duty"}
    found: dict[str, tuple[Topic, ...]] = {}
    for name, items in yaml.read(_Owned, OWNED.read_bytes(), OWNED.name).root.items():
        for item in items:
            found[item] = (*found.get(item, ()), known[name])
    return found


def report(libraries: Iterable[Library], asked: Sequence[Topic]) -> Report:
    """Which of these topics the libraries cover."""
    libraries = list(libraries)
    texts: dict[str, list[str]] = {}
    for library in libraries:
        for item in library.items:
            texts.setdefault(item.kind, []).append(words_of(item))
    lacking = tuple(topic for topic in asked if not _covered(topic, texts.get(topic.kind, [])))
    areas: dict[str, dict[Kind, Count]] = {}
    for library in libraries:
        counts = areas.setdefault(library.title, {})
        for kind in dict.fromkeys(topic.kind for topic in asked if topic.area == library.library):
            mine = [topic for topic in asked if (topic.area, topic.kind) == (library.library, kind)]
            counts[kind] = Count(len([topic for topic in mine if topic not in lacking]), len(mine))
    return Report(areas, lacking, len(asked))


def words_of(item: Item) -> str:
    """All that an item says, in which words of a topic are looked for."""
    return "\n".join((item.text, item.standard, *item.aliases))


def _covered(topic: Topic, texts: Iterable[str]) -> bool:
    return any(map(topic.is_in, texts))
