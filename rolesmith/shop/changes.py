"""Changes: what makes a role as it is here another state of it, line by line, three-way where a base is known."""

from collections.abc import Mapping
from dataclasses import replace

from rolesmith.document.comparison import Changed, compare
from rolesmith.document.document import Document
from rolesmith.document.draw import draw
from rolesmith.document.partial import untouched
from rolesmith.presets.shipped import shipped
from rolesmith.role.tree import Role

Facts = Mapping[str, str]


def changes(here: Role, there: Role, base: Role | None, facts: Facts) -> tuple[tuple[Changed, ...], set[str]]:
    """What is other there than here; and the keys of what was changed only here since the base, which is not listed."""
    now, then = drawn(here, facts), drawn(there, facts)
    since = untouched(now, drawn(base, facts), then) if base else set()
    every = ((each, tuple(c for c in each.changes if c.key not in since)) for each in compare(now, then))
    return tuple(replace(each, changes=listed) for each, listed in every if listed), since


def drawn(role: Role, facts: Facts) -> Document:
    """What is compared, the standards with it, whether or not the shop's documents show them."""
    return draw(role, shipped().filling(role, facts, standards=True))
