"""标准表格 as data for bordered.typ: its tables, and which rows of them stand on one page."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from rolesmith.document.document import Document, Fact
from rolesmith.formats.bordered import bands, title_size
from rolesmith.formats.bordered_rows import Cell, Row, Table, is_short, kept, tables
from rolesmith.formats.chart import drawn
from rolesmith.formats.chart.svg import Inks, inks_of
from rolesmith.formats.label_lines import broken, label_height
from rolesmith.formats.looks import FANGSONG, Look
from rolesmith.formats.pdf_pages import PAGE, TALLEST, Drawn, tie_runs

Written = Callable[..., list[tuple[str, bool]]]
"""What a phrase is for typst; in a cell of so many points."""
SONG_FACES = ("RoleSmith Song",)
FANGSONG_FACES = ("FangSong", "STFangsong", *SONG_FACES)
"""Faces for the text; 仿宋 where the machine has it, since no free one has all characters."""
FEW = 10
"""Rows of a band that are made as high as its name is."""
TAIL = 2
"""Rows before the signatures that go with them to a new page."""
POINT = 2.835
"""Points of a millimetre."""
LINE = 17
"""Points that a line takes at most, and a row beside its lines."""
WIDE = 60
"""Millimetres from which on a cell's lines have both edges even."""


def data(document: Document, look: Look, written: Written) -> dict[str, Any]:
    """What bordered.typ draws beside what every document has."""
    found = [table for band in bands(document) for table in tables(band, look)]
    made = [_table(at, table, written, inks_of(look)) for at, table in enumerate(found)]
    return {
        "title_size": title_size(document.title, look),
        "facts": [(fact.label, _fact(fact, written)) for fact in document.facts],
        "labels": [written(table.label) for table in found],
        "names": [written(broken(table.label)) for table in found],
        "tall": [(table["band"], row["at"]) for table in made for row in table["rows"] if not row["whole"]],
        "tables": list(_with_signatures(made)),
        "fonts": FANGSONG_FACES if look.font == FANGSONG else SONG_FACES,
    }


def _fact(fact: Fact, written: Written) -> list[tuple[str, bool]]:
    if not str(fact):
        return []
    return [(fact.before, False), *written(fact.phrase), (fact.after, False)]


def _table(at: int, table: Table, written: Written, inks: Inks) -> Drawn:
    head = _row(-1, table.head, table, written, inks) if table.head else None
    rows = [_row(number, row, table, written, inks) for number, row in enumerate(table.rows)]
    heights = [(row["lines"] + 1) * LINE for row in rows]
    tie_runs(rows, kept(table, heights, is_short(table, heights, not at)))
    return {
        "band": at,
        "widths": [end - begin for begin, end in pairwise(table.edges)],
        "head": head,
        "rows": rows,
        "least": label_height(table.label) / (len(rows) + bool(head)) if len(rows) <= FEW else 0,
        "signed": table.signed,
    }


def _row(at: int, row: Row, table: Table, written: Written, inks: Inks) -> Drawn:
    lines = max(row.lines, max(row.height, row.room) * POINT / LINE)
    cells = [_cell(cell, table.edges, written, inks) for cell in row.cells]
    high = {"height": row.height, "room": row.room}
    return {"at": at, "cells": cells, "lines": lines, "whole": row.lines <= TALLEST, **high, "tie": 1}


def _cell(cell: Cell, edges: Sequence[int], written: Written, inks: Inks) -> dict[str, Any]:
    return {
        "kind": cell.kind,
        "span": edges.index(cell.end) - edges.index(cell.begin),
        "text": written(cell.phrase, (cell.end - cell.begin) * POINT),
        "mark": cell.mark,
        "svg": drawn(cell.picture, inks) if cell.picture else "",
        "who": written(cell.who) if cell.who else [],
        "centred": cell.centred or cell.kind in ("number", "name", "head", "total"),
        "wide": cell.end - cell.begin >= WIDE,
        "once": None if cell.begin or cell.kind != "text" else cell.again,
    }


def _with_signatures(drawn: Sequence[Drawn]) -> Iterator[Drawn]:
    """The tables, each of signatures as one with the end of the table before it."""
    waiting: Drawn | None = None
    for each in drawn:
        if not each["signed"] or waiting is None:
            if waiting:
                yield waiting
            waiting = each
            continue
        room = PAGE - sum(row["lines"] + 1 for row in each["rows"])
        rest, tail = _cut(waiting, room)
        if rest:
            yield rest
        waiting = None
        yield {"together": [tail, each]} if tail else each
    if waiting:
        yield waiting


def _cut(drawn: Drawn, room: float) -> tuple[Drawn | None, Drawn | None]:
    """A table without its last rows, and these, as far as there is room for them."""
    rows = drawn["rows"]
    begin = max(0, len(rows) - TAIL)
    while begin and (rows[begin]["tie"] == 0 or begin == 1):
        begin -= 1
    if sum(row["lines"] + 1 for row in rows[begin:]) > room:
        return drawn, None
    if not begin:
        return None, drawn
    return {**drawn, "rows": rows[:begin]}, {**drawn, "rows": rows[begin:], "goes_on": True}
