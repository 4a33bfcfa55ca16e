"""Fields: labels with a text each, such as 基本信息."""

from collections.abc import Iterator
from typing import Any

from rolesmith.document.chart import Box, of_role
from rolesmith.document.document import Element, Entry, Numbered, Pen, Phrase, Sheet, Signatures
from rolesmith.document.kinds.gap import Gap
from rolesmith.document.posts import field_of, known_text
from rolesmith.role.tree import Node

LABEL = "几栏信息"
AROUND = ("name", "superior", "subordinates")
"""What a chart of a post says."""


def draw(block: Node, pen: Pen) -> Iterator[Element]:
    """A sheet, a numbered list or lines to sign on, as the block's layout says."""
    pairs = tuple((pen.title(field), _value(block, field, pen)) for field in block.shown())
    return _laid_out(block, pairs, _chart(block, pen))


def _value(block: Node, field: Node, pen: Pen) -> Phrase:
    """A field's text; in a paper room to write where it is empty: a line in a list, else a cell."""
    if block.layout == "signature":
        return pen.text(field)
    value = pen.value(field, field)
    return pen.room(field) if value.room and block.layout == "list" else value


def form(block: Node, pen: Pen) -> Iterator[Element]:
    """The same with lines to write on; a sheet's cells and what is signed have room as they are."""
    if block.layout == "list":
        return _laid_out(block, tuple((pen.title(field), pen.room(field)) for field in block.shown()))
    return draw(block, pen)


def _chart(block: Node, pen: Pen) -> Box | None:
    """Who stands above and below the post, where the block says that beside the post's name; papers have none."""
    fields = (None if pen.paper else field_of(block.shown(), meaning) for meaning in AROUND)
    return of_role(*(known_text(field, pen.filling) if field else "" for field in fields))


def _laid_out(block: Node, pairs: tuple[tuple[Phrase, Phrase], ...], chart: Box | None = None) -> Iterator[Element]:
    if not pairs:
        return
    if block.layout == "signature":
        yield Signatures(block.id, pairs)
    elif block.layout == "list":
        entries = (Entry(at, text, label) for at, (label, text) in enumerate(pairs, 1))
        yield Numbered(block.id, tuple(entries))
    else:
        yield Sheet(block.id, pairs, tuple(field.meaning for field in block.shown()), chart)


def gaps(block: Node) -> Iterator[Gap]:
    """Required fields that are empty."""
    for field in block.shown():
        if field.required and not field.text.strip():
            yield Gap(field.id, f"“{field.title}”还没填")


def fill(block: Node, content: Any) -> Node:
    """`{field: text}`"""
    if not isinstance(content, dict):
        raise ValueError(f"{block.id} 要写成“项目: 内容”")
    content = dict(content)
    fields = tuple(field.with_(text=content.pop(field.id.rpartition(".")[2], field.text)) for field in block.children)
    if content:
        raise ValueError(f"{block.id} 里没有这些项目：{'、'.join(content)}")
    return block.with_(children=fields)


def fresh(block_id: str) -> Node:
    """One field that asks for its label."""
    first = Node(id=f"{block_id}.f0", kind="field", title="项目一")
    return Node(id=block_id, kind="fields", layout="sheet", children=(first,))
