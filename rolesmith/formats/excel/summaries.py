"""Summaries of a shop: the staff table, who reports to whom, who does what, and how each role is measured."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rolesmith.document.posts import Kpi, Post, ReportLine, reporting
from rolesmith.formats.excel import style
from rolesmith.formats.excel.cells import Cell, Formula, Range, flow
from rolesmith.formats.excel.index import Summary, heads, linked, new_summary, spans
from rolesmith.formats.excel.style import Style, Styles
from rolesmith.formats.excel.sums import TOTAL, number_in

STAFF, REPORTS, DUTIES, KPIS = "编制汇总", "汇报关系", "职责分工", "KPI汇总"
SHEETS = (STAFF, REPORTS, DUTIES, KPIS)
SIDE_BY_SIDE = 8
"""Most roles that have a column each, with a row for each duty; more roles have a row each, and groups the columns."""
GROUPS = 8
"""Groups that have a column of their own, the commonest; the others share one."""
OTHERS = "其他"
MARK = "●"
DEEPEST = 10
"""Levels of the reporting tree that are indented further and further."""
PEOPLE = re.compile(r"(\d{1,6}) ?([人名位个]?)")


@dataclass(frozen=True)
class Listed:
    """All posts of a workbook, the sheet of each, and the shop."""

    posts: Sequence[Post]
    sheets: Sequence[str]
    shop: str
    styles: Styles

    def name(self, span: tuple[int, int], at: int) -> Cell:
        """A post's name that leads to its sheet."""
        return linked(span, self.posts[at].name, self.sheets[at], self.styles)

    def text(self, span: tuple[int, int], text: str, look: Style | None = None) -> Cell:
        """A text in a box."""
        return Cell(*span, look or self.styles.box, ((text, ""),) if text else ())


def people(text: str) -> tuple[int, str] | None:
    """`3人` → 3 and Excel's code that shows it so; None where it is no plain number of people."""
    found = PEOPLE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return (int(found[1]), f'0"{found[2]}"' if found[2] else "0") if found else None


def _people(span: tuple[int, int], text: str, listed: Listed) -> Cell:
    found = people(text)
    if found is None:
        return listed.text(span, text, listed.styles.centered)
    return Cell(*span, style.number(listed.styles.centered, found[1]), number=found[0])


def staff(listed: Listed) -> Summary:
    """The staff table: a row a role, with the number of people and its sum; below it the same by department."""
    columns = spans(listed.styles, 54, 162, 108, 126, 72, 0)
    note = f"共 {len(listed.posts)} 个岗位"
    found = new_summary(
        STAFF,
        listed.shop,
        note,
        heads(columns, ("序号", "岗位", "所属部门", "直接上级", "编制人数", "编号与版本")),
        listed.styles,
    )
    first = len(found.rows)
    for at, post in enumerate(listed.posts):
        cells = [Cell(*columns[0], listed.styles.centered, number=at + 1), listed.name(columns[1], at)]
        cells += [listed.text(columns[2], post.department), listed.text(columns[3], post.superior)]
        cells += [_people(columns[4], post.headcount, listed), listed.text(columns[5], " · ".join(post.stamp))]
        found.rows.extend(flow(cells, least=24, pad=9, keep=at == len(listed.posts) - 1))
    counts = [(post.department, number[0] if (number := people(post.headcount)) else 0) for post in listed.posts]
    _total(found, columns, first, sum(count for _, count in counts), listed)
    _departments(found, columns, first, counts, listed)
    return found


def _total(found: Summary, columns: Sequence[tuple[int, int]], first: int, value: int, listed: Listed) -> None:
    styles = listed.styles
    height = len(found.rows) - first
    formula = Formula("=SUM({all})", value, {"all": Range(columns[4][0], -height - 1, -1)})
    cells = [Cell(0, columns[3][1], styles.total, ((TOTAL, ""),))]
    cells.append(Cell(*columns[4], style.number(styles.total, "0"), formula=formula))
    found.rows.extend(flow((*cells, Cell(*columns[5], styles.total)), least=24, pad=9))


def _departments(
    found: Summary, columns: Sequence[tuple[int, int]], first: int, counts: Sequence[tuple[str, int]], listed: Listed
) -> None:
    """Roles and people of each department, as formulas over the rows above."""
    styles = listed.styles
    names = list(dict.fromkeys(name for name, _ in counts if name))
    if not names:
        return
    end = len(found.rows) - 1
    found.rows.extend(flow((Cell(0, styles.width, styles.heading, (("按部门", ""),)),), least=30, pad=10, keep=True))
    head = [Cell(0, columns[1][1], styles.head, (("部门", ""),))]
    head += [Cell(*columns[2], styles.head, (("岗位数", ""),)), Cell(*columns[3], styles.head, (("编制人数", ""),))]
    found.rows.extend(flow(head, least=25.5, pad=9, keep=True))
    for name in names:
        at = len(found.rows)
        ranges = {
            "all": Range(columns[2][0], first - at, end - 1 - at),
            "people": Range(columns[4][0], first - at, end - 1 - at),
        }
        named = {**ranges, "name": Range(0, 0, 0)}
        roles = Formula("=COUNTIF({all},{name})", sum(other == name for other, _ in counts), named)
        persons = Formula("=SUMIF({all},{name},{people})", sum(n for other, n in counts if other == name), named)
        shown = style.number(styles.centered, "0")
        cells = [listed.text((0, columns[1][1]), name)]
        cells += [Cell(*columns[2], shown, formula=roles), Cell(*columns[3], shown, formula=persons)]
        found.rows.extend(flow(cells, least=24, pad=9))


def reports(listed: Listed) -> Summary:
    """The tree of who reports to whom, each level set in further."""
    columns = spans(listed.styles, 54, 288, 126, 108, 0)
    note = "按各岗位写的“直接上级”排出；没有说明书的上级用灰字"
    found = new_summary(
        REPORTS, listed.shop, note, heads(columns, ("层级", "岗位", "直接上级", "所属部门", "编制")), listed.styles
    )
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
    return [*cells, listed.text(columns[3], post.department), _people(columns[4], post.headcount, listed)]


def _blank(columns: Sequence[tuple[int, int]], listed: Listed) -> list[Cell]:
    return [Cell(*span, listed.styles.box) for span in columns]


def duties(listed: Listed) -> Summary:
    """Who does what: duties down and roles across, or of many roles groups across."""
    return _by_duty(listed) if len(listed.posts) <= SIDE_BY_SIDE else _by_group(listed)


def _by_duty(listed: Listed) -> Summary:
    styles = listed.styles
    count = max(1, len(listed.posts))
    width = max(54, min(90, 288 // count // 18 * 18))
    columns = spans(styles, styles.width - width * count, *[width] * count)
    names = ("职责", *(post.name for post in listed.posts))
    found = new_summary(
        DUTIES, listed.shop, f"{MARK} 表示写在这个岗位的职责里", heads(columns, names[: len(columns)]), styles
    )
    marks = _marks(listed.posts)
    for title in dict.fromkeys(title for title, _ in marks):
        found.rows.extend(flow((Cell(0, styles.width, styles.band, ((title, ""),)),), least=24, pad=9, keep=True))
        for (group, line), at in marks.items():
            if group == title:
                cells = [listed.text(columns[0], line)]
                cells += [listed.text(span, MARK * (n in at), styles.mark) for n, span in enumerate(columns[1:])]
                found.rows.extend(flow(cells, least=24, pad=9))
    return found


def _marks(posts: Sequence[Post]) -> dict[tuple[str, str], set[int]]:
    """The indexes of the posts that have a duty, by its group's title and its text, in order of appearance."""
    found: dict[tuple[str, str], set[int]] = {}
    for at, post in enumerate(posts):
        for title, lines in post.duties:
            for line in lines:
                found.setdefault((title, line), set()).add(at)
    return found


def _by_group(listed: Listed) -> Summary:
    styles = listed.styles
    counted = Counter(title for post in listed.posts for title in {title for title, _ in post.duties})
    first = {title: at for at, title in enumerate(t for post in listed.posts for t, _ in post.duties)}
    common = sorted(counted, key=lambda title: (-counted[title], first[title]))[:GROUPS]
    titles = [*common, OTHERS] if len(counted) > len(common) else common
    columns = spans(styles, styles.width - 54 * len(titles), *[54] * len(titles))
    found = new_summary(
        DUTIES, listed.shop, f"{MARK} 后面是这一组里有几条职责", heads(columns, ("岗位", *titles)), styles
    )
    shown = style.number(styles.mark, f'"{MARK} "0')
    for at, post in enumerate(listed.posts):
        has: Counter[str] = Counter()
        for title, lines in post.duties:
            has[title if title in common else OTHERS] += len(lines)
        cells = [listed.name(columns[0], at)]
        for span, title in zip(columns[1:], titles, strict=True):
            cells.append(Cell(*span, shown, number=has[title]) if has[title] else Cell(*span, styles.mark))
        found.rows.extend(flow(cells, least=24, pad=9))
    return found


def kpis(listed: Listed) -> Summary:
    """All indicators with their roles; beside the first of each role the sum of its weights."""
    columns = spans(listed.styles, 144, 162, 180, 72, 0)
    found = new_summary(
        KPIS,
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
