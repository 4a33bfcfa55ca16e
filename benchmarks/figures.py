"""Figures: what was measured beside its floor, and whether it keeps its bound."""

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

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

    def row(self) -> str:
        """As a line of the table under HEAD."""
        single = len(self.ours) == 1
        cells = [self.what, self.unit, f"{self.count or len(self.ours):,}"]
        for samples in (self.floor, self.ours):
            cells += [_said(middle(samples)), "" if single else _said(percentile(samples, 0.95))]
        cells += [f"{middle(self.ours) / middle(self.floor):.2f}" if middle(self.floor) else ""]
        cells += [self.bound.words, "" if self.bound is SHOWN else "✓" if self.kept else "**没到**"]
        return f"| {' | '.join(cells)} |"


def middle(samples: Sequence[float]) -> float:
    return statistics.median(samples)


def percentile(samples: Sequence[float], share: float) -> float:
    """The value that this share of the samples does not pass."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _said(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 1 or value == int(value) else f"{value:.2f}"
