"""Writes a library as a workbook to edit in Excel: 条目, 库信息 and 说明. `sheet_reader` reads it back."""

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import xlsxwriter

from rolesmith.formats.excel.escape import pieces
from rolesmith.formats.excel.row_height import line_height, lines, room
from rolesmith.formats.excel.style import Style, styles_of
from rolesmith.formats.excel.workbook import CREATED, Formats, options
from rolesmith.formats.looks import BRAND
from rolesmith.libraries.columns import COLUMNS, ENTRIES, KINDS, Column
from rolesmith.libraries.word_lists import join_words
from rolesmith.presets.library import Item, Library
from rolesmith.role.text import one_line

ITEMS, ABOUT, GUIDE = "条目", "库信息", "说明"
SPARE = 500
"""Rows below the last item that have dropdowns too."""
TALLEST = 409.0
"""Points of Excel's highest row."""
AS_TEXT = 255
"""Longest text in a cell of the format “text”; older versions of Excel show longer ones as ####."""
STYLES = styles_of(BRAND)
CELL = replace(STYLES.box, valign="top", shown_as="@")
LONG_CELL = replace(STYLES.box, valign="top")
TYPED = replace(CELL, edges="")
"""Below the last row: what is typed there stays text, even 0571."""
LABEL = replace(STYLES.name, valign="top", align="left", indent=1)
HINT = replace(LONG_CELL, color=BRAND.soft)
ABOUT_WIDTHS = (120, 420, 420)
GUIDE_WIDTHS = (120, 560, 330)
STEPS = (
    ("填哪里", "工作表“条目”一行一条；工作表“库信息”写库名和作者。这一页和别的工作表导入时不看。"),
    ("加一条", "接着往下写一行，“编号”空着。也可以在中间插入一行。"),
    ("删一条", "删掉整行。"),
    ("改一条", "直接改字，“编号”留着不动：别人更新时靠它认出是同一条。"),
    (
        "写几个词",
        "平台、搜索词这样的格子里用“、”隔开，例如 差评、退货。词里本来就有“、”的，前面加一个反斜杠：甲\\、乙。",
    ),
    ("填空", "店与店不同的数字和名称写成花括号，例如 {首次响应时长}，用的人在岗位里填。"),
    ("不要做", "不要写公式、不要合并单元格、不要改第一行的名称。列的先后可以换。"),
    ("发给别人", "存成 .xlsx 发出去。对方在“预设库”里导入，先看到会加什么、改什么，勾了才写进去。"),
)


def write(library: Library) -> bytes:
    """The workbook; `sheet_reader.read` gives the same library."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, options()) as workbook:
        workbook.set_properties({"title": one_line(library.title)[:255], "created": CREATED})
        formats = Formats(workbook)
        _items(workbook.add_worksheet(ITEMS), library.items, formats)
        _about(workbook.add_worksheet(ABOUT), library, formats)
        _guide(workbook.add_worksheet(GUIDE), formats)
    return file.getvalue()


def shown(item: Item, column: Column) -> str:
    """What an item's cell of a column says."""
    if column.field == "kind":
        return KINDS[item.kind]
    value = getattr(item, column.field)
    return join_words(value) if column.listed else str(value)


def _items(sheet: Any, items: Sequence[Item], formats: Formats) -> None:
    widths = [column.width for column in COLUMNS]
    _columns(sheet, widths, formats[TYPED])
    _row(sheet, 0, widths, [column.head for column in COLUMNS], [STYLES.head] * len(COLUMNS), formats)
    for at, item in enumerate(items, 1):
        texts = [shown(item, column) for column in COLUMNS]
        styles = [CELL if len(text) <= AS_TEXT else LONG_CELL for text in texts]
        _row(sheet, at, widths, texts, styles, formats)
    last = len(items) + SPARE
    for at, column in enumerate(COLUMNS):
        if column.choices:
            sheet.data_validation(1, at, last, at, _dropdown(column))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(items)), len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _dropdown(column: Column) -> dict[str, Any]:
    """A dropdown for xlsxwriter. A free column's only suggests."""
    found: dict[str, Any] = {"validate": "list", "source": list(column.choices), "ignore_blank": True}
    if column.free:
        return {**found, "show_error": False}
    return {
        **found,
        "error_title": column.head,
        "error_message": f"从下拉里选：{'、'.join(column.choices)}，或者空着。",
    }


def _about(sheet: Any, library: Library, formats: Formats) -> None:
    _columns(sheet, ABOUT_WIDTHS, formats[TYPED])
    _row(sheet, 0, ABOUT_WIDTHS, ("项目", "内容", "怎么填"), [STYLES.head] * 3, formats)
    at = 1
    for entry in ENTRIES:
        value = library.schema_written if entry.field == "schema" else getattr(library, entry.field)
        texts = [*value, ""] if entry.field == "changes" else [str(value)]
        for text in texts:
            style = CELL if len(text) <= AS_TEXT else LONG_CELL
            _row(
                sheet,
                at,
                ABOUT_WIDTHS,
                (entry.head, text, _sentence(entry.note, entry.filling)),
                (LABEL, style, HINT),
                formats,
            )
            at += 1
    sheet.freeze_panes(1, 0)
    _print(sheet)


def _guide(sheet: Any, formats: Formats) -> None:
    _columns(sheet, GUIDE_WIDTHS, None)
    rows: list[tuple[tuple[str, ...], tuple[Style, ...]]] = [(("怎么用", "", ""), (STYLES.head,) * 3)]
    rows.extend(((name, text, ""), (LABEL, LONG_CELL, LONG_CELL)) for name, text in STEPS)
    rows.append((("列", "怎么填", "可以选"), (STYLES.head,) * 3))
    for column in COLUMNS:
        words = "几个词用“、”隔开" if column.listed else column.filling
        choice = "、".join(column.choices)
        rows.append(((column.head, _sentence(column.note, words), choice), (LABEL, LONG_CELL, LONG_CELL)))
    for at, (texts, styles) in enumerate(rows):
        _row(sheet, at, GUIDE_WIDTHS, texts, styles, formats)
    _print(sheet)


def _sentence(*parts: str) -> str:
    return "；".join(filter(None, parts)) + "。"


def _columns(sheet: Any, widths: Sequence[int], format: Any) -> None:
    """Set widths in pixels, and the format of cells that are still empty."""
    for at, width in enumerate(widths):
        sheet.set_column_pixels(at, at, width, format)


def _print(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _row(
    sheet: Any, row: int, widths: Sequence[int], texts: Sequence[str], styles: Sequence[Style], formats: Formats
) -> None:
    """Write texts as strings, whatever they look like, in a row that is high enough for all."""
    tallest = 15.75
    for at, (width, text, style) in enumerate(zip(widths, texts, styles, strict=True)):
        code = _write(sheet, row, at, text, style, formats)
        if code:
            raise ValueError(f"xlsxwriter refused row {row}, column {at}: {code}")
        if text:
            wrapped = lines(text, room(width - 12 * style.indent, style.size, style.bold))
            tallest = max(tallest, wrapped * line_height(text, style.size))
    sheet.set_row(row, min(TALLEST, -(-(tallest + 6) // 0.75) * 0.75))


def _write(sheet: Any, row: int, column: int, text: str, style: Style, formats: Formats) -> int:
    """Write a text as a string; returns xlsxwriter's error code, 0 for none."""
    if not text:
        return int(sheet.write_blank(row, column, "", formats[style]))
    parts = pieces(text)
    if len(parts) > 1:
        font = formats.font(style, "")
        return int(
            sheet.write_rich_string(row, column, *(each for part in parts for each in (font, part)), formats[style])
        )
    return int(sheet.write_string(row, column, text, formats[style]))
