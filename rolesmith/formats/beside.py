"""How wide lines are beside their standards: as wide as both take the fewest lines."""

from collections.abc import Callable, Iterable
from math import ceil

from rolesmith.document.document import Numbered, em


def fewest_lines(
    lists: Iterable[Numbered],
    widths: Iterable[float],
    usual: float,
    rooms: Callable[[float], tuple[float, float]],
    lone: float = 0,
) -> float:
    """Of the widths that with which rows and their cells have the fewest lines, and of these the nearest to the usual.

    `rooms` says how many characters of a line and of its standard stand beside each other; a last line of a text that
    has no more than `lone` of them counts as one more.
    """
    entries = [entry for each in lists if each.has_standards for entry in each.entries]
    sizes = [(em(str(entry)), em(str(entry.standard or ""))) for entry in entries]

    def cost(width: float) -> tuple[int, float]:
        first, second = rooms(width)
        total = 0
        for size, standard in sizes:
            lines, beside = ceil(size / first), ceil(standard / second)
            total += max(lines, beside) + lines + beside
            total += 0 < size - first * (lines - 1) <= lone < size
        return total, abs(width - usual)

    return min(widths, key=cost)
