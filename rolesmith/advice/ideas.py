"""Ideas: where a folded text says each of them, and where ideas together say what a rule looks for."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import ItemsView, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

from rolesmith.advice.folded_text import ENDS, FoldedText
from rolesmith.advice.grams import Joined, Sieve
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
WRITTEN = re.compile(f"[{''.join(map(chr, SPOKEN))}]")
STOPS = re.compile(r"[。;!\n]")
"""Where a sentence ends; ideas on both sides do not belong together."""
MOST, KEPT = 20, 500
"""Mentions of one idea in one text that a finding hangs on, and those that are kept: no real text has as many."""
BEGIN, BITS = 4, 19
"""Characters of a word by which it is looked up, and bits of their hashes."""
AROUND = 40
"""Characters between a part and what excuses it nearby at most."""


class Mention(NamedTuple):
    """A part of a folded text that says an idea."""

    start: int
    end: int


class _Meaning(NamedTuple):
    """The ideas that a word says, and those that it hides where they stand within it."""

    says: tuple[str, ...]
    hides: tuple[str, ...]


@dataclass(slots=True)
class _Letter:
    """What follows a number in words: the next characters, and the meaning of the word that ends here."""

    next: dict[str, "_Letter"] = field(default_factory=dict)
    means: _Meaning | None = None

    def follow(self, word: str) -> "_Letter":
        """The letter that the word leads to, put in where it is new."""
        at = self
        for character in word:
            at = at.next.setdefault(character, _Letter())
        return at

    def ways(self, text: str, at: int, numbers: Mapping[int, int]) -> Iterator[tuple[int, _Meaning]]:
        """Each word that goes on here, with where it ends; at a number both its characters and the number are tried."""
        letter: _Letter | None = self
        while letter:
            if letter.means:
                yield at, letter.means
            if at in numbers and (number := letter.next.get(NUMBER)):
                yield from number.ways(text, numbers[at], numbers)
            letter = letter.next.get(text[at])
            at += 1


Mentions = Mapping[str, Sequence[Mention]]
_Found = tuple[int, int, _Meaning]
"""Where a word of the text starts and ends, and what it means."""


class Mentioned(Mapping[str, Sequence[Mention]]):
    """The ideas that a text says, and where, in order; of overlapping words of one idea the one that begins first.

    Where is worked out when somebody asks: of most texts it is enough to know which.
    """

    def __init__(self, found: Sequence[_Found] = (), start: int = 0) -> None:
        """The words that were found in a text that starts here."""
        self._found = found
        self._start = start
        self.names: set[str] = set()
        self.names.update(*[means.says for _, _, means in found])
        hides = [means.hides for _, _, means in found if means.hides]
        if hides and (doubted := self.names.intersection(chain(*hides))):
            self.names -= doubted - _places(found, start, doubted).keys()

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
        return _places(self._found, self._start, self.names)


def _places(found: Iterable[_Found], begins: int, names: set[str]) -> dict[str, list[Mention]]:
    """Where the words say some of their ideas and no word with another meaning covers them."""
    said: dict[str, list[Mention]] = defaultdict(list)
    hidden: dict[str, list[Mention]] = defaultdict(list)
    for start, end, means in found:
        for name in means.says:
            if name in names:
                said[name].append(Mention(start - begins, end - begins))
        for name in means.hides:
            if name in names:
                hidden[name].append(Mention(start - begins, end - begins))
    for name in [name for name, places in said.items() if len(places) > 1 or name in hidden]:
        if apart := _apart(said.pop(name)[:KEPT], hidden[name][:KEPT]):
            said[name] = apart
    return said


class Lexicon:
    """The words of all ideas. Texts are read once, however many words there are.

    A word is looked up by its first characters, and the rest is compared; one with a number is followed from the
    number on, where what leads up to it stands before it.
    """

    def __init__(self, ideas: Ideas) -> None:
        says: dict[str, tuple[str, ...]] = defaultdict(tuple)
        hides: dict[str, tuple[str, ...]] = defaultdict(tuple)
        for name, idea in ideas.root.items():
            for word in idea.words:
                says[word.translate(SPOKEN)] += (name,)
            for word in idea.but:
                hides[word.translate(SPOKEN)] += (name,)
        self._numbered: dict[str, _Letter] = {}
        """What stands before a number, and what follows it."""
        once: dict[Any, Any] = {}  # what many words share stays at hand
        begun: dict[str, list[tuple[str, _Meaning]]] = defaultdict(list)
        for word in dict.fromkeys((*says, *hides)):
            means = _Meaning(says.get(word, ()), hides.get(word, ()))
            means = once.setdefault(means, means)
            before, number, behind = word.partition(NUMBER)
            if number:
                self._numbered.setdefault(before, _Letter()).follow(behind).means = means
            else:
                begun[word[:BEGIN]].append((word[BEGIN:], means))
        self._before = sorted({len(before) for before in self._numbered})
        ends = ((begin, tuple(sorted(rests, key=_length))) for begin, rests in begun.items())
        self._words = Sieve({begin: once.setdefault(rests, rests) for begin, rests in ends}, BITS)

    def mentions(self, text: str) -> Mentioned:
        """The ideas that the text says."""
        return self.mentions_in(Joined([text]))[0]

    def mentions_in(self, texts: Joined) -> list[Mentioned]:
        """The ideas that each text says."""
        found = self._found(texts.text.translate(SPOKEN) if WRITTEN.search(texts.text) else texts.text)
        return [Mentioned(own, start) for start, own in texts.apart(found)]

    def _found(self, text: str) -> list[_Found]:
        """Each word of the text in order, with where it starts and ends; its last character goes on no word."""
        found: list[_Found] = []
        for start, end, words in self._words.places(text):
            for rest, means in words:
                if not rest:
                    found.append((start, end, means))
                elif text.startswith(rest, end):
                    found.append((start, end + len(rest), means))
        numbers = {match.start(): match.end() for match in NUMBERS.finditer(text)}
        if not numbers:
            return found
        for at, number_ends in numbers.items():
            for length in self._before:
                if length <= at and (before := self._numbered.get(text[at - length : at])):
                    found += ((at - length, *end) for end in before.ways(text, number_ends, numbers))
        inside = {match.start() for span in numbers.items() for match in GOING_ON.finditer(text, *span)}
        return sorted((each for each in found if each[0] not in inside), key=itemgetter(0))


def _length(rest: tuple[str, _Meaning]) -> int:
    return len(rest[0])


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
