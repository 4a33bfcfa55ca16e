"""Search in all libraries at once, by words, synonyms, pinyin, and with typing errors; the best items first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from rolesmith.libraries.search.index import BEST, Index, Scores
from rolesmith.libraries.search.query import QueryReader, Unit
from rolesmith.presets.library import Item, Library
from rolesmith.presets.shipped import shipped
from rolesmith.presets.synonyms import Synonyms
from rolesmith.role.text import folded

LONGEST = 60
"""Characters of a query that are used."""
NAME = re.compile("[A-Z]{4,}")
"""Typed in capitals, such as SHEIN: a name, which is found whole or not at all."""
LEAST, NEAR_BEST = 0.04, 0.1
"""Least score of an answer: absolute, and as a share of the best."""
FIRST, TAIL = 10, 0.25
"""So many answers stand whatever they score; those after them need this share of the best."""
PARTLY = 7.0
"""The highest score of an item for one of several words that were typed as one."""
BARE = 0.5
"""The share of its score that is left of an item that holds none of the words, only pairs of characters."""
FILTERS = 64
"""Filters whose results are kept."""
ENGINES = 4
"""Engines that are kept, one for each set of libraries."""


@dataclass(frozen=True)
class Found:
    """An item that a search found, the library that it is in, and how well it answers (0 to 1)."""

    library: Library
    item: Item
    score: float

    @property
    def origin(self) -> str:
        """`store_operations/campaigns.plan`"""
        return f"{self.library.library}/{self.item.id}"

    @property
    def area(self) -> str:
        """The library whose group in a role it belongs to."""
        return self.item.area or self.library.library


@dataclass(frozen=True)
class Answer:
    """The best items, and how many there are in all."""

    found: Sequence[Found]
    total: int


def search(
    libraries: Sequence[Library],
    words: str = "",
    *,
    kind: str = "",
    area: str = "",
    platform: str = "",
    level: str = "",
    most: int | None = None,
) -> Answer:
    """Items that answer the words, best first, equal ones in the order of the libraries; without words all of them.

    Each filter that is not empty narrows. Items without platforms or level are for all of these.
    """
    return _engine(tuple(libraries), shipped().synonyms).answer(words, kind, area, platform, level, most)


class _Engine:
    """A set of libraries, indexed for searching; searches do not change it."""

    def __init__(self, libraries: tuple[Library, ...], synonyms: Synonyms) -> None:
        self.libraries, self.synonyms = libraries, synonyms
        self._index = Index(libraries)
        self._query = QueryReader(self._index, synonyms)
        self._filters: dict[tuple[str, str], NDArray[np.bool_]] = {}

    def answer(self, words: str, kind: str, area: str, platform: str, level: str, most: int | None) -> Answer:
        allowed = self._allowed(kind=kind, area=area, platform=platform, level=level)
        parts = self._parts(words)
        if parts:
            scores = self._scores(parts) * allowed
            ids = _chosen(scores)
        else:
            scores = np.ones(len(self._index), np.float32)
            ids = np.flatnonzero(allowed) if not words.strip() else np.empty(0, np.int64)
        chosen = ((self._index.items[at], float(scores[at])) for at in ids[:most].tolist())
        return Answer([Found(library, item, round(score, 4)) for (library, item), score in chosen], len(ids))

    def _parts(self, words: str) -> list[tuple[str, bool]]:
        """The words of a query, without filler words unless there are no others; and whether each is a name."""
        typed = re.findall(r"[\w+{}]+", words[:LONGEST])
        names = {folded(part) for part in typed if NAME.fullmatch(part)}
        parts = [(part, part in names) for part in dict.fromkeys(map(folded, typed)) if part]
        return [each for each in parts if each[0] not in self.synonyms.empty] or parts

    def _scores(self, parts: Sequence[tuple[str, bool]]) -> Scores:
        """Scores from 0 to 1: the mean over the parts, weighted by rarity; lower for items that lack some part."""
        total = np.zeros(len(self._index), np.float32)
        having = np.zeros(len(self._index), np.float32)
        weights = 0.0
        for part, name in parts:
            scores, weight = self._part(self._query.units(part, name=name))
            total += weight * scores
            weights += weight
            having += scores > 0
        return total * having / (weights * len(parts)) if weights else total

    def _part(self, units: Sequence[Unit]) -> tuple[Scores, float]:
        """Scores from 0 to 1 for one part: the units that an item holds, weighted by rarity; and the highest weight."""
        size = len(self._index)
        total, most, heaviest = np.zeros(size, np.float32), 0.0, 0.0
        covered, cover = np.zeros(size, np.float32), 0.0
        for unit in units:
            held = np.zeros(size, np.float32)
            for word, count in unit.words.items():
                ids, counts = self._index.held(word)
                counts = counts if len(units) == 1 else np.minimum(counts, PARTLY)
                held[ids] = np.maximum(held[ids], counts * count)
            there = held > 0
            having = int(np.count_nonzero(there))
            if having:
                weight = unit.share * float(np.log(1 + (size - having + 0.5) / (having + 0.5)))
                total += weight * held
                most += weight * BEST
                heaviest = max(heaviest, weight)
                if unit.is_word and len(units) > 1:
                    np.add(covered, weight, out=covered, where=there)
                    cover += weight
        if cover:
            covered *= (1 - BARE) / cover
            covered += BARE
            total *= covered
        return (total / most if most else total), heaviest

    def _allowed(self, **filters: str) -> NDArray[np.bool_]:
        """Which items pass all filters."""
        allowed = np.ones(len(self._index), np.bool_)
        for name, value in filters.items():
            if value:
                allowed &= self._filter(name, value)
        return allowed

    def _filter(self, name: str, value: str) -> NDArray[np.bool_]:
        known = self._filters.get((name, value))
        if known is None:
            if len(self._filters) >= FILTERS:
                self._filters.clear()
            passed = (_passes(library, item, name, value) for library, item in self._index.items)
            known = self._filters[name, value] = np.fromiter(passed, np.bool_, len(self._index))
        return known


def _chosen(scores: Scores) -> NDArray[np.int64]:
    """The items that answer, best first, equal ones in order: without the long tail of those that hardly do."""
    best = float(scores.max(initial=0))
    ids = np.flatnonzero(scores >= max(LEAST, NEAR_BEST * best))
    ids = ids[np.argsort(-scores[ids].round(5), kind="stable")]
    near = int(np.count_nonzero(scores[ids] >= TAIL * best))
    return ids[: max(FIRST, near)]


def _passes(library: Library, item: Item, name: str, value: str) -> bool:
    match name:
        case "kind":
            return item.kind == value
        case "area":
            return value in (item.area, library.library)
        case "platform":
            current = shipped().platforms.current
            return not item.platforms or current(value) in map(current, item.platforms)
        case _:
            return item.level in ("", value)


_engines: list[_Engine] = []
_making = Lock()


def _engine(libraries: tuple[Library, ...], synonyms: Synonyms) -> _Engine:
    """The engine for libraries with this content; made once, while others wait."""

    def same(engine: _Engine) -> bool:
        pairs = zip(engine.libraries, libraries, strict=True)
        return (
            engine.synonyms is synonyms
            and len(engine.libraries) == len(libraries)
            and all(one is other or one == other for one, other in pairs)
        )

    with _making:
        found = next(filter(same, _engines), None)
        if found is None:
            found = _Engine(libraries, synonyms)
        else:
            _engines.remove(found)
        _engines.insert(0, found)
        del _engines[ENGINES:]
        return found
