"""Summary: what a document says at a glance, on a card before all the rest."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from rolesmith.document.document import Document, Grid, Heading, Numbered, Phrase, Sheet
from rolesmith.document.kinds.lines import HEADS
from rolesmith.formats.weights import Weights
from rolesmith.role.text import one_line

SHORT = 16
"""Characters of the longest fact."""
FACTS, GOALS, WEIGHTS = 6, 3, 8
"""The most that a card has room for."""


@dataclass(frozen=True)
class Summary:
    """The short facts, the first goals, the duties by group, and what is weighed, as the document shows them."""

    facts: tuple[tuple[str, str], ...]
    goals: tuple[str, ...]
    duties: tuple[tuple[str, int], ...]
    """The title of each group, and how many duties it has."""
    weights: tuple[tuple[str, float], ...]
    """Each indicator, and its weight in percent."""

    def __bool__(self) -> bool:
        """Whether it is worth a card: facts alone stand at the beginning anyway."""
        return bool(self.duties or self.weights)

    @property
    def number(self) -> int:
        """Of all duties."""
        return sum(number for _, number in self.duties)


def summary(document: Document) -> Summary:
    """The summary of a document."""
    return Summary(
        tuple(islice(_facts(document), FACTS)),
        tuple(islice(_goals(document), GOALS)),
        tuple(_duties(document)),
        tuple(islice(_weights(document), WEIGHTS)),
    )


def _facts(document: Document) -> Iterator[tuple[str, str]]:
    sheets = (element for part in document.parts for element in part.elements if isinstance(element, Sheet))
    for label, value in next(sheets, Sheet("", ())).rows:
        text = _written(value)
        if text and len(text) <= SHORT and text != one_line(document.name):
            yield one_line(str(label)), text


def _goals(document: Document) -> Iterator[str]:
    for _, lines in _lists(document):
        if lines.head == HEADS["goal"]:
            yield from filter(None, (_written(entry.phrase) for entry in lines.entries if not entry.phrase.to_fill))


def _duties(document: Document) -> Iterator[tuple[str, int]]:
    for title, lines in _lists(document):
        written = sum(not entry.label and not entry.phrase.to_fill for entry in lines.entries)
        if written and lines.head == Numbered.head:
            yield title, written


def _lists(document: Document) -> Iterator[tuple[str, Numbered]]:
    """Each list, and what stands above it."""
    for part in document.parts:
        title = one_line(str(part.title))
        for element in part.elements:
            if isinstance(element, Heading):
                title = one_line(str(element.title))
            elif isinstance(element, Numbered):
                yield title, element


def _weights(document: Document) -> Iterator[tuple[str, float]]:
    for grid in (element for part in document.parts for element in part.elements if isinstance(element, Grid)):
        weights = Weights(str(row[grid.weight]) for row in grid.rows if grid.weight)
        for row, weight in zip(grid.rows, weights.numbers, strict=False):
            if weight and (indicator := _written(row[0])):
                yield indicator, round(weight.value / weights.whole * 100, 6)


def _written(phrase: Phrase) -> str:
    """A text on one line; empty where a blank in it is open."""
    return "" if any(piece.open for piece in phrase.pieces) else one_line(str(phrase))
