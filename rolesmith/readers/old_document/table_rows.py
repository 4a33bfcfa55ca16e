"""Rows of tables: labels and what stands behind them, and tables of indicators or duties by their columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rolesmith.readers.old_document.headings import SENTENCE, TELLING
from rolesmith.readers.old_document.names import OUTSIDE, column, guessed, is_head, relation_column, share, target
from rolesmith.readers.old_document.template_ids import DUTIES, KPIS, LISTS, RELATIONS, Placed, same_part
from rolesmith.readers.piece import NUMBER, Piece, line, lines

CELL_LONGEST = 12
"""Characters of a cell that may be a label or a column's head."""
SAID = ("target", "definition")
"""Columns that make an indicator of a duty: by what standard it is done, and how it is counted."""


@dataclass(frozen=True)
class Columns:
    """The head of a table whose rows are read by it."""

    names: tuple[str, ...]
    """Of each column: one of the template's table of indicators or of relations, DUTIES, or nothing."""
    heads: tuple[str, ...]

    @property
    def to(self) -> str:
        """The section that the table begins."""
        return RELATIONS if "partner" in self.names else DUTIES if DUTIES in self.names else KPIS

    def read(self, piece: Piece, group: str) -> list[Placed]:
        """A row; a duty with its standard is an indicator too, and what no column of ours holds is kept in view."""
        by_column = zip_longest(self.names, self.heads, piece.cells, fillvalue="")
        told = [(name, head, text) for name, head, text in by_column if text]
        if self.to == RELATIONS:
            return [Placed(piece.text, RELATIONS, cells=_joined(told, "matter"))]
        duty = next((text for name, _, text in told if name == DUTIES), "")
        found = [Placed(each.text, DUTIES, group) for each in lines(duty)]
        if duty and not any(name in SAID for name, _, _ in told):
            rest = [f"{head} {text}" for name, head, text in told if name != DUTIES and not _is_count(text)]
            return found + ([Placed(f"{duty}：{'，'.join(rest)}")] if rest else [])
        told = [("indicator" if name == DUTIES else name, head, text) for name, head, text in told]
        cells = _joined(told, "definition")
        return [*found, Placed(piece.text, KPIS, cells=cells)] if "indicator" in dict(cells) else []


def _joined(told: Sequence[tuple[str, str, str]], others: str) -> tuple[tuple[str, str], ...]:
    """The cells by column; what no column of ours holds is said with `others`, but for what counts the rows."""
    found: dict[str, str] = {}
    for at, (name, head, text) in enumerate(told):
        if not name and at == 0 and _is_count(text):
            continue
        said = text if name or not head else f"{head}：{text}"
        found[name or others] = f"{found[name or others]}；{said}" if (name or others) in found else said
    return tuple(found.items())


def columns(cells: Sequence[str], section: str, within: bool) -> Columns | None:
    """The columns that a row of heads begins in a section; None where it is none.

    `within` a table that has its heads, only whole names make others: a row may well say 服务指标.
    """
    if max(map(len, cells)) > CELL_LONGEST or (within and not all(is_head(cell) for cell in cells if cell)):
        return None
    if section == RELATIONS:
        names = tuple(relation_column(cell) for cell in cells)
        return Columns(names, tuple(cells)) if "partner" in names and len(set(names) - {""}) >= 2 else None
    names = tuple(DUTIES if target(cell) == DUTIES else column(cell) for cell in cells)
    told = set(names) - {""}
    return Columns(names, tuple(cells)) if len(told) >= 2 and told & {"indicator", DUTIES} else None


def labels(cells: Sequence[str], section: str) -> Iterator[tuple[str, str, list[str]]]:
    """`名称 | 内容 | 名称 | 内容`: where each label leads, the label, and the cells behind it."""
    to, label, values = "", "", list[str]()
    waiting = False  # a label has no text yet, so the next cell is its text, whatever it says
    for cell in cells:
        name = uncounted(cell)
        found = target(name)
        if not found and not waiting and len(name) <= CELL_LONGEST and not TELLING.search(name):
            found = guessed(name) if label else _first(name, section)
        if found:
            if label or values:
                yield to, label, values
            to, label, values, waiting = found, cell, [], True
        else:
            if cell:
                values.append(cell)
            waiting = False
    yield to, label, values


def content(cells: Sequence[str], section: str) -> tuple[str, list[Piece]]:
    """Cells of one section: what kind of lines they are, where a short one before the last says it, and the lines."""
    told = [each for each in cells if not _is_count(each)]
    if not told:
        return "", []
    *before, last = told
    kind = ""
    if len(before) == 1 and len(before[0]) <= CELL_LONGEST and section and not SENTENCE.search(before[0]):
        kind = uncounted(before.pop())
    return kind, list(lines(" ｜ ".join([*before, last])))


def relation(text: str, kind: str) -> tuple[tuple[str, str], ...]:
    """With whom, on which side, about what: `运营组：对齐主推款`, or a text and the cell or label before it."""
    side = next((f"{sign}部协作" for sign in "内外" if sign in kind), "")
    partner, matter = (kind, text) if kind and not side else _parted(text)
    told = {"partner": partner, "direction": side, "matter": matter}
    return tuple((name, said) for name, said in told.items() if said)


def _parted(text: str) -> tuple[str, str]:
    found = re.match(rf"([^：:—–]{{1,{CELL_LONGEST}}})(?:[：:]|[—–]+)\s*(\S.*)", text, re.DOTALL)
    return (found[1].strip(), found[2].strip()) if found else (text, "")


def uncounted(cell: str) -> str:
    """A cell's text without what counts it."""
    piece = line(cell.replace("\n", ""))
    if piece is None:
        return ""
    found = NUMBER.match(piece.text) if piece.counted else None
    return piece.text[found.end() :] if found else piece.text


def _first(name: str, section: str) -> str:
    """Where a row's first cell leads, by a word in it; in a list it may only say what kind of line follows."""
    to = guessed(name)
    known = section not in LISTS or same_part(to, section) or share(name) >= 0.5 or to == OUTSIDE
    return to if known else ""


def _is_count(cell: str) -> bool:
    return re.fullmatch(r"\d{1,3}[.、]?", cell) is not None
