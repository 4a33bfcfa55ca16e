"""Likelihood: how likely law has something to say of a text, by a linear model over its characters.

The model is learnt from labelled lines (`python -m tests.law_model`) and is never the only reason of a finding: see
`confirmed`. It is data, not code: numbers that are read without running anything.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from rolesmith.presets.shipped import FOLDER

MODEL = FOLDER / "law_model.npz"
LONGEST = 3
"""Characters of the longest feature."""
MOST = 2_000
"""Characters of a text that are looked at."""
DIGITS = re.compile(r"\d+")
CLAUSE = re.compile(r"[^,;。!?\n]+")
SEPARATOR = "\n"


def features_of(text: str) -> set[str]:
    """The features of a folded text: runs of one to three characters, its two ends marked, every number alike."""
    whole = f"^{DIGITS.sub('0', text[:MOST]).replace(SEPARATOR, ';')}$"
    return {whole[at : at + n] for n in range(1, LONGEST + 1) for at in range(len(whole) - n + 1)}


@dataclass(frozen=True)
class Likelihood:
    """The model: a row of whole numbers for each feature, a column for each topic and the last for any of them."""

    rows: Mapping[str, int]
    topics: tuple[str, ...]
    weights: NDArray[np.int8]
    scales: NDArray[np.float32]
    """What one unit of a column is worth."""
    base: NDArray[np.float32]

    @classmethod
    def read(cls, path: Path) -> "Likelihood":
        """From a file of arrays alone."""
        with np.load(path, allow_pickle=False) as file:
            features, topics = (str(file[name].tobytes(), "utf-8").split(SEPARATOR) for name in ("features", "topics"))
            return cls(
                {feature: at for at, feature in enumerate(features)},
                tuple(topics), file["weights"], file["scales"], file["base"],
            )  # fmt: skip

    def write(self, path: Path) -> None:
        """As `read` takes it."""
        texts = {"features": self.rows, "topics": self.topics}
        arrays: dict[str, Any] = {
            name: np.frombuffer(SEPARATOR.join(words).encode(), dtype=np.uint8) for name, words in texts.items()
        }
        np.savez_compressed(path, weights=self.weights, scales=self.scales, base=self.base, **arrays)

    def of(self, text: str) -> tuple[dict[str, float], float]:
        """The likelihood of each topic, and that of any of them, for a folded text."""
        found = self._rows(text)
        sums = self.weights[found].sum(axis=0, dtype=np.int32) * self.scales / max(1.0, len(found) ** 0.5) + self.base
        likely = 1 / (1 + np.exp(-sums))
        return dict(zip(self.topics, map(float, likely[:-1]), strict=True)), float(likely[-1])

    def _rows(self, text: str) -> list[int]:
        return [row for feature in features_of(text) if (row := self.rows.get(feature)) is not None]

    def weightiest(self, text: str, topic: str) -> tuple[int, int]:
        """The clause of a folded text that weighs most for a topic."""
        column = self.topics.index(topic)

        def weight(span: tuple[int, int]) -> int:
            return int(self.weights[self._rows(text[slice(*span)]), column].sum(dtype=np.int64))

        return max((clause.span() for clause in CLAUSE.finditer(text[:MOST])), key=weight, default=(0, len(text)))


@cache
def likelihood() -> Likelihood | None:
    """The shipped model; None where its file cannot be read, and then what rules find stands."""
    try:
        return Likelihood.read(MODEL)
    except (OSError, ValueError, KeyError, BadZipFile):
        return None


def weightiest(text: str, topic: str) -> tuple[int, int]:
    """The clause of a text that weighs most for a topic, by the shipped model."""
    model = likelihood()
    return model.weightiest(text, topic) if model else (0, len(text))


SURE, DOUBTFUL = 0.75, 0.15
"""From which likelihood on one idea of a rule is enough, and below which what a rule has found is no finding."""


def confirmed(text: str, found: Sequence[str], *, hinted: bool) -> tuple[str, ...]:
    """The topics that stand: those found, unless the model holds them for harmless; where it is sure, the likeliest.

    `hinted`: the text mentions an idea of a rule of law; where it mentions none, nothing stands.
    """
    model = likelihood()
    if model is None or not (found or hinted):
        return tuple(found)
    topics, of_any = model.of(text)
    if found:
        return () if of_any < DOUBTFUL else tuple(found)
    return (max(topics, key=topics.__getitem__),) if of_any >= SURE else ()
