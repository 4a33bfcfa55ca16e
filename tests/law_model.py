"""Learn the model of unlawful lines: `python -m tests.law_model` writes presets/law_model.npz.

It learns from tests/law_training.csv, the parts of tests/law_lines.csv and tests/advice_lines.csv that are not held
back, the examples of the rules, and what is shipped as harmless lines; the same lines give the same model.
`python -m tests.law_model voices` tells what all of advice finds in the lines of each writer whom the model has not
read, `-v` with every error. What it says of the sets: `python -m tests.advice_share law`.
"""

import csv
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from rolesmith.advice import likelihood
from rolesmith.advice.check import forget
from rolesmith.advice.folded_text import fold
from rolesmith.advice.ideas import lexicon
from rolesmith.advice.likelihood import LENGTH, MODEL, PLACES, Features, Likelihood
from rolesmith.advice.role_texts import lines_of, pieces_of
from rolesmith.presets.paper import make_paper
from rolesmith.presets.shipped import shipped
from rolesmith.role.blanks import Piece
from tests.advice_share import LAW, Labelled, labelled, said, warned
from tests.logistic import Table, weights_of

TRAINING = Path(__file__).with_name("law_training.csv")
LOOKS = {"post": "text", "conduct": "requirement"}
"""What a writer's place is checked as, where that is no kind of text."""
LEAST = 3
"""Lines in which a feature stands at least."""
DECAY, OFTEN = 0.05, {"shipped": 0.5, "topics": 0.3, "examples": 5.0, "papers": 3.0, "twins": 3.0}
"""How much weights are held down, and how often a line counts: what must be right counts more."""
TOLD = 9_000
"""Features of which the topics are kept."""
SMOOTH = 5.0
"""Lines that each topic is thought to have had with each feature's usual share."""


@dataclass(frozen=True)
class Line:
    """A folded text with the topics that a reader would raise, none for a harmless one."""

    voice: str
    look: str
    text: str
    topics: frozenset[str] = frozenset()

    @property
    def features(self) -> Features:
        return Features(self.text, self.look, lexicon().mentions(self.text))


def lines() -> Iterator[Line]:
    """All that the model learns from."""
    for voice, line in labelled_lines():
        topics = (topic.removeprefix("law.") for topic in line.expected if topic.startswith("law."))
        yield Line(voice, line.look, _folded(line.text), frozenset(topics))
    starters = [starter.role for starter in shipped().starters.values()]
    papers = [make_paper(paper, starters[0], shipped().filling(starters[0])) for paper in shipped().papers.values()]
    for voice, roles in (("shipped", starters), ("papers", papers)):
        for role in roles:
            filling = shipped().filling(role)
            for each in lines_of(role):
                yield Line(voice, each.text_kind, fold(*pieces_of(each, filling), each.label).text)
    for library in shipped().libraries.values():
        for item in library.items:
            for text in filter(None, (item.text, item.standard)):
                yield Line("shipped", "duty", _folded(text.replace("{", "").replace("}", "")))


def _folded(text: str) -> str:
    return fold([Piece(text)], [len(text)]).text


def labelled_lines() -> Iterator[tuple[str, Labelled]]:
    """Those that people have labelled, each with its writer, and the examples of the rules."""
    yield from by_voices()
    for line in (*labelled(LAW), *labelled()):
        if line.part == "seen":
            yield "set", line
    for book in shipped().rules.values():
        for rule in book.rules if book.family == "law" else ():
            for texts, expected in ((rule.hit, {f"law.{rule.counted_as}"}), (rule.passes, set())):
                for text in texts:
                    if isinstance(text, str):
                        yield "examples", Labelled("text", text, frozenset(expected), "seen")


def by_voices() -> Iterator[tuple[str, Labelled]]:
    """The lines written for training, each with its writer."""
    with TRAINING.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            expected = frozenset(f"law.{topic}" for topic in row["expected"].split(";") if topic)
            yield row["voice"], Labelled(LOOKS.get(row["as"], row["as"]), row["text"], expected, row["voice"])


def learnt(given: Sequence[Line]) -> Likelihood:
    """Weights by logistic regression, shares of topics by counting."""
    found = [line.features.places.astype(np.int64) for line in given]
    lengths = np.array([max(1, len(each)) for each in found], dtype=np.float32)
    counts = np.zeros(PLACES, dtype=np.int64)
    for each in found:
        counts[np.unique(each)] += 1
    rows = [each[counts[each] >= LEAST] for each in found]
    often = np.array([OFTEN.get(line.voice, 1) for line in given], dtype=np.float32)
    wanted = np.array([bool(line.topics) for line in given])
    weights = weights_of(Table(rows, lengths**-LENGTH, PLACES), wanted, often, PLACES, DECAY)
    base, weights = weights[-1], weights[:-1]
    topics = tuple(sorted({topic for line in given for topic in line.topics}))
    shares, telling = _shares(given, [np.unique(row) for row in rows], topics)
    first = np.sort(np.argsort(-telling, kind="stable")[:TOLD])
    unit = max(float(np.abs(weights).max()), 1e-6) / 127
    return Likelihood(
        topics,
        np.rint(weights / unit).astype(np.int8),
        first.astype(np.uint32),
        np.rint(shares[first] * 24).astype(np.int8),
        np.array([unit, base], dtype=np.float32),
    )


def _shares(
    given: Sequence[Line], rows: Sequence[NDArray[np.int64]], topics: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How much more often each feature stands in lines of each topic than in all unlawful ones, and how telling it is.

    As a logarithm; a line with several topics counts for each in part.
    """
    column = {topic: at for at, topic in enumerate(topics)}
    counts = np.zeros((PLACES, len(topics)), dtype=np.float32)
    for line, row in zip(given, rows, strict=True):
        for topic in line.topics:
            counts[row, column[topic]] += 1 / len(line.topics)
    usual = counts.sum(axis=1, keepdims=True)
    lines_of_topic = counts.sum(axis=0)
    among = (counts + SMOOTH * lines_of_topic / max(1, lines_of_topic.sum())) / (lines_of_topic + SMOOTH)
    overall = (usual + SMOOTH) / (lines_of_topic.sum() + SMOOTH)
    shares = np.clip(np.log(among / overall), -2.5, 4)
    return shares, np.asarray((counts * shares).sum(axis=1))


def voices() -> None:
    """Print what advice finds in the lines of each writer by a model that has not read them."""
    everything = list(lines())
    verbose = "-v" in sys.argv
    asked = dict.fromkeys(voice for voice, _ in by_voices())
    for voice in [each for each in asked if each in sys.argv] or asked:
        model = learnt([line for line in everything if line.voice != voice])
        likelihood.likelihood = lambda model=model: model  # type: ignore[assignment,misc]
        forget()
        own = tuple(line for each, line in by_voices() if each == voice)
        share = warned(own)
        print(f"{voice:10} recall {share.recall:.3f}  precision {share.precision:.3f}  {share}")
        for line in own if verbose else ():
            if bool(found := said(line)) != bool(line.expected):
                print(f"    {line.text}  {sorted(line.expected)} said {sorted(found)}")


if __name__ == "__main__":
    if "voices" in sys.argv:
        voices()
    else:
        learnt(list(lines())).write(MODEL)
