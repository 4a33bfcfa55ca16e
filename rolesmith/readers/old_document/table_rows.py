"""Rows of tables: labels and their values, and tables of indicators or duties, read by their columns."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import NamedTuple

from rolesmith.files.counted import NUMBER
from rolesmith.readers.old_document.headings import SENTENCE, TELLING
from rolesmith.readers.old_document.names import OUTSIDE, column, guessed, is_head, relation_column, share, target
from rolesmith.readers.old_document.template_ids import DUTIES, KPIS, LINES, LISTS, RELATIONS, Placed, same_part
from rolesmith.readers.piece import Piece, line_piece, line_pieces

CELL_LONGEST = 12
"""Characters of a cell that may be a label or a column's head."""
MEASURES = ("target", "definition")
"""Columns that make a duty an indicator too: its target, and how it is measured."""
STANDARD = "standard"
"""What a column of standards means beside duties, where there is neither a target nor a weight."""
OF_KPIS = {DUTIES: "indicator", STANDARD: "target"}
"""What these columns are in the table of indicators."""
COUNTS = ("序号", "编号", "No", "NO")
"""Heads of the column with the numbers of rows."""
OF_DUTIES = re.compile("(?:工作|职责|履职|执行|完成|质量|要求)?标准")
"""The head of such a column."""


SUM = re.compile("(?:权重)?(?:合计|总计)(?:（不是 ?100%）)?")
"""The label of a table's row of sums."""
NUMBER_ALONE = re.compile(r"\d{1,4}(?:\.\d+)?\s*[%％分]?")


class _HeadedCell(NamedTuple):
    """A filled cell below a head."""

    name: str
    """What its column means, see Columns.names."""
    head: str
    text: str


class LabelledCells(NamedTuple):
    """A label of a row, and the cells behind it."""

    to: str
    """The label's target; empty where there is no label."""
    label: str
    values: list[str]


@dataclass(frozen=True)
class Columns:
    """The head of a table."""

    names: tuple[str, ...]
    """What each column means: a column of the template's tables of indicators or relations, one of LINES, or empty."""
    heads: tuple[str, ...]
    """As the document has them."""

    @property
    def to(self) -> str:
        """The section that the table begins."""
        return RELATIONS if "partner" in self.names else next((name for name in self.names if name in LINES), KPIS)

    def read(self, piece: Piece, group: str) -> list[Placed]:
        """A row's pieces; a duty that is measured is an indicator too, and unknown columns are kept as text."""
        by_column = zip_longest(self.names, self.heads, piece.cells, fillvalue="")
        cells = [_HeadedCell(name, head, text) for name, head, text in by_column if text]
        if self.to == RELATIONS:
            return [Placed(piece.text, RELATIONS, cells=_by_column(cells, "matter"))]
        duty = next((text for name, _, text in cells if name in LINES), "")
        standard = next((text for name, _, text in cells if name == STANDARD), "")
        found = [Placed(each.text, self.to, group) for each in line_pieces(duty)]
        found[:1] = [replace(each, standard=standard) for each in found[:1]]
        if self.to not in (DUTIES, KPIS):
            return found
        if duty and not any(name in MEASURES for name, _, _ in cells):
            others = (cell for cell in cells if cell.name not in (DUTIES, STANDARD) and not _is_count(cell.text))
            rest = [f"{head} {text}" for _, head, text in others]
            return found + ([Placed(f"{duty}：{'，'.join(rest)}")] if rest else [])
        cells = [cell._replace(name=OF_KPIS.get(cell.name, cell.name)) for cell in cells]
        row = _by_column(cells, "definition")
        return [*found, Placed(piece.text, KPIS, cells=row)] if "indicator" in dict(row) else []


def _by_column(cells: Sequence[_HeadedCell], others: str) -> tuple[tuple[str, str], ...]:
    """The texts by column; those of unknown columns are added to the column `others`, the rows' numbers left out."""
    found: dict[str, str] = {}
    for at, (name, head, text) in enumerate(cells):
        if not name and at == 0 and _is_count(text):
            continue
        part = text if name or not head else f"{head}：{text}"
        found[name or others] = f"{found[name or others]}；{part}" if (name or others) in found else part
    return tuple(found.items())


def columns(cells: Sequence[str], section: str, within: bool) -> Columns | None:
    """The columns of a row of heads; None where the row is none.

    `within` a table that already has heads, all cells must be whole names: an ordinary row may say 服务指标.
    """
    if max(map(len, cells)) > CELL_LONGEST or (within and not all(is_head(cell) for cell in cells if cell)):
        return None
    if section == RELATIONS:
        names = tuple(relation_column(cell) for cell in cells)
        return Columns(names, tuple(cells)) if "partner" in names and len(set(names) - {""}) >= 2 else None
    if listed := _listed(cells, section):
        return listed
    names = tuple(DUTIES if target(cell) == DUTIES else column(cell) for cell in cells)
    pairs = list(zip(names, cells, strict=True))
    weighed = any(name == "weight" or (name == "target" and not _is_standard(cell)) for name, cell in pairs)
    if DUTIES in names and not weighed:
        names = tuple(STANDARD if _is_standard(cell) else name for name, cell in pairs)
    known = set(names) - {""}
    return Columns(names, tuple(cells)) if len(known) >= 2 and known & {"indicator", DUTIES} else None


def _listed(cells: Sequence[str], section: str) -> Columns | None:
    """The heads of a list of goals, requirements or the like with standards beside them: nothing else stands there."""
    heads = [cell for cell in cells if cell and uncounted(cell) not in COUNTS]
    if len(heads) != 2 or not _is_standard(heads[1]) or section == KPIS:
        return None
    named = target(uncounted(heads[0]))
    to = section if section in LINES and (not named or same_part(named, section)) else named
    if to not in LINES or to == DUTIES:
        return None
    return Columns(tuple({heads[0]: to, heads[1]: STANDARD}.get(cell, "") for cell in cells), tuple(cells))


def _is_standard(head: str) -> bool:
    return OF_DUTIES.fullmatch(uncounted(head)) is not None


def is_sum(cells: Sequence[str]) -> bool:
    """Whether a row holds nothing but the sums of the rows above it, which are theirs to say."""
    label, *sums = filter(None, cells)
    return SUM.fullmatch(label) is not None and all(
        re.fullmatch(r"\d{1,4}(?:\.\d+)?\s*[%％分]?", each) for each in sums
    )


def labels(cells: Sequence[str], section: str) -> Iterator[LabelledCells]:
    """`名称 | 内容 | 名称 | 内容` as labels, each with the cells behind it."""
    to, label, values = "", "", list[str]()
    waiting = False  # a label has no text yet, so the next cell is its text, whatever it says
    for cell in cells:
        name = uncounted(cell)
        found = target(name)
        if not found and not waiting and len(name) <= CELL_LONGEST and not TELLING.search(name):
            found = guessed(name) if label else _first(name, section)
        if found:
            if label or values:
                yield LabelledCells(to, label, values)
            to, label, values, waiting = found, cell, [], True
        else:
            if cell:
                values.append(cell)
            waiting = False
    yield LabelledCells(to, label, values)


def content(cells: Sequence[str], section: str) -> tuple[str, list[Piece]]:
    """The kind of a row's lines, which a short cell before the last may name, and the lines."""
    texts = [each for each in cells if not _is_count(each)]
    if not texts:
        return "", []
    *before, last = texts
    kind = ""
    if len(before) == 1 and len(before[0]) <= CELL_LONGEST and section and not SENTENCE.search(before[0]):
        kind = uncounted(before.pop())
    parts = list(line_pieces(" ｜ ".join([*before, last])))
    if cells[0] != texts[0] and len(parts) == 1 and not parts[0].counted:
        parts = [replace(parts[0], counted=cells[0])]  # the number stands in a cell of its own
    return kind, parts


def relation(text: str, kind: str) -> tuple[tuple[str, str], ...]:
    """The cells of a relation, `运营组：对齐主推款`: with whom, on which side, about what."""
    side = next((f"{sign}部协作" for sign in "内外" if sign in kind), "")
    partner, matter = (kind, text) if kind and not side else _split(text)
    cells = {"partner": partner, "direction": side, "matter": matter}
    return tuple((name, text) for name, text in cells.items() if text)


def _split(text: str) -> tuple[str, str]:
    found = re.match(rf"([^：:—–]{{1,{CELL_LONGEST}}})(?:[：:]|[—–]+)\s*(\S.*)", text, re.DOTALL)
    return (found[1].strip(), found[2].strip()) if found else (text, "")


def uncounted(cell: str) -> str:
    """A cell's text without its number."""
    piece = line_piece(cell.replace("\n", ""))
    if piece is None:
        return ""
    found = NUMBER.match(piece.text) if piece.counted else None
    return piece.text[found.end() :] if found else piece.text


def _first(name: str, section: str) -> str:
    """The target of a row's first cell, by a word in it; within a list the word must be most of the cell."""
    to = guessed(name)
    known = section not in LISTS or same_part(to, section) or share(name) >= 0.5 or to == OUTSIDE
    return to if known else ""


def _is_count(cell: str) -> bool:
    return re.fullmatch(r"\d{1,3}[.、]?", cell) is not None
