"""What a workbook carries out of sight so that it can be read back: the role, and which cell shows which node's text.

Of the role it is what the workbook shows, since whoever has the file can read it (document/shown.py); the whole only
where somebody asks for that, and in an empty form. It is JSON in column A of a sheet that only a program can show, cut
to what a cell holds. readers/workbook/ reads it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from rolesmith.document.document import Document, phrases
from rolesmith.formats.excel.cells import Row, edges
from rolesmith.formats.excel.document_rows import document_rows
from rolesmith.formats.excel.sheet_names import sheet_names
from rolesmith.formats.excel.style import Styles
from rolesmith.role.blanks import ROOM
from rolesmith.role.tree import Role

SHEET = "岗位匠"
FORMAT, BEFORE = "rolesmith/workbook@2", "rolesmith/workbook@1"
"""A workbook in the format before carries the whole role, and says neither its revision nor that it is whole."""
CHUNK = 30_000
"""Characters of a cell; Excel takes 32,767."""
EDGE = "|"
"""Before each chunk, so that no chunk looks like a formula or an escape."""


class CarriedCell(NamedTuple):
    """A cell of the sheet as it was written. The file holds it as a list in this order."""

    column: int
    """From 1."""
    text: str
    node: str
    """The node and attribute whose text it shows, see Phrase.key; empty for a label."""
    before: int
    after: int
    """Characters before and after the node's own text."""
    joint: str
    """The line breaks between this piece of the node's text and the next."""


CarriedRow = list[CarriedCell]


@dataclass(frozen=True)
class Carried:
    """The role that a workbook carries, and which of its revisions that is; 0 where no shop counts them."""

    role: Role
    revision: int = 0
    whole: bool = False
    """Whether it is all of the role, also what the workbook does not show."""


def carry(workbook: Any, document: Document, rows: Sequence[Row], carried: Carried, styles: Styles) -> None:
    """Add the sheet that carries a role, whose document the workbook shows in these rows."""
    (name,) = sheet_names([document.name])
    carry_rows(workbook, name, carried, _cells(document, rows, styles))


def document_cells(document: Document, styles: Styles) -> list[CarriedRow]:
    """The cells of a document's sheet, row by row."""
    return _cells(document, document_rows(document, styles), styles)


def _cells(document: Document, rows: Sequence[Row], styles: Styles) -> list[CarriedRow]:
    found = (phrase for part in document.parts for phrase in phrases(part))
    texts = {phrase.key: str(phrase) for phrase in found if phrase.attribute != "title"}
    return carried_cells(rows, styles, texts)


def carry_rows(workbook: Any, name: str, carried: Carried, rows: Sequence[CarriedRow]) -> None:
    """Add the sheet that carries a role; the sheet with this name shows it in these rows."""
    which = {"format": FORMAT, "sheet": name, "revision": carried.revision, "whole": carried.whole}
    written = {**which, "role": json.loads(carried.role.to_json()), "rows": rows}
    text = json.dumps(written, ensure_ascii=False, separators=(",", ":")).replace("_x", "\\u005fx")
    sheet = workbook.add_worksheet(SHEET)
    for at, begin in enumerate(range(0, len(text), CHUNK)):
        sheet.write_string(at, 0, EDGE + text[begin : begin + CHUNK])
    sheet.very_hidden()


def carried_cells(rows: Sequence[Row], styles: Styles, texts: Mapping[str, str] | None = None) -> list[CarriedRow]:
    """The cells of rows, row by row. `texts` are the whole texts of nodes that are shown in several pieces."""
    texts = texts or {}
    columns = {edge: at for at, edge in enumerate(edges(rows, styles.width), 1)}
    passed: dict[str, int] = {}
    found: list[CarriedRow] = []
    for row in rows:
        cells: CarriedRow = []
        for cell in row.cells:
            if cell.formula or (cell.number is not None and not cell.node):
                continue
            text = texts.get(cell.node, "") if cell.number is not None else cell.text
            own = text[cell.before : len(text) - cell.after]
            joint = _joint(texts.get(cell.node, ""), own, passed, cell.node)
            if cell.node or (text and text != ROOM):
                cells.append(CarriedCell(columns[cell.left], text, cell.node, cell.before, cell.after, joint))
        found.append(cells)
    return found


def _joint(whole: str, own: str, passed: dict[str, int], node: str) -> str:
    """The line breaks behind a piece of a node's text; `passed` is how far each node's text has been shown."""
    at = whole.find(own, passed.get(node, 0))
    if at < 0 or not node:
        return ""
    passed[node] = end = at + len(own)
    rest = whole[end:]
    return rest[: len(rest) - len(rest.lstrip("\n"))]
