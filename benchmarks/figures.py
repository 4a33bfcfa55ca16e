"""Figures: what was measured beside its floor, and whether it keeps its bound."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

HEAD = """\
| | 单位 | 次数 | 底线 中位 | p95 | 本品 中位 | p95 | 倍数 | 要求 | |
|---|---|---:|---:|---:|---:|---:|---:|---|---|"""


@dataclass(frozen=True)
class Bound:
    """What is asked of a figure: `words` says it, `kept` judges floor and ours."""

    words: str
    kept: Callable[[Sequence[float], Sequence[float]], bool]


def at_most(times: float) -> Bound:
    """Ours at most so many times the floor, medians compared."""
    return Bound(f"≤ {times} 倍", lambda floor, ours: middle(ours) <= times * middle(floor))


def at_least(times: float) -> Bound:
    """Ours at least so many times the floor."""
    return Bound(f"≥ {times} 倍", lambda floor, ours: middle(ours) >= times * middle(floor))


def never_over(most: float, unit: str) -> Bound:
    """Each of ours at most this, whatever the floor."""
    return Bound(f"每次 ≤ {most:g} {unit}", lambda _, ours: max(ours) <= most)


RESAMPLES = 5_000
"""How often pairs are drawn anew for an interval."""


def interval(floor: Sequence[float], ours: Sequence[float]) -> tuple[float, float]:
    """Between which the middle ratio of pairs lies 95 times of 100, by bootstrap: pairs drawn anew, again and again."""
    ratios, chance = ratios_of(floor, ours), Random(0)
    middles = [middle(chance.choices(ratios, k=len(ratios))) for _ in range(RESAMPLES)]
    return percentile(middles, 0.025), percentile(middles, 0.975)


def ratios_of(floor: Sequence[float], ours: Sequence[float]) -> list[float]:
    """Each of ours over its neighbour in time: what a busy machine does to one, it does to the other."""
    return [mine / theirs for theirs, mine in zip(floor, ours, strict=True)]


NO_SLOWER = Bound("区间不全在 1.05 以上", lambda floor, ours: interval(floor, ours)[0] <= 1.05)
"""Asked of two checkouts: ours not clearly slower than the other."""
SHOWN = Bound("", lambda _floor, _ours: True)
"""Nothing is asked: the figure is only shown."""


@dataclass(frozen=True)
class Figure:
    """One row: samples of the floor and of ours, in the same unit. `count` where a sample stands for many acts."""

    what: str
    unit: str
    floor: Sequence[float]
    ours: Sequence[float]
    bound: Bound = SHOWN
    count: int = 0

    @property
    def kept(self) -> bool:
        return self.bound.kept(self.floor, self.ours)

    @property
    def times(self) -> str:
        """Ours over the floor."""
        return f"{middle(self.ours) / middle(self.floor):.2f}" if middle(self.floor) else ""

    def row(self) -> str:
        """As a line of the table under HEAD."""
        single = len(self.ours) == 1
        cells = [self.what, self.unit, f"{self.count or len(self.ours):,}"]
        for samples in (self.floor, self.ours):
            cells += [_said(middle(samples)), "" if single else _said(percentile(samples, 0.95))]
        cells += [self.times, self.bound.words, "" if self.bound is SHOWN else "✓" if self.kept else "**没到**"]
        return f"| {' | '.join(cells)} |"


class Pairs(Figure):
    """A row whose floor is what another checkout took in the same rounds."""

    @property
    def times(self) -> str:
        low, high = interval(self.floor, self.ours)
        return f"{middle(ratios_of(self.floor, self.ours)):.3f}（{low:.3f}–{high:.3f}）"


def middle(samples: Sequence[float]) -> float:
    return statistics.median(samples)


def percentile(samples: Sequence[float], share: float) -> float:
    """The value that this share of the samples does not pass."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _said(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 or value == int(value) else f"{value:.2f}"
