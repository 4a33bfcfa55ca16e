"""Chart: posts as boxes, each below the one that it reports to. What is drawn, not where: see formats/chart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

NOBODY = re.compile("|[/—-]+|(无|没有|暂无)(（.*）|\\(.*\\))?")
"""What is written where there is nobody."""
BETWEEN = re.compile(r"[、,，;；/\n]+(?![^（(]*[）)])")
"""Between the names of posts, but not within brackets."""
DEEPEST = 8
"""Levels that are drawn."""


@dataclass(frozen=True)
class Box:
    """A post, and those below it.

    `own`: of the role whose document this is; `outside`: a name without a description; `more`: those that have no room.
    """

    name: str
    kind: Literal["post", "own", "outside", "more"] = "post"
    below: tuple["Box", ...] = ()
    note: str = ""
    number: int = 1
    """Of the posts that it stands for."""


def count(boxes: Sequence[Box]) -> int:
    """Of all posts in these boxes and below them."""
    found, waiting = 0, list(boxes)
    while waiting:
        box = waiting.pop()
        found += box.number
        waiting.extend(box.below)
    return found


def of_role(name: str, superior: str, subordinates: str) -> Box | None:
    """Superior, post and subordinates; None where neither the one nor the others are known."""
    above = "" if NOBODY.fullmatch(superior) else superior
    below = tuple(Box(each, "outside") for each in _names(subordinates))
    if not name or not (above or below):
        return None
    own = Box(name, "own", below)
    return Box(above, "outside", (own,)) if above else own


def _names(text: str) -> Iterator[str]:
    for name in map(str.strip, BETWEEN.split(text)):
        if not NOBODY.fullmatch(name):
            yield name


def folded(boxes: Sequence[Box], most: int, deepest: int = DEEPEST) -> tuple[Box, ...]:
    """The boxes with at most so many side by side and so many levels; a last one says how many are left out."""
    kept = boxes if len(boxes) <= most else boxes[: most - 1]
    left = count(boxes[len(kept) :])
    found = [replace(box, below=_below(box, most, deepest)) for box in kept]
    return (*found, _more(left)) if left else tuple(found)


def _below(box: Box, most: int, deepest: int) -> tuple[Box, ...]:
    if not box.below:
        return ()
    return folded(box.below, most, deepest - 1) if deepest > 1 else (_more(count(box.below)),)


def _more(number: int) -> Box:
    return Box(f"另有 {number} 个岗位", "more", number=number)
