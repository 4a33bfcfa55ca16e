"""Whole numbers in given proportions that sum up to a total: weights of indicators, shares of time."""

from collections.abc import Sequence


def portions(parts: Sequence[float], total: int = 100) -> list[int]:
    """The parts in whole numbers that sum up to the total; what rounding leaves goes to those that lost most by it.

    Parts are at least 0 and not all 0.
    """
    exact = [part * total / sum(parts) for part in parts]
    whole = list(map(int, exact))
    behind = sorted(range(len(exact)), key=lambda at: whole[at] - exact[at])[: total - sum(whole)]
    return [number + (at in behind) for at, number in enumerate(whole)]
