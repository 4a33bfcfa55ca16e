"""The heads of tables: of indicators, of duties, of relations and authority, and their rows read by their columns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import NamedTuple

from rolesmith.readers.old_document.names import (
    authority_column,
    column,
    duty_column,
    guessed,
    is_generic,
    is_head,
    relation_column,
    target,
)
from rolesmith.readers.old_document.table_rows import CELL_LONGEST, is_count, uncounted
from rolesmith.readers.old_document.template_ids import (
    AUTHORITY,
    DUTIES,
    KPIS,
    LINES,
    RELATIONS,
    Placed,
    same_part,
)
from rolesmith.readers.piece import Piece, line_pieces
from rolesmith.role.text import TITLE_LIMIT

MEASURES = ("target", "definition")
"""Columns that make a duty an indicator too: its target, and how it is measured."""
STANDARD = "standard"
"""What a column of standards means beside duties, where there is neither a target nor a weight."""
OF_KPIS = {DUTIES: "indicator", STANDARD: "target"}
"""What these columns are in the table of indicators."""
RESULT = "result"
"""What a column means beside duties that says how often they are done, or to what end."""
MEASURED = ("target", "definition", "weight", "source")
"""Columns of indicators, beside which a table is none of duties alone."""
COUNTS = ("序号", "编号", "No", "NO")
"""Heads of the column with the numbers of rows."""
OF_DUTIES = re.compile("(?:工作|职责|履职|执行|完成|质量|要求)?标准")
"""The head of such a column."""


class _HeadedCell(NamedTuple):
    """A filled cell below a head."""

    name: str
    """What its column means, see Columns.names."""
    head: str
    text: str


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
        if "limit" in self.names:
            return AUTHORITY
        return RELATIONS if "partner" in self.names else next((name for name in self.names if name in LINES), KPIS)

    def filled_down(self, piece: Piece, above: Piece | None) -> Piece:
        """A row with the kind of duty from the row above where its own cell is empty, as below a merged one."""
        if above is None or "group" not in self.names:
            return piece
        at = self.names.index("group")
        if (piece.cells[at : at + 1] or ("",))[0] or not above.cells[at : at + 1]:
            return piece
        cells = (*piece.cells, *[""] * (at + 1 - len(piece.cells)))
        return replace(piece, cells=(*cells[:at], above.cells[at], *cells[at + 1 :]))

    def read(self, piece: Piece, group: str) -> list[Placed]:
        """A row's pieces; a duty that is measured is an indicator too, and unknown columns are kept as text."""
        by_column = zip_longest(self.names, self.heads, piece.cells, fillvalue="")
        cells = [_HeadedCell(name, head, text) for name, head, text in by_column if text]
        if self.to in (RELATIONS, AUTHORITY):
            return [Placed(piece.text, self.to, cells=_by_column(cells, "matter" if self.to == RELATIONS else "limit"))]
        if (self.to == DUTIES and {"group", RESULT} & set(self.names)) or self.names.count(DUTIES) > 1:
            return _duties(cells, group)
        duty = next((text for name, _, text in cells if name in LINES), "")
        standard = next((text for name, _, text in cells if name == STANDARD), "")
        found = [Placed(each.text, self.to, group) for each in line_pieces(duty)]
        found[:1] = [replace(each, standard=standard) for each in found[:1]]
        if self.to not in (DUTIES, KPIS):
            return found
        if duty and not any(name in MEASURES for name, _, _ in cells):
            others = [cell for cell in cells if cell.name not in (DUTIES, STANDARD)]
            return found + _beside(duty, others)
        cells = [cell._replace(name=OF_KPIS.get(cell.name, cell.name)) for cell in cells]
        row = _by_column(cells, "definition")
        return [*found, Placed(piece.text, KPIS, cells=row)] if "indicator" in dict(row) else []


def _duties(cells: Sequence[_HeadedCell], group: str) -> list[Placed]:
    """A row of a table of duties by kind: the most detailed column is the duty, how often and to what end its standard.

    Of two columns without one for the kind the first is the kind.
    """
    duties = [text for name, _, text in cells if name == DUTIES]
    kinds = [text for name, _, text in cells if name == "group"]
    if not kinds and len(duties) > 1:
        kinds = [duties.pop(0)]
    *before, detail = duties or [""]
    lines = [each.text for each in line_pieces(detail)]
    if len(lines) == 1:
        lines = ["：".join([*before, *lines])]
    else:
        kinds += before
    standards = [text for name, _, text in cells if name == STANDARD]
    standards += [f"{head}：{text}" for name, head, text in cells if name == RESULT]
    kind = "：".join(uncounted(each) for each in kinds)[:TITLE_LIMIT] or group
    found = [Placed(each, DUTIES, kind) for each in lines]
    found[:1] = [replace(each, standard="；".join(standards)) for each in found[:1]]
    known = (DUTIES, "group", STANDARD, RESULT)
    return found + _beside(detail, [cell for cell in cells if cell.name not in known])


def _beside(duty: str, cells: Sequence[_HeadedCell]) -> list[Placed]:
    """What unknown columns say of a duty, which has no place of its own."""
    rest = [f"{head} {text}".strip() for _, head, text in cells if not is_count(text)]
    return [Placed(f"{duty}：{'，'.join(rest)}")] if rest else []


def _by_column(cells: Sequence[_HeadedCell], others: str) -> tuple[tuple[str, str], ...]:
    """The texts by column; those of unknown columns are added to the column `others`, the rows' numbers left out."""
    found: dict[str, str] = {}
    for at, (name, head, text) in enumerate(cells):
        if not name and at == 0 and is_count(text):
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
    if authority := _of_authority(cells, section):
        return authority
    if not any(name in MEASURED and not is_generic(cell) and not _is_standard(cell) for name, cell in pairs):
        if duties := _by_kind(cells, section):
            return duties
        if section != KPIS and not any(
            name and not is_generic(cell) and not _is_standard(cell) for name, cell in pairs
        ):
            return None
    weighed = any(name == "weight" or (name == "target" and not _is_standard(cell)) for name, cell in pairs)
    if DUTIES in names and not weighed:
        names = tuple(STANDARD if _is_standard(cell) else name for name, cell in pairs)
    known = set(names) - {""}
    return Columns(names, tuple(cells)) if len(known) >= 2 and known & {"indicator", DUTIES} else None


def _of_authority(cells: Sequence[str], section: str) -> Columns | None:
    """The columns of a table of authority, within its section."""
    names = tuple(authority_column(cell) for cell in cells)
    fine = section == AUTHORITY and "matter" in names and "limit" in names and len(set(names)) == len(names)
    return Columns(names, tuple(cells)) if fine else None


def _by_kind(cells: Sequence[str], section: str) -> Columns | None:
    """The columns of a table of duties with their kinds, or how often and to what end they are done."""
    found = []
    for cell in cells:
        duty = target(uncounted(cell)) == DUTIES
        found.append("" if uncounted(cell) in COUNTS else DUTIES if duty else duty_column(cell))
    known = [name for name in found if name]
    sure = section == DUTIES or any(target(uncounted(c)) == DUTIES or guessed(uncounted(c)) == DUTIES for c in cells)
    names = tuple(DUTIES if name == "duty" else name for name in found)
    fine = sure and DUTIES in names and len(known) >= 2 and {"group", RESULT, "duty"} & set(found)
    return Columns(names, tuple(cells)) if fine else None


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
