"""Version: a role frozen at a moment, by publishing, by name, or by itself before something large happens to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from rolesmith.edit import Edit, apply
from rolesmith.role import Role

Kind = Literal["published", "named", "before", "idle"]
"""`before`: kept by itself before a restore, an import or a change of starter; `idle`: as it was left."""
BY_ITSELF: Sequence[Kind] = ("before", "idle")
IDLE = timedelta(minutes=10)
"""Who comes back after that long finds a version of what was left."""
MOST_BY_ITSELF = 50
"""So many that came by themselves are kept for a role; older ones go."""


@dataclass(frozen=True)
class Version:
    """What is known of a version without reading its tree. `number` counts the published; `at` is in UTC."""

    id: str
    kind: Kind
    number: int
    title: str
    revision: int
    at: datetime

    @property
    def label(self) -> str:
        """What the user calls it."""
        if self.kind == "published":
            return f"第 {self.number} 版"
        return self.title or "停笔时自动留存"


def revised(role: Role, version: int) -> Role:
    """A published role that was changed says so, until it is published anew."""
    node = role.meaning("version")
    if node is None or node.text != str(version):
        return role
    return _said(role, "version", f"第 {version} 版之后的修改稿")


def taken_up(role: Role, version: int) -> Role:
    """An earlier version taken up again: no longer that one, but a draft behind the last that was published."""
    node = role.meaning("version")
    return revised(_said(role, "version", str(version)), version) if node and node.text.isdecimal() else role


def stamped(role: Role, last: Role | None, number: int, today: date) -> Role:
    """The role as version `number`; a date that somebody chose since the `last` version stays."""

    def text(of: Role | None, meaning: str) -> str:
        node = of.meaning(meaning) if of else None
        return node.text if node else ""

    if text(role, "date") == text(last, "date"):
        role = _said(role, "date", today.isoformat())
    return _said(role, "version", str(number))


def _said(role: Role, meaning: str, text: str) -> Role:
    """The role with a text in the field of a meaning, where it has one."""
    node = role.meaning(meaning)
    return apply(role, Edit(id=f"stamp-{meaning}", op="set", target=node.id, name="text", value=text)) if node else role
