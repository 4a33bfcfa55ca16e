"""Chart: posts as boxes, each below the one that it reports to. What is drawn, not where: see formats/chart."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

NOBODY = re.compile("|[/—-]+|(无|没有|暂无)(（.*）|\\(.*\\))?")
"""What is written where there is nobody."""
BETWEEN = re.compile(r"[、,，;；/\n]+(?![^（(]*[）)])")
"""Between the names of posts, but not within brackets."""


@dataclass(frozen=True)
class Box:
    """A post, and those below it.

    `own`: of the role whose document this is; `outside`: a name without a description; `vacant`: a post that nobody
    holds; `more`: those that have no room.
    """

    name: str
    kind: Literal["post", "own", "outside", "vacant", "more"] = "post"
    below: tuple["Box", ...] = ()
    note: str = ""
    number: int = 1
    """Of the posts that it stands for."""
    key: str = ""
    """The id of its role, where a click leads there."""


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


def folded(boxes: Sequence[Box], most: int) -> tuple[Box, ...]:
    """At most so many boxes side by side; a last one says how many are left out."""
    if len(boxes) <= most:
        return tuple(boxes)
    left = count(boxes[most - 1 :])
    return *boxes[: most - 1], Box(f"另有 {left} 个岗位", "more", number=left)
