"""Text: paragraphs, such as 前言."""

from collections.abc import Iterator
from typing import Any

from rolesmith.document.document import Element, Paragraphs, Pen
from rolesmith.document.kinds.gap import Gap
from rolesmith.role.tree import Node

LABEL = "一段文字"


def draw(block: Node, pen: Pen) -> Iterator[Element]:
    """The paragraphs, where there are any."""
    if block.text.strip():
        yield Paragraphs(block.id, pen.text(block))


def form(block: Node, pen: Pen) -> Iterator[Element]:
    """A line to write on."""
    yield Paragraphs(block.id, pen.room(block))


def gaps(block: Node) -> Iterator[Gap]:
    """Nothing written where something is asked for."""
    if block.least and not block.text.strip():
        yield Gap(block.id, "还没有写内容")


def fill(block: Node, content: Any) -> Node:
    """A text."""
    if not isinstance(content, str):
        raise ValueError(f"{block.id} 要写成一段文字")
    return block.with_(text=content)


def fresh(block_id: str) -> Node:
    """An empty text that asks to be written."""
    return Node(id=block_id, kind="text", least=1)
