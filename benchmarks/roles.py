"""Roles that are measured: the one most owners begin with, and ones of a given number of lines."""

from rolesmith.presets.shipped import shipped
from rolesmith.role.tree import Node, Role

FIELD = "basics.info.superior"
"""A field of 基本信息 that is one line and holds no blank."""


def shipped_role() -> Role:
    """电商运营专员, as it is shipped."""
    return shipped().starters["operations_specialist"].role


def with_lines(count: int) -> Role:
    """The same with so many lines of duties, ten a group and without blanks, and no lines but these."""
    role = shipped_role()
    texts = [node.text for node in role.tree.walk() if node.kind == "line" and "{" not in node.text]
    groups = tuple(
        Node(
            id=f"group{start}", kind="group", title=f"第 {start // 10 + 1} 组",
            children=tuple(
                Node(id=f"line{at}", kind="line", text=texts[at % len(texts)])
                for at in range(start, min(start + 10, count))
            ),
        )
        for start in range(0, count, 10)
    )  # fmt: skip

    def swapped(node: Node) -> Node:
        if node.kind == "groups":
            return node.model_copy(update={"children": groups})
        if node.kind in ("items", "group"):
            return node.model_copy(update={"children": ()})
        return node.model_copy(update={"children": tuple(map(swapped, node.children))})

    return role.replace(swapped(role.tree))
