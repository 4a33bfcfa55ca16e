"""Logistic regression over few of many features, by L-BFGS: the same lines give the same weights."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Whole = NDArray[np.int64]
KEPT, STEPS, ENOUGH, LEAST_STEP = 8, 60, 1e-4, 1e-4
"""Steps that are remembered, that are made at most, the share of progress that is none, and the shortest step."""


class Table:
    """A row of features for each line, each feature with the same value in it."""

    def __init__(self, rows: Sequence[Whole], values: Floats, features: int) -> None:
        lengths = np.array([len(row) for row in rows])
        self._at = np.concatenate([*rows, np.zeros(0, np.int64)])
        self._values = np.repeat(values, lengths)
        order = np.argsort(self._at, kind="stable")
        self._lines = np.repeat(np.arange(len(rows)), lengths)[order]
        self._sorted_values = self._values[order]
        self._rows = _Groups(lengths)
        self._columns = _Groups(np.bincount(self._at, minlength=features))

    def times(self, weights: Floats) -> Floats:
        """What each line weighs."""
        return self._rows.sums(weights[self._at] * self._values)

    def back(self, slopes: Floats) -> Floats:
        """What the lines ask of each feature."""
        return self._columns.sums(slopes[self._lines] * self._sorted_values)


class _Groups:
    """Neighbours that belong together."""

    def __init__(self, lengths: NDArray[np.int64]) -> None:
        self._starts = np.cumsum(lengths) - lengths
        self._empty = lengths == 0

    def sums(self, values: Floats) -> Floats:
        totals = np.add.reduceat(np.append(values, np.float32(0)), self._starts)
        totals[self._empty] = 0
        return np.asarray(totals, dtype=np.float32)


def weights_of(table: Table, wanted: NDArray[np.bool_], counts: Floats, features: int, decay: float) -> Floats:
    """What each feature weighs, and behind them the base; a line counts as often as `counts` says."""
    signs = np.where(wanted, 1, -1).astype(np.float32)

    def cost(weights: Floats) -> tuple[float, Floats]:
        right = signs * (table.times(weights[:-1]) + weights[-1])
        slopes = -counts * signs / (1 + np.exp(np.clip(right, -50, 50)))
        value = float((counts * np.logaddexp(0, -right)).sum() + decay / 2 * (weights[:-1] @ weights[:-1]))
        return value, np.append(table.back(slopes) + decay * weights[:-1], slopes.sum()).astype(np.float32)

    weights = np.zeros(features + 1, np.float32)
    value, slope = cost(weights)
    steps: list[tuple[Floats, Floats]] = []
    for _ in range(STEPS):
        way = _downhill(slope, steps)
        length, gain = 1.0, float(slope @ way)
        while True:
            there = (weights - length * way).astype(np.float32)
            new, steep = cost(there)
            if new <= value - 1e-4 * length * gain or length < LEAST_STEP:
                break
            length /= 2
        if float((there - weights) @ (steep - slope)) > 1e-8:
            steps = [*steps, (there - weights, steep - slope)][-KEPT:]
        done = abs(value - new) < ENOUGH * max(1.0, abs(value))
        weights, value, slope = there, new, steep
        if done:
            break
    return weights


def _downhill(slope: Floats, steps: Sequence[tuple[Floats, Floats]]) -> Floats:
    """The way of the next step, bent by what the last ones have shown (two-loop recursion)."""
    way = slope.copy()
    shares: list[float] = []
    for moved, bent in reversed(steps):
        shares.append(float(moved @ way) / float(bent @ moved))
        way -= shares[-1] * bent
    if steps:
        moved, bent = steps[-1]
        way *= float(moved @ bent) / float(bent @ bent)
    else:
        way /= max(1.0, float(np.linalg.norm(way)))
    for (moved, bent), share in zip(steps, reversed(shares), strict=True):
        way += moved * (share - float(bent @ way) / float(bent @ moved))
    return way
