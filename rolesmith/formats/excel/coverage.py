"""Who does what as a workbook: the matrix of topics and posts, or people; and about how many hours a week each has."""

import io
from collections.abc import Sequence

from rolesmith.document.matrix import Hours, Matrix
from rolesmith.formats.excel import style
from rolesmith.formats.excel.book import Book
from rolesmith.formats.excel.cells import Cell, flow
from rolesmith.formats.excel.style import Styles, styles_of
from rolesmith.formats.excel.summaries.matrix import TITLE, summary
from rolesmith.formats.excel.summaries.summary import Summary, heads, new_summary, spans, text_cell
from rolesmith.formats.excel.workbook import CREATED, Formats, add_summary, options, properties
from rolesmith.formats.looks import Look
from rolesmith.role.text import joined

__all__ = ["LOADS", "TITLE", "write"]

LOADS = "每周工时"


def write(matrix: Matrix, loads: Sequence[Hours], shop: str, look: Look) -> bytes:
    """The .xlsx."""
    file, styles = io.BytesIO(), styles_of(look)
    sheets = [summary(matrix, shop, styles), *([_loads(loads, shop, styles)] if loads else [])]
    with Book(file, options()) as workbook:
        formats = Formats(workbook)
        for each in sheets:
            add_summary(workbook.add_worksheet(each.title), each, formats, styles)
        workbook.set_properties(properties(joined(shop, TITLE), shop, CREATED))
    return file.getvalue()


def _loads(loads: Sequence[Hours], shop: str, styles: Styles) -> Summary:
    columns = spans(styles, 126, 90, 90, 0)
    note = "按职责的频率和每次用时估的，不是考勤；超过 40 小时的请匀一匀"
    found = new_summary(LOADS, shop, note, heads(columns, ("姓名", "每周约几小时", "情况", "各岗位")), styles)
    for row in loads:
        shown = style.number(styles.centered, "0" if row.hours.is_integer() else "0.0")
        cells = [
            text_cell(columns[0], row.name, styles.box),
            Cell(*columns[1], shown, number=row.hours),
            text_cell(columns[2], "超过 40 小时" if row.over else "", styles.alone),
            text_cell(columns[3], row.posts, styles.box),
        ]
        found.rows.extend(flow(cells, least=24, pad=9))
    return found
