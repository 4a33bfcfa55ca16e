"""Matrix: who answers for which topic, as files show it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


class Part(NamedTuple):
    """What one column has of a topic: 主责, 协助 or 知情; `guessed` where nobody has said so."""

    share: str
    guessed: bool


class Line(NamedTuple):
    """A topic: what it is told to be, such as 没人管; and its parts by the index of their columns."""

    area: str
    topic: str
    tag: str
    parts: Mapping[int, Part]


class Matrix(NamedTuple):
    """Columns by name, and a line a topic."""

    columns: Sequence[str]
    lines: Sequence[Line]
    people: bool
    """Whether the columns are people, not posts."""


class Hours(NamedTuple):
    """What a person's duties come to a week, about; `posts` says what of it each post has."""

    name: str
    hours: float
    over: bool
    posts: str
