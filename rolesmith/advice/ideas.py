"""Ideas: where a folded text says each of them, and where ideas together say what a rule looks for."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import chain
from operator import add
from typing import NamedTuple

from rolesmith.advice.folded_text import ENDS, FoldedText
from rolesmith.presets.ideas import NUMBER, Ideas
from rolesmith.presets.rule import Rule, Saying
from rolesmith.presets.shipped import shipped

NUMERALS = "零一二两俩三仨四五六七八九十百千万半几壹贰叁肆伍陆柒捌玖拾佰仟"
NUMBERS = re.compile(rf"\d[\d.,:%]{{0,12}}|[{NUMERALS}]{{1,6}}")
"""Numbers in figures and in characters; no longer than somebody would write them."""
GOING_ON = re.compile(r"(?<=\d)\d|(?<=[一二两三四五六七八九几])[十百千万]|(?<=[十百千])[一二三四五六七八九]")
"""Where a number goes on: no word begins there, 四十岁 does not say 十岁."""
SPOKEN = str.maketrans(
    "勿唔冇佢嘅俾畀讲食饮寻捉睇亦者之缴购您咱俺侬伊皆均仅嚟喺",
    "不不没他的给给说吃喝找抓看也的的交买你我我你他都都只来在",
)
"""Characters of dialects and of letters that mean the same, so that 勿缴 is 不交 wherever words are looked for."""
WRITTEN = frozenset(map(chr, SPOKEN))
STOPS = re.compile(r"[。;!\n]")
"""Where a sentence ends; ideas on both sides do not belong together."""
MOST, KEPT = 20, 500
"""Mentions of one idea in one text that a finding hangs on, and those that are kept: no real text has as many."""
AROUND = 40
"""Characters between a part and what excuses it nearby at most."""


class Mention(NamedTuple):
    """A part of a folded text that says an idea."""

    start: int
    end: int


@dataclass(slots=True)
class _Letter:
    """What follows a word's beginning: the next characters, and the ideas of the word that ends here."""

    next: dict[str, "_Letter"] = field(default_factory=dict)
    says: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()

    def follow(self, word: str) -> "_Letter":
        """The letter that the word leads to, put in where it is new."""
        at = self
        for character in word:
            at = at.next.setdefault(character, _Letter())
        return at

    def ways(self, text: str, at: int, numbers: Mapping[int, int]) -> Iterator[tuple[int, "_Letter"]]:
        """Each word that goes on here, with where it ends; at a number both its characters and the number are tried."""
        letter: _Letter | None = self
        while letter:
            if letter.says or letter.hides:
                yield at, letter
            if at in numbers and (number := letter.next.get(NUMBER)):
                yield from number.ways(text, numbers[at], numbers)
            letter = letter.next.get(text[at])
            at += 1


Mentions = Mapping[str, Sequence[Mention]]
_Found = tuple[int, int, _Letter]
"""Where a word of the text starts and ends, and what it says."""


class Mentioned(Mapping[str, Sequence[Mention]]):
    """The ideas that a text says, and where, in order; of overlapping words of one idea the one that begins first.

    Where is worked out when somebody asks: of most texts it is enough to know which.
    """

    def __init__(self, found: Sequence[_Found] = ()) -> None:
        self._found = found
        self.names: set[str] = set()
        self.names.update(*[letter.says for _, _, letter in found])
        if hides := [letter.hides for _, _, letter in found if letter.hides]:
            doubted = self.names.intersection(chain(*hides))
            self.names -= doubted - _places(found, doubted).keys()

    def __getitem__(self, name: str) -> Sequence[Mention]:
        return self._places[name]

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def __len__(self) -> int:
        return len(self.names)

    def items(self) -> ItemsView[str, Sequence[Mention]]:
        return self._places.items()

    @cached_property
    def _places(self) -> dict[str, list[Mention]]:
        return _places(self._found, self.names)


def _places(found: Iterable[_Found], names: set[str]) -> dict[str, list[Mention]]:
    """Where the words say some of their ideas and no word with another meaning covers them."""
    said: dict[str, list[Mention]] = defaultdict(list)
    hidden: dict[str, list[Mention]] = defaultdict(list)
    for start, end, letter in found:
        for name in letter.says:
            if name in names:
                said[name].append(Mention(start, end))
        for name in letter.hides:
            hidden[name].append(Mention(start, end))
    for name in [name for name, places in said.items() if len(places) > 1 or name in hidden]:
        if apart := _apart(said.pop(name)[:KEPT], hidden[name][:KEPT]):
            said[name] = apart
    return said


class Lexicon:
    """The words of all ideas. A text is read once, however many words there are.

    A word is followed character by character where its first two stand; one with a number from the number on, where
    what leads up to it stands before it.
    """

    def __init__(self, ideas: Ideas) -> None:
        self._single: dict[str, _Letter] = {}
        self._pairs: dict[str, _Letter] = {}
        """What follows the first two characters of longer words."""
        self._numbered: dict[str, _Letter] = {}
        """What stands before a number, and what follows it."""
        for name, idea in ideas.root.items():
            for word in idea.words:
                self._end_of(word.translate(SPOKEN)).says += (name,)
            for word in idea.but:
                self._end_of(word.translate(SPOKEN)).hides += (name,)
        self._before = sorted({len(before) for before in self._numbered})

    def _end_of(self, word: str) -> _Letter:
        before, number, behind = word.partition(NUMBER)
        if number:
            return self._numbered.setdefault(before, _Letter()).follow(behind)
        if len(word) == 1:
            return self._single.setdefault(word, _Letter())
        return self._pairs.setdefault(word[:2], _Letter()).follow(word[2:])

    def mentions(self, text: str) -> Mentioned:
        """The ideas that the text says."""
        return Mentioned(self._found(text if WRITTEN.isdisjoint(text) else text.translate(SPOKEN)))

    def _found(self, text: str) -> list[_Found]:
        """Each word of the text, with where it starts and ends."""
        single = self._single
        numbers = {match.start(): match.end() for match in NUMBERS.finditer(text)}
        inside = {match.start() for match in GOING_ON.finditer(text)} if numbers else None
        read = text + "\n"  # goes on no word
        found: list[_Found] = []
        if not single.keys().isdisjoint(text):
            found += ((at, at + 1, single[alone]) for at, alone in enumerate(text) if alone in single)
        for at, pair in enumerate(map(self._pairs.get, map(add, text, text[1:])), 2):
            letter, end = pair, at
            while letter:
                if letter.says or letter.hides:
                    found.append((at - 2, end, letter))
                letter = letter.next.get(read[end])
                end += 1
        for at, number_ends in numbers.items():
            for length in self._before:
                if length <= at and (before := self._numbered.get(read[at - length : at])):
                    found += ((at - length, *end) for end in before.ways(read, number_ends, numbers))
        return [each for each in found if each[0] not in inside] if inside else found


def _apart(said: Iterable[Mention], hidden: Iterable[Mention]) -> list[Mention]:
    """Mentions that no word with another meaning covers, the longest of those that overlap."""
    reach: dict[int, int] = {}
    for cover in hidden:
        for at in range(cover.start, cover.end):
            reach[at] = max(reach.get(at, 0), cover.end)
    kept: list[Mention] = []
    for mention in sorted(said):
        if reach.get(mention.start, 0) < mention.end:
            if kept and kept[-1].start == mention.start:
                kept.pop()
            if not kept or kept[-1].end <= mention.start:
                kept.append(mention)
    return kept


@cache
def lexicon() -> Lexicon:
    """The shipped words."""
    return Lexicon(shipped().ideas)


def said(rule: Rule, sayings: Iterable[Saying], folded: FoldedText, mentions: Mentions) -> Iterator[Mention]:
    """The parts of a text that say one of these of the rule's sayings, from the first of the ideas to the last."""
    for saying in sayings:
        excuses = Excuses(rule, folded, mentions, saying.absent)
        for key in mentions.get(saying.key, ())[:MOST]:
            whole = _whole(saying, key, folded, mentions, rule.reach)
            if whole and not excuses.deny(key) and not excuses.hold(whole.start, whole.end):
                yield whole


def is_said(saying: Saying, folded: FoldedText, mentions: Mentions, reach: int) -> bool:
    """Whether a text that mentions all its ideas says it, excused or not."""
    return any(_whole(saying, key, folded, mentions, reach) for key in mentions[saying.key][:MOST])


class Excuses:
    """Where a text says what excuses a rule: before the key, in the same clauses, or nearby."""

    def __init__(self, rule: Rule, folded: FoldedText, mentions: Mentions, absent: Iterable[str] = ()) -> None:
        self._rule = rule
        self._folded = folded
        self._mentions = mentions
        self._absent = absent

    def _all(self, names: Iterable[str]) -> list[Mention]:
        return [mention for name in names if name in self._mentions for mention in self._mentions[name]]

    @cached_property
    def _undone(self) -> set[int]:
        return {mention.end for mention in self._all(self._rule.undone_by)}

    @cached_property
    def _beside(self) -> list[Mention]:
        about = (each for each in self._all(self._rule.about) if each.start not in self._undone)
        return [*about, *self._all(self._absent)]

    @cached_property
    def _nearby(self) -> list[Mention]:
        return sorted(each for each in self._all(self._rule.nearby) if each.start not in self._undone)

    @cached_property
    def _negated(self) -> set[int]:
        return {mention.end for mention in self._all(self._rule.negated_by)}

    @cached_property
    def _denied(self) -> list[int]:
        return sorted(mention.start for mention in self._all(self._rule.denied_by))

    def deny(self, key: Mention) -> bool:
        """Whether 不 stands right before the key, or a word such as 不得 begins before it in its clause: 不抄."""
        if key.start in self._negated:
            return True
        at = bisect_left(self._denied, self._folded.clause(key.start)[0])
        return at < len(self._denied) and self._denied[at] < key.start

    def hold(self, start: int, end: int) -> bool:
        """Whether one of them excuses a part of the text."""
        first, last = self._folded.clause(start)[0], self._folded.clause(max(start, end - 1))[1]
        return any(first <= each.start and each.end <= last for each in self._beside) or _excuses(
            self._nearby, Mention(start, end), self._folded.text
        )


def _whole(saying: Saying, key: Mention, folded: FoldedText, mentions: Mentions, reach: int) -> Mention | None:
    """The nearest mentions of a saying's other ideas together with this one of its key; None where one is missing."""
    whole = key
    for name, sign in saying.others:
        found = mentions.get(name, ())
        near = _nearest(found, whole, folded.text, reach, ENDS if sign == "&" else STOPS, is_before=sign == ">")
        if near is None:
            return None
        whole = Mention(min(whole.start, near.start), max(whole.end, near.end))
    return whole


def _nearest(
    found: Sequence[Mention], whole: Mention, text: str, reach: int, stops: re.Pattern[str], *, is_before: bool
) -> Mention | None:
    """The mention beside a part of the text, at most `reach` characters away and with no stop in between."""
    at = bisect_left(found, whole)
    around = [each for each in found[max(0, at - 3) : at] if each.end <= whole.start]
    if not is_before:
        around += [each for each in found[at : at + 3] if each.start >= whole.end]
    for best in sorted(around, key=lambda each: _gap(each, whole)[1]):
        start, length = _gap(best, whole)
        if length <= reach and not stops.search(text, start, start + length):
            return best
    return None


def _gap(one: Mention, other: Mention) -> tuple[int, int]:
    """Where the text between two mentions starts, and its length."""
    first, second = sorted((one, other))
    return first.end, second.start - first.end


def _excuses(nearby: Sequence[Mention], whole: Mention, text: str) -> bool:
    """Whether one of these stands around a part, in its line."""
    first = max(0, whole.start - AROUND, text.rfind("\n", max(0, whole.start - AROUND), whole.start) + 1)
    stop = text.find("\n", whole.end, whole.end + AROUND)
    last = stop if stop >= 0 else whole.end + AROUND
    at = bisect_left(nearby, Mention(first, first))
    return at < len(nearby) and nearby[at].end <= last
