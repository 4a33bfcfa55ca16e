"""Groups: ordered groups of lines with a title and a switch 如适用, such as 主要工作职责与任务."""

from collections.abc import Iterator
from typing import Any

from rolesmith.document.document import Element, Pen
from rolesmith.document.kinds.gap import Gap
from rolesmith.document.kinds.lines import draw_lines, grow_lines, lack_of_lines, lines_to_fill
from rolesmith.role.tree import Node

LABEL = "几组内容"


def draw(block: Node, pen: Pen) -> Iterator[Element]:
    """Each group that holds a line: its heading and its list."""
    for group in block.shown():
        lines = tuple(draw_lines(group, pen))
        if lines:
            yield pen.heading(group)
            yield from lines


def form(block: Node, pen: Pen) -> Iterator[Element]:
    """Each group that is on with lines to write on."""
    for group in block.shown():
        yield pen.heading(group, to_fill=True)
        yield lines_to_fill(group)


def gaps(block: Node) -> Iterator[Gap]:
    """No group at all, or one that is on without its lines."""
    if not block.shown():
        yield Gap(block.id, "还没有启用任何一组")
    for group in block.shown():
        yield from lack_of_lines(group)


def fill(block: Node, content: Any) -> Node:
    """`{group: [line, …] | off | {title, area, lines}}`; a name that is not in the template is a new group's title."""
    if not isinstance(content, dict):
        raise ValueError(f"{block.id} 要写成“组名: 条目列表”")
    known = {group.id.rpartition(".")[2]: group for group in block.children}
    named: list[Node] = []
    for key, written in content.items():
        group = known.pop(key, None) or Node(id=f"{block.id}.g{len(named)}", kind="group", title=key, least=1)
        if isinstance(written, dict):
            group = group.with_(title=written.get("title", group.title), area=written.get("area", group.area))
        lines = written.get("lines", []) if isinstance(written, dict) else written
        named.append(group.with_(on=False) if lines == "off" else grow_lines(group, lines).with_(on=True))
    return block.with_(children=(*named, *(group.with_(on=False) for group in known.values())))


def fresh(block_id: str) -> Node:
    """One group that asks for its title and first line."""
    first = Node(id=f"{block_id}.g0", kind="group", title="第一组", least=1)
    return Node(id=block_id, kind="groups", children=(first,))
