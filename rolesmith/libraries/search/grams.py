"""Grams: the pieces by which texts are compared: whole Latin words and numbers, single Chinese characters and pairs."""

import re
from collections.abc import Iterator
from itertools import pairwise

RUN = re.compile(r"[a-z0-9+]+|[^\W_a-z0-9]+")
LATIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789+")


def runs(text: str) -> list[str]:
    """The stretches of a folded text between white space and punctuation, Latin ones apart from others."""
    return RUN.findall(text)


def is_latin(run: str) -> bool:
    """Whether a run consists of Latin letters and digits; no run mixes them with other characters."""
    return run[0] in LATIN


def grams(text: str) -> Iterator[str]:
    """All grams of a folded text, with repeats."""
    for run in runs(text):
        if is_latin(run):
            yield run
        else:
            yield from run
            yield from pairs(run)


def pairs(run: str) -> Iterator[str]:
    """Neighbouring characters."""
    return map("".join, pairwise(run))


def needed(word: str) -> list[str]:
    """The grams that every text with this word holds: pairs where there are any."""
    return [gram for run in runs(word) for gram in ([run] if is_latin(run) or len(run) == 1 else pairs(run))]
