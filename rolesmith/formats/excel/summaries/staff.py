"""The staff table: a row a role with its number of people, and sums of the shop and of each department."""

import re
import unicodedata
from collections.abc import Sequence

from rolesmith.formats.excel import style
from rolesmith.formats.excel.cells import Cell, Formula, Range, flow
from rolesmith.formats.excel.summaries.summary import Listed, Summary, heads, new_summary, spans
from rolesmith.formats.weights import TOTAL

TITLE = "编制汇总"
PEOPLE = re.compile(r"(\d{1,6}) ?([人名位个]?)")


def people(text: str) -> tuple[int, str] | None:
    """`3人` as 3 and the Excel format that shows it so; None for other texts."""
    found = PEOPLE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return (int(found[1]), f'0"{found[2]}"' if found[2] else "0") if found else None


def people_cell(span: tuple[int, int], text: str, listed: Listed) -> Cell:
    """A number of people, or the text where it is none."""
    found = people(text)
    if found is None:
        return listed.text(span, text, listed.styles.centered)
    return Cell(*span, style.number(listed.styles.centered, found[1]), number=found[0])


def summary(listed: Listed) -> Summary:
    """The staff table: a row a role, with the number of people and its sum; below it the same by department."""
    columns = spans(listed.styles, 40, 134, 82, 105, 70, 0)
    note = f"共 {len(listed.posts)} 个岗位"
    found = new_summary(
        TITLE,
        listed.shop,
        note,
        heads(columns, ("序号", "岗位", "所属部门", "直接上级", "编制人数", "编号与版本")),
        listed.styles,
    )
    first = len(found.rows)
    for at, post in enumerate(listed.posts):
        cells = [Cell(*columns[0], listed.styles.centered, number=at + 1), listed.name(columns[1], at)]
        cells += [listed.text(columns[2], post.department), listed.text(columns[3], post.superior)]
        cells += [
            people_cell(columns[4], post.headcount, listed),
            listed.text(columns[5], " · ".join(post.stamp).removeprefix("编号 "), style.noted(listed.styles.box)),
        ]
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
