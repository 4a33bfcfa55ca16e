"""Lines, as items and groups hold them."""

from collections.abc import Iterator
from typing import Any

from rolesmith.document.document import TO_FILL, Entry, Numbered, Pen
from rolesmith.document.kinds.gap import Gap
from rolesmith.role.tree import Node

HEADS = {"goal": "工作目标", "requirement": "任职要求"}
"""What lines that the libraries offer are called above them, but for duties."""
OTHERS = "内容"
"""What the lines of any other list are called."""
ROOM_FOR = 4
"""Lines or rows to fill in where none is written; more where the template asks for more."""


def draw_lines(parent: Node, pen: Pen) -> Iterator[Numbered]:
    """A numbered list of the lines that are on and hold a text."""
    lines = [line for line in parent.shown() if line.text.strip()]
    if lines:
        entries = (
            Entry(at, pen.text(line), mark=line.mark, standard=pen.standard(line)) for at, line in enumerate(lines, 1)
        )
        yield Numbered(parent.id, tuple(entries), _head(parent))


def lines_to_fill(parent: Node) -> Numbered:
    """A numbered list of lines to write on."""
    entries = tuple(Entry(at, TO_FILL) for at in range(1, max(ROOM_FOR, parent.least) + 1))
    return Numbered(parent.id, entries, _head(parent))


def _head(parent: Node) -> str:
    """What stands above the lines, also where none is written."""
    return HEADS.get(parent.picks, OTHERS if parent.kind == "items" and not parent.picks else Numbered.head)


def lack_of_lines(parent: Node) -> Iterator[Gap]:
    """A gap where fewer lines are written than the parent asks for."""
    written = sum(bool(line.text.strip()) for line in parent.shown())
    if written < parent.least:
        yield Gap(parent.id, f"{f'“{parent.title}”' if parent.title else ''}还差 {parent.least - written} 条")


def grow_lines(parent: Node, content: list[Any]) -> Node:
    """The parent with lines of a starter: a text, or a mapping with text, standard, mark and from."""
    if not isinstance(content, list):
        raise ValueError(f"{parent.id} 要写成一行一条的列表")
    lines = []
    for at, entry in enumerate(content, 1):
        line = {"text": entry} if isinstance(entry, str) else dict(entry)
        lines.append(Node.model_validate({"id": f"{parent.id}.{at}", "kind": "line", **line}))
    return parent.with_(children=tuple(lines))
