"""Several words in one cell: joined with 、, and a backslash before what would otherwise part or trim them."""

import re
from collections.abc import Iterable

PARTING = "、，；,;\n"
"""What parts words when it is read; owners type a comma as often as a 、."""
SPECIAL = re.compile(rf"[\\{PARTING}]|^\s|\s$")
PIECE = re.compile(rf"\\(.)|([{PARTING}])|([^\\{PARTING}]+|\\)", re.DOTALL)


def joined(words: Iterable[str]) -> str:
    r"""`甲、乙`; a 、 within a word is written `\、`."""
    return "、".join(SPECIAL.sub(lambda found: "\\" + found[0], word) for word in words)


def parted(text: str) -> tuple[str, ...]:
    """The words of a cell, without the spaces around them; empty ones are left out."""
    found: list[list[tuple[str, bool]]] = [[]]
    for escaped, mark, plain in PIECE.findall(text):
        if mark:
            found.append([])
        else:
            found[-1].extend([(escaped, True)] if escaped else [(letter, False) for letter in plain])
    return tuple(filter(None, map(_trimmed, found)))


def _trimmed(letters: list[tuple[str, bool]]) -> str:
    """Without the spaces at both ends that no backslash keeps."""
    first, last = 0, len(letters)
    while first < last and letters[first][0].isspace() and not letters[first][1]:
        first += 1
    while last > first and letters[last - 1][0].isspace() and not letters[last - 1][1]:
        last -= 1
    return "".join(letter for letter, _ in letters[first:last])
