"""Items: ordered lines, such as 岗位目标."""

from collections.abc import Iterator
from typing import Any

from rolesmith.document.document import Element, Pen
from rolesmith.document.kinds.gap import Gap
from rolesmith.document.kinds.lines import draw_lines, grow_lines, lack_of_lines, lines_to_fill
from rolesmith.role.tree import Node

LABEL = "几条内容"


def draw(block: Node, pen: Pen) -> Iterator[Element]:
    """One numbered list."""
    return draw_lines(block, pen)


def form(block: Node, pen: Pen) -> Iterator[Element]:
    """A list of lines to write on."""
    yield lines_to_fill(block)


def gaps(block: Node) -> Iterator[Gap]:
    """Too few lines."""
    return lack_of_lines(block)


def fill(block: Node, content: Any) -> Node:
    """`[text, {text, mark}, …]`"""
    return grow_lines(block, content)


def fresh(block_id: str) -> Node:
    """A list that asks for its first line."""
    return Node(id=block_id, kind="items", least=1)
