"""The shop's people as a workbook: who holds which posts, and which post is held by whom."""

import io
from collections.abc import Sequence
from math import isnan
from typing import NamedTuple

from rolesmith.formats.excel import style
from rolesmith.formats.excel.book import Book
from rolesmith.formats.excel.cells import Cell, flow
from rolesmith.formats.excel.style import Styles, styles_of
from rolesmith.formats.excel.summaries.summary import Summary, heads, new_summary, spans, text_cell
from rolesmith.formats.excel.workbook import CREATED, Formats, add_summary, options, properties
from rolesmith.formats.looks import Look
from rolesmith.role.text import joined

TITLE = "人员表"
POSTS = "岗位人员"
WANTED = "待招"


class StaffRow(NamedTuple):
    """A person and one post, or none; `share` in percent, NaN where there is none."""

    name: str
    post: str
    share: float
    since: str
    wanted: bool


class PostRow(NamedTuple):
    """A post: how many hold it and are wanted, how many that is in people who do nothing else, and who."""

    post: str
    people: int
    wanted: int
    full: float
    who: str


def write(staff: Sequence[StaffRow], posts: Sequence[PostRow], shop: str, look: Look) -> bytes:
    """The .xlsx."""
    file, styles = io.BytesIO(), styles_of(look)
    with Book(file, options()) as workbook:
        formats = Formats(workbook)
        for summary in (_staff(staff, shop, styles), _posts(posts, shop, styles)):
            add_summary(workbook.add_worksheet(summary.title), summary, formats, styles)
        workbook.set_properties(properties(joined(shop, TITLE), shop, CREATED))
    return file.getvalue()


def _staff(rows: Sequence[StaffRow], shop: str, styles: Styles) -> Summary:
    columns = spans(styles, 54, 144, 216, 90, 90, 0)
    note = "占比是一个人的时间各用多少在哪个岗位上，合计 100%"
    titles = heads(columns, ("序号", "姓名", "岗位", "占比", "从何时起", "状态"))
    found = new_summary(TITLE, shop, note, titles, styles)
    for at, row in enumerate(rows, 1):
        share = Cell(*columns[3], styles.centered)
        if not isnan(row.share):
            shown = "0%" if row.share.is_integer() else "0.0#%"
            share = Cell(*columns[3], style.number(styles.centered, shown), number=row.share / 100)
        cells = [
            Cell(*columns[0], styles.centered, number=at),
            text_cell(columns[1], row.name or WANTED * row.wanted, styles.box),
            text_cell(columns[2], row.post, styles.box),
            share,
            text_cell(columns[4], row.since, styles.box),
            text_cell(columns[5], WANTED if row.wanted else "在岗", styles.box),
        ]
        found.rows.extend(flow(cells, least=24, pad=9))
    return found


def _posts(rows: Sequence[PostRow], shop: str, styles: Styles) -> Summary:
    columns = spans(styles, 198, 72, 72, 90, 0)
    note = "折合全职是各人占比加起来：两个人各用一半时间，就是一个全职"
    found = new_summary(POSTS, shop, note, heads(columns, ("岗位", "在岗", "待招", "折合全职", "谁")), styles)
    for row in rows:
        whole, part = style.number(styles.centered, "0"), style.number(styles.centered, "0.0#")
        cells = [
            text_cell(columns[0], row.post, styles.box),
            Cell(*columns[1], whole, number=row.people),
            Cell(*columns[2], whole, number=row.wanted),
            Cell(*columns[3], part, number=row.full),
            text_cell(columns[4], row.who, styles.box),
        ]
        found.rows.extend(flow(cells, least=24, pad=9))
    return found


def _text(span: tuple[int, int], text: str, styles: Styles) -> Cell:
    return Cell(*span, styles.box, ((text, ""),) if text else ())
