"""Grams: the pieces that texts are compared by: a Latin word or number whole, other characters singly and in pairs."""

import re
from collections.abc import Iterator

RUN = re.compile(r"[a-z0-9+]+|[^\W_a-z0-9]+")
LATIN = re.compile(r"[a-z0-9+]+")


def runs(text: str) -> list[str]:
    """The stretches of a folded text between white space and punctuation, Latin ones apart from others."""
    return RUN.findall(text)


def is_latin(run: str) -> bool:
    return LATIN.fullmatch(run) is not None


def grams(text: str) -> Iterator[str]:
    """All pieces of a folded text, with repeats."""
    for run in runs(text):
        if is_latin(run):
            yield run
        else:
            yield from run
            yield from pairs(run)


def pairs(run: str) -> Iterator[str]:
    """Neighbouring characters."""
    return (run[at : at + 2] for at in range(len(run) - 1))


def needed(word: str) -> list[str]:
    """The pieces that a text which holds the word must hold: pairs where there are any."""
    return [gram for run in runs(word) for gram in ([run] if is_latin(run) or len(run) == 1 else pairs(run))]
