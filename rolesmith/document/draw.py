"""From a role to the document that it shows."""

from collections.abc import Iterator

from rolesmith.document.document import Document, Element, Part, Pen
from rolesmith.document.kinds import KINDS
from rolesmith.document.numbering import numbered_sections
from rolesmith.role.blanks import Filling
from rolesmith.role.memo import memo
from rolesmith.role.text import joined
from rolesmith.role.tree import Node, Role


def draw(role: Role, filling: Filling) -> Document:
    """The document of a role: all that is switched on, in order, numbered, with every blank filled or shown open.

    A section without content keeps its heading, so that it has the same number here and among the steps of the page;
    empty blocks, groups, lines and rows are left out.
    """
    name = text_of(role, filling, "name") or "未命名岗位"
    number, version, date = (text_of(role, filling, meaning) for meaning in ("number", "version", "date"))
    stamp = (
        number and f"编号 {number.removeprefix('编号').strip(' ：:')}",
        f"第 {version} 版" if version.isdecimal() else version,
        date,
    )
    parts = tuple(_part(section, filling, number) for section, number in numbered_sections(role))
    shop = filling.shop.get("店名", "").strip()
    title = joined(name, role.paper or "岗位职责说明书")
    return Document(name, title, tuple(filter(None, stamp)), parts, shop, filling.logo)


@memo
def _part(section: Node, filling: Filling, number: str) -> Part:
    """One section as the document shows it."""
    return Part(section.id, number, Pen(filling).title(section), tuple(_elements(section, Pen(filling))))


def _elements(section: Node, pen: Pen) -> Iterator[Element]:
    for block in section.shown():
        elements = tuple(KINDS[block.kind].draw(block, pen))
        if elements and block.title:
            yield pen.heading(block)
        yield from elements


def text_of(role: Role, filling: Filling, meaning: str) -> str:
    """The text of the role's field with this meaning, filled; empty where there is none."""
    node = role.meaning(meaning)
    return filling.fill(node.text, node.values).strip() if node and node.text.strip() else ""
