"""Answers: for which topics a line of a description speaks, and with what share, told from its words.

The words stand in presets/topics.yaml and presets/shares.yaml. Nothing here is sure: every answer has a score.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from rolesmith.files import yaml
from rolesmith.libraries.topics import Topic, topics
from rolesmith.presets.shipped import FOLDER
from rolesmith.role.text import folded

FILE = FOLDER / "shares.yaml"
Share = Literal["主责", "协助", "知情"]
OWNER: Share = "主责"
HELPER: Share = "协助"
INFORMED: Share = "知情"
READ = 400
"""Characters of a line that are read."""
SENTENCE = re.compile(r"[。；;！!？?\n]+|(?<![\d.])\d{1,2}[、.．)）](?!\d)")
CLAUSE = re.compile(r"[，,：:]+")
OTHERS = re.compile(
    r"由(?P<by>(?!你|您|本岗|我)[^，由]{1,8}?)(?:自己)?(?:负责|做|管|承担|来定|处理)"
    r"|(?:[都也全]归(?P<to>(?!你|您|本岗|我)[^，归]{1,6})|归(?P<of>(?!你|您|本岗|我)[^，归]{1,6})(?:管|负责))$"
)
"""Who else does what a clause says."""
BASE, CHARACTER, TOGETHER, MOST = 0.4, 0.05, 0.1, 0.95
"""The score of a set of words that is there, for each of its characters, for one clause that has them all; the most."""
NEAR = 0.75
"""A topic whose score is a smaller part of the best one's is not told."""
START = 5
"""Characters of a clause in which the verb stands that governs it."""
GENERAL = ("team", "other")
"""Areas of which a line about the office may speak."""


class Words(BaseModel):
    """presets/shares.yaml"""

    model_config = ConfigDict(frozen=True, extra="forbid")

    leading: tuple[str, ...]
    helping: tuple[str, ...]
    own: tuple[str, ...]
    known: tuple[str, ...]
    seen: tuple[str, ...]
    asked: tuple[str, ...]
    office: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """A topic that a line speaks for; `score` from 0 to 1."""

    topic: Topic
    share: Share
    score: float


@dataclass(frozen=True, eq=False)
class _Set:
    """One way to speak of a topic: of each slot a word, and none of those that speak of something else."""

    topic: int
    slots: tuple[frozenset[str], ...]
    unless: frozenset[str]


def answers(text: str, title: str = "") -> tuple[Answer, ...]:
    """The topics of a line, the likeliest first; `title` is the post's, for clauses that say who does what."""
    return _answers(text[:READ], folded(title)[:50])


def leads(text: str) -> tuple[str, ...]:
    """The words by which a line leads or checks what others do, or takes over what is too hard for them."""
    start = folded(text[:READ])[: START + 1]
    return tuple(word for word in _words().leading if word in start)


def speaks_of(topic: Topic, words: Iterable[str]) -> bool:
    """Whether a topic is said with one of these words."""
    return any(word in way for way in topic.said for word in words)


@lru_cache(maxsize=20_000)
def _answers(text: str, title: str) -> tuple[Answer, ...]:
    words, found = _words(), _Sets.read()
    whole = folded(text)
    if any(word in whole for word in words.asked):
        return ()
    office = any(word in whole for word in words.office)
    best: dict[int, tuple[float, int, Answer]] = {}
    for sentence in map(_Sentence, _sentences(text)):
        for each, score, at, said in found.of(sentence.own(title)):
            topic = found.topics[each.topic]
            if office and topic.area not in GENERAL:
                continue
            if each.topic not in best or (score, at) > best[each.topic][:2]:
                best[each.topic] = score, at, Answer(topic, sentence.share(at, said), score)
    likely = sorted((answer for *_, answer in best.values()), key=lambda answer: -answer.score)
    return tuple(answer for answer in likely if answer.score >= NEAR * likely[0].score)


class _Sentence:
    """A sentence in clauses."""

    def __init__(self, text: str) -> None:
        self.clauses = [clause for part in CLAUSE.split(text) if (clause := folded(part))]

    def own(self, title: str) -> list[str]:
        """The clauses, empty where another post does what they say."""
        return ["" if _is_of_another(clause, title) else clause for clause in self.clauses]

    def _of(self, words: Sequence[str]) -> list[str]:
        """Those of the words that may stand in a clause."""
        whole = "，".join(self.clauses)
        return [word for word in words if _has(whole, word)]

    @cached_property
    def _known(self) -> bool:
        """Whether the sentence only asks to know."""
        return any(_has(clause, word) for word in self._of(_words().known) for clause in self.clauses)

    @cached_property
    def _helping(self) -> list[tuple[int, bool, str]]:
        """Each word of helping: the number of its clause, whether that begins with it."""
        clauses = list(enumerate(map(_without_own, self.clauses)))
        words = self._of(_words().helping)
        return [(at, clause.startswith(word), word) for at, clause in clauses for word in words if _has(clause, word)]

    def share(self, at: int, said: frozenset[str]) -> Share:
        """Of the topic whose words `said` stand last in the clause with a number.

        One helps where a word of that stands there or before, or begins a later clause; not where the topic is that.
        """
        here = self.clauses[at]
        if self._known or (any(here.find(word) in range(START) for word in _words().seen) and "并" not in here):
            return INFORMED
        helping = (word for place, begins, word in self._helping if place <= at or begins)
        return HELPER if any(not any(word in each for each in said) for word in helping) else OWNER


class _Sets:
    """The sets of words of all topics; each is looked for where the rarest of its slots is there."""

    def __init__(self, known: Sequence[Topic]) -> None:
        self.topics = tuple(topic for topic in known if topic.kind == "duty")
        sets = [each for at, topic in enumerate(self.topics) for each in _sets(at, topic)]
        uses = Counter(word for each in sets for slot in each.slots for word in slot)
        self._anchored: defaultdict[str, list[_Set]] = defaultdict(list)
        for each in sets:
            for word in min(each.slots, key=lambda slot: sum(uses[word] for word in slot)):
                self._anchored[word].append(each)
        self._by_first: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted({*uses, *(word for each in sets for word in each.unless)}):
            self._by_first[word[0]].append(word)

    @classmethod
    @cache
    def read(cls) -> "_Sets":
        """Of presets/topics.yaml."""
        return cls(topics())

    def of(self, clauses: Sequence[str]) -> Iterator[tuple[_Set, float, int, frozenset[str]]]:
        """Each set that is there, with its score, the clause in which it is complete, and its words."""
        there: dict[str, set[int]] = {}
        for at, clause in enumerate(clauses):
            for word in self._in(clause):
                there.setdefault(word, set()).add(at)
        for each in dict.fromkeys(found for word in there for found in self._anchored.get(word, ())):
            if each.unless.isdisjoint(there) and not any(slot.isdisjoint(there) for slot in each.slots):
                said = [max(slot & there.keys(), key=lambda word: (len(word), word)) for slot in each.slots]
                places = set.intersection(*(there[word] for word in said))
                at = min(places) if places else max(min(there[word]) for word in said)
                score = BASE + CHARACTER * sum(map(len, said)) + (TOGETHER if places else 0)
                yield each, min(MOST, score), at, frozenset(said)

    def _in(self, clause: str) -> Iterator[str]:
        for at, first in enumerate(clause):
            yield from (word for word in self._by_first.get(first, ()) if clause.startswith(word, at))


def _sets(at: int, topic: Topic) -> Iterator[_Set]:
    unless = _words_in(topic.unless)
    for written in topic.said:
        said, _, never = written.partition(" -")
        slots = tuple(map(_words_in, said.split()))
        yield _Set(at, slots, unless | _words_in(never))


def _words_in(written: str) -> frozenset[str]:
    return frozenset(filter(None, map(folded, written.split("|"))))


def _sentences(text: str) -> Iterable[str]:
    return (part for part in SENTENCE.split(text) if part and part.strip())


def _is_of_another(clause: str, title: str) -> bool:
    found = OTHERS.search(clause)
    who = (found["by"] or found["to"] or found["of"]) if found else ""
    return bool(title and who) and not any(who[n : n + 2] in title for n in range(max(1, len(who) - 1)))


def _has(clause: str, word: str) -> bool:
    return word in clause if " " not in word else all(part in clause for part in word.split())


def _without_own(clause: str) -> str:
    for phrase in _words().own:
        clause = clause.replace(phrase, "")
    return clause


@cache
def _words() -> Words:
    return yaml.read(Words, FILE.read_bytes(), FILE.name)
