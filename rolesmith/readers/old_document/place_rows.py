"""Placing the rows of a table: below their heads, beside their labels, or where the table stands."""

import re
from collections.abc import Sequence

from rolesmith.readers.old_document.columns import Columns, columns
from rolesmith.readers.old_document.headings import TELLING, is_heading
from rolesmith.readers.old_document.labels import Label
from rolesmith.readers.old_document.names import (
    OUTSIDE,
    bare,
    begins_signing,
    guessed,
    is_bare_heading,
    is_field,
    is_generic,
    signature,
    target,
    tells_more,
)
from rolesmith.readers.old_document.place_lines import Lines
from rolesmith.readers.old_document.section import Section
from rolesmith.readers.old_document.table_rows import (
    CELL_LONGEST,
    add_up,
    content,
    indicator,
    is_count,
    is_sum,
    labels,
    uncounted,
)
from rolesmith.readers.old_document.template_ids import (
    AUTHORITY,
    DUTIES,
    KPIS,
    LISTS,
    NAME,
    RELATIONS,
    Placed,
    is_exact,
)
from rolesmith.readers.piece import Piece, line_pieces
from rolesmith.role.blanks import without_room

BLANKS = re.compile(r"[\s_＿/／—-]*")
"""A cell to write in."""


class Rows:
    """Places the rows of tables in a document's sections."""

    def __init__(self, section: Section, lines: Lines) -> None:
        self._section, self._lines = section, lines
        self._columns: Columns | None = None
        self._unused: dict[str, str] = {}
        """Heads of columns that the naming data does not know, until a cell below has been placed with them."""
        self._heads: tuple[str, ...] = ()
        """The targets of the columns of a table that has the names of fields above their texts."""
        self._texts: tuple[str, ...] = ()
        self._several = self._weighed = False
        self._above: Piece | None = None
        self._empty = set[int]()
        """Columns in which no row that begins with a label has anything: those between labels and their texts."""

    def begin(self, table: Sequence[Piece]) -> None:
        """Look at a table as a whole, whose rows then come one by one."""
        self._columns, self._above, self._heads = None, None, ()
        self._weighed = add_up([row.cells for row in table]) or add_up([row.cells for row in table[1:]])
        filled = [{at for at, cell in enumerate(row.cells) if cell} for row in table if target(uncounted(row.cells[0]))]
        self._empty = set(range(max(len(row.cells) for row in table))) - set().union(*filled)
        if heads := _heads_above(table):
            self._heads, self._texts, self._several = heads, table[0].cells, len(table) > 2

    def end(self) -> None:
        """The table is over: heads that nothing was placed with stand for themselves."""
        self._section.put(*(Placed(head) for head in self._unused.values()))
        self._unused = {}
        if self._heads:
            self._section.to, self._heads = "", ()

    def take(self, piece: Piece, is_last: bool) -> None:
        """Place a row."""
        section = self._section
        if self._heads:
            self._below_heads(piece)
        elif self._signed(piece):
            return
        elif is_bare_heading(piece.text):
            section.to = ""
            section.know(piece.text)
        elif begins_signing(piece.cells[0]) and not section.signing:
            section.signing = True
            section.know(piece.text)
        elif self._columns and piece.cells == self._columns.heads:  # at the head of the next page
            section.fixed(piece.text)
        elif head := columns(piece.cells, section.to, self._columns is not None):
            self._enter(head)
        elif not is_last and self._columns is None and all(is_generic(cell) for cell in piece.cells if cell):
            section.know(piece.text)
        elif self._columns and self._leaves(self._columns, piece):
            self.end()
            self._columns = None
            self._by_labels(piece)
        elif self._columns and is_sum(piece.cells):
            section.fixed(piece.text)
        elif self._columns and (found := self._by_columns(piece)):
            section.put(*found)
        elif section.to in (KPIS, AUTHORITY) and not self._labelled(piece):
            self._headless(piece)
        else:
            self._by_labels(piece)
        first, *others = filter(None, piece.cells)
        if others and is_count(first):
            section.fixed(first)

    def _leaves(self, head: Columns, piece: Piece) -> bool:
        """Whether a row begins with the name of another place, where the table has its numbers or kinds."""
        to = target(uncounted(piece.cells[0]))
        return bool(to) and to != head.to and head.names[0] in ("", "group")

    def _by_labels(self, piece: Piece) -> None:
        for to, label, values in labels(self._narrow(piece.cells), self._section.to):
            self._cells(to, label, values)

    def _narrow(self, cells: Sequence[str]) -> list[str]:
        """A row that begins with a label, without the columns that no such row has anything in."""
        wide = [at for at, cell in enumerate(cells) if cell or at not in self._empty]
        return [cells[at] for at in wide] if cells[0] else list(cells)

    def _signed(self, piece: Piece) -> bool:
        """Place who has written, read and approved, where people sign."""
        to = signature(piece.cells[0]) if self._section.signing else ""
        if to:
            name, *others = [each for each in map(_written, piece.cells[1:]) if each] or [""]
            self._section.fixed(piece.cells[0])
            self._section.put(*(Placed(name, to) for name in [name] if name))
            self._section.put(*(Placed(f"{piece.cells[0]}：{each}") for each in others))
        return bool(to)

    # —— Tables with heads ——

    def _enter(self, head: Columns) -> None:
        section = self._section
        self.end()
        self._columns = head
        if head.to != section.to:
            section.enter(head.to)
        for name, text in zip(head.names, head.heads, strict=True):
            known = name or is_generic(text) or is_bare_heading(text)
            ways = [to for to in ("", head.to) if known and not tells_more(text, to)]
            if ways:
                section.know(text, ways[0])
            elif text:
                section.fixed(text)
                self._unused[text] = text

    def _by_columns(self, piece: Piece) -> list[Placed]:
        assert self._columns
        piece = self._columns.filled_down(piece, self._above)
        self._above = piece
        found = self._columns.read(piece, self._section.group)
        said = "".join(each.text + "".join(cell for _, cell in each.cells) for each in found if not each.cells)
        said += "".join(cell for each in found for _, cell in each.cells)
        self._unused = {head: head for head in self._unused if head not in said}
        if found and "group" in self._columns.names:
            self._section.group_of(found[0].group)
        return found

    def _below_heads(self, piece: Piece) -> None:
        """A row of texts below the names of their fields; of several rows each is a position."""
        section = self._section
        if piece.cells == self._texts:
            for to, head in zip(self._heads, self._texts, strict=True):
                if to and to != OUTSIDE:
                    section.know(head, to)
                elif is_generic(head):
                    section.know(head)
                else:
                    section.fixed(head)
                    self._unused[head] = head
            return
        cells = list(zip(self._heads, self._texts, piece.cells, strict=False))
        name = next((text for to, _, text in cells if to == NAME), "") if self._several else ""
        for to, head, text in cells:
            if not text:
                continue
            if is_generic(head) and is_count(text):
                section.fixed(text)
            elif to in ("", OUTSIDE):
                section.put(Placed(f"{head}：{text}" if head else text))
                self._unused.pop(head, None)
            elif is_field(to) and to != NAME and self._several and to in section.targets():
                section.put(Placed(f"{head}：{text}", group=name))
            elif is_field(to):
                section.fill(to, text)
            else:
                section.to = to
                section.group = bare(name)
                for each in line_pieces(text):
                    section.place(each, rowed=bool(name))
        for text in piece.cells[len(self._heads) :]:
            section.put(Placed(text))

    def _headless(self, piece: Piece) -> None:
        """A row of indicators or of authority whose table has no head that is known."""
        section, filled = self._section, [cell for cell in piece.cells if cell]
        if section.to == KPIS:
            cells = indicator(piece.cells, self._weighed)
        else:
            filled = filled[1:] if len(filled) > 2 and is_count(filled[0]) else filled
            names = ("matter", "limit") if len(filled) == 2 else ("matter", "kind", "limit")
            cells = tuple(zip(names, [*filled[:2], " ".join(filled[2:])], strict=False))
        section.put(Placed(piece.text, section.to, cells=cells))

    # —— Rows with labels ——

    def _labelled(self, piece: Piece) -> bool:
        """Whether a row begins with the name of a place."""
        return any(label.to for label in labels(piece.cells, self._section.to))

    def _cells(self, to: str, label: str, values: list[str]) -> None:
        """Place the values behind a label of a row; a row without a label belongs to the section."""
        section = self._section
        more = bool(to) and tells_more(uncounted(label), to)
        if to == OUTSIDE:
            section.put(*(Placed(each, group=bare(label)) for each in values if each))
            if any(values):
                section.fixed(label)
        elif more and (is_exact(to) or is_field(to)):
            self._with_label(to, label, values)
        elif to and is_field(to):
            section.know(label, to)
            first, *others = [*values, ""][: len(values) or 1]
            if first:
                self._lines.place_labelled(Label(to, label, first), Piece(first, counted="·"))
            section.put(*(Placed(each, section.to if section.to in LISTS else "") for each in others if each))
        elif more and any(values) and len([each for each in values if each]) == 1 and _is_one_line(values):
            self._with_label(to, label, values)
        elif to == section.to == RELATIONS and any(values):
            self._lines.place_labelled(Label(to, label, "\n".join(filter(None, values))), Piece(label))
        else:
            if to and to != section.to:
                section.enter(to)
            if more and to == DUTIES:
                section.hold(label, bare(label))
            elif to:
                section.know(label, to)
            if section.to == KPIS and len(list(filter(None, values))) > 1:
                section.put(Placed(" ｜ ".join(filter(None, values)), KPIS, cells=indicator(values, self._weighed)))
                return
            self._content([each for each in values if each])

    def _with_label(self, to: str, label: str, values: list[str]) -> None:
        """Place a text together with its label, which says more than where it belongs."""
        text = "：".join([bare(label), *filter(None, values[:1])])
        self._section.put(Placed(text, "" if is_exact(to) else to))
        self._section.put(*(Placed(each) for each in values[1:] if each))

    def _content(self, values: list[str]) -> None:
        section = self._section
        kind, parts = content(values, "" if is_field(section.to) else section.to)
        if kind:
            section.name_group(kind)
        for at, each in enumerate(parts):
            following = parts[at + 1] if at + 1 < len(parts) else None
            marked = each.style in ("", "（一）", "一、") and is_heading(each, following, section.style)
            if section.to == DUTIES and marked:
                section.hold(each.text, bare(each.text))
            elif not self._lines.labelled(each):
                section.place(each, rowed=True)


def _written(cell: str) -> str:
    """What is written in a cell, without lines to write on."""
    return without_room(cell) if BLANKS.sub("", cell) else ""


def _is_one_line(values: Sequence[str]) -> bool:
    return len(list(line_pieces("\n".join(filter(None, values))))) == 1


def _heads_above(table: Sequence[Piece]) -> tuple[str, ...]:
    """The targets of a table's first row, where it holds nothing but names, and texts stand below them."""
    if len(table) < 2:
        return ()
    heads = [uncounted(cell) for cell in table[0].cells]
    filled = [each for each in heads if each]
    if max(map(len, filled)) > CELL_LONGEST or any(TELLING.search(each) for each in filled):
        return ()
    found = tuple(target(each) or (OUTSIDE if guessed(each) == OUTSIDE else "") for each in heads)
    known = [to for to in found if to and to != OUTSIDE]
    positions = NAME in known and len(known) > 2
    if not positions and any(columns(table[0].cells, section, within=False) for section in ("", DUTIES)):
        return ()
    below = [uncounted(cell) for cell in table[1].cells]
    others = [head for head, to in zip(heads, found, strict=True) if head and not to and not is_generic(head)]
    if len(known) < 2 or len(others) * 2 > len(known) or len(set(known)) < len(known):
        return ()
    if len(below) > len(heads) or any(map(target, below)) or sum(map(bool, below)) < 2:
        return ()
    return found
