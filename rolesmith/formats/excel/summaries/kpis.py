"""How each role is measured: all indicators, and the sum of the weights of each role."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rolesmith.document.posts import Kpi
from rolesmith.formats.excel import style
from rolesmith.formats.excel.cells import Cell, Formula, Range, flow
from rolesmith.formats.excel.summaries.summary import Listed, Summary, heads, new_summary, spans
from rolesmith.formats.weights import number_in

TITLE = "KPI汇总"


def summary(listed: Listed) -> Summary:
    """All indicators with their roles, each with the sum of its role's weights, also when they are sorted."""
    columns = spans(listed.styles, 144, 162, 180, 72, 0)
    found = new_summary(
        TITLE,
        listed.shop,
        "权重合计是同一岗位的；不是 100% 的显示成红字",
        heads(columns, ("岗位", "指标", "目标值", "权重", "权重合计")),
        listed.styles,
    )
    names = Counter(post.name for post in listed.posts)
    first, number = len(found.rows), sum(len(post.kpis) for post in listed.posts)
    for at, post in enumerate(listed.posts):
        for kpi in post.kpis:
            name = listed.name(columns[0], at)
            if names[post.name] > 1:  # told apart as their sheets are
                name = replace(name, runs=((listed.sheets[at], ""),))
            cells = [name, listed.text(columns[1], kpi.indicator)]
            cells += [listed.text(columns[2], kpi.target), _weight(columns[3], kpi, listed)]
            passed = len(found.rows) - first
            cells.append(_sum(columns, post.kpis, range(-passed, number - passed), listed))
            found.rows.extend(flow(cells, least=24, pad=9))
    return replace(found, filtered=True)


def _weight(span: tuple[int, int], kpi: Kpi, listed: Listed) -> Cell:
    number = number_in(kpi.weight)
    if number is None:
        return listed.text(span, kpi.weight, listed.styles.centered)
    return Cell(*span, style.number(listed.styles.centered, number.shown_as), number=number.value)


def _sum(columns: Sequence[tuple[int, int]], of_role: Sequence[Kpi], rows: range, listed: Listed) -> Cell:
    """The sum of a role's weights among all; `rows` are the table's, counted from the cell's own."""
    found = [number for kpi in of_role if (number := number_in(kpi.weight))]
    percent = any(number.percent for number in found)
    value = round(sum(number.value for number in found), 8)
    whole = 1 if percent else 100
    names, weights = (Range(columns[at][0], rows.start, rows.stop - 1, True) for at in (0, 3))
    ranges = {"names": names, "name": Range(columns[0][0], 0, 0), "weights": weights}
    formula = Formula("=SUMIF({names},{name},{weights})", value, ranges)
    off = Formula(f"ABS({{sum}}-{whole})>0.000001", False, {"sum": Range(columns[4][0], 0, 0)})
    shown = style.number(listed.styles.centered, "0%" if percent else "0")
    return Cell(*columns[4], shown, formula=formula, warning=off)
