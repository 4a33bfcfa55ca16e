"""How each role is measured: all indicators, and the sum of the weights of each role."""

from collections.abc import Sequence
from dataclasses import replace

from rolesmith.document.posts import Kpi
from rolesmith.formats.excel import style
from rolesmith.formats.excel.cells import Cell, Formula, Range, flow
from rolesmith.formats.excel.summaries.summary import Listed, Summary, heads, new_summary, spans
from rolesmith.formats.weights import number_in

TITLE = "KPI汇总"


def summary(listed: Listed) -> Summary:
    """All indicators with their roles; beside the first of each role the sum of its weights."""
    columns = spans(listed.styles, 144, 162, 180, 72, 0)
    found = new_summary(
        TITLE,
        listed.shop,
        "权重合计不是 100% 的，合计显示成红字",
        heads(columns, ("岗位", "指标", "目标值", "权重", "权重合计")),
        listed.styles,
    )
    for at, post in enumerate(listed.posts):
        for row, kpi in enumerate(post.kpis):
            cells = [listed.name(columns[0], at), listed.text(columns[1], kpi.indicator)]
            cells += [listed.text(columns[2], kpi.target), _weight(columns[3], kpi, listed)]
            cells.append(Cell(*columns[4], listed.styles.box) if row else _sum(columns, post.kpis, listed))
            found.rows.extend(flow(cells, least=24, pad=9))
    return replace(found, filtered=True)


def _weight(span: tuple[int, int], kpi: Kpi, listed: Listed) -> Cell:
    number = number_in(kpi.weight)
    if number is None:
        return listed.text(span, kpi.weight, listed.styles.centered)
    return Cell(*span, style.number(listed.styles.centered, number.shown_as), number=number.value)


def _sum(columns: Sequence[tuple[int, int]], of_role: Sequence[Kpi], listed: Listed) -> Cell:
    found = [number for kpi in of_role if (number := number_in(kpi.weight))]
    percent = any(number.percent for number in found)
    value = round(sum(number.value for number in found), 8)
    whole = 1 if percent else 100
    formula = Formula("=SUM({all})", value, {"all": Range(columns[3][0], 0, len(of_role) - 1)})
    off = Formula(f"ABS({{sum}}-{whole})>0.000001", False, {"sum": Range(columns[4][0], 0, 0)})
    return Cell(
        *columns[4], style.number(listed.styles.centered, "0%" if percent else "0"), formula=formula, warning=off
    )
