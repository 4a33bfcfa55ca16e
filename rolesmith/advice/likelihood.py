"""Likelihood: how likely law has something to say of a text, by a linear model over its characters and ideas.

The model is learnt from labelled lines (`python -m tests.law_model`) and is never the only reason of a finding: see
`confirmed`. It is data, not code: numbers that are read without running anything.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import combinations
from math import exp
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from rolesmith.advice.ideas import Mentions
from rolesmith.presets.shipped import FOLDER

MODEL = FOLDER / "law_model.npz"
LONGEST, DENIED_LONGEST = 3, 2
"""Characters of the longest run that is a feature, and of the longest behind a word that denies."""
MOST, MOST_IDEAS = 2_000, 30
"""Characters of a text that are looked at, and ideas of a clause that are paired."""
DIGITS = re.compile(r"\d+")
CLAUSE = re.compile(r"[^,;。!?:\n]+")
END = re.compile(r"[,;。!?:\n]")
DENIES = re.compile("不得|禁止|严禁|不许|不准|不可|不能|不要|杜绝|拒绝|避免|别|莫|不|勿|没|无|查|删|防")
SEPARATOR = "\n"


def features_of(text: str, look: str = "", mentions: Mentions | None = None) -> set[str]:
    """The features of a folded text that is looked at as a duty, a goal or another kind.

    Runs of one to three characters, its two ends marked and every number alike; those behind a word that denies;
    the ideas that it mentions, as such, in this kind of text, and two in one clause in their order.
    """
    whole = DIGITS.sub("0", text[:MOST])
    found = _runs(f"^{whole.replace(SEPARATOR, ';')}$", LONGEST)
    found.add(f"#{look}")
    for clause in CLAUSE.findall(whole):
        if denies := DENIES.search(clause):
            found.update(f"~{run}" for run in _runs(clause[denies.end() :], DENIED_LONGEST))
    for named in _by_clause(text[:MOST], mentions or {}):
        found.update(f"{first}>{second}" for first, second in combinations(named, 2))
        found.update(f"@{name}" for name in named)
        found.update(f"@{name}/{look}" for name in named)
    return found


def _runs(text: str, longest: int) -> set[str]:
    return {text[at : at + n] for n in range(1, longest + 1) for at in range(len(text) - n + 1)}


def _by_clause(text: str, mentions: Mentions) -> Iterator[list[str]]:
    """The ideas of each clause in the order of their first mentions."""
    ends = [match.start() for match in END.finditer(text)]
    clauses: dict[int, dict[str, int]] = {}
    for name, places in mentions.items():
        for start, _ in places:
            if start < MOST:
                clauses.setdefault(bisect_right(ends, start), {}).setdefault(name, start)
    for named in clauses.values():
        yield sorted(named, key=lambda name: (named[name], name))[:MOST_IDEAS]


@dataclass(frozen=True)
class Likelihood:
    """The model: what each feature weighs, and how much more often the first ones stand in lines of each topic."""

    rows: Mapping[str, int]
    topics: tuple[str, ...]
    weights: NDArray[np.int8]
    shares: NDArray[np.int8]
    """A row for each of the first features, a column for each topic."""
    scale: NDArray[np.float32]
    """What one unit of a weight is worth, and the weight of a text without features."""

    @classmethod
    def read(cls, path: Path) -> "Likelihood":
        """From a file of arrays alone."""
        with np.load(path, allow_pickle=False) as file:
            features, topics = (str(file[name].tobytes(), "utf-8").split(SEPARATOR) for name in ("features", "topics"))
            return cls(
                {feature: at for at, feature in enumerate(features)},
                tuple(topics), file["weights"], file["shares"], file["scale"],
            )  # fmt: skip

    def write(self, path: Path) -> None:
        """As `read` takes it."""
        texts = {"features": self.rows, "topics": self.topics}
        arrays: dict[str, Any] = {
            name: np.frombuffer(SEPARATOR.join(words).encode(), dtype=np.uint8) for name, words in texts.items()
        }
        np.savez_compressed(path, weights=self.weights, shares=self.shares, scale=self.scale, **arrays)

    def of(self, features: set[str]) -> float:
        """The likelihood that law has something to say of a text with these features."""
        unit, base = map(float, self.scale)
        return 1 / (1 + exp(-(self._total(features) * unit / max(1, len(features)) ** 0.5 + base)))

    @cached_property
    def _weight(self) -> Mapping[str, int]:
        return dict(zip(self.rows, self.weights.tolist(), strict=True))

    def _total(self, features: Iterable[str]) -> int:
        return sum(filter(None, map(self._weight.get, features)))

    def by_topic(self, features: Iterable[str]) -> dict[str, int]:
        """How much speaks for each topic, if it is one of them."""
        rows = map(self.rows.get, features)
        known = [row for row in rows if row is not None and row < len(self.shares)]
        return dict(zip(self.topics, map(int, self.shares[known].sum(axis=0, dtype=np.int64)), strict=True))

    def weight(self, text: str) -> int:
        """What the characters of a part of a text weigh."""
        return self._total(_runs(DIGITS.sub("0", text), LONGEST))


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


SURE, DOUBTFUL = 0.58, 0.16
"""From which likelihood on one idea of a rule is enough, and below which what a rule has found is no finding."""


def confirmed(text: str, look: str, mentions: Mentions, found: Sequence[str], hinted: Sequence[str]) -> tuple[str, ...]:
    """The topics that stand: those found, unless the model holds them for harmless; where it is sure, the likeliest.

    `hinted`: topics of which the text mentions an idea; of the others nothing is ever said.
    """
    model = likelihood()
    if model is None or not (found or hinted):
        return tuple(found)
    features = features_of(text, look, mentions)
    if model.of(features) < (DOUBTFUL if found else SURE):
        return ()
    if found:
        return tuple(found)
    by_topic = model.by_topic(features)
    return (max(hinted, key=lambda topic: by_topic.get(topic, -(10**9))),)
