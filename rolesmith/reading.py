"""Reading back: the workbook of a role, after people have written, sorted, added and deleted in it.

It carries the role out of sight, and which cell showed what (formats/excel_carry.py). Rows are found again by what
they say, not by where they stand: an unchanged cell gives back all that it stood for, a changed one wins. A workbook
that carries nothing, as the shop's, is read beside the role as it is here.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from rolesmith.document import Document
from rolesmith.formats.excel_carry import FORMAT, SHEET, told
from rolesmith.formats.excel_style import styles_of
from rolesmith.formats.looks import LOOKS
from rolesmith.formats.sheet_names import sheet_names
from rolesmith.intake.piece import line as read_line
from rolesmith.matching import UNREAD, Rows, Shown, match, unchanged
from rolesmith.problem import Problem, Unreadable
from rolesmith.role import Node, Role, new_id
from rolesmith.sharing import workbook

SAME = 0.5
"""Of a role's rows that a sheet still has word for word, the least that makes it the role's."""


NAMESAKES = 20
"""Sheets of roles of the same name that are looked at."""


class Foreign(Exception):
    """A workbook that is not ours: it carries no role."""


@dataclass(frozen=True)
class Brought:
    """A role as a file has it now, and sentences about what in the file could not be taken."""

    role: Role
    notes: tuple[str, ...]


class _Carried(BaseModel):
    model_config = ConfigDict(extra="forbid")

    format: str
    sheet: str
    role: Role
    rows: list[list[tuple[int, str, str, int, int, str]]]


def read(data: bytes, file: str) -> Brought:
    """The role that the workbook carries. Raises Foreign, and Unreadable with one sentence."""
    sheets, _ = workbook.read(data, file)
    if SHEET not in sheets:
        raise Foreign
    carried = _carried(sheets[SHEET], file)
    visible = sheets.get(carried.sheet)
    if visible is None:
        others = [sheet for name, sheet in sheets.items() if name != SHEET]
        if len(others) != 1:
            raise Unreadable([Problem(file, 0, f"没有名叫“{carried.sheet}”的工作表", "把工作表的名字改回来再试")])
        (visible,) = others
    shown, now = _shown(carried.rows), _now(visible)
    match(shown, now)
    return _Reader(carried.role, shown, now).brought()


def read_beside(data: bytes, file: str, role: Role, document: Document) -> Brought:
    """The role's sheet of a workbook that carries no role, as the shop's, against the role as it is drawn here.

    Raises Foreign where no sheet is the role's, and Unreadable with one sentence.
    """
    sheets, _ = workbook.read(data, file)
    (name,) = sheet_names([document.name])
    own = [sheet for title, sheet in sheets.items() if title == name or re.sub(r" \(\d+\)$", "", title) == name]
    if not own and len(sheets) == 1:
        own = list(sheets.values())
    tries = [
        (_shown(told(document, styles_of(look))), _now(sheet)) for look in LOOKS.values() for sheet in own[:NAMESAKES]
    ]
    best = max(tries, key=lambda each: unchanged(*each), default=None)
    if best is None or unchanged(*best) < SAME:
        raise Foreign
    match(*best)
    return _Reader(role, *best).brought()


def _shown(rows: Iterable[Sequence[Any]]) -> list[Shown]:
    return [Shown({c: text for c, text, *_ in row}, {c: (n, b, a, j) for c, _, n, b, a, j in row if n}) for row in rows]


def _now(sheet: workbook.Sheet) -> Rows:
    return {
        at: {c: UNREAD if cell.fault else cell.text for c, cell in row.items() if cell.text or cell.fault}
        for at, row in sheet.rows.items()
    }


def _carried(sheet: workbook.Sheet, file: str) -> _Carried:
    text = "".join(row[1].text[1:] for _, row in sorted(sheet.rows.items()) if 1 in row)
    try:
        carried = _Carried.model_validate(json.loads(text))
    except (ValueError, ValidationError, RecursionError) as error:
        raise Unreadable(
            [Problem(file, 0, "里面记着岗位的那一页被改坏了", "到“读入旧文档”里读入它，或用备份文件")]
        ) from error
    if carried.format != FORMAT:
        raise Unreadable([Problem(file, 0, "是更新的岗位匠写的", "更新岗位匠再试")])
    return carried


@dataclass(frozen=True)
class _Part:
    """A node's text in one cell: as it was written and as it is, what joins it to the next, and whether it is there."""

    was: str
    here: str
    joint: str
    kept: bool


class _Reader:
    """Makes the role anew from the rows that were found again, and those that are new."""

    def __init__(self, role: Role, shown: Sequence[Shown], now: Rows) -> None:
        self._role, self._shown, self._now = role, shown, now
        self._nodes = {node.id: node for node in role.tree.walk()}
        self._parents = {child.id: node for node in role.tree.walk() for child in node.children}
        self._notes: list[str] = []
        self._texts: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self._gone: set[str] = set()
        self._held: dict[str, list[tuple[int, Node]]] = {}

    def brought(self) -> Brought:
        """The role as the file has it."""
        self._read_texts()
        self._read_rows()
        tree = self._rebuilt(self._role.tree)
        return Brought(self._role.replace(tree), tuple(self._notes))

    def _read_texts(self) -> None:
        """The texts of all nodes that were shown; those whose rows are all gone are gone."""
        parts: dict[str, list[_Part]] = {}
        for row in self._shown:
            for column, (node, before, after, joint) in row.nodes.items():
                was = row.texts[column]
                here = self._now[row.now].get(column, "") if row.now else ""
                if here == UNREAD:
                    here = was
                    self._notes.append(f"第 {row.now} 行有一格是公式，没有读入，留着原来的文字")
                around = before, after
                part = _Part(_own(was, was, *around), _own(was, here, *around), joint, bool(row.now))
                parts.setdefault(node, []).append(part)
        for node, found in parts.items():
            there = [part for part in found if part.kept]
            if not there:
                self._gone.add(node)
            elif len(there) < len(found) or any(part.was != part.here for part in there):
                name, _, aspect = node.partition("#")
                text = "".join(part.here + part.joint for part in there[:-1]) + there[-1].here
                (self._titles if aspect else self._texts)[name] = _raw(text)

    def _read_rows(self) -> None:
        """Lines and rows of tables in their order now, with those that are new."""
        by_now = {row.now: row for row in self._shown if row.now}
        holder: Node | None = None
        columns: dict[int, str] = {}
        context: Shown | None = None
        for at in sorted(self._now):
            row = by_now.get(at)
            if row is None:
                self._new(at, holder, columns, context)
                continue
            context = row
            for column, (node, *_rest) in row.nodes.items():
                name, _, aspect = node.partition("#")
                found = self._nodes.get(name)
                if found is None:
                    continue
                if aspect and found.kind in ("section", "group", "items", "groups", "table", "fields", "text"):
                    holder, columns = self._holder(found), {}
                elif found.kind == "column":
                    holder = self._parents[found.id]
                    columns = {**({} if column == min(row.nodes) else columns), column: found.id}
                elif found.kind == "line":
                    home = holder if holder is not None and holder.kind in ("items", "group") else self._parents[name]
                    holder = home
                    self._hold(home, at, found)
                elif found.kind == "cell" or ":" in name:
                    self._hold_row(name, at)
                    holder = self._table_of(name) or holder
                    columns[column] = name.split(":", 1)[1]
        for name in self._gone:
            found = self._nodes.get(name)
            if found is not None and found.kind == "field":
                self._texts[name] = ""

    def _holder(self, node: Node) -> Node | None:
        """What takes lines or rows below a heading."""
        if node.kind in ("items", "group", "table"):
            return node
        if node.kind == "section":
            return next((block for block in node.shown() if block.kind in ("items", "table") and not block.title), None)
        return None

    def _hold(self, home: Node, at: int, node: Node) -> None:
        held = self._held.setdefault(home.id, [])
        if all(each.id != node.id for _, each in held):
            held.append((at, node))

    def _hold_row(self, cell: str, at: int) -> None:
        row = self._nodes.get(cell.split(":", 1)[0])
        if row is not None and row.kind == "row":
            self._hold(self._parents[row.id], at, row)

    def _table_of(self, cell: str) -> Node | None:
        row = self._nodes.get(cell.split(":", 1)[0])
        return self._parents.get(row.id) if row is not None else None

    def _new(self, at: int, holder: Node | None, columns: dict[int, str], context: Shown | None) -> None:
        """A row that was not there: a line or a row of what stands above it, else a note."""
        texts = {column: text for column, text in self._now[at].items() if text.strip() and text != UNREAD}
        told = "　".join(texts.values())
        if not re.search(r"\w", told) or re.fullmatch(r"[\d.%\s　]+", told):
            return
        if holder is not None and holder.kind in ("items", "group"):
            longest = max(texts.values(), key=len)
            piece = read_line(longest)
            self._hold(
                holder,
                at,
                Node(id=new_id("l"), kind="line", text=(piece.text if piece else longest).replace("{", "{{")),
            )
        elif holder is not None and holder.kind == "table" and columns and texts.keys() & columns.keys():
            row = new_id("row")
            cells = tuple(
                Node(id=f"{row}:{columns[column]}", kind="cell", text=_raw(text))
                for column, text in texts.items()
                if column in columns
            )
            self._hold(holder, at, Node(id=row, kind="row", children=cells))
        elif context is not None:
            self._notes.append(f"第 {at} 行“{told[:40]}”是新加的，不知道该放到哪一项里，没有读入；请在页面上补")

    def _rebuilt(self, node: Node) -> Node:
        changed = node
        if node.id in self._texts and node.kind != "role":
            changed = changed.with_(text=self._texts[node.id])
        if node.id in self._titles:
            changed = changed.with_(title=self._titles[node.id])
        if node.kind in ("items", "group", "table"):
            return changed.with_(children=tuple(self._children(node)))
        if node.kind == "row":
            return changed.with_(children=tuple(self._cells(node)))
        return (
            changed.with_(children=tuple(self._rebuilt(child) for child in node.children)) if node.children else changed
        )

    def _children(self, node: Node) -> Iterator[Node]:
        """Lines or rows that were found or are new, in their order; those not shown stay behind whom they followed."""
        kinds = ("row",) if node.kind == "table" else ("line",)
        held = [each for _, each in sorted(self._held.get(node.id, []), key=lambda pair: pair[0])]
        elsewhere = {each.id for home, pairs in self._held.items() if home != node.id for _, each in pairs}
        was_shown = self._shown_ids()
        behind: dict[str, list[Node]] = {}
        last = ""
        for child in node.children:
            if child.kind in kinds and child.id in was_shown:
                last = child.id
            elif child.kind in kinds and child.id not in elsewhere:
                behind.setdefault(last, []).append(child)
        yield from (child for child in node.children if child.kind not in kinds)
        yield from map(self._rebuilt, behind.pop("", []))
        for child in held:
            yield self._rebuilt(child)
            yield from map(self._rebuilt, behind.pop(child.id, []))
        for rest in behind.values():
            yield from map(self._rebuilt, rest)

    def _shown_ids(self) -> set[str]:
        names = {node.partition("#")[0] for row in self._shown for node, *_ in row.nodes.values()}
        return names | {name.split(":", 1)[0] for name in names if ":" in name}

    def _cells(self, row: Node) -> Iterator[Node]:
        ids = {cell.id for cell in row.children}
        yield from (self._rebuilt(cell) for cell in row.children)
        for name, text in self._texts.items():
            if name.startswith(f"{row.id}:") and name not in ids:
                yield Node(id=name, kind="cell", text=text)


def _raw(text: str) -> str:
    """A text as a node holds it: a brace that somebody wrote is no blank."""
    return text.replace("{", "{{")


def _own(was: str, here: str, before: int, after: int) -> str:
    """A node's own text of a cell; where what stood around it is gone, all of it."""
    head, tail = was[:before], was[len(was) - after :] if after else ""
    if here.startswith(head) and here.endswith(tail) and len(here) >= len(head) + len(tail):
        return here[len(head) : len(here) - len(tail)]
    return here
