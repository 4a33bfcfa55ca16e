"""What a workbook carries out of sight, so that it can come back: the role, and which cell shows which node's text.

A sheet that only a program can show holds it as JSON in column A, in chunks that a cell can hold. See reading.py.
"""

import json
from collections.abc import Iterator
from typing import Any

from rolesmith.document import Document, phrases
from rolesmith.formats.excel_cells import edges
from rolesmith.formats.excel_rows import rows
from rolesmith.formats.excel_style import Styles
from rolesmith.formats.sheet_names import sheet_names
from rolesmith.role import Role

SHEET = "岗位匠"
FORMAT = "rolesmith/workbook@1"
CHUNK = 30_000
"""Characters of a cell; Excel takes 32,767."""
EDGE = "|"
"""Before each chunk, so that no chunk looks like code of a program's."""


def carry(workbook: Any, document: Document, role: Role, styles: Styles) -> None:
    """Put the sheet behind all others."""
    (name,) = sheet_names([document.name])
    told = {"format": FORMAT, "sheet": name, "role": json.loads(role.to_json()), "rows": list(_rows(document, styles))}
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":")).replace("_x", "\\u005fx")
    sheet = workbook.add_worksheet(SHEET)
    for at, begin in enumerate(range(0, len(text), CHUNK)):
        sheet.write_string(at, 0, EDGE + text[begin : begin + CHUNK])
    sheet.very_hidden()


def _rows(document: Document, styles: Styles) -> Iterator[list[list[Any]]]:
    """For each row of the sheet its texts: column from 1, text, node, what stands before and after, and `joint`.

    `joint` is what stands in the node's text between this piece and the next.
    """
    found, _ = rows(document, styles)
    columns = {edge: at for at, edge in enumerate(edges(found, styles.width), 1)}
    texts = {phrase.id: str(phrase) for part in document.parts for phrase in phrases(part) if not phrase.title}
    passed: dict[str, int] = {}
    told: list[list[list[Any]]] = []
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
        told.append(cells)
    yield from told


def _joint(whole: str, own: str, passed: dict[str, int], node: str) -> str:
    at = whole.find(own, passed.get(node, 0))
    if at < 0 or not node:
        return ""
    passed[node] = end = at + len(own)
    rest = whole[end:]
    return rest[: len(rest) - len(rest.lstrip("\n"))]
