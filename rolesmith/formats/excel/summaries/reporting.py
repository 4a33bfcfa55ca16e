"""Who reports to whom, as a tree."""

from collections.abc import Sequence
from dataclasses import replace

from rolesmith.document.posts import ReportLine, reporting
from rolesmith.formats.excel import style
from rolesmith.formats.excel.cells import Cell, flow
from rolesmith.formats.excel.summaries.staff import people_cell
from rolesmith.formats.excel.summaries.summary import Listed, Summary, heads, new_summary, spans

TITLE = "汇报关系"
DEEPEST = 10
"""Levels of the reporting tree that are indented further and further."""


def summary(listed: Listed) -> Summary:
    """The tree of who reports to whom, each level set in further."""
    columns = spans(listed.styles, 54, 288, 126, 108, 0)
    note = "按各岗位写的“直接上级”排出；没有说明书的上级用灰字"
    titles = heads(columns, ("层级", "岗位", "直接上级", "所属部门", "编制"))
    found = new_summary(TITLE, listed.shop, note, titles, listed.styles)
    for line in reporting(listed.posts):
        found.rows.extend(flow(_report_cells(line, columns, listed), least=24, pad=9))
    return found


def _report_cells(line: ReportLine, columns: Sequence[tuple[int, int]], listed: Listed) -> list[Cell]:
    indent = 1 + 2 * min(line.level - 1, DEEPEST)
    cells = [Cell(*columns[0], listed.styles.centered, number=line.level)]
    if line.post is None:
        soft = ((f"{line.name}（没有这份说明书）", "soft"),)
        return [
            *cells,
            Cell(*columns[1], style.indented(listed.styles.box, indent), soft),
            *_blank(columns[2:], listed),
        ]
    post = listed.posts[line.post]
    name = listed.name(columns[1], line.post)
    cells.append(replace(name, style=style.indented(name.style, indent)))
    above = f"{post.superior}（上下级绕成了圈，请核对）" if line.circle else post.superior
    cells.append(listed.text(columns[2], above, listed.styles.alarm if line.circle else None))
    return [*cells, listed.text(columns[3], post.department), people_cell(columns[4], post.headcount, listed)]


def _blank(columns: Sequence[tuple[int, int]], listed: Listed) -> list[Cell]:
    return [Cell(*span, listed.styles.box) for span in columns]
