"""Rebuilding: the role as its sheet has it now, from the rows that were found again and from new rows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from rolesmith.readers.piece import line_pieces
from rolesmith.readers.workbook.match_rows import UNREAD, Rows, ShownRow, column_of_standards, heads
from rolesmith.role.blanks import ROOM, without_room
from rolesmith.role.text import digest
from rolesmith.role.tree import Node, Role

LABEL = re.compile(r"[^：:]{1,12}[：:]\s*")
MARK = re.compile(r"\s*[（(]\s*([^（()）]{1,8}?)\s*[)）]\s*$")
COUNTED = re.compile(r"^\s*(?:第?[一二三四五六七八九十\d]{1,3}[、.．章节]|[（(][一二三四五六七八九十\d]{1,3}[)）])\s*")
MOST_NOTES = 30
HEADING_LONGEST = 20
"""Characters of a new row that may be meant as a heading."""
NUMBER_ONLY = re.compile(r"[\d.%\s　]+|[（(]?\s*\d{1,3}\s*[.、)）]?")


class Rebuilt(NamedTuple):
    """The role as the sheet has it."""

    role: Role
    notes: tuple[str, ...]
    """Sentences about what in the sheet could not be used."""


def rebuild_role(role: Role, shown: Sequence[ShownRow], now: Rows) -> Rebuilt:
    """The role as the sheet has it now."""
    return _Rebuilder(role, shown, now).read()


@dataclass(frozen=True)
class _Part:
    """A node's text in one cell: as it was written, as it is now, and what joins it to the next cell's."""

    was: str
    here: str
    joint: str
    kept: bool
    """Whether its row is still there."""
    numbered: bool
    """Whether a number stood before it in the cell."""


class _Rebuilder:
    """Collects what the sheet says of each node, then makes the role anew."""

    def __init__(self, role: Role, shown: Sequence[ShownRow], now: Rows) -> None:
        self._role, self._shown, self._now = role, shown, now
        self._nodes = {node.id: node for node in role.tree.walk()}
        self._parents = {child.id: node for node in role.tree.walk() for child in node.children}
        self._notes: list[str] = []
        self._texts: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self._standards: dict[str, str] = {}
        self._marks: dict[str, str] = {}
        self._gone: set[str] = set()
        self._made: dict[str, int] = {}
        self._heads = heads(shown)
        self._held: dict[str, dict[str, tuple[int, Node]]] = {}

    def read(self) -> Rebuilt:
        """Read the sheet and make the role."""
        self._read_texts()
        self._read_rows()
        notes = self._notes[:MOST_NOTES]
        if more := len(self._notes) - len(notes):
            notes.append(f"还有 {more} 处这样的")
        return Rebuilt(self._role.replace(self._rebuilt(self._role.tree)), tuple(notes))

    def _read_texts(self) -> None:
        """Read the texts of all nodes that were shown; a node is gone when all its rows are."""
        parts: dict[str, list[_Part]] = {}
        for row in self._shown:
            for column, (_, _, node, before, after, joint) in row.nodes.items():
                was = row.texts[column]
                here = self._now[row.now].get(column, "") if row.now else ""
                if here == UNREAD:
                    here = was
                    self._notes.append(f"第 {row.now} 行有一格是公式，没有读入，留着原来的文字")
                around = before, 0 if self._marks_of(self._nodes.get(node)) else after
                texts = _own(was, was, *around), _own(was, here, *around)
                part = _Part(*texts, joint, bool(row.now), before > 0 and not was[:before].endswith("："))
                parts.setdefault(node, []).append(part)
            self._note_labels(row)
        for node, found in parts.items():
            there = [part for part in found if part.kept]
            if not there:
                self._gone.add(node)
            elif len(there) < len(found) or any(part.was != part.here for part in there):
                name, _, aspect = node.partition("#")
                text = "".join(part.here + part.joint for part in there[:-1]) + there[-1].here
                text = without_room(text) if found[0].was == ROOM else text
                if aspect == "standard":
                    self._standards[name] = _raw(text)
                elif aspect:
                    line = "".join(text.split("\n"))  # the name of a band is broken to fit its column
                    name_before = "".join("".join(part.was for part in found).split("\n"))
                    counted = any(part.numbered for part in found) or _unnumbered(line) == name_before
                    self._titles[name] = _raw(_unnumbered(line) if counted else line)
                else:
                    self._texts[name] = _raw(self._marked(name, text))

    def _note_labels(self, row: ShownRow) -> None:
        """Note changed labels and texts beside the row: neither is a text of the role."""
        for column, was in row.texts.items():
            here = self._now[row.now].get(column, "") if row.now else was
            if column not in row.nodes and was and here not in (was, UNREAD):
                change = f"“{was[:20]}”改成了“{here[:20]}”" if here else f"的“{was[:20]}”删掉了"
                self._notes.append(f"第 {row.now} 行{change}，这是名称，没有读入；要改请在页面上改")
        for column, here in self._now[row.now].items() if row.now else ():
            if column not in row.texts and here != UNREAD and not NUMBER_ONLY.fullmatch(here):
                self._notes.append(f"第 {row.now} 行旁边的“{here[:20]}”没有读入；是内容的话请在页面上补")

    def _marked(self, name: str, text: str) -> str:
        """A line's text without the mark behind it, which becomes the line's mark."""
        if not (marks := self._marks_of(self._nodes.get(name))):
            return text
        own, self._marks[name] = _split_mark(text, marks)
        return own

    def _marks_of(self, at: Node | None) -> Sequence[str]:
        """The marks that a line may have, or that the lines of a block may have."""
        if at is not None and at.kind not in ("line", "group", "items"):
            return ()
        while at is not None and not at.marks:
            at = self._parents.get(at.id)
        return at.marks if at is not None else ()

    def _read_rows(self) -> None:
        """Read which lines and table rows each block has now, in order, with new ones."""
        by_now = {row.now: row for row in self._shown if row.now}
        holder: Node | None = None
        columns: dict[int, str] = {}
        beside = 0
        context: ShownRow | None = None
        for at in sorted(self._now):
            row = by_now.get(at)
            if row is None:
                self._new(at, holder, columns, beside, context)
                continue
            context = row
            beside = column_of_standards(row) or (0 if row.nodes else beside)
            for column, cell in row.nodes.items():
                name, _, aspect = cell.node.partition("#")
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
        """The node that takes the lines or rows below a heading."""
        if node.kind in ("items", "group", "table"):
            return node
        if node.kind == "section":
            return next((block for block in node.shown() if block.kind in ("items", "table") and not block.title), None)
        return None

    def _hold(self, home: Node, at: int, node: Node) -> None:
        self._held.setdefault(home.id, {}).setdefault(node.id, (at, node))

    def _hold_row(self, cell: str, at: int) -> None:
        row = self._nodes.get(cell.split(":", 1)[0])
        if row is not None and row.kind == "row":
            self._hold(self._parents[row.id], at, row)

    def _table_of(self, cell: str) -> Node | None:
        row = self._nodes.get(cell.split(":", 1)[0])
        return self._parents.get(row.id) if row is not None else None

    def _new(
        self, at: int, holder: Node | None, columns: dict[int, str], beside: int, context: ShownRow | None
    ) -> None:
        """A new row: it becomes a line or table row of what is above it, else a note.

        `beside` is the column of standards, 0 where there is none.
        """
        found = {column: without_room(text) for column, text in self._now[at].items() if text != UNREAD}
        texts = {column: text for column, text in found.items() if text.strip()}
        words = {column: text for column, text in texts.items() if not NUMBER_ONLY.fullmatch(text)}
        text_of_row = "　".join(texts.values())
        if tuple(texts.values()) in self._heads:
            return  # a page began elsewhere
        lines = [text for column, text in words.items() if not beside or column < beside]
        standard = "\n".join(text for column, text in texts.items() if beside and column >= beside)
        if holder is not None and holder.kind in ("items", "group") and lines:
            for piece in line_pieces(max(lines, key=len)):
                if piece.style in ("（一）", "一、") and len(piece.text) <= HEADING_LONGEST:
                    self._notes.append(
                        f"第 {at} 行“{text_of_row[:40]}”像是新的小标题，当作一条读入；要新的小节请在页面上加"
                    )
                text, mark = _split_mark(piece.text, self._marks_of(holder))
                texts_of_line = {"text": _raw(text), "mark": mark, "standard": _raw(standard)}
                line = Node(id=self._new_id("l", holder, piece.text), kind="line", **texts_of_line)
                self._hold(holder, at, self._nodes.get(line.id, line))
                standard = ""
        elif holder is not None and holder.kind == "table" and columns and words:
            row = self._new_id("row", holder, text_of_row)
            filled: dict[str, str] = {}
            for column, text in texts.items():
                own = columns[max((each for each in columns if each <= column), default=min(columns))]
                filled[own] = f"{filled[own]}，{text}" if own in filled else text
            cells = tuple(Node(id=f"{row}:{own}", kind="cell", text=_raw(text)) for own, text in filled.items())
            self._hold(holder, at, self._nodes.get(row) or Node(id=row, kind="row", children=cells))
        elif context is not None and texts and (words or (holder is not None and holder.kind == "table")):
            self._notes.append(f"第 {at} 行“{text_of_row[:40]}”是新加的，不知道该放到哪一项里，没有读入；请在页面上补")

    def _new_id(self, prefix: str, holder: Node, text: str) -> str:
        """The id of something new: the same whenever this file is read, also where it came in before."""
        what = f"{holder.id} {text}"
        number = self._made.get(what, 0)
        while (found := prefix + digest(f"{number} {what}")) in self._shown_ids:
            number += 1
        self._made[what] = number + 1
        return found

    def _rebuilt(self, node: Node) -> Node:
        """The node as the sheet has it now; one that is off, as in a form, is on where something was written in it."""
        changed = self._changed(node)
        return changed if node.on or changed == node or node.kind in ("line", "row") else changed.with_(on=True)

    def _changed(self, node: Node) -> Node:
        changed = node
        if node.id in self._texts and node.kind != "role":
            changed = changed.with_(text=self._texts[node.id])
        if node.id in self._titles:
            changed = changed.with_(title=self._titles[node.id])
        if node.id in self._standards:
            changed = changed.with_(standard=self._standards[node.id])
        if node.id in self._marks:
            changed = changed.with_(mark=self._marks[node.id])
        if node.kind == "section" and self._is_gone(node):
            changed = changed.with_(on=False)
        if node.kind in ("items", "group", "table"):
            return changed.with_(children=tuple(self._children(node)))
        if node.kind == "row":
            return changed.with_(children=tuple(self._cells(node)))
        return (
            changed.with_(children=tuple(self._rebuilt(child) for child in node.children)) if node.children else changed
        )

    def _is_gone(self, section: Node) -> bool:
        """Whether its heading and all that was shown below it are gone."""
        below = [name for node in section.walk() for name in (node.id, f"{node.id}#title") if name in self._seen]
        return f"{section.id}#title" in self._gone and all(name in self._gone for name in below)

    def _children(self, node: Node) -> Iterator[Node]:
        """The lines or rows of a node now, in order; one that was not shown stays behind the one that it followed."""
        kinds = ("row",) if node.kind == "table" else ("line",)
        held = [each for _, each in sorted(self._held.get(node.id, {}).values(), key=lambda pair: pair[0])]
        was_shown = self._shown_ids
        if not held and not any(child.id in was_shown for child in node.children):
            yield from map(self._rebuilt, node.children)
            return
        behind: dict[str, list[Node]] = {}
        last = ""
        for child in node.children:
            if child.kind in kinds and child.id in was_shown:
                last = child.id
            elif child.kind in kinds and child.id not in self._standing:
                behind.setdefault(last, []).append(child)
        yield from (self._rebuilt(child) for child in node.children if child.kind not in kinds)
        yield from map(self._rebuilt, behind.pop("", []))
        for child in held:
            yield self._rebuilt(child)
            yield from map(self._rebuilt, behind.pop(child.id, []))
        for rest in behind.values():
            yield from map(self._rebuilt, rest)

    @cached_property
    def _standing(self) -> set[str]:
        """The ids of the lines and rows that stand in the sheet now."""
        return {name for held in self._held.values() for name in held}

    @cached_property
    def _seen(self) -> set[str]:
        """The ids of the nodes that the sheet showed, with `#title` behind them for titles."""
        return {cell.node for row in self._shown for cell in row.nodes.values()}

    @cached_property
    def _shown_ids(self) -> set[str]:
        names = {name.partition("#")[0] for name in self._seen}
        return names | {name.split(":", 1)[0] for name in names if ":" in name}

    def _cells(self, row: Node) -> Iterator[Node]:
        ids = {cell.id for cell in row.children}
        yield from (self._rebuilt(cell) for cell in row.children)
        for name in self._cells_of.get(row.id, ()):
            if name not in ids:
                yield Node(id=name, kind="cell", text=self._texts[name])

    @cached_property
    def _cells_of(self) -> dict[str, list[str]]:
        """The ids of the cells that have a text now, by their rows."""
        found: dict[str, list[str]] = {}
        for name in self._texts:
            if ":" in name:
                found.setdefault(name.split(":", 1)[0], []).append(name)
        return found


def _raw(text: str) -> str:
    """A text as a node holds it: a brace that somebody wrote begins no blank."""
    return text.replace("{", "{{")


def _own(was: str, here: str, before: int, after: int) -> str:
    """A node's own text in a cell, without the label around it, which may have been rewritten."""
    head, tail = was[:before], was[len(was) - after :] if after else ""
    if here.startswith(head):
        here = here[len(head) :]
    elif head.endswith("：") and (label := LABEL.match(here)):
        here = here[label.end() :]
    return here.removesuffix(tail)


def _unnumbered(title: str) -> str:
    """A heading without a number that somebody has written before it."""
    return COUNTED.sub("", title) or title


def _split_mark(text: str, marks: Sequence[str]) -> tuple[str, str]:
    """A line's text, and the mark in brackets behind it, if it is one of its block's marks."""
    found = MARK.search(text)
    return (text[: found.start()].rstrip(), found[1]) if found and found[1] in marks else (text, "")
