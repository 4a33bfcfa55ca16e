"""Query: which words of items a typed part of a query may stand for: synonyms, pinyin, typing errors."""

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA

from rolesmith.libraries.search.grams import is_latin, runs
from rolesmith.libraries.search.index import Index
from rolesmith.libraries.search.pinyin import Pinyin
from rolesmith.presets.synonyms import Synonyms

PROPER, SYNONYM = 0.6, 0.45
"""Scores of the usual word of a group of synonyms, and of its other words, where the typed word has 1."""
SOUND, SHAPE, SLIP = 0.6, 0.5, 0.5
"""Scores of words that sound like the typed one, look like it, or differ by a typing error."""
RARER = 0.35
"""The factor for these where some item holds the typed word itself."""
SPELT, BEGUN, INITIALS, INITIALS_BEGUN = 0.95, 0.8, 0.75, 0.5
"""Scores of words whose pinyin was typed, or its beginning, its first letters, or some of these."""
PART, INNER, LOOSE, CROSSING = 0.7, 0.3, 0.6, 0.15
"""Weights of a known word inside a longer one, and of a pair inside a known word, outside of any, or with a filler."""
COMPOUND = 4
"""Characters of a known word in which others are looked for."""
SELDOM = 0.6
"""What a word that hardly any item holds loses against the commonest of those that letters or sounds stand for."""
SHORT = 0.65
"""The factor for what letters stand for as pinyin where they are a Latin word themselves."""
LATIN_WORD = 4
"""Letters of a Latin word that stands for no pinyin."""
MOST = 12
"""Words that letters may stand for."""
LONGEST = 10
"""Characters of the longest known word."""


@dataclass(frozen=True)
class Unit:
    """One thing that a query asks for: alternative words, each with its score, 1 for the typed word."""

    words: dict[str, float]
    share: float = 1.0
    """Its weight among the units of a query."""

    @property
    def is_word(self) -> bool:
        """Whether it is a word, or may be one: no pair inside a word or with a filler."""
        return self.share >= LOOSE


class QueryReader:
    """Reads parts of queries as units, by the words of an index and their synonyms."""

    def __init__(self, index: Index, synonyms: Synonyms) -> None:
        self._index = index
        self._synonyms = synonyms
        self._known = index.terms | synonyms.groups.keys()
        self._ordered = sorted(synonyms.groups)

    @cached_property
    def _pinyin(self) -> Pinyin:
        """Made when it is first needed; most searches do not."""
        latin = {gram for gram in self._index.grams() if len(gram) > 1 and is_latin(gram)}
        latin |= {word for word in self._known if word.isascii() and word.isalnum()}
        return Pinyin(
            sorted(word for word in self._known if len(word) > 1 and not re.search("[a-z0-9]", word)),
            sorted(word for word in latin if not word.isdigit()),
            sorted(gram for gram in self._index.grams() if len(gram) == 1),
            lambda pair: pair in self._index,
        )

    def units(self, part: str, *, name: bool = False) -> list[Unit]:
        """The units of a folded part of a query; empty for nonsense. A `name` is a Latin word and no pinyin."""
        pieces = runs(part)
        if name:
            return [self._widened({part: 1.0})]
        if len(pieces) > 1 and (mixed := self._mixed(part, pieces)):
            return mixed
        if len(pieces) > 1 and part in self._known:
            return [self._unit(part), *(each for piece in pieces for each in self._piece(piece, PART))]
        return [each for piece in pieces for each in self._piece(piece, 1.0)]

    def _piece(self, piece: str, share: float) -> Iterator[Unit]:
        for unit in self._letters(piece) if is_latin(piece) else self._characters(piece):
            yield Unit(unit.words, unit.share * share)

    def _mixed(self, part: str, pieces: list[str]) -> list[Unit]:
        """The unit of a word that mixes characters and pinyin: ku存."""
        if part in self._known or not all(is_latin(piece) is False or piece.isalpha() for piece in pieces):
            return []
        written = [piece for piece in pieces if not is_latin(piece)]
        pinyin = self._pinyin
        for letters in pinyin.spellings(part):
            words = [
                word
                for word in (*pinyin.spelt(letters), *pinyin.begun(letters, MOST))
                if all(piece in word for piece in written)
            ]
            if words:
                return [self._unit(words[0], SPELT, dict.fromkeys(words[1:MOST], BEGUN))]
        return []

    # Latin letters and numbers

    def _letters(self, letters: str) -> list[Unit]:
        """The units of letters: a Latin word, pinyin, or a beginning; else several words; else with typing errors."""
        words = {letters: 1.0} if self._holds(letters) or letters in self._synonyms.groups else {}
        if words and len(letters) >= LATIN_WORD:
            return [self._widened(words)]
        pinyin = self._pinyin
        if not letters.isdigit():
            begun = [] if words or len(letters) < 2 else pinyin.latin(letters, MOST)  # IP is no beginning of IPI
            likely = {word: BEGUN for word in begun if word != letters}
            if letters.isalpha():
                likely |= dict.fromkeys(pinyin.initials_begun(letters, MOST), INITIALS_BEGUN)
                initials = pinyin.initials(letters)
                likely |= {word: initials[word] * INITIALS for word in self._commonest(initials)}
                likely |= {word: BEGUN for word in pinyin.begun(letters, MOST) if len(letters) > 2}
                likely |= {word: usual * SPELT for word, usual in pinyin.spelt(letters).items()}
            share = SHORT if words else 1
            words = {**{word: count * share for word, count in self._by_use(likely).items()}, **words}
        if words:
            return [self._widened(words)]
        if len(letters) > 3 and not letters.isdigit():
            if several := pinyin.broken_up(letters):
                return [self._widened(self._by_use(pinyin.spelt(sound), SPELT)) for sound in several]
            if short := pinyin.shortened(letters) if letters.isalpha() else []:
                return [self._widened(self._by_use(dict.fromkeys(self._commonest(short), INITIALS)))]
            near = pinyin.slips(letters, MOST)
            words = {word: usual for sound in near for word, usual in (pinyin.spelt(sound) or {sound: 1.0}).items()}
            words = self._by_use(words, SLIP)
        return [self._widened(words)] if words else []

    def _commonest(self, words: Iterable[str]) -> list[str]:
        """The words that most items hold."""
        return sorted(words, key=lambda word: -len(self._index.held(word)[0]))[: 2 * MOST]

    def _by_use(self, words: Mapping[str, float], score: float = 1.0) -> dict[str, float]:
        """The scores of words of which one is meant: lower for those that fewer items hold."""
        use = {word: math.log1p(len(self._index.held(word)[0])) for word in words}
        most = max(use.values(), default=0) or 1
        return {word: score * count * (1 - SELDOM * (1 - use[word] / most)) for word, count in words.items()}

    # other characters

    def _characters(self, run: str) -> list[Unit]:
        """The units of a run of characters: the known words in it, and the pairs around and in them."""
        if len(run) == 1:
            return [Unit({run: 1.0})] if self._holds(run) and run not in self._synonyms.empty else []
        spans = list(self._spans(run))
        units = [self._unit(run[start:end]) for start, end in spans]
        parts = dict.fromkeys(self._parts(run, spans))
        units += [self._unit(run[start:end], share=PART) for start, end in parts if (start, end) not in spans]
        units += [self._pair(run, at, spans) for at in range(len(run) - 1) if (at, at + 2) not in (*spans, *parts)]
        units += self._heard(run, spans)
        if not any(unit.words for unit in units):
            units = [each for each in [self._guessed(run)] if each.words]
        elif (0, len(run)) not in spans and (half := self._half(run)):
            units.append(Unit(half))
        return units

    def _heard(self, run: str, spans: list[tuple[int, int]]) -> Iterator[Unit]:
        """Units for known words of three or more characters that sound like an unknown part of the run."""
        for start in range(len(run) - 2):
            for end in range(min(len(run), start + LONGEST), start + 2, -1):
                if not any(first <= start and end <= last for first, last in spans):
                    alike = self._pinyin.alike(run[start:end])
                    words = {word: likely for word, likely in alike.items() if word in self._known}
                    if words:
                        yield self._widened(self._by_use(words, SOUND))
                        break

    def _pair(self, run: str, at: int, spans: list[tuple[int, int]]) -> Unit:
        """The unit of two neighbours; it has full weight where nothing else was typed."""
        pair = run[at : at + 2]
        itself = Unit({pair: 1.0} if self._holds(pair) else {}, LOOSE)
        if any(start <= at and at + 2 <= end for start, end in spans):
            return replace(itself, share=INNER)
        if self._synonyms.empty & {pair, *pair}:
            return replace(itself, share=CROSSING)
        if any(start < at + 2 and at < end for start, end in spans):
            return itself  # it ends in the middle of a known word, so it is no word mistyped
        return self._unit(pair, share=1.0 if run == pair else LOOSE)

    def _parts(self, run: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Start and end of the known words inside long known words: 半托管 in 半托管发货."""
        for start, end in spans:
            if end - start >= COMPOUND:
                for first, last in self._spans(run[start:end], end - start - 1):
                    yield start + first, start + last

    def _spans(self, run: str, longest: int = LONGEST) -> Iterator[tuple[int, int]]:
        """Start and end of the known words in a run, without words that are part of a longer one."""
        reached = 0
        for start in range(len(run) - 1):
            for end in range(min(len(run), start + longest), max(start + 1, reached), -1):
                word = run[start:end]
                if word in self._known and (word == run or word not in self._synonyms.empty):
                    reached = end
                    yield start, end
                    break

    def _unit(self, word: str, count: float = 1.0, others: dict[str, float] | None = None, share: float = 1.0) -> Unit:
        """The unit of a word, with its synonyms and words that sound or look like it."""
        words = dict(others or {})
        if word not in self._known:
            alike = dict.fromkeys(self._lookalikes(word), SHAPE) | self._by_use(self._pinyin.alike(word), SOUND)
            likely = {other: likeness for other, likeness in alike.items() if other in self._known}
            if self._holds(word):
                words |= {other: likeness * RARER for other, likeness in likely.items()}
            else:
                words |= likely or (alike if share == 1 else {})
        words[word] = count
        return Unit(self._widened(words).words, share)

    def _lookalikes(self, word: str) -> Iterator[str]:
        """Words that differ by one character, which looks like the typed one."""
        for at, character in enumerate(word):
            for other in self._synonyms.lookalikes.get(character, ""):
                changed = word[:at] + other + word[at + 1 :]
                if changed in self._known or self._holds(changed):
                    yield changed

    def _half(self, run: str) -> dict[str, float]:
        """Scores of synonyms of which only the beginning was typed: 聚水 for 聚水潭."""
        at = bisect_left(self._ordered, run)
        whole = [word for word in islice(self._ordered, at, at + MOST) if word.startswith(run)]
        return self._widened(dict.fromkeys(whole, BEGUN)).words if whole else {}

    def _guessed(self, run: str) -> Unit:
        """The unit of an unknown run: known words with this beginning, or that differ by one character."""
        if half := self._half(run):
            return Unit(half)
        if not 3 <= len(run) <= LONGEST:
            return Unit({})
        near = process.extract(run, self._longer, scorer=OSA.distance, score_cutoff=1, limit=MOST)
        return self._widened({word: SLIP for word, _, _ in near})

    @cached_property
    def _longer(self) -> list[str]:
        return sorted(word for word in self._known if 3 <= len(word) <= LONGEST)

    # what there is

    def _widened(self, words: dict[str, float]) -> Unit:
        """The unit of the words and their synonyms, which score less."""
        found = dict(words)
        for word, count in words.items():
            for at, other in enumerate(self._synonyms.groups.get(word, ())):
                found[other] = max(found.get(other, 0), count * (SYNONYM if at else PROPER))
        return Unit({word: count for word, count in found.items() if self._holds(word)})

    def _holds(self, word: str) -> bool:
        return len(self._index.held(word)[0]) > 0
