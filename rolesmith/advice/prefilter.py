"""Prefilter: by its characters alone, which patterns may match a text; the others need not be searched.

A gate has sets of characters: every match of its pattern holds at least one character of each set.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Any

try:
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # another Python version: every text is searched
    parser = None

LARGEST = 60
"""Characters of the largest set that is useful."""
COMMON = frozenset(
    ",、;:的一不有人日月天周年大小上下中后前时每当出成到由以为与和品单商货款价店平台数量核客户发写改新作目标理完动活量达成员0123456789"
)
"""Characters that most duties hold: a set with one of them excludes few texts."""
DIGITS = frozenset("0123456789")
Sets = tuple[frozenset[str], ...]


def sets_of(pattern: str) -> Sets:
    """The sets of a pattern, the most selective first; none where nothing is certain."""
    if parser is None:
        return ()
    return tuple(sorted(_needed(parser.parse(pattern)), key=_weight))


def _weight(characters: frozenset[str]) -> int:
    """A lower weight means that the set excludes more texts."""
    return len(characters) + 30 * len(characters & COMMON)


def _needed(items: Iterable[tuple[Any, Any]]) -> Iterator[frozenset[str]]:
    for kind, value in items:
        match str(kind):
            case "LITERAL":
                yield frozenset(chr(value))
            case "IN":
                yield from _listed(value)
            case "SUBPATTERN":
                yield from _needed(value[3])
            case "MAX_REPEAT" | "MIN_REPEAT" if value[0]:
                yield from _needed(value[2])
            case "BRANCH":
                yield from _shared(value[1])
            case _:
                pass


def _listed(values: Sequence[tuple[Any, Any]]) -> Iterator[frozenset[str]]:
    found: set[str] = set()
    for kind, value in values:
        match str(kind):
            case "LITERAL":
                found.add(chr(value))
            case "RANGE" if value[1] - value[0] < LARGEST:
                found.update(map(chr, range(value[0], value[1] + 1)))
            case "CATEGORY" if str(value) == "CATEGORY_DIGIT":
                found |= DIGITS
            case _:
                return
    yield frozenset(found)


def _shared(branches: Iterable[Iterable[tuple[Any, Any]]]) -> Iterator[frozenset[str]]:
    """One set for all branches: the best set of each, united."""
    together: set[str] = set()
    for branch in branches:
        smallest = min(_needed(branch), key=_weight, default=None)
        if smallest is None:
            return
        together |= smallest
    if len(together) <= LARGEST:
        yield frozenset(together)


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
    """A pattern, the index of its rule, and the sets that a text must have characters of."""

    owner: int
    written: str
    instead: str
    sets: Sets

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when a text first passes."""
        return re.compile(self.written)


@dataclass(frozen=True)
class Gates:
    """All gates of a searcher."""

    gates: tuple[Gate, ...]

    @cached_property
    def _by_character(self) -> dict[str, int]:
        """For each character its sets, as bits; bit n is the set n of `_sets`."""
        found: dict[str, int] = {}
        for at, each in enumerate(self._sets):
            for character in each:
                found[character] = found.get(character, 0) | 1 << at
        return found

    @cached_property
    def _sets(self) -> tuple[frozenset[str], ...]:
        return tuple(dict.fromkeys(each for gate in self.gates for each in gate.sets))

    @cached_property
    def _asked(self) -> dict[str, list[tuple[int, int]]]:
        """The indexes of gates, each with all its sets as bits, by the characters of the gate's best set."""
        bits = {each: 1 << at for at, each in enumerate(self._sets)}
        found: dict[str, list[tuple[int, int]]] = {}
        for at, gate in enumerate(self.gates):
            for character in gate.sets[0] if gate.sets else [""]:
                found.setdefault(character, []).append((at, sum(bits[each] for each in set(gate.sets))))
        return found

    def open_to(self, text: str) -> list[Gate]:
        """The gates that a text passes, in order."""
        known, asked = self._by_character, self._asked
        characters = known.keys() & set(text)
        missed = ~reduce(or_, map(known.__getitem__, characters), 0)
        found = {at for character in characters for at, sets in asked.get(character, ()) if not sets & missed}
        found.update(at for at, _ in asked.get("", ()))
        return [self.gates[at] for at in sorted(found)]
