"""From a role to the document that it shows."""

from collections.abc import Iterator

from rolesmith.document.document import Document, Element, Part, Pen, chinese
from rolesmith.document.kinds import KINDS
from rolesmith.role.blanks import Filling
from rolesmith.role.memo import memo
from rolesmith.role.text import joined
from rolesmith.role.tree import Node, Role


def draw(role: Role, filling: Filling) -> Document:
    """What is on, in order, numbered, with every blank filled or shown open.

    A section without content keeps its heading, so that its number is the same here and in the stepper;
    empty blocks, groups, lines and rows are left out.
    """
    name = said(role, filling, "name") or "未命名岗位"
    number, version, date = (said(role, filling, meaning) for meaning in ("number", "version", "date"))
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


def numbered_sections(role: Role) -> Iterator[tuple[Node, str]]:
    """The sections that are on, each with its number 一、 or nothing."""
    count = 0
    for section in role.tree.shown():
        count += section.numbered
        yield section, f"{chinese(count)}、" if section.numbered else ""


def _elements(section: Node, pen: Pen) -> Iterator[Element]:
    for block in section.shown():
        elements = tuple(KINDS[block.kind].draw(block, pen))
        if elements and block.title:
            yield pen.heading(block)
        yield from elements


def said(role: Role, filling: Filling, meaning: str) -> str:
    """What the role's field of this meaning says, filled; empty where it says nothing."""
    node = role.meaning(meaning)
    return filling.fill(node.text, node.values).strip() if node and node.text.strip() else ""
