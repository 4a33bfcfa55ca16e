"""What a workbook carries out of sight, so that it can come back: the role, and which cell shows which node's text.

A sheet that only a program can show holds it as JSON in column A, in chunks that a cell holds. See readers/workbook/.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rolesmith.document.document import Document, phrases
from rolesmith.formats.excel.cells import Row, edges
from rolesmith.formats.excel.document_rows import rows
from rolesmith.formats.excel.sheet_names import sheet_names
from rolesmith.formats.excel.style import Styles
from rolesmith.role.tree import Role

SHEET = "岗位匠"
FORMAT = "rolesmith/workbook@1"
CHUNK = 30_000
"""Characters of a cell; Excel takes 32,767."""
Told = list[list[list[Any]]]
"""Of each row its cells, as told_of says."""
EDGE = "|"
"""Before each chunk, so that no chunk looks like code of a program's."""


def carry(workbook: Any, document: Document, role: Role, styles: Styles) -> None:
    """Put the sheet of a role's document behind all others."""
    (name,) = sheet_names([document.name])
    carry_rows(workbook, name, role, told(document, styles))


def told(document: Document, styles: Styles) -> Told:
    """What the rows of a document's sheet show, see told_of."""
    texts = {
        phrase.id: str(phrase) for part in document.parts for phrase in phrases(part) if phrase.attribute == "text"
    }
    return told_of(rows(document, styles)[0], styles, texts)


def carry_rows(workbook: Any, name: str, role: Role, shown: Told) -> None:
    """The same of a sheet of this name whose rows show this."""
    whole = {"format": FORMAT, "sheet": name, "role": json.loads(role.to_json()), "rows": shown}
    text = json.dumps(whole, ensure_ascii=False, separators=(",", ":")).replace("_x", "\\u005fx")
    sheet = workbook.add_worksheet(SHEET)
    for at, begin in enumerate(range(0, len(text), CHUNK)):
        sheet.write_string(at, 0, EDGE + text[begin : begin + CHUNK])
    sheet.very_hidden()


def told_of(found: Sequence[Row], styles: Styles, texts: Mapping[str, str] | None = None) -> Told:
    """For each row its texts: column from 1, text, node, what stands before and after it, and `joint`.

    `texts` are those of the nodes; `joint` is what stands there between this piece and the next.
    """
    texts = texts or {}
    columns = {edge: at for at, edge in enumerate(edges(found, styles.width), 1)}
    passed: dict[str, int] = {}
    rows_told: Told = []
    for row in found:
        cells: list[list[Any]] = []
        for cell in row.cells:
            if cell.formula or (cell.number is not None and not cell.node):
                continue
            text = texts.get(cell.node, "") if cell.number is not None else cell.text
            own = text[cell.before : len(text) - cell.after]
            joint = _joint(texts.get(cell.node, ""), own, passed, cell.node)
            if text or cell.node:
                cells.append([columns[cell.left], text, cell.node, cell.before, cell.after, joint])
        rows_told.append(cells)
    return rows_told


def _joint(whole: str, own: str, passed: dict[str, int], node: str) -> str:
    at = whole.find(own, passed.get(node, 0))
    if at < 0 or not node:
        return ""
    passed[node] = end = at + len(own)
    rest = whole[end:]
    return rest[: len(rest) - len(rest.lstrip("\n"))]
