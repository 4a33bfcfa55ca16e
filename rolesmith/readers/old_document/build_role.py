"""Building: makes a role of the template from placed pieces; those without a target get a section of their own."""

import re
from collections.abc import Iterable, Sequence
from typing import Annotated, NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from rolesmith.document.kinds import KINDS
from rolesmith.document.standards import LABEL
from rolesmith.presets.shipped import shipped
from rolesmith.readers.old_document.account import letters
from rolesmith.readers.old_document.template_ids import Placed
from rolesmith.role.blanks import TOKEN
from rolesmith.role.text import TEXT_LIMIT, TITLE_LIMIT
from rolesmith.role.tree import CHILD_LIMIT, TREE_LIMIT, Node, Role

TEMPLATE = "ecommerce"
REST = "其他内容（待整理）"
LOOSE = "主要职责"
"""The group for duties that stood under no heading."""

Text = Annotated[str, Field(max_length=TEXT_LIMIT)]


class SentPiece(BaseModel):
    """A piece with the target that its owner has chosen, as a page sends it; see template_ids.Placed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Text
    to: str = Field("", max_length=160)
    group: str = Field("", max_length=TITLE_LIMIT)
    cells: tuple[tuple[Annotated[str, Field(max_length=40)], Text], ...] = Field((), max_length=40)
    standard: Text = ""


AnyPiece = SentPiece | Placed


class Target(NamedTuple):
    """A block or field of the template that a piece can be placed in."""

    id: str
    title: str
    """As the page shows it."""


def build_role(pieces: Sequence[AnyPiece]) -> Role:
    """The role. Raises ValueError with a sentence where it would be too large."""
    role = shipped().templates[TEMPLATE].role()
    known = {target.id for target in targets()}
    by_target: dict[str, list[AnyPiece]] = {}
    for piece in pieces:
        by_target.setdefault(piece.to if piece.to in known else "", []).append(piece)
    tree, left = _filled(role.tree, by_target)
    found = set(map(id, left))
    rest = [text for piece in pieces if id(piece) in found for text in _whole(piece)]
    if rest:
        if len(rest) > CHILD_LIMIT:
            raise ValueError(f"没有归位的内容有 {len(rest)} 条，最多 {CHILD_LIMIT} 条，请分成两份读入。")
        tree = tree.with_(children=(*tree.children, _rest(rest)))
    if sum(1 for _ in tree.walk()) > TREE_LIMIT:
        raise ValueError("内容太多，一个岗位放不下，请分成两份读入。")
    return role.replace(tree)


def targets() -> list[Target]:
    """All targets, in reading order."""
    found: list[Target] = []
    for section in shipped().templates[TEMPLATE].tree.children:
        for block in section.children:
            if block.kind == "fields" and block.layout != "signature":
                found += [Target(field.id, f"{section.title} · {field.title}") for field in block.children]
            elif block.kind in ("items", "groups", "table", "text"):
                named = f"{section.title} · {block.title}" if block.title else section.title
                found.append(Target(block.id, named))
    return found


def _filled(node: Node, by_target: dict[str, list[AnyPiece]]) -> tuple[Node, list[AnyPiece]]:
    """The tree with the pieces in it, and the pieces that did not fit."""
    left = list(by_target.get("", ()))

    def fill(at: Node) -> Node:
        pieces = by_target.get(at.id, [])
        if at.kind == "section":
            blocks = tuple(fill(child) for child in at.children)
            filled = any(each.id in by_target for each in at.walk())
            return at.with_(children=blocks, on=filled or (at.on and not all(child.kind == "text" for child in blocks)))
        if at.kind == "fields":
            return at.with_(children=tuple(fill(child) for child in at.children), on=at.on or _any(at, by_target))
        if not pieces:
            return at.with_(children=tuple(map(fill, at.children))) if at.kind == "role" else _offered(at)
        fits = _fitting(at, pieces)
        left.extend(pieces[fits:])
        return _with_pieces(at, pieces[:fits]).with_(on=True)

    return fill(node), left


def _offered(node: Node) -> Node:
    """A block or field that the document does not fill: the template's sentences are there to take, but not put in."""
    if node.kind == "field" and re.search(r"\w", TOKEN.sub("", node.text)):
        return node.with_(text="", examples=(node.text, *node.examples))
    return node.with_(children=_off(node)) if node.kind == "items" else node


def _off(items: Node) -> tuple[Node, ...]:
    return tuple(line.with_(on=False) for line in items.children)


def _fitting(node: Node, pieces: Sequence[AnyPiece]) -> int:
    """How many of the pieces fit a block, by the number of lines, or a field, by the length of the text."""
    if node.kind not in ("field", "text"):
        return CHILD_LIMIT - len(node.children)
    length = 0
    texts = dict[str, None]()
    for at, piece in enumerate(pieces):
        new = [text for text in _whole(piece) if text not in texts]
        length += sum(map(len, new)) + len(new)
        if length > TEXT_LIMIT:
            return at
        texts |= dict.fromkeys(new)
    return len(pieces)


def _whole(piece: AnyPiece) -> list[str]:
    """All that a piece says, as lines of a place that knows neither groups nor standards."""
    standard = f"{LABEL}{piece.standard}" if piece.standard else ""
    return [text for text in (*_with_group(piece), standard) if text]


def _with_group(piece: AnyPiece) -> list[str]:
    """A piece as a line with the heading that it stood under, which is a line of its own where both are too long."""
    text = f"{piece.group}：{piece.text.strip()}" if piece.group else piece.text.strip()
    return [text] if len(text) <= TEXT_LIMIT else [piece.group, piece.text.strip()]


def _with_standard(piece: AnyPiece) -> list[tuple[str, str]]:
    """A piece as lines, the last with the standard."""
    *before, text = _with_group(piece)
    return [*((each, "") for each in before), (text, piece.standard)]


def _any(node: Node, by_target: dict[str, list[AnyPiece]]) -> bool:
    return any(child.id in by_target for child in node.children)


def _with_pieces(node: Node, pieces: Sequence[AnyPiece]) -> Node:
    match node.kind:
        case "field" | "text":
            return node.with_(text="\n".join(dict.fromkeys(text for piece in pieces for text in _whole(piece))))
        case "groups":
            return node.with_(children=_groups(node, pieces))
        case "table":
            return _rows(node, pieces)
        case _:
            texts = [each for piece in pieces for each in _with_standard(piece)]
            lines = (_line(f"{node.id}.read{at}", text, node.marks, told) for at, (text, told) in enumerate(texts))
            return node.with_(children=(*lines, *_off(node)))


def _line(line_id: str, text: str, marks: Sequence[str] = (), standard: str = "") -> Node:
    """A line; a mark of its block that stands in brackets behind the text becomes the line's mark."""
    own, bracket, mark = text.rstrip("）)").rpartition("（")
    if bracket and own.strip() and mark in marks:
        return Node(id=line_id, kind="line", text=own.strip(), mark=mark, standard=standard)
    return Node(id=line_id, kind="line", text=text, standard=standard)


def _groups(block: Node, pieces: Sequence[AnyPiece]) -> tuple[Node, ...]:
    """The groups of the document, under their own titles; the template's other groups are switched off."""
    titles = list(dict.fromkeys(piece.group.strip() for piece in pieces))
    mine = {group.title: group for group in block.children}
    groups: list[Node] = []
    for at, title in enumerate(titles):
        own = [piece for piece in pieces if piece.group.strip() == title]
        group = mine.pop(title, None) or Node(id=f"{block.id}.read{at}", kind="group", title=title or LOOSE, least=1)
        lines = tuple(
            _line(f"{group.id}.line{n}", piece.text.strip(), standard=piece.standard) for n, piece in enumerate(own)
        )
        groups.append(group.with_(children=lines, on=True))
    return (*groups, *(group.with_(on=False) for group in mine.values()))


def _rows(table: Node, pieces: Iterable[AnyPiece]) -> Node:
    """The table with the pieces as rows; a piece without cells goes into the first column."""
    columns = {column.id.rpartition(".")[2]: column for column in table.of("column")}
    first = next(iter(columns))
    rows = []
    for piece in pieces:
        cells = {column: text.strip() for column, text in piece.cells if column in columns}
        cells = cells or {first: piece.text.strip()}
        told = letters("\n".join(cells.values()))
        others = (piece.group, piece.standard, *(text for _, text in piece.cells))
        last = list(cells)[-1]
        rows.append({**cells, last: "；".join([cells[last], *(text for text in others if letters(text) not in told)])})
    return KINDS["table"].fill(table, rows)


def _rest(texts: Sequence[str]) -> Node:
    lines = tuple(_line(f"rest.items.line{at}", text) for at, text in enumerate(texts))
    block = Node(id="rest.items", kind="items", children=lines)
    return Node(id="rest", kind="section", title=REST, numbered=False, children=(block,))
