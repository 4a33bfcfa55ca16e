"""The texts of a role that its document shows, each with its kind."""

from collections.abc import Iterator

from rolesmith.advice.finding import Line
from rolesmith.presets.rule import TextKind
from rolesmith.role.blanks import Filling, Piece
from rolesmith.role.tree import Node, Role

WEIGHT = ("权重", "占比", "比重")
"""Words in the title of a column that make its table the one of indicators."""

BLANK = "{"
"""Stands before the name of a blank."""
Pieces = tuple[tuple[Piece, ...], tuple[int, ...]]


def lines_of(role: Role) -> Iterator[Line]:
    """The texts and titles of what is on, in reading order; empty ones are left out."""
    for section in role.tree.shown():
        requirement = any(node.marks for node in section.of("items"))
        yield from _title(section, section.title)
        for block in section.shown():
            text_kind = _text_kind(block, requirement)
            path = "/".join(dict.fromkeys(filter(None, (section.title, block.title))))
            yield from _title(block, path)
            yield from _block(block, text_kind, path)


def _text_kind(block: Node, requirement: bool) -> TextKind:
    if block.picks:
        return block.picks
    if measures(block):
        return "kpi"
    return "requirement" if requirement else "text"


def measures(block: Node) -> bool:
    """Whether a block is a table of indicators, such as 绩效考核."""
    return any(any(word in column.title for word in WEIGHT) for column in block.of("column"))


def _title(node: Node, path: str) -> Iterator[Line]:
    if node.title.strip():
        yield Line(node.title, "title", node.id, path, name="title", node_kind=node.kind)


def _block(block: Node, text_kind: TextKind, path: str) -> Iterator[Line]:
    match block.kind:
        case "fields":
            for at, field in enumerate(block.shown(), 1):
                here = f"{path}/{field.title}"
                yield from _title(field, here)
                yield from _text(field, text_kind, here, at, field.title)
        case "items":
            for at, line in enumerate(block.shown(), 1):
                yield from _text(line, text_kind, f"{path}/{at}", at)
        case "groups":
            for group in block.shown():
                yield from _title(group, f"{path}/{group.title}")
                for at, line in enumerate(group.shown(), 1):
                    yield from _text(line, text_kind, f"{path}/{group.title}/{at}", at)
        case "table":
            columns = block.of("column")
            for column in columns:
                if column.on:
                    yield from _title(column, f"{path}/{column.title}")
            for at, row in enumerate(block.of("row"), 1):
                for column, cell in zip(columns, block.cells(row), strict=True):
                    if row.on and column.on:
                        yield from _text(cell, text_kind, f"{path}/第{at}行/{column.title}", at, column.title)
        case "text":
            yield from _text(block, text_kind, path, 1)


def _text(node: Node, text_kind: TextKind, path: str, number: int, label: str = "") -> Iterator[Line]:
    values = tuple(sorted(node.values.items()))
    if node.text.strip():
        yield Line(
            node.text,
            text_kind,
            node.id,
            path,
            number,
            label,
            node_kind=node.kind,
            standard=node.standard,
            values=values,
        )
    if node.standard.strip():
        yield Line(
            node.standard,
            "standard",
            node.id,
            path,
            number,
            name="standard",
            node_kind="standard",
            values=values,
        )


def pieces_of(line: Line, filling: Filling) -> Pieces:
    """A line's text, cut at its blanks and filled, and the length of each piece in the original."""
    if BLANK not in line.text:
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
