"""Version: what publishing writes into a role, and what a change after it takes back."""

from datetime import date

from rolesmith.edit import Edit, apply
from rolesmith.role import Role


def revised(role: Role, version: int) -> Role:
    """A published role that was changed says so, until it is published anew."""
    node = role.meaning("version")
    if node is None or node.text != str(version):
        return role
    mark = Edit(id="mark-revised", op="set", target=node.id, name="text", value=f"第 {version} 版之后的修改稿")
    return apply(role, mark)


def stamped(role: Role, last: Role | None, number: int, today: date) -> Role:
    """The role as version `number`; a date that somebody chose since the `last` version stays."""

    def text(of: Role | None, meaning: str) -> str:
        node = of.meaning(meaning) if of else None
        return node.text if node else ""

    stamps = {"version": str(number)}
    if text(role, "date") == text(last, "date"):
        stamps["date"] = today.isoformat()
    for meaning, value in stamps.items():
        if node := role.meaning(meaning):
            edit = Edit(id=f"stamp-{meaning}", op="set", target=node.id, name="text", value=value)
            role = apply(role, edit)
    return role
