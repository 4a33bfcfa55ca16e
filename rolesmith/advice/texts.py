"""Texts: every text of a role that the document shows, with what kind of text it is."""

from collections.abc import Iterator

from rolesmith.advice.finding import Line
from rolesmith.presets.rule import Look
from rolesmith.role.blanks import Filling, Piece
from rolesmith.role.tree import Node, Role

WEIGHT = ("权重", "占比", "比重")
"""A table with such a column measures performance."""


def lines_of(role: Role) -> Iterator[Line]:
    """The texts and titles of what is on, in reading order; empty ones are left out."""
    for section in role.tree.shown():
        requirement = any(node.marks for node in section.of("items"))
        yield from _title(section, section.title)
        for block in section.shown():
            look = _look(block, requirement)
            path = "/".join(dict.fromkeys(filter(None, (section.title, block.title))))
            yield from _title(block, path)
            yield from _block(block, look, path)


def _look(block: Node, requirement: bool) -> Look:
    if block.picks:
        return block.picks
    if measures(block):
        return "kpi"
    return "requirement" if requirement else "text"


def measures(block: Node) -> bool:
    """Whether a block is the table of 绩效考核."""
    return any(any(word in column.title for word in WEIGHT) for column in block.of("column"))


def _title(node: Node, path: str) -> Iterator[Line]:
    if node.title.strip():
        yield Line(node.title, "title", node.id, path, name="title", kind=node.kind)


def _block(block: Node, look: Look, path: str) -> Iterator[Line]:
    match block.kind:
        case "fields":
            for at, field in enumerate(block.shown(), 1):
                here = f"{path}/{field.title}"
                yield from _title(field, here)
                yield from _text(field, look, here, at, field.title)
        case "items":
            for at, line in enumerate(block.shown(), 1):
                yield from _text(line, look, f"{path}/{at}", at)
        case "groups":
            for group in block.shown():
                yield from _title(group, f"{path}/{group.title}")
                for at, line in enumerate(group.shown(), 1):
                    yield from _text(line, look, f"{path}/{group.title}/{at}", at)
        case "table":
            columns = block.of("column")
            for column in columns:
                if column.on:
                    yield from _title(column, f"{path}/{column.title}")
            for at, row in enumerate(block.of("row"), 1):
                for column, cell in zip(columns, block.cells(row), strict=True):
                    if row.on and column.on:
                        yield from _text(cell, look, f"{path}/第{at}行/{column.title}", at, column.title)
        case "text":
            yield from _text(block, look, path, 1)


def _text(node: Node, look: Look, path: str, number: int, label: str = "") -> Iterator[Line]:
    if node.text.strip():
        yield Line(
            node.text, look, node.id, path, number, label, kind=node.kind, values=tuple(sorted(node.values.items()))
        )


def pieces_of(line: Line, filling: Filling) -> tuple[tuple[Piece, ...], tuple[int, ...]]:
    """A line's text cut at its blanks and filled, and how long each piece is where it stands."""
    if "{" not in line.text:
        return (Piece(line.text),), (len(line.text),)
    pieces = filling.cut(line.text, dict(line.values))
    lengths: list[int] = []
    at = 0
    for piece in pieces:
        if piece.blank:
            length = len(piece.blank) + 2
        elif piece.text == "{" and line.text.startswith("{{", at):
            length = 2
        else:
            length = len(piece.text)
        lengths.append(length)
        at += length
    return pieces, tuple(lengths)
