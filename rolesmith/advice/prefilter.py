"""Prefilter: by its characters alone, which patterns may match a text; the others need not be searched.

A gate has grams, characters or pairs of neighbours: every match of its pattern holds at least one of them.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rolesmith.advice.grams import Joined, Sieve

try:
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # another Python version: every text is searched
    parser = None

WIDEST = 60
"""Characters of the widest range that is useful."""
COMMON = frozenset(
    ",、;:的一不有人日月天周年大小上下中后前时每当出成到由以为与和品单商货款价店平台数量核客户发写改新作目标理完动活量达成员0123456789"
)
"""Characters that most duties hold: alone they exclude few texts."""
DIGITS = frozenset("0123456789")
Grams = frozenset[str]
BITS = 14
"""Of the hashes of grams."""


def grams_of(pattern: str) -> Grams:
    """The grams of a pattern that exclude the most texts; none where nothing is certain."""
    return min(_needed(parser.parse(pattern)), key=_weight, default=Grams()) if parser else Grams()


def _weight(grams: Grams) -> int:
    """A lower weight means that they exclude more texts."""
    return sum(1 if len(gram) > 1 else 100 if gram in COMMON else 20 for gram in grams)


def _needed(items: Iterable[tuple[Any, Any]]) -> Iterator[Grams]:
    """Sets of which every match holds a gram each."""
    before = ""
    for kind, value in items:
        character = ""
        match str(kind):
            case "LITERAL":
                character = chr(value)
                yield Grams({before + character})
            case "IN":
                yield from _listed(value)
            case "SUBPATTERN":
                yield from _needed(value[3])
            case "MAX_REPEAT" | "MIN_REPEAT" if value[0]:
                yield from _needed(value[2])
            case "BRANCH":
                best = [min(_needed(branch), key=_weight, default=None) for branch in value[1]]
                if None not in best:
                    yield Grams().union(*filter(None, best))
            case _:
                pass
        before = character


def _listed(values: Sequence[tuple[Any, Any]]) -> Iterator[Grams]:
    found: set[str] = set()
    for kind, value in values:
        match str(kind):
            case "LITERAL":
                found.add(chr(value))
            case "RANGE" if value[1] - value[0] < WIDEST:
                found.update(map(chr, range(value[0], value[1] + 1)))
            case "CATEGORY" if str(value) == "CATEGORY_DIGIT":
                found |= DIGITS
            case _:
                return
    yield Grams(found)


TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]|[^\\\[()|]+", re.DOTALL)
"""A part of a pattern: an escaped character, a class, a bracket, a bar, or the text between these."""


def alternatives(pattern: str) -> list[str]:
    """A pattern cut at the bars outside of brackets; each alternative has a narrower gate than the whole."""
    parts, depth = [""], 0
    for token in TOKEN.findall(pattern):
        if token == "|" and not depth:
            parts.append("")
            continue
        depth += (token == "(") - (token == ")")
        parts[-1] += token
    return parts


@dataclass(frozen=True)
class Gate:
    """A pattern, the index of its rule, and the grams of which a text must hold one."""

    owner: int
    written: str
    instead: str
    grams: Grams

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when a text first passes."""
        return re.compile(self.written)


@dataclass(frozen=True)
class Gates:
    """All gates of a searcher."""

    gates: tuple[Gate, ...]

    @cached_property
    def _sieve(self) -> Sieve[Sequence[int]]:
        """The indexes of gates by their grams."""
        found: dict[str, list[int]] = {}
        for at, gate in enumerate(self.gates):
            for gram in gate.grams:
                found.setdefault(gram, []).append(at)
        return Sieve(found, BITS)

    @cached_property
    def _open(self) -> frozenset[int]:
        """The indexes of those without grams."""
        return frozenset(at for at, gate in enumerate(self.gates) if not gate.grams)

    def open_to(self, texts: Joined) -> list[list[Gate]]:
        """The gates that each text passes, in order."""
        found = [(at, gates) for at, _, gates in self._sieve.places(texts.text)]
        met = (self._open.union(*[gates for _, gates in own]) for _, own in texts.apart(found))
        return [[self.gates[at] for at in sorted(each)] for each in met]
