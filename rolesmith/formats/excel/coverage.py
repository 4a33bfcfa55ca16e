"""Who does what as a workbook: the matrix of topics and posts, or people; and about how many hours a week each has."""

import io
from collections.abc import Sequence

from rolesmith.document.matrix import Hours, Line, Matrix
from rolesmith.formats.excel import style
from rolesmith.formats.excel.book import Book
from rolesmith.formats.excel.cells import Cell, flow
from rolesmith.formats.excel.style import Styles, styles_of
from rolesmith.formats.excel.summaries.summary import LYING, Summary, heads, new_summary, spans
from rolesmith.formats.excel.workbook import CREATED, Formats, add_summary, options, properties
from rolesmith.formats.looks import Look
from rolesmith.role.text import joined

TITLE, LOADS = "职责分工", "每周工时"
ACROSS = 12
"""Most columns of the matrix; of more the names stand under 主责, 协助 and 知情."""
WIDTH, LEAST, TAG, AREA = 76, 52, 92, 84
"""Pixels of a column, the least of one, of what is told of a topic, and of its area."""
MARKS = {"主责": "●", "协助": "○", "知情": "△"}
GUESSED = "？"
NOTE = f"{'，'.join(f'{mark} {share}' for share, mark in MARKS.items())}；带{GUESSED}的是按字面猜的，请在“全店”里确认"


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


def summary(matrix: Matrix, shop: str, styles: Styles) -> Summary:
    """A row a topic; lying, one page wide."""
    return _across(matrix, shop, styles) if len(matrix.columns) <= ACROSS else _named(matrix, shop, styles)


def _across(matrix: Matrix, shop: str, styles: Styles) -> Summary:
    number = len(matrix.columns)
    width = max(LEAST, min(WIDTH, (LYING - 2 * TAG - AREA - 120) // max(1, number)))
    columns = spans(styles, AREA, LYING - AREA - TAG - width * number, *[width] * number, 0, lying=True)
    found = new_summary(TITLE, shop, NOTE, heads(columns, ("方面", "事情", *matrix.columns, "情况")), styles)
    for line in matrix.lines:
        cells = [_text(columns[0], line.area, styles), _text(columns[1], line.topic, styles)]
        for at, span in enumerate(columns[2:-1]):
            part = line.parts.get(at)
            text = MARKS[part.share] + GUESSED * part.guessed if part else ""
            cells.append(Cell(*span, styles.missing if part and part.guessed else styles.mark, _runs(text)))
        cells.append(_tag(columns[-1], line, styles))
        found.rows.extend(flow(cells, least=24, pad=9))
    return found


def _named(matrix: Matrix, shop: str, styles: Styles) -> Summary:
    columns = spans(styles, AREA, 216, 216, 182, 150, 0, lying=True)
    note = f"一行一件事；带{GUESSED}的是按字面猜的，请在“全店”里确认"
    found = new_summary(TITLE, shop, note, heads(columns, ("方面", "事情", *MARKS, "情况")), styles)
    for line in matrix.lines:
        cells = [_text(columns[0], line.area, styles), _text(columns[1], line.topic, styles)]
        for share, span in zip(MARKS, columns[2:-1], strict=True):
            names = [
                matrix.columns[at] + GUESSED * part.guessed for at, part in line.parts.items() if part.share == share
            ]
            cells.append(_text(span, "、".join(names), styles))
        cells.append(_tag(columns[-1], line, styles))
        found.rows.extend(flow(cells, least=24, pad=9))
    return found


def _loads(loads: Sequence[Hours], shop: str, styles: Styles) -> Summary:
    columns = spans(styles, 126, 90, 90, 0)
    note = "按职责的频率和每次用时估的，不是考勤；超过 40 小时的请匀一匀"
    found = new_summary(LOADS, shop, note, heads(columns, ("姓名", "每周约几小时", "情况", "各岗位")), styles)
    for row in loads:
        shown = style.number(styles.centered, "0" if row.hours.is_integer() else "0.0")
        cells = [
            _text(columns[0], row.name, styles),
            Cell(*columns[1], shown, number=row.hours),
            Cell(*columns[2], styles.alone if row.over else styles.missing, _runs("超过 40 小时" if row.over else "")),
            _text(columns[3], row.posts, styles),
        ]
        found.rows.extend(flow(cells, least=24, pad=9))
    return found


def _tag(span: tuple[int, int], line: Line, styles: Styles) -> Cell:
    return Cell(*span, styles.together if line.parts else styles.alone, _runs(line.tag))


def _text(span: tuple[int, int], text: str, styles: Styles) -> Cell:
    return Cell(*span, styles.box, _runs(text))


def _runs(text: str) -> tuple[tuple[str, str], ...]:
    return ((text, ""),) if text else ()
