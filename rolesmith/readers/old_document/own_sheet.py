"""Our own 标准表格 as Excel has it, without what it carries: the names of its bands stand in the column at the left.

A name heads its band, and stands again where a page begins, with （续） or without; so do the heads of lists.
"""

import re
from collections.abc import Iterator, Mapping

from rolesmith.document.standards import STANDARD
from rolesmith.formats.bordered import NUMBER
from rolesmith.formats.excel.table import GOES_ON
from rolesmith.readers.old_document.own_form import fact, listed
from rolesmith.readers.old_document.table_rows import is_count
from rolesmith.readers.piece import Piece, line_pieces, row_pieces

Row = Mapping[int, str]
"""A row's texts by column, from 1: of a cell that another covers none, of an empty one an empty text."""
FACT = re.compile(r"([^：\s]{2,8})：(.*)", re.DOTALL)
GROUP = re.compile(r"（[一二三四五六七八九十]{1,3}）\S")


def is_own_sheet(rows: list[Row]) -> bool:
    """Whether a sheet is our form: a title with facts, then bands with their names, of which one has lines."""
    first = next((at for at, row in enumerate(rows) if _begins(row)), 0)
    facts = [text for row in rows[:first] for text in row.values() if FACT.fullmatch(text)]
    return len(facts) >= max(1, first - 1) and any(_begins(row) and _heads(row) for row in rows[first:])


def _begins(row: Row) -> bool:
    """Whether a name stands beside what a band holds."""
    return bool(row.get(1) and row.get(2))


def _heads(row: Row) -> list[int]:
    """The columns of a list's number, texts and standards; empty where the row does not head a list."""
    filled = [column for column, text in row.items() if text and column > 1]
    texts = [row[column] for column in filled]
    fine = texts[:1] == [NUMBER] and (len(texts) == 2 or (len(texts) == 3 and texts[2] == STANDARD))
    return filled if fine else []


def sheet_pieces(rows: list[Row]) -> Iterator[Piece]:
    """The pieces of our form: its title and facts, then each band's name and its rows."""
    first = next(at for at, row in enumerate(rows) if _begins(row))
    yield from _top(rows[:first])
    name, heads = "", list[int]()
    for row in rows[first:]:
        label = "".join(row.get(1, "").split("\n")).removesuffix(GOES_ON)
        if label and label != name:
            yield from line_pieces(label, 1)
            name, heads = label, []
        beside = {column: text for column, text in row.items() if column > 1}
        filled = [text for text in beside.values() if text]
        if not filled:
            continue
        if found := _heads(beside):
            heads = found
        elif len(filled) == 1 and GROUP.match(filled[0]):
            yield from line_pieces(filled[0], 2)
        elif is_count(beside.get(2, "")) or (heads and not beside.get(2)):
            yield from _line(beside, heads)
        else:
            yield from row_pieces(beside.values())


def _top(rows: list[Row]) -> Iterator[Piece]:
    """The title, and beside it the shop and the facts; one without a text says nothing."""
    titled = {column: text for column, text in rows[0].items() if text and not FACT.fullmatch(text)}
    for column, text in titled.items():
        yield from line_pieces(text, int(column == max(titled)))
    for row in rows:
        for text in (text for text in row.values() if text and (row is not rows[0] or text not in titled.values())):
            found = FACT.fullmatch(text)
            yield from fact(found[1], found[2]) if found else line_pieces(text)


def _line(cells: Row, heads: list[int]) -> Iterator[Piece]:
    """A line of a list, with its standard."""
    edge = heads[2] if len(heads) > 2 else max(cells) + 1
    text = "\n".join(each for column, each in cells.items() if 2 < column < edge and each)
    standard = "\n".join(each for column, each in cells.items() if column >= edge and each)
    yield from listed(text, standard)
