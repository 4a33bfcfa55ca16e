"""Likelihood: how likely law has something to say of a text, by a linear model over its characters and ideas.

The model is learnt from labelled lines (`python -m tests.law_model`) and is never the only reason of a finding: what
rules find it confirms, and of a topic it speaks only where the text mentions one of its ideas. It is data, not code:
numbers that are read without running anything.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple, TypeVar
from zipfile import BadZipFile
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from rolesmith.advice.folded_text import CLAUSE
from rolesmith.advice.ideas import Mention, Mentions
from rolesmith.presets.shipped import FOLDER

MODEL = FOLDER / "law_model.npz"
BITS = 19
PLACES = 1 << BITS
"""Places of the features: each has one by its hash, which a few share."""
LENGTH = 0.35
"""The power of the number of features by which what they weigh is divided: long texts say more, not much more."""
MOST, MOST_IDEAS = 2_000, 30
"""Characters of a text that are looked at, and ideas of a clause that are paired."""
DIGITS = re.compile(r"\d+")
DENIES = re.compile("不得|禁止|严禁|不许|不准|不可|不能|不要|杜绝|拒绝|避免|别|莫|不|勿|没|无|查|删|防")
Key = TypeVar("Key", bound=Hashable)
Places = NDArray[np.uint32]
SEPARATOR = "\n"
SURE, DOUBTFUL, UNLIKELY, FAINT = 0.5, -0.5, -4.0, 0.5
"""Odds from which one idea of a rule is enough, and below which what its ideas, or its patterns, have found is nothing.

The last: below which weight of its ideas a text in which no rule has found anything is looked at no further.
"""
PLAIN = -3.5
"""Odds below which a clause that begins with a verb is a harmless duty by itself."""
RIVALS = 4
"""As many topics likelier than it leave of a topic nothing to say."""


class _Kinds(NamedTuple):
    """Kinds of runs, a column each: what the characters of a window are multiplied by, and how many it spans."""

    odd: Places
    spans: tuple[int, ...]


def _kinds(*columns: tuple[int, ...]) -> _Kinds:
    widest = max(map(len, columns))
    odd = np.array([column + (0,) * (widest - len(column)) for column in columns], dtype=np.uint32)
    return _Kinds(odd.T.copy(), tuple(map(len, columns)))


RUNS = _kinds(
    (2654435761,),
    (2246822519, 3266489917),
    (668265263, 374761393, 1181783497),
    (2943826697, 0, 3550635117),
    (3644798167, 0, 0, 961748941),
)
"""One to three neighbours, and two with one or two between them; by odd numbers of their own 扣款 is not 款扣."""
DENIED = _kinds((3266489917,), (374761393, 2654435761))
"""One and two neighbours behind a word that denies."""
MIX = np.uint32(2246822519)


class Features:
    """What the model sees of a folded text that is looked at as a duty, a goal or another kind."""

    def __init__(self, text: str, look: str = "", mentions: Mentions | None = None) -> None:
        self._text = text[:MOST]
        self.look = look
        self.mentions = mentions or {}

    @cached_property
    def ideas(self) -> frozenset[str]:
        """The ideas that it mentions, as such, in this kind of text, and two in one clause in their order."""
        return frozenset(_ideas(self._text, self.look, self.mentions))

    @cached_property
    def runs(self) -> Places:
        """The places of its runs of characters, its two ends marked and every number alike.

        One to three neighbours, two with one or two between them, and those behind a word that denies.
        """
        text = f"^{DIGITS.sub('0', self._text)}$"
        found = [_hashes(text, RUNS)]
        for clause in CLAUSE.finditer(text) if DENIES.search(text) else ():
            if denies := DENIES.search(text, *clause.span()):
                found.append(_hashes(text[denies.end() : clause.end()], DENIED))
        return _mixed(np.concatenate(found) if len(found) > 1 else found[0])

    @cached_property
    def places(self) -> Places:
        """All of them."""
        return np.append(self.runs, np.array([place(name) for name in sorted(self.ideas)], dtype=np.uint32))

    def __len__(self) -> int:
        return len(self.ideas) + len(self.runs)


def _ideas(text: str, look: str, mentions: Mentions) -> Iterator[str]:
    yield f"#{look}"
    for named in _by_clause(text, mentions):
        yield from map(">".join, combinations(named, 2))
        for name in named:
            yield f"@{name}"
            yield f"@{name}/{look}"


def _by_clause(text: str, mentions: Mentions) -> Iterator[list[str]]:
    """The ideas of each clause in the order of their first mentions."""
    begins = [match.start() for match in CLAUSE.finditer(text)]
    clauses: dict[int, dict[str, int]] = {}
    for name, places in mentions.items():
        for start, _ in places:
            if start < MOST:
                clauses.setdefault(bisect_right(begins, start), {}).setdefault(name, start)
    for named in clauses.values():
        yield sorted(named, key=lambda name: (named[name], name))[:MOST_IDEAS]


def _hashes(text: str, kinds: _Kinds) -> Places:
    """The hashes of all runs of these kinds in a text."""
    length, width = len(text), len(kinds.odd)
    codes = (text + "\0" * width).encode("utf-32-le", "replace")
    windows: NDArray[Any] = np.ndarray((length, width), "<u4", codes, 0, (4, 4))
    hashes: Places = windows @ kinds.odd
    return hashes[_inside(length, kinds.spans)]


@lru_cache(maxsize=512)
def _inside(length: int, spans: tuple[int, ...]) -> NDArray[np.bool_]:
    """Which of the runs that begin at each of so many characters end within them."""
    return np.add.outer(np.arange(length), spans) <= length


def _mixed(hashes: Places) -> Places:
    hashes ^= hashes >> np.uint32(15)
    hashes *= MIX
    hashes >>= np.uint32(32 - BITS)
    return hashes


def place(name: str) -> int:
    """The place of a feature that has a name."""
    return int(_mixed(np.array([crc32(name.encode())], dtype=np.uint32))[0])


class _Weights(dict[Key, int]):
    """What each thing weighs, when it is first asked for."""

    def __init__(self, weigh: Callable[[Key], int]) -> None:
        super().__init__()
        self._weigh = weigh

    def __missing__(self, key: Key) -> int:
        self[key] = weight = self._weigh(key)
        return weight


@dataclass(frozen=True)
class Likelihood:
    """The model: what each place weighs, and how much more often the most telling stand in lines of each topic."""

    topics: tuple[str, ...]
    weights: NDArray[np.int8]
    telling: Places
    """The places that tell topics apart, in order."""
    shares: NDArray[np.int8]
    """A row for each of them, a column for each topic."""
    scale: NDArray[np.float32]
    """What one unit of a weight is worth, and the weight of a text without features."""

    @classmethod
    def read(cls, path: Path) -> "Likelihood":
        """From a file of arrays alone."""
        with np.load(path, allow_pickle=False) as file:
            topics = str(file["topics"].tobytes(), "utf-8").split(SEPARATOR)
            return cls(tuple(topics), file["weights"], file["telling"], file["shares"], file["scale"])

    def write(self, path: Path) -> None:
        """As `read` takes it."""
        arrays: dict[str, Any] = {name: getattr(self, name) for name in ("weights", "telling", "shares", "scale")}
        topics = np.frombuffer(SEPARATOR.join(self.topics).encode(), dtype=np.uint8)
        np.savez_compressed(path, topics=topics, **arrays)

    @cached_property
    def _of_feature(self) -> _Weights[str]:
        return _Weights(lambda name: int(self.weights[place(name)]))

    @cached_property
    def _alone(self) -> dict[str, _Weights[str]]:
        """Of each kind of text what each idea weighs by itself."""
        return {}

    @cached_property
    def _of_pair(self) -> _Weights[tuple[str, str]]:
        """What two ideas weigh together at most, whichever comes first."""
        of = self._of_feature
        return _Weights(lambda pair: max(0, of[">".join(pair)]) + max(0, of[">".join(reversed(pair))]))

    def _of_ideas(self, look: str, mentions: Mentions) -> int:
        of = self._of_feature
        if look not in self._alone:
            self._alone[look] = _Weights(lambda name: of[f"@{name}"] + of[f"@{name}/{look}"])
        return sum(map(self._alone[look].__getitem__, mentions))

    def hint(self, look: str, mentions: Mentions) -> float:
        """What the ideas weigh that a text of this kind mentions, each by itself: it takes little time to know."""
        return self._of_ideas(look, mentions) * float(self.scale[0])

    def is_sure(self, features: Features) -> bool:
        """Whether the odds are high; of most texts it need not be known in which order they mention their ideas."""
        unit, base = map(float, self.scale)
        runs, mentions = features.runs, features.mentions
        if len(runs) < MOST and len(mentions) <= MOST_IDEAS:
            together = sum(map(self._of_pair.__getitem__, combinations(mentions, 2)))
            most = together + self._of_ideas(features.look, mentions) + self._of_feature[f"#{features.look}"]
            if unit * (most + self._sum(runs)) < (SURE - base) * len(runs) ** LENGTH:
                return False
        return self.odds(features) >= SURE

    def odds(self, features: Features) -> float:
        """How likely law has something to say of a text with these features: above 0 rather than not."""
        unit, base = map(float, self.scale)
        total = sum(map(self._of_feature.__getitem__, features.ideas)) + self._sum(features.runs)
        return float(unit * total / len(features) ** LENGTH + base)

    def by_topic(self, features: Features) -> dict[str, int]:
        """How much speaks for each topic, if it is one of them."""
        places = np.unique(features.places)
        rows = np.minimum(np.searchsorted(self.telling, places), len(self.telling) - 1)
        known = rows[self.telling[rows] == places]
        return dict(zip(self.topics, map(int, self.shares[known].sum(axis=0, dtype=np.int64)), strict=True))

    def weight(self, text: str) -> int:
        """What the characters of a part of a text weigh."""
        return self._sum(_mixed(_hashes(DIGITS.sub("0", text), RUNS)))

    def _sum(self, places: Places) -> int:
        return int(np.add.reduce(self.weights[places], dtype=np.int64))


@cache
def likelihood() -> Likelihood | None:
    """The shipped model; None where its file cannot be read, and then what rules find stands."""
    try:
        return Likelihood.read(MODEL)
    except (OSError, ValueError, KeyError, BadZipFile):
        return None


def weightiest(text: str, among: Sequence[int]) -> tuple[int, int]:
    """Of the clauses of a text in which something stands, such as an idea, the one that weighs most."""
    model = likelihood()
    clauses = [clause.span() for clause in CLAUSE.finditer(text[:MOST])]
    clauses = [(start, end) for start, end in clauses if any(start <= at < end for at in among)]
    return max(clauses, key=lambda span: model.weight(text[slice(*span)]) if model else 0, default=(0, len(text)))


def is_faint(look: str, mentions: Mentions) -> bool:
    """Whether the ideas of a text show by themselves that nothing will be said where no rule has found anything."""
    model = likelihood()
    return model is None or model.hint(look, mentions) < FAINT


def odds_of_found(text: str, look: str, mentions: Mentions, parts: Iterable[tuple[int, int]]) -> float:
    """The odds of a text in whose parts rules have found something: those of a part count half where they are higher.

    So what one clause says is not lost in a long text.
    """
    model = likelihood()
    if model is None:
        return 0.0
    whole = model.odds(Features(text, look, mentions))
    own = (model.odds(Features(text[a:b], look, _within(mentions, a, b))) for a, b in parts if b - a < len(text) - 1)
    return max(whole, (whole + max(own, default=whole)) / 2)


def _within(mentions: Mentions, start: int, stop: int) -> dict[str, list[Mention]]:
    """The mentions in a part of a text, as places in it."""
    found: dict[str, list[Mention]] = {}
    for name, places in mentions.items():
        if own := [Mention(each.start - start, each.end - start) for each in places if start <= each.start < stop]:
            found[name] = own
    return found


def likeliest(text: str, look: str, mentions: Mentions, hinted: Sequence[str]) -> str:
    """Where the model is sure, the likeliest of the topics of which the text mentions an idea; else nothing."""
    model = likelihood()
    if model is None or not hinted or not model.is_sure(features := Features(text, look, mentions)):
        return ""
    by_topic = model.by_topic(features)
    topic = max(hinted, key=lambda topic: by_topic.get(topic, -(10**9)))
    return topic if sum(told > by_topic.get(topic, 0) for told in by_topic.values()) < RIVALS else ""
