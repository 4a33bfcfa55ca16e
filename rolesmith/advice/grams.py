"""Grams: where texts hold any of many short runs of characters, which are all looked for at once.

A table of hashes, small enough to stay at hand, tells where one may stand, and only there it is looked up: the other
characters cost no step of Python. Many texts cost no more than one that is as long.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

GAP = "\0"
"""Stands behind each text, and in no gram."""
ODD, MIX = np.uint32(2654435761), np.uint32(2246822519)
Known = TypeVar("Known")
Found = TypeVar("Found", bound=tuple[Any, ...])
"""What begins with its place."""


class Joined:
    """Texts as one, to be looked through together."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.text = GAP.join((*texts, ""))
        self._starts = [0, *accumulate(len(text) + 1 for text in texts)]

    def apart(self, found: Sequence[Found]) -> Iterator[tuple[int, Sequence[Found]]]:
        """Of each text where it starts, and what was found in it; all in order of their places."""
        cuts = np.searchsorted([each[0] for each in found], self._starts).tolist()
        return zip(self._starts, (found[start:end] for start, end in pairwise(cuts)), strict=False)


class Sieve(Generic[Known]):
    """Grams, each with what is known of it."""

    def __init__(self, of: Mapping[str, Known], bits: int) -> None:
        """The table has as many places as numbers of so many bits."""
        self._of = of
        self._bits = bits
        self._lengths = range(1, max(map(len, of), default=0) + 1)
        self._table = np.zeros(1 << bits, dtype=np.bool_)
        for length in self._lengths:
            own = [gram for gram in of if len(gram) == length]
            self._table[self._hashes("".join(own))[::length, length - 1]] = True

    def places(self, text: str) -> Iterable[tuple[int, int, Known]]:
        """Where the text holds one of them, its start and its end, in order, and what is known of it."""
        get = self._of.get
        starts, lengths = self._table[self._hashes(text)].nonzero()
        ends = starts + lengths + 1
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            known = get(text[start:end])
            if known is not None:
                yield start, end, known

    def _hashes(self, text: str) -> NDArray[np.uint32]:
        """A row for each character with the hashes of the runs of each length that it begins."""
        codes = np.frombuffer((text + GAP * len(self._lengths)).encode("utf-32-le", "replace"), "<u4")
        hashes = np.empty((len(text), len(self._lengths)), dtype=np.uint32)
        run: NDArray[np.uint32] = np.zeros(len(text), dtype=np.uint32)
        for at in range(len(self._lengths)):
            run = run * ODD + codes[at : at + len(text)]
            hashes[:, at] = run
        hashes ^= hashes >> np.uint32(15)
        hashes *= MIX
        hashes >>= np.uint32(32 - self._bits)
        return hashes
