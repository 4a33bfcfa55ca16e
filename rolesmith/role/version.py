"""Version: a role frozen at a moment: published, named by its user, or kept automatically before a large change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from rolesmith.role.edit import Edit, apply
from rolesmith.role.tree import CHILD_LIMIT, TREE_LIMIT, Node, Role

Kind = Literal["published", "named", "before", "idle"]
"""`before`: kept automatically before a restore, an import or a change of starter; `idle`: when writing paused."""
BY_ITSELF: Sequence[Kind] = ("before", "idle")
IDLE = timedelta(minutes=10)
"""After a pause of that length the role as it was left is kept as a version."""
MOST_NAMED = 6
"""Sections that the record of revisions names for one version."""
MOST_BY_ITSELF = 50
"""Automatic versions that are kept of a role; older ones are deleted."""


@dataclass(frozen=True)
class Version:
    """A version without its tree. `number` counts published versions; `at` is in UTC."""

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
    """The role, marked as changed since its published version, where it still says that version."""
    node = role.meaning("version")
    if node is None or node.text != str(version):
        return role
    return _with_text(role, "version", f"第 {version} 版之后的修改稿")


def taken_up(role: Role, version: int) -> Role:
    """An earlier version that is restored: a draft after the last published version, no longer that version itself."""
    node = role.meaning("version")
    return revised(_with_text(role, "version", str(version)), version) if node and node.text.isdecimal() else role


def stamped(role: Role, last: Role | None, number: int, today: date) -> Role:
    """The role as version `number` of today; a date that its user has changed since the `last` version stays."""

    def text(of: Role | None, meaning: str) -> str:
        node = of.meaning(meaning) if of else None
        return node.text if node else ""

    if text(role, "date") == text(last, "date"):
        role = _with_text(role, "date", today.isoformat())
    return _recorded(_with_text(role, "version", str(number)), last, number)


def _recorded(role: Role, last: Role | None, number: int) -> Role:
    """The role with a row for this version in its table of revisions, where it has such a table."""
    date = role.meaning("date")
    texts = {"version": f"第 {number} 版", "date": date.text if date else "", "change": _changes(role, last, number)}
    room = sum(1 for _ in role.tree.walk()) + 1 + len(texts) <= TREE_LIMIT

    def with_row(node: Node) -> Node:
        names = {column.id.rpartition(".")[2]: column for column in node.of("column")}
        row = f"{node.id}.version-{number}"
        full = not room or len(node.children) >= CHILD_LIMIT
        if not texts.keys() <= names.keys() or full or role.tree.find(row):
            return node.with_(children=tuple(with_row(child) for child in node.children)) if not names else node
        cells = tuple(Node(id=f"{row}:{names[name].id}", kind="cell", text=text) for name, text in texts.items())
        return node.with_(children=(*node.children, Node(id=row, kind="row", children=cells)))

    return role.replace(with_row(role.tree))


def _changes(role: Role, last: Role | None, number: int) -> str:
    """The titles of the sections that have changed since the last version, without the one that holds the record."""
    if number == 1 or last is None:
        return "首次发布" if number == 1 else "重新发布"
    before = {section.id: section for section in last.tree.children}
    changed = [
        section.title.strip() or "一章"
        for section in role.tree.children
        if section != before.get(section.id) and not any(node.meaning == "version" for node in section.walk())
    ]
    text = "、".join(changed[:MOST_NAMED]) + ("等" if len(changed) > MOST_NAMED else "")
    return f"修改：{text}" if changed else "内容没有变动"


def stamped_like(paper: Role, role: Role) -> Role:
    """A role's paper with the number, version and date of its role."""
    for meaning in ("number", "version", "date"):
        node = role.meaning(meaning)
        paper = _with_text(paper, meaning, node.text) if node else paper
    return paper


def _with_text(role: Role, meaning: str, text: str) -> Role:
    """The role with a text in the field of a meaning, where it has one."""
    node = role.meaning(meaning)
    return apply(role, Edit(id=f"stamp-{meaning}", op="set", target=node.id, name="text", value=text)) if node else role
