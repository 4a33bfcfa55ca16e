"""Several words in one cell: joined with 、, with a backslash before characters that would split or trim them."""

import re
from collections.abc import Iterable

SEPARATORS = "、，；,;\n"
"""Separators when a cell is read; owners type commas as often as 、."""
SPECIAL = re.compile(rf"[\\{SEPARATORS}]|^\s|\s$")
PIECE = re.compile(rf"\\(.)|([{SEPARATORS}])|([^\\{SEPARATORS}]+|\\)", re.DOTALL)


def join_words(words: Iterable[str]) -> str:
    r"""`甲、乙`; a 、 within a word is written `\、`."""
    return "、".join(SPECIAL.sub(lambda found: "\\" + found[0], word) for word in words)


def split_words(text: str) -> tuple[str, ...]:
    """The words of a cell, without the spaces around them; empty ones are left out."""
    found: list[list[tuple[str, bool]]] = [[]]
    for escaped, mark, plain in PIECE.findall(text):
        if mark:
            found.append([])
        else:
            found[-1].append((escaped or plain, bool(escaped)))
    return tuple(filter(None, map(_trimmed, found)))


def _trimmed(pieces: list[tuple[str, bool]]) -> str:
    """The word without spaces at its ends, except for escaped ones."""
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
