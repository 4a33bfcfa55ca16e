"""Rhythm: which duties come back each day, week and month, as their standards say."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rolesmith.role.text import one_line

SAID = {
    "每日": "每日|每天|每班|每个工作日|逐日|日报|每晚|每早",
    "每两周": "每两周|双周",
    "每周": "每周|每星期|逐周|周报",
    "每月": "每月|逐月|月报|每半月",
}
"""Words, as patterns, that say how often something comes back."""
PERIODS = {
    "每日": re.compile(SAID["每日"]),
    "每周": re.compile(f"{SAID['每周']}|{SAID['每两周']}"),
    "每月": re.compile(SAID["每月"]),
}
LEAST = 2
"""Fewest periods that make a rhythm."""


@dataclass(frozen=True)
class Rhythm:
    """The periods in which anything comes back, and what."""

    periods: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def said(self) -> str:
        """The rhythm in words."""
        return "；".join(f"{period} {len(duties)} 件" for period, duties in self.periods)


def rhythm_of(duties: Iterable[tuple[str, str]]) -> Rhythm | None:
    """The rhythm of duties and their standards, where they have one."""
    found: dict[str, list[str]] = {period: [] for period in PERIODS}
    for duty, standard in duties:
        if period := next(_periods(standard), ""):
            found[period].append(one_line(duty))
    periods = tuple((period, tuple(texts)) for period, texts in found.items() if texts)
    return Rhythm(periods) if len(periods) >= LEAST else None


def _periods(standard: str) -> Iterator[str]:
    """The periods that a standard names, the first first."""
    places = {period: found.start() for period, pattern in PERIODS.items() if (found := pattern.search(standard))}
    yield from sorted(places, key=lambda period: places[period])
