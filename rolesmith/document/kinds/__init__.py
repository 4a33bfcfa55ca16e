"""The kinds of block; the module of each says how it is drawn, what it lacks, and how a starter fills it.

A new kind is a module here, an editor in `ui/components/editor/` and a rendering in each format.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from rolesmith.document.document import Element, Pen
from rolesmith.document.kinds import fields, groups, items, table, text
from rolesmith.document.kinds.gap import Gap
from rolesmith.role.tree import Node

__all__ = ["KINDS", "Gap", "Kind"]


class Kind(Protocol):
    """What the module of a kind offers."""

    LABEL: str
    """Its name in the menu of a new section."""

    def draw(self, block: Node, pen: Pen) -> Iterator[Element]:
        """What the document shows of a block."""

    def form(self, block: Node, pen: Pen) -> Iterator[Element]:
        """The block with nothing in it: lines or rows to fill in."""

    def gaps(self, block: Node) -> Iterator[Gap]:
        """What the block still lacks to be complete, without open blanks, see document/gaps.py."""

    def fill(self, block: Node, content: Any) -> Node:
        """The block with a starter's content. Raises ValueError with a Chinese sentence."""

    def fresh(self, block_id: str) -> Node:
        """A new block of the kind, ready to be written in."""


KINDS: Mapping[str, Kind] = {
    "fields": fields,
    "items": items,
    "groups": groups,
    "table": table,
    "text": text,
}
