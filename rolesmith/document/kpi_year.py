"""The year of a shop's indicators, as files show it: what each post aims at, and what was typed of each month."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

Typed = float | str
"""What was typed: a number in the unit of its indicator, or other words."""


class Aim(NamedTuple):
    """An indicator of a post; `value` is the target in the indicator's unit, None where it is not plain. `key` is the
    number of the indicator, the same for all posts that have it; `weight` in percent, None where none is written."""

    key: int
    name: str
    target: str
    value: float | None
    unit: str
    lower: bool
    weight: float | None
    source: str


class Measured(NamedTuple):
    """A post with its aims, each by its number in the year from 0."""

    name: str
    aims: Sequence[Aim]


class Holder(NamedTuple):
    """A person, and of each post by its number the percent of time."""

    name: str
    posts: Sequence[tuple[int, float]]


class KpiYear(NamedTuple):
    """What was typed stands by month from 1, and by the number of the indicator, or of post and aim."""

    year: int
    posts: Sequence[Measured]
    people: Sequence[Holder]
    reached: Mapping[tuple[int, int], Typed]
    """What counts for all posts with an indicator."""
    own: Mapping[tuple[int, int, int], Typed]
    """What counts for one post alone."""
    by_hand: Mapping[tuple[int, int, int], float]
    """Scores that were given by hand."""
