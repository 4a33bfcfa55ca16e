"""Reading: a text as the rules see it, with the way back to the text as it stands."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock

from rolesmith.blanks import Piece

OPEN = "◇"
"""Stands for an open blank: no word, and nothing that a rule looks for."""
SKIPPED = {"Cf", "Mn", "Me", "So", "Sk", "Zs", "Cn", "Co", "Cs"}
"""Classes of characters that a reader does not read: zero-width, accents, emoji, white space."""
OWN_WAY = {"♀": "女", "♂": "男", "〇": "零", "○": "零", OPEN: OPEN, "\t": "", "—": "—", "，": ",", "\n": "\n"}
DIVIDED = re.compile(r"(?<=[一-鿿])(?<![一二三四五六七八九十])[·•・.*#_^~|=\-]{1,3}(?=[一-鿿])")
"""Signs put between two characters so that a filter does not see the word."""
OPENED, CLOSED, NO_NUMBER = r"[\[「『“\"'【<《]", r"[\]」』”\"'】>》]", "(?![一二三四五六七八九十])[一-鿿]"
WRAPPED = re.compile(f"{OPENED}(?={NO_NUMBER}{CLOSED})|(?<={OPENED}[一-鿿]){CLOSED}")
"""Brackets around a single character: 「女」."""
ENDS = re.compile(r"[,;。!?\n]")
"""Where a clause ends."""


@cache
def _simplified() -> dict[str, str]:
    from opencc_purepy import OpenCC

    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    lines = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {old: new for old, new in zip(characters, lines, strict=True) if old != new}


_loading = Lock()


def simplified() -> dict[str, str]:
    """Traditional characters and what they are in simplified Chinese; made once a process."""
    with _loading:
        return _simplified()


class _Table(dict[str, str]):
    """Each character as it is read, made when it is first met."""

    def __missing__(self, character: str) -> str:
        if character in OWN_WAY:
            read = OWN_WAY[character]
        elif unicodedata.category(character) in SKIPPED:
            normal = unicodedata.normalize("NFKC", character)
            read = normal.strip().lower() if normal.isalnum() else ""
        else:
            known = simplified()
            normal = unicodedata.normalize("NFKC", character).lower()
            read = "".join(known.get(each, each) for each in normal if not each.isspace())
        self[character] = read
        return read


TABLE = _Table()


@dataclass(frozen=True)
class Reading:
    """A text as read. `places[i]` is where the character i came from: start and end in the text as it stands."""

    text: str
    places: Sequence[tuple[int, int]]
    length: int
    """Characters of the text as it stands."""
    ends: Sequence[int]
    """Where clauses end, in the reading."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """A stretch of the reading in the text as it stands."""
        if start >= end:
            at = self.places[start][0] if start < len(self.places) else self.length
            return at, at
        return self.places[start][0], self.places[end - 1][1]

    def clause(self, at: int) -> tuple[int, int]:
        """The clause around a place of the reading, its own ends left out."""
        before = bisect_right(self.ends, at - 1)
        start = self.ends[before - 1] + 1 if before else 0
        behind = bisect_left(self.ends, at)
        return start, self.ends[behind] if behind < len(self.ends) else len(self.text)


def read(pieces: Sequence[Piece], raw: Sequence[int], label: str = "") -> Reading:
    """The reading of pieces, each `raw[n]` characters long as it stands; a label before it belongs to no place.

    A filled blank is read as its value and stands for its whole place; an open one is read as one sign.
    """
    characters: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    for character in f"{label}:" if label else "":
        for each in TABLE[character]:
            characters.append(each)
            places.append((0, 0))
    for piece, length in zip(pieces, raw, strict=True):
        text = OPEN if piece.open else piece.text
        whole = piece.blank or length != len(text)
        for offset, character in enumerate(text):
            place = (at, at + length) if whole else (at + offset, at + offset + 1)
            for each in TABLE[character]:
                characters.append(each)
                places.append(place)
        at += length
    joined = "".join(characters)
    dropped = {n for sign in (DIVIDED, WRAPPED) for m in sign.finditer(joined) for n in range(m.start(), m.end())}
    if dropped:
        places = [place for n, place in enumerate(places) if n not in dropped]
        joined = "".join(each for n, each in enumerate(joined) if n not in dropped)
    return Reading(joined, places, at, [match.start() for match in ENDS.finditer(joined)])
