"""Index: which items of libraries hold a word, and in which field. Never changed after it is built."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from rolesmith.libraries.search.grams import grams, needed
from rolesmith.presets.library import Item, Library
from rolesmith.presets.shipped import shipped
from rolesmith.role.text import folded

Ids = NDArray[np.int64]
Scores = NDArray[np.float32]

ALIAS, TEXT, TOPIC, MORE, LIBRARY = (1 << at for at in range(5))
"""The fields in which a word may be, each a bit; LIBRARY is the title of the item's library."""
FIELDS = 5
COUNTS = {ALIAS: 5.0, TEXT: 4.0, TOPIC: 2.0, MORE: 1.2, LIBRARY: 1.0}
"""The score of an item with a word in a field."""
SECOND = 0.15
"""The share of the score that further fields with the word add."""
ALIAS_ITSELF, TOPIC_ITSELF = 3.0, 2.0
"""What a word adds that is the whole alias or topic."""
KEPT = 2_000_000
"""Results that are kept, over all words together."""

Pieces = tuple[str, frozenset[str]]
Held = tuple[Ids, Scores]
"""The items that hold a word, ascending, and the score of each."""


class Index:
    """Items in the order of their libraries, numbered from 0."""

    def __init__(self, libraries: Sequence[Library]) -> None:
        self.libraries = tuple(libraries)
        self.items: list[tuple[Library, Item]] = [(each, item) for each in libraries for item in each.items]
        self._postings: dict[str, array[int]] = {}
        self._aliases: dict[str, list[int]] = {}
        self._topics: dict[str, list[int]] = {}
        self.terms: set[str] = set()
        """All aliases, topics and titles, folded: the known words."""
        pieces = cache(_pieces)  # the same aliases, topics and titles are in many items
        for at, (library, item) in enumerate(self.items):
            self._add(at, library, item, pieces)
        self._counts = np.array([_counted(fields) for fields in range(1 << FIELDS)], np.float32)
        self._held: dict[str, Held] = {}
        self._remembered = 0

    def __len__(self) -> int:
        return len(self.items)

    def _add(self, at: int, library: Library, item: Item, pieces: Callable[[str], Pieces]) -> None:
        for alias in item.aliases:
            self._aliases.setdefault(pieces(alias)[0], []).append(at)
        if item.topic:
            self._topics.setdefault(pieces(item.topic)[0], []).append(at)
        self.terms.update(pieces(term)[0] for term in (*item.aliases, item.topic, library.title) if term)
        found = dict.fromkeys(_pieces(item.text)[1], TEXT)
        platforms = map(shipped().platforms.current, item.platforms)
        more = (item.standard, *item.kpis, *platforms, *item.tags, item.definition, item.output, item.unit, item.source)
        for field, texts in ((ALIAS, item.aliases), (TOPIC, (item.topic,)), (MORE, more), (LIBRARY, (library.title,))):
            for text in filter(None, texts):
                for gram in pieces(text)[1]:
                    found[gram] = found.get(gram, 0) | field
        for gram, fields in found.items():
            if gram in self._postings:
                self._postings[gram].append(at << FIELDS | fields)
            else:
                self._postings[gram] = array("q", (at << FIELDS | fields,))

    def __contains__(self, gram: str) -> bool:
        return gram in self._postings

    def grams(self) -> Iterable[str]:
        """Every gram that some item holds."""
        return self._postings.keys()

    def held(self, word: str) -> Held:
        """The items that hold a folded word within one field."""
        known = self._held.get(word)
        if known is None:
            known = self._find(word)
            size = len(known[0]) + 1
            if self._remembered + size > KEPT:
                self._held.clear()
                self._remembered = 0
            self._remembered += size
            self._held[word] = known
        return known

    def _find(self, word: str) -> Held:
        postings = [self._postings.get(gram) for gram in dict.fromkeys(needed(word))]
        whole = [np.frombuffer(posting, np.int64) for posting in postings if posting is not None]
        if not whole or len(whole) < len(postings):
            return np.empty(0, np.int64), np.empty(0, np.float32)
        whole.sort(key=len)
        ids, fields = whole[0] >> FIELDS, whole[0] & ((1 << FIELDS) - 1)
        for posting in whole[1:]:
            at = np.searchsorted(posting >> FIELDS, ids)
            at[at == len(posting)] = 0
            both = fields & posting[at] & ((1 << FIELDS) - 1)
            kept = (posting[at] >> FIELDS == ids) & (both > 0)
            ids, fields = ids[kept], both[kept]
        counts = self._counts[fields]
        for named, more in ((self._aliases, ALIAS_ITSELF), (self._topics, TOPIC_ITSELF)):
            if word in named:
                counts[np.searchsorted(ids, sorted(set(named[word])))] += more
        return ids, counts


def _pieces(text: str) -> Pieces:
    """A text folded, and its grams."""
    plain = folded(text)
    return plain, frozenset(grams(plain))


def _counted(fields: int) -> float:
    """The score of a word that is in these fields."""
    there = sorted((COUNTS[1 << at] for at in range(FIELDS) if fields >> at & 1), reverse=True)
    return there[0] + SECOND * sum(there[1:]) if there else 0.0


BEST = _counted((1 << FIELDS) - 1) + ALIAS_ITSELF + TOPIC_ITSELF
"""The highest score of an item for one word."""
