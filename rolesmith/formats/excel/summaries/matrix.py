"""The matrix of who does what on one sheet: a row a topic, posts or people across; lying, one page wide."""

from rolesmith.document.matrix import Line, Matrix
from rolesmith.formats.excel.cells import Cell, flow
from rolesmith.formats.excel.style import Styles
from rolesmith.formats.excel.summaries.summary import LYING, Summary, heads, new_summary, spans, text_cell

TITLE = "职责分工"
ACROSS = 12
"""Most columns of the matrix; of more the names stand under 主责, 协助 and 知情."""
WIDTH, LEAST, TAG, AREA = 76, 52, 92, 102
"""Pixels of a column, the least of one, of what is told of a topic, and of its area."""
MARKS = {"主责": "●", "协助": "○", "知情": "△"}
GUESSED = "？"
NOTE = f"{'，'.join(f'{mark} {share}' for share, mark in MARKS.items())}；带{GUESSED}的是按字面猜的，请在“全店”里确认"


def summary(matrix: Matrix, shop: str, styles: Styles) -> Summary:
    """A row a topic; lying, one page wide."""
    return _across(matrix, shop, styles) if len(matrix.columns) <= ACROSS else _named(matrix, shop, styles)


def _across(matrix: Matrix, shop: str, styles: Styles) -> Summary:
    number = len(matrix.columns)
    width = max(LEAST, min(WIDTH, (LYING - 2 * TAG - AREA - 120) // max(1, number)))
    columns = spans(styles, AREA, LYING - AREA - TAG - width * number, *[width] * number, 0, lying=True)
    found = new_summary(TITLE, shop, NOTE, heads(columns, ("方面", "事情", *matrix.columns, "情况")), styles)
    for line in matrix.lines:
        cells = [text_cell(columns[0], line.area, styles.box), text_cell(columns[1], line.topic, styles.box)]
        for at, span in enumerate(columns[2:-1]):
            part = line.parts.get(at)
            text = MARKS[part.share] + GUESSED * part.guessed if part else ""
            cells.append(text_cell(span, text, styles.missing if part and part.guessed else styles.mark))
        cells.append(_tag(columns[-1], line, styles))
        found.rows.extend(flow(cells, least=24, pad=9))
    return found


def _named(matrix: Matrix, shop: str, styles: Styles) -> Summary:
    columns = spans(styles, AREA, 216, 216, 182, 150, 0, lying=True)
    note = f"一行一件事；带{GUESSED}的是按字面猜的，请在“全店”里确认"
    found = new_summary(TITLE, shop, note, heads(columns, ("方面", "事情", *MARKS, "情况")), styles)
    for line in matrix.lines:
        cells = [text_cell(columns[0], line.area, styles.box), text_cell(columns[1], line.topic, styles.box)]
        for share, span in zip(MARKS, columns[2:-1], strict=True):
            names = [
                matrix.columns[at] + GUESSED * part.guessed for at, part in line.parts.items() if part.share == share
            ]
            cells.append(text_cell(span, "、".join(names), styles.box))
        cells.append(_tag(columns[-1], line, styles))
        found.rows.extend(flow(cells, least=24, pad=9))
    return found


def _tag(span: tuple[int, int], line: Line, styles: Styles) -> Cell:
    return text_cell(span, line.tag, styles.together if line.parts else styles.alone)
