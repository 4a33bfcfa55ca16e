"""Building: what was laid as a role of the template; what has no place goes into a section of its own."""

from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from rolesmith.document.kinds import KINDS
from rolesmith.presets.shipped import shipped
from rolesmith.role.text import TEXT_LIMIT, TITLE_LIMIT
from rolesmith.role.tree import CHILD_LIMIT, TREE_LIMIT, Node, Role

TEMPLATE = "ecommerce"
REST = "其他内容（待整理）"
LOOSE = "主要职责"
"""The group of duties that stood under no heading."""

Text = Annotated[str, Field(max_length=TEXT_LIMIT)]


class Laid(BaseModel):
    """A piece as its owner wants it laid, see placing.Placed; as a page sends it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Text
    to: str = Field("", max_length=160)
    group: str = Field("", max_length=TITLE_LIMIT)
    cells: tuple[tuple[Annotated[str, Field(max_length=40)], Text], ...] = Field((), max_length=40)


def built(pieces: Sequence[Laid]) -> Role:
    """The role. Raises ValueError with a sentence where it would be too large."""
    role = shipped().templates[TEMPLATE].role()
    known = {place for place, _ in places()}
    by_place: dict[str, list[Laid]] = {}
    for piece in pieces:
        by_place.setdefault(piece.to if piece.to in known else "", []).append(piece)
    tree, left = _filled(role.tree, by_place)
    found = set(map(id, left))
    rest = [_with_group(piece) for piece in pieces if id(piece) in found]
    if rest:
        if len(rest) > CHILD_LIMIT:
            raise ValueError(f"没有归位的内容有 {len(rest)} 条，最多 {CHILD_LIMIT} 条，请分成两份读入。")
        tree = tree.with_(children=(*tree.children, _rest(rest)))
    if sum(1 for _ in tree.walk()) > TREE_LIMIT:
        raise ValueError("内容太多，一个岗位放不下，请分成两份读入。")
    return role.replace(tree)


def places() -> list[tuple[str, str]]:
    """Everything that a piece can be laid in, in reading order: id, and title as the page says it."""
    found: list[tuple[str, str]] = []
    for section in shipped().templates[TEMPLATE].tree.children:
        for block in section.children:
            if block.kind == "fields" and block.layout != "signature":
                found += [(field.id, f"{section.title} · {field.title}") for field in block.children]
            elif block.kind in ("items", "groups", "table", "text"):
                named = f"{section.title} · {block.title}" if block.title else section.title
                found.append((block.id, named))
    return found


def _filled(node: Node, by_place: dict[str, list[Laid]]) -> tuple[Node, list[Laid]]:
    """The tree with the pieces in it, and those that found no place."""
    left = list(by_place.get("", ()))

    def fill(at: Node) -> Node:
        pieces = by_place.get(at.id, [])
        if at.kind == "section":
            blocks = tuple(fill(child) for child in at.children)
            told = any(each.id in by_place for each in at.walk())
            return at.with_(children=blocks, on=at.on or told)
        if at.kind == "fields":
            return at.with_(children=tuple(fill(child) for child in at.children), on=at.on or _any(at, by_place))
        if not pieces:
            return at.with_(children=tuple(fill(child) for child in at.children)) if at.kind == "role" else at
        fits = _fitting(at, pieces)
        left.extend(pieces[fits:])
        return _told(at, pieces[:fits]).with_(on=True)

    return fill(node), left


def _fitting(node: Node, pieces: Sequence[Laid]) -> int:
    """How many of the pieces a block or field holds: lines by their number, one text by its letters."""
    if node.kind not in ("field", "text"):
        return CHILD_LIMIT - len(node.children)
    letters = 0
    for at, text in enumerate(dict.fromkeys(piece.text.strip() for piece in pieces)):
        letters += len(text) + 1
        if letters > TEXT_LIMIT:
            return at
    return len(pieces)


def _with_group(piece: Laid) -> str:
    """A piece with what it stood under, as a line."""
    text = f"{piece.group}：{piece.text.strip()}" if piece.group else piece.text.strip()
    return text if len(text) <= TEXT_LIMIT else piece.text


def _any(node: Node, by_place: dict[str, list[Laid]]) -> bool:
    return any(child.id in by_place for child in node.children)


def _told(node: Node, pieces: Sequence[Laid]) -> Node:
    texts = [_with_group(piece) for piece in pieces]
    match node.kind:
        case "field" | "text":
            return node.with_(text="\n".join(dict.fromkeys(texts))[:TEXT_LIMIT])
        case "groups":
            return node.with_(children=_groups(node, pieces))
        case "table":
            return _rows(node, pieces)
        case _:
            return node.with_(
                children=tuple(_line(f"{node.id}.read{at}", text, node.marks) for at, text in enumerate(texts))
            )


def _line(line_id: str, text: str, marks: Sequence[str] = ()) -> Node:
    """A line; one of its block's marks that stands behind the text in brackets is its mark."""
    own, bracket, mark = text.rstrip("）)").rpartition("（")
    if bracket and own.strip() and mark in marks:
        return Node(id=line_id, kind="line", text=own.strip(), mark=mark)
    return Node(id=line_id, kind="line", text=text)


def _groups(block: Node, pieces: Sequence[Laid]) -> tuple[Node, ...]:
    """The groups that the document had, under their own titles; the template's others are switched off."""
    titles = list(dict.fromkeys(piece.group.strip() for piece in pieces))
    mine = {group.title: group for group in block.children}
    groups: list[Node] = []
    for at, title in enumerate(titles):
        texts = [piece.text.strip() for piece in pieces if piece.group.strip() == title]
        group = mine.pop(title, None) or Node(id=f"{block.id}.read{at}", kind="group", title=title or LOOSE, least=1)
        lines = tuple(_line(f"{group.id}.line{n}", text) for n, text in enumerate(texts))
        groups.append(group.with_(children=lines, on=True))
    return (*groups, *(group.with_(on=False) for group in mine.values()))


def _rows(table: Node, pieces: Iterable[Laid]) -> Node:
    """Rows by the table's columns; a text without columns stands in the first."""
    columns = {column.id.rpartition(".")[2]: column for column in table.of("column")}
    first = next(iter(columns))
    rows = []
    for piece in pieces:
        cells = {column: text for column, text in piece.cells if column in columns}
        rows.append({column: text.strip() for column, text in cells.items()} if cells else {first: piece.text.strip()})
    return KINDS["table"].fill(table, rows)


def _rest(texts: Sequence[str]) -> Node:
    lines = tuple(_line(f"rest.items.line{at}", text) for at, text in enumerate(texts))
    block = Node(id="rest.items", kind="items", children=lines)
    return Node(id="rest", kind="section", title=REST, numbered=False, children=(block,))
