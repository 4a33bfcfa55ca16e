"""Pinyin: words by how they are spoken: full pinyin, its beginning, its first letters, and homophones."""

import os
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import islice, product

from rapidfuzz import process
from rapidfuzz.distance import OSA

os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # we ask for characters only; loading its phrases takes long
from pypinyin import Style, pinyin

READINGS = 3
"""Readings of one character that are used, the usual one first."""
WAYS = 4
"""Readings of one word that are used."""
UNUSUAL = 0.5
"""The likelihood of a reading that is not the usual one of each character."""
LONGEST = 8
"""Characters of the longest word that is found by its pinyin."""
BLURRED = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
"""Sounds that many speakers do not distinguish."""


@cache
def readings(character: str) -> tuple[str, ...]:
    """The readings of a character, without tones; none where it has no pinyin."""
    found = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")[0:1]
    return tuple(dict.fromkeys(found[0]))[:READINGS] if found else ()


def ways(word: str) -> Iterator[tuple[str, ...]]:
    """The readings of a word, as syllables; none where a character has no pinyin."""
    if 0 < len(word) <= LONGEST:
        yield from islice(product(*map(readings, word)), WAYS)


@cache
def blurred(syllable: str) -> str:
    """The syllable with sounds that are often confused made equal."""
    for fine, coarse in BLURRED:
        syllable = syllable.replace(fine, coarse)
    return syllable


class Pinyin:
    """Finds words by pinyin: `terms` and the ends of terms, and pairs of characters for which `holds` is true."""

    def __init__(
        self, terms: Iterable[str], latin: Iterable[str], characters: Iterable[str], holds: Callable[[str], bool]
    ) -> None:
        self._holds = holds
        spelt: dict[str, dict[str, float]] = {}
        initials: dict[str, dict[str, float]] = {}
        alike: dict[tuple[str, ...], dict[str, float]] = {}
        begin: dict[str, list[str]] = {}
        whole: set[str] = set(latin)
        for term in terms:
            for syllables in ways(term):
                usual = [syllable == readings(each)[0] for each, syllable in zip(term, syllables, strict=True)]
                _likely(alike.setdefault(tuple(map(blurred, syllables)), {}), term, all(usual))
                begin.setdefault(syllables[0][0], []).append(term)
                whole.add("".join(syllables))
                for at in range(len(term) - 1):
                    end, likely = term[at:], all(usual[at:])
                    _likely(spelt.setdefault("".join(syllables[at:]), {}), end, likely)
                    _likely(initials.setdefault("".join([each[0] for each in syllables[at:]]), {}), end, likely)
        self._spelt, self._initials, self._alike, self._begin = spelt, initials, alike, begin
        self._sounds, self._letters, self._latin = sorted(spelt), sorted(initials), sorted(latin)
        self._slips: dict[int, list[str]] = {}
        for sound in whole:
            self._slips.setdefault(len(sound), []).append(sound)
        self._read: dict[str, dict[str, float]] = {}
        self._nearly: dict[str, dict[str, float]] = {}
        for character in characters:
            for at, syllable in enumerate(readings(character)):
                _likely(self._read.setdefault(syllable, {}), character, not at)
                _likely(self._nearly.setdefault(blurred(syllable), {}), character, not at)

    def alike(self, word: str) -> dict[str, float]:
        """Other words that sound the same or nearly the same, and how likely they are meant."""
        found: dict[str, float] = {}
        for at, syllables in enumerate(ways(word)):
            sound = tuple(map(blurred, syllables))
            paired = self._paired(self._nearly, *sound) if len(sound) == 2 else {}
            for other, likely in {**paired, **self._alike.get(sound, {})}.items():
                found[other] = max(found.get(other, 0), likely * (UNUSUAL if at else 1))
        found.pop(word, None)
        return found

    def _paired(self, read: Mapping[str, Mapping[str, float]], first: str, second: str) -> dict[str, float]:
        """Pairs of characters with these readings that occur in some item."""
        pairs = product(read.get(first, {}).items(), read.get(second, {}).items())
        return {one + other: min(likely, too) for (one, likely), (other, too) in pairs if self._holds(one + other)}

    def spellings(self, part: str) -> list[str]:
        """A word of characters and letters as letters, one text for each reading."""
        choices = [(each,) if each.isascii() else readings(each) for each in part[:LONGEST]]
        return ["".join(letters) for letters in islice(product(*choices), WAYS)]

    def spelt(self, letters: str) -> dict[str, float]:
        """Words with exactly this pinyin, and how likely they are meant."""
        found: dict[str, float] = {}
        for at in range(1, len(letters)):
            if letters[:at] in self._read and letters[at:] in self._read:
                found |= self._paired(self._read, letters[:at], letters[at:])
        return found | self._spelt.get(letters, {})

    def begun(self, letters: str, most: int) -> list[str]:
        """Words whose pinyin begins so, cut after the syllable that the letters reach, shortest first."""
        found: dict[str, None] = {}
        for sound in _beginning(self._sounds, letters, 40 * most):
            for word in self._spelt[sound]:
                found[word[: _reached(word, letters)]] = None
        return sorted(found, key=len)[:most]

    def initials(self, letters: str) -> dict[str, float]:
        """Words whose syllables have exactly these first letters, and how likely they are meant."""
        return self._initials.get(letters, {})

    def initials_begun(self, letters: str, most: int) -> list[str]:
        """Words whose syllables begin with these first letters, cut to as many characters."""
        begun = _beginning(self._letters, letters, 10 * most)
        found = {word[: len(letters)]: None for first in begun for word in self._initials[first]}
        return list(found)[:most]

    def shortened(self, letters: str) -> list[str]:
        """Terms of which the letters hold at least the beginning of each syllable: pindd for 拼多多."""
        return [
            term
            for term in self._begin.get(letters[0], ())
            if any(_is_short(letters, syllables) for syllables in ways(term))
        ]

    def latin(self, letters: str, most: int) -> list[str]:
        """Latin words with this beginning."""
        return list(islice(_beginning(self._latin, letters, most), most))

    def slips(self, letters: str, most: int) -> list[str]:
        """The nearest Latin words and terms' pinyin, one typing error away, or two in more than seven letters."""
        allowed = 1 if len(letters) <= 7 else 2
        near = [
            sound
            for length in range(len(letters) - allowed, len(letters) + allowed + 1)
            for sound in self._slips.get(length, ())
        ]
        found = process.extract(letters, near, scorer=OSA.distance, score_cutoff=allowed, limit=most)
        return [sound for sound, distance, _ in found if distance == found[0][1]]

    def _is_known(self, letters: str) -> bool:
        return letters in self._spelt or bool(self.spelt(letters))

    def broken_up(self, letters: str) -> list[str]:
        """Letters cut into the fewest known words' pinyin; empty where that is impossible."""
        best: list[list[str] | None] = [[]] + [None] * len(letters)
        for end in range(2, len(letters) + 1):
            for start in range(max(0, end - 24), end - 1):
                before = best[start]
                if before is None or not self._is_known(letters[start:end]):
                    continue
                now = best[end]
                if now is None or len(before) + 1 < len(now):
                    best[end] = [*before, letters[start:end]]
        return best[-1] or []


def _likely(found: dict[str, float], word: str, usual: bool) -> None:
    """Note how likely a word is; the likeliest of its readings counts."""
    found[word] = max(found.get(word, 0), 1.0 if usual else UNUSUAL)


def _beginning(ordered: Sequence[str], start: str, most: int) -> Iterator[str]:
    """The words of a sorted list with this beginning, in order."""
    at = bisect_left(ordered, start)
    for word in ordered[at : at + most]:
        if not word.startswith(start):
            return
        yield word


def _is_short(letters: str, syllables: Sequence[str]) -> bool:
    """Whether the letters are made of a beginning of each syllable, in order."""
    if not syllables or not letters:
        return not syllables and not letters
    first = syllables[0]
    return any(
        letters.startswith(first[:length]) and _is_short(letters[length:], syllables[1:])
        for length in range(len(first), 0, -1)
    )


def _reached(word: str, letters: str) -> int:
    """How many characters of a word the letters reach, at least two."""
    for syllables in ways(word):
        if "".join(syllables).startswith(letters):
            spelt = ""
            for at, syllable in enumerate(syllables, 1):
                spelt += syllable
                if len(spelt) >= len(letters):
                    return max(2, at)
    return len(word)
