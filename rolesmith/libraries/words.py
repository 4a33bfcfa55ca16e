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
            found[-1].append((escaped or plain, bool(escaped)))
    return tuple(filter(None, map(_trimmed, found)))


def _trimmed(pieces: list[tuple[str, bool]]) -> str:
    """Without the spaces at both ends that no backslash keeps."""
    texts = [text for text, _ in pieces]
    for at in range(len(pieces)):
        if pieces[at][1]:
            break
        texts[at] = texts[at].lstrip()
        if texts[at]:
            break
    for at in range(len(pieces) - 1, -1, -1):
        if pieces[at][1]:
            break
        texts[at] = texts[at].rstrip()
        if texts[at]:
            break
    return "".join(texts)
