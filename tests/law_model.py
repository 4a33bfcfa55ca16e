"""Learn the model of unlawful lines: `python -m tests.law_model` writes presets/law_model.npz.

It learns from tests/law_training.csv, the parts of tests/law_lines.csv and tests/advice_lines.csv that are not held
back, the examples of the rules, and what is shipped as harmless lines; the same lines give the same model. What it says
of lines that it has never seen: `python -m tests.advice_share law`.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rolesmith.advice.folded_text import fold
from rolesmith.advice.likelihood import MODEL, Likelihood, features_of
from rolesmith.advice.role_texts import lines_of, pieces_of
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Piece
from tests.advice_share import LAW, labelled

TRAINING = Path(__file__).with_name("law_training.csv")
LEAST = 3
"""Lines in which a feature stands at least."""
FAINTEST = 32
"""Of 127: features that weigh less with every topic are left out, two in three."""
ROUNDS, RATE, DECAY = 12, 0.3, 1e-4
Line = tuple[str, frozenset[str]]


def lines() -> Iterator[Line]:
    """The folded texts with the topics that a reader would raise, none for a harmless one."""
    for text, topics in labelled_lines():
        yield fold([Piece(text)], [len(text)]).text, topics
    for starter in shipped().starters.values():
        filling = shipped().filling(starter.role)
        for line in lines_of(starter.role):
            yield fold(*pieces_of(line, filling), line.label).text, frozenset()


def labelled_lines() -> Iterator[Line]:
    """Those that people have labelled, and what is shipped as an example or as a duty."""
    with TRAINING.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["text"], frozenset(filter(None, row["expected"].split(";")))
    for line in (*labelled(LAW), *labelled()):
        if line.part == "seen":
            topics = (topic.removeprefix("law.") for topic in line.expected if topic.startswith("law."))
            yield line.text, frozenset(topics)
    for book in shipped().rules.values():
        for rule in book.rules if book.family == "law" else ():
            yield from ((text, frozenset({rule.counted_as})) for text in rule.hit if isinstance(text, str))
            yield from ((text, frozenset()) for text in rule.passes if isinstance(text, str))
    for library in shipped().libraries.values():
        for item in library.items:
            for text in filter(None, (item.text, item.standard)):
                yield text.replace("{", "").replace("}", ""), frozenset()


def learnt(given: list[Line]) -> Likelihood:
    """A logistic regression of each topic and of any, by stochastic gradients (AdaGrad)."""
    found = [features_of(text) for text, _ in given]
    counts = Counter(feature for each in found for feature in each)
    rows = {feature: at for at, feature in enumerate(sorted(f for f, count in counts.items() if count >= LEAST))}
    topics = tuple(sorted({topic for _, expected in given for topic in expected}))
    wanted = np.array([[*(t in expected for t in topics), bool(expected)] for _, expected in given], dtype=np.float32)
    held = [np.array(sorted(rows[f] for f in each if f in rows), dtype=np.int64) for each in found]
    weights = np.zeros((len(rows), wanted.shape[1]), dtype=np.float32)
    moved = np.full_like(weights, 1e-3)
    base = np.full(wanted.shape[1], -2.0, dtype=np.float32)
    chance = np.random.default_rng(1)
    for _ in range(ROUNDS):
        for at in chance.permutation(len(held)):
            if len(there := held[at]):
                _learn(weights, moved, base, there, wanted[at])
    scales = np.maximum(np.abs(weights).max(axis=0), 1e-6) / 127
    whole = np.rint(weights / scales).astype(np.int8)
    matters = np.abs(whole.astype(np.int16)).max(axis=1) >= FAINTEST
    kept = [feature for feature, at in rows.items() if matters[at]]
    return Likelihood(
        {feature: at for at, feature in enumerate(kept)}, topics, whole[matters], scales.astype(np.float32), base
    )


def _learn(
    weights: NDArray[np.float32],
    moved: NDArray[np.float32],
    base: NDArray[np.float32],
    there: NDArray[np.int64],
    wanted: NDArray[np.float32],
) -> None:
    share = 1 / len(there) ** 0.5
    said = 1 / (1 + np.exp(-(weights[there].sum(axis=0) * share + base)))
    slope = (said - wanted) * share + DECAY * weights[there]
    moved[there] += slope * slope
    weights[there] -= RATE * slope / np.sqrt(moved[there])
    base -= 0.01 * (said - wanted)


if __name__ == "__main__":
    learnt(list(lines())).write(MODEL)
