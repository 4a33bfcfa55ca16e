"""Placing: finds the target of each piece in the template, by the names of its headings and labels.

A piece without a known name stays without a target. No piece, and no part of one, is ever left out: see section.py.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from rolesmith.document.standards import LABEL
from rolesmith.readers.old_document import labels
from rolesmith.readers.old_document.account import Account
from rolesmith.readers.old_document.headings import trade
from rolesmith.readers.old_document.names import tells_more
from rolesmith.readers.old_document.place_lines import Lines, neighbours
from rolesmith.readers.old_document.place_rows import Rows
from rolesmith.readers.old_document.section import Section
from rolesmith.readers.old_document.template_ids import NAME, Placed
from rolesmith.readers.piece import Piece, counted_barely, with_standards

TITLES = 3
"""First lines that may name the position by its trade alone."""


def place(pieces: Sequence[Piece]) -> list[Placed]:
    """All pieces in order, each with its target."""
    section = Section()
    lines = Lines(section)
    rows = Rows(section, lines)
    counted = with_standards(counted_barely([part for piece in pieces for part in _sentences(piece)]))
    for first, last in _stretches(counted):
        if counted[first].cells:
            _place_table(counted[first:last], section, rows)
            continue
        for at in range(first, last):
            _place_line(counted[at], neighbours(counted, at), section, lines)
    section.open("")
    section.release()
    return list(_named(section.placed))


def _sentences(piece: Piece) -> list[Piece]:
    """A line cut where a name begins a sentence."""
    if piece.cells or piece.level:
        return [piece]
    first, *others = labels.sentences(piece.text) or [piece.text]
    return [replace(piece, text=first), *map(Piece, others)]


def _stretches(pieces: Sequence[Piece]) -> Iterator[tuple[int, int]]:
    """Where a table or a stretch of lines begins and ends."""
    first = 0
    for at in range(1, len(pieces) + 1):
        if at == len(pieces) or bool(pieces[at].cells) != bool(pieces[first].cells):
            yield first, at
            first = at


def _place_table(table: Sequence[Piece], section: Section, rows: Rows) -> None:
    rows.begin(table)
    for at, row in enumerate(table):
        section.open(row.text)
        rows.take(row, is_last=at + 1 == len(table))
        section.close()
    section.open("")
    rows.end()


def _place_line(piece: Piece, beside: tuple[Piece | None, Piece | None], section: Section, lines: Lines) -> None:
    section.open(f"{piece.text}\n{piece.standard}")
    passed = len(section.placed)
    lines.take(piece, *beside)
    if piece.standard and not any(each.standard for each in section.placed[passed:]):
        section.place(Piece(f"{LABEL}{piece.standard}", counted="·"))
    section.close()


def _named(placed: Sequence[Placed]) -> Iterator[Placed]:
    """The pieces, with the position's name taken from one of the first lines if nothing else names it."""
    known = any(each.to == NAME for each in placed)
    for at, each in enumerate(placed):
        name = "" if known or at >= TITLES or each.to or each.group else trade(each.text)
        if not name:
            yield each
            continue
        known = True
        yield replace(each, text=name, to=NAME)
        account = Account(each.text)
        account.strike(name)
        yield from (Placed(rest) for rest in account.rest() if tells_more(rest, NAME))
