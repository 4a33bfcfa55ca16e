"""Gates: which patterns can match a text at all, told by its characters alone.

Every match of a pattern holds one character of each of its gate's sets; so a text without one need not be searched.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

try:
    from re import _parser as parser  # type: ignore[attr-defined]
except ImportError:  # a Python that keeps it elsewhere: every text is searched
    parser = None

LARGEST = 60
"""Characters of a set that is still worth asking for."""
COMMON = frozenset(
    ",、;:的一不有人日月天周年大小上下中后前时每当出成到由以为与和品单商货款价店平台数量核客户发写改新作目标理完动活量达成员0123456789"
)
"""Characters that most duties hold: a set with one of them keeps few texts out."""
DIGITS = frozenset("0123456789")
Sets = tuple[frozenset[str], ...]


def sets_of(pattern: str) -> Sets:
    """Sets of characters, the best first; a match has one of each. None at all where nothing is certain."""
    if parser is None:
        return ()
    return tuple(sorted(_needed(parser.parse(pattern)), key=_weight))


def _weight(characters: frozenset[str]) -> int:
    """The lighter, the more texts a set keeps out."""
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
    """One set for all branches: the smallest of each put together."""
    together: set[str] = set()
    for branch in branches:
        smallest = min(_needed(branch), key=_weight, default=None)
        if smallest is None:
            return
        together |= smallest
    if len(together) <= LARGEST:
        yield frozenset(together)


TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()|]|[^\\\[()|]+", re.DOTALL)
"""Of a pattern: an escaped character, a class, a bracket or a bar, or what stands between them."""


def alternatives(pattern: str) -> list[str]:
    """A pattern cut at the bars that stand in no bracket; each can have a narrower gate than all together."""
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
    """A pattern, whom it belongs to, and what a text must have for it to be searched."""

    owner: int
    written: str
    instead: str
    sets: Sets

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when a text first comes through."""
        return re.compile(self.written)


@dataclass(frozen=True)
class Gates:
    """Many gates, found by the characters of a text."""

    gates: tuple[Gate, ...]

    @cached_property
    def _by_character(self) -> dict[str, int]:
        """For each character the sets that it is in, as bits; bit n is the set n of `_sets`."""
        found: dict[str, int] = {}
        for at, each in enumerate(self._sets):
            for character in each:
                found[character] = found.get(character, 0) | 1 << at
        return found

    @cached_property
    def _sets(self) -> tuple[frozenset[str], ...]:
        return tuple(dict.fromkeys(each for gate in self.gates for each in gate.sets))

    @cached_property
    def _asked(self) -> dict[int, list[tuple[int, int]]]:
        """By the bit of a gate's smallest set: the gates' places, each with all its sets as bits."""
        place = {each: 1 << at for at, each in enumerate(self._sets)}
        found: dict[int, list[tuple[int, int]]] = {}
        for at, gate in enumerate(self.gates):
            smallest = place[gate.sets[0]] if gate.sets else 0
            found.setdefault(smallest, []).append((at, sum({place[each] for each in gate.sets})))
        return found

    def open_to(self, text: str) -> list[Gate]:
        """The gates whose patterns may match, in order."""
        known = self._by_character
        met = 0
        for character in known.keys() & set(text):
            met |= known[character]
        found = [at for at, _ in self._asked.get(0, ())]
        left = met & self._first
        while left:
            bit = left & -left
            left ^= bit
            for at, asked in self._asked[bit]:
                if met & asked == asked:
                    found.append(at)
        found.sort()
        return [self.gates[at] for at in found]

    @cached_property
    def _first(self) -> int:
        """The sets that are some gate's best."""
        return sum(self._asked.keys())
