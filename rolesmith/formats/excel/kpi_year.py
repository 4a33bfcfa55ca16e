"""The year of a shop's indicators as a workbook: a sheet a month, to type in, and in front the scores of the year.

An indicator that several posts have is typed where it stands first; the others take it from there.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from rolesmith.document.kpi_year import Aim, Holder, KpiYear, Measured, Typed
from rolesmith.document.score import MOST, score
from rolesmith.formats.excel import style
from rolesmith.formats.excel.book import Book
from rolesmith.formats.excel.cells import Cell, Formula, Numbers, Range, Row, edges, flow
from rolesmith.formats.excel.page import on_pages, room
from rolesmith.formats.excel.style import Style, Styles, styles_of
from rolesmith.formats.excel.summaries.summary import LYING, Summary, heads, new_summary, spans, text_cell
from rolesmith.formats.excel.sums import HIGHER_SHARE, LOWER_SHARE, SCORE, score_text
from rolesmith.formats.excel.workbook import CREATED, Formats, add_summary, letters, options, properties
from rolesmith.formats.looks import Look
from rolesmith.role.text import joined

TITLE = "指标与得分"
SUMMARY = "年度汇总"
MONTHS = range(1, 13)
NOTE = (
    f"浅黄的格子里填，一个指标只填一次。完成几成就是几分，最高 {MOST} 分；空着的不算在内，按其余的权重算。\n"
    "目标不是一个数的，分由人打，也写在浅黄的格子里。"
)
YEAR_NOTE = "各月的表填好，这里自己算。年平均只算有分的月；一个人有几个岗位的，按各占的时间算。"
ANY = Numbers(-1e12, 1e12, "这里只写数，单位照格子里的；没有数就空着。")
HAND = Numbers(0, MOST, f"这里写 0 到 {MOST} 的分；还没有打分就空着。")
ROW, PAD = 24, 9
MONTH = 57
"""Pixels of the column of a month; the edge of the letterhead is that of one of them."""


def write(year: KpiYear, shop: str, look: Look) -> bytes:
    """The .xlsx."""
    file, styles = io.BytesIO(), styles_of(look)
    months = [_Month(year, month, shop, styles) for month in MONTHS]
    sheets = [_summary(year, months, shop, styles), *(month.sheet for month in months)]
    with Book(file, options()) as workbook:
        formats = Formats(workbook)
        for each in sheets:
            add_summary(workbook.add_worksheet(each.title), each, formats, styles)
        workbook.set_properties(properties(joined(shop, f"{year.year}年{TITLE}"), shop, CREATED))
    return file.getvalue()


@dataclass
class _Entry:
    """Where an indicator stands first on a sheet, and what was typed."""

    row: int
    value: float | None


class _Month:
    """The sheet of a month: a band a post, with its score, and below it a row an indicator."""

    def __init__(self, year: KpiYear, month: int, shop: str, styles: Styles) -> None:
        self._year, self._month, self._styles = year, month, styles
        self._columns = spans(styles, 150, 126, 126, 54, 72, 60, 0)
        names = ("指标", "目标", "数据来源", "权重", "实际", "得分", "加权")
        title = f"{year.year}年{month}月{TITLE}"
        found = new_summary(title, shop, NOTE, heads(self._columns, names), styles)
        self._entries: dict[int, _Entry] = {}
        self.scores: list[float | str] = []
        """Of each post."""
        places = []
        for at, post in enumerate(year.posts):
            places.append(len(found.rows))
            self._add(found.rows, at, post)
        self.places: list[str] = self._addresses(found, places)
        """The address of each post's score."""
        head = sum(found.rows[at].height for at in found.titles)
        self.sheet = replace(found, title=f"{month}月", rows=on_pages(found.rows, room(styles.look) - head))

    def _addresses(self, found: Summary, rows: Sequence[int]) -> list[str]:
        column = letters(edges(found.rows, found.width).index(self._columns[5][0]))
        return [f"'{self._month}月'!{column}{row + 1}" for row in rows]

    def _add(self, rows: list[Row], at: int, post: Measured) -> None:
        lines: list[Row] = []
        scores: list[float | str] = []
        begin = len(rows) + 1
        for n, aim in enumerate(post.aims):
            cells, scored = self._aim(begin + len(lines), at, n, aim)
            scores.append(scored)
            lines.extend(flow(cells, least=ROW, pad=PAD, keep=n + 1 < len(post.aims)))
        pairs = [(float(each), aim.weight) for each, aim in zip(scores, post.aims, strict=True) if each != ""]
        weighed = [(each, weight) for each, weight in pairs if weight]
        whole = sum(weight for _, weight in weighed)
        value = sum(each * weight for each, weight in weighed) / whole if whole else ""
        self.scores.append(value)
        rows.extend(flow(self._band(post, len(lines), value), least=ROW, pad=PAD, keep=True))
        rows.extend(lines)

    def _band(self, post: Measured, height: int, value: float | str) -> list[Cell]:
        total, columns = self._styles.total, self._columns
        ranges = {name: Range(columns[at][0], 1, height) for name, at in (("weights", 3), ("scores", 5), ("all", 6))}
        counted = 'SUMIF({scores},">=0",{weights})'
        text = f'=IF({counted}=0,"",SUM({{all}})/{counted})'
        weight = round(sum(aim.weight or 0 for aim in post.aims) / 100, 6)
        scored = style.number(total, f'"得分 "{SCORE}')
        off = Formula("ABS({sum}-1)>0.000001", weight != 1, {"sum": Range(columns[3][0], 0, 0)})
        return [
            Cell(0, columns[2][1], replace(total, align="left", indent=1), ((post.name, ""),)),
            Cell(
                *columns[3], style.number(total, "0%"), formula=Formula("=SUM({weights})", weight, ranges), warning=off
            ),
            Cell(*columns[4], total),
            Cell(columns[5][0], columns[6][1], scored, formula=Formula(text, value, ranges)),
        ]

    def _aim(self, row: int, post: int, at: int, aim: Aim) -> tuple[list[Cell], float | str]:
        columns, styles = self._columns, self._styles
        actual, reached = self._actual(row, post, at, aim)
        given, value = self._score(post, at, aim, reached)
        weight = Cell(*columns[3], styles.centered)
        if aim.weight is not None:
            weight = Cell(*columns[3], style.number(styles.centered, _code(aim.weight, "%")), number=aim.weight / 100)
        product = "" if value == "" or not aim.weight else float(value) * aim.weight / 100
        ranges = {"score": Range(columns[5][0], 0, 0), "weight": Range(columns[3][0], 0, 0)}
        weighted = Formula('=IF(COUNT({score},{weight})<2,"",{score}*{weight})', product, ranges)
        cells = [
            text_cell(columns[0], aim.name, styles.box),
            self._target(aim),
            text_cell(columns[2], aim.source, style.noted(styles.box)),
            weight,
            actual,
            given,
            Cell(*columns[6], style.number(styles.centered, SCORE), formula=weighted),
        ]
        return cells, value

    def _target(self, aim: Aim) -> Cell:
        if aim.value is None:
            return text_cell(self._columns[1], aim.target, self._styles.box)
        sign = '"≤ "' if aim.lower else '"≥ "'
        shown = style.number(self._styles.centered, sign + _code(aim.value, aim.unit))
        return Cell(*self._columns[1], shown, number=_stored(aim.value, aim.unit))

    def _actual(self, row: int, post: int, at: int, aim: Aim) -> tuple[Cell, float | None]:
        """The cell to type in, or the one that takes what was typed elsewhere; and the number in it."""
        own = self._year.own.get((self._month, post, at))
        known = self._entries.get(aim.key)
        shown = style.number(self._styles.centered, _code(aim.value, aim.unit, least=aim.unit == "%"))
        span = self._columns[4]
        if own is None and known:
            value = "" if known.value is None else _stored(known.value, aim.unit)
            there = {"first": Range(span[0], known.row - row, known.row - row)}
            return Cell(*span, shown, formula=Formula('=IF({first}="","",{first})', value, there)), known.value
        typed = self._year.reached.get((self._month, aim.key)) if own is None else own
        number = typed if isinstance(typed, float) else None
        if own is None:
            self._entries[aim.key] = _Entry(row, number)
        return self._well(span, typed, aim, shown), number

    def _well(self, span: tuple[int, int], typed: Typed | None, aim: Aim, shown: Style) -> Cell:
        only = ANY if aim.value is not None else None
        if isinstance(typed, float):
            return Cell(*span, style.well(shown), number=_stored(typed, aim.unit), only=only)
        return replace(text_cell(span, typed or "", style.well(shown)), only=only)

    def _score(self, post: int, at: int, aim: Aim, reached: float | None) -> tuple[Cell, float | str]:
        span, shown = self._columns[5], style.number(self._styles.centered, SCORE)
        if aim.value is None:
            given = self._year.by_hand.get((self._month, post, at))
            return Cell(*span, style.well(shown), number=given, only=HAND), "" if given is None else given
        value: float | str = "" if reached is None else score(aim.value, reached, lower=aim.lower)
        ranges = {"target": Range(self._columns[1][0], 0, 0), "actual": Range(self._columns[4][0], 0, 0)}
        return Cell(
            *span, shown, formula=Formula(score_text(LOWER_SHARE if aim.lower else HIGHER_SHARE), value, ranges)
        ), value


def _stored(value: float, unit: str) -> float:
    """The number as Excel holds it: a percent as a part of one."""
    return round(value / 100, 12) if unit == "%" else value


def _code(value: float | None, unit: str, *, least: int = 0) -> str:
    """The Excel format of a number with so many decimals as this one, and of its unit."""
    decimals = max(least, len(f"{value:.6f}".rstrip("0").partition(".")[2])) if value is not None else least
    number = "0" + ("." + "0" * decimals if decimals else "")
    if value is None:
        return "General"
    return f"{number}%" if unit == "%" else f'{number}"{unit}"' if unit else number


def _summary(year: KpiYear, months: Sequence[_Month], shop: str, styles: Styles) -> Summary:
    widths = [styles.width - MONTH * 8, *[MONTH] * len(MONTHS), 0]
    columns = spans(styles, *widths, lying=True)
    names = ("岗位", *(f"{month}月" for month in MONTHS), "年平均")
    found = new_summary(f"{year.year}年{TITLE}", shop, YEAR_NOTE, heads(columns, names), styles)
    first = len(found.rows)
    for at, post in enumerate(year.posts):
        cells = [Formula(f'=IF({month.places[at]}="","",{month.places[at]})', month.scores[at], {}) for month in months]
        found.rows.extend(_line(columns, post.name, cells, styles))
    if year.people:
        band = Cell(0, LYING, styles.total, (("按人（一个人几个岗位，按各占的时间算）", ""),))
        found.rows.extend(flow((band,), least=ROW, pad=PAD, keep=True))
        for person in year.people:
            formulas = list(_of_person(person, columns, months, first - len(found.rows)))
            found.rows.extend(_line(columns, person.name, formulas, styles))
    return replace(found, title=SUMMARY, rows=on_pages(found.rows, room(styles.look, lying=True) - 40))


def _of_person(
    person: Holder, columns: Sequence[tuple[int, int]], months: Sequence[_Month], above: int
) -> Iterator[Formula]:
    """The score of each month: the posts' stand `above`, a row each."""
    for span, month in zip(columns[1:], months, strict=False):
        ranges = {f"p{n}": Range(span[0], above + at, above + at) for n, (at, _) in enumerate(person.posts)}
        known = [(float(each), share) for at, share in person.posts if (each := month.scores[at]) != ""]
        whole = sum(share for _, share in known)
        value = sum(each * share for each, share in known) / whole if whole else ""
        top = "+".join(f"N({{p{n}}})*{share:g}" for n, (_, share) in enumerate(person.posts))
        bottom = "+".join(f"ISNUMBER({{p{n}}})*{share:g}" for n, (_, share) in enumerate(person.posts))
        every = ",".join(f"{{{name}}}" for name in ranges)
        yield Formula(f'=IF(COUNT({every})=0,"",({top})/({bottom}))', value, ranges)


def _line(columns: Sequence[tuple[int, int]], name: str, formulas: Sequence[Formula], styles: Styles) -> Iterator[Row]:
    shown = style.number(styles.centered, SCORE)
    values = [float(each.value) for each in formulas if each.value != ""]
    ends = {"first": Range(columns[1][0], 0, 0), "last": Range(columns[-2][0], 0, 0)}
    mean = Formula(
        '=IF(COUNT({first}:{last})=0,"",AVERAGE({first}:{last}))', sum(values) / len(values) if values else "", ends
    )
    cells = [text_cell(columns[0], name, styles.box)]
    cells += [Cell(*span, shown, formula=each) for span, each in zip(columns[1:], formulas, strict=False)]
    cells.append(Cell(*columns[-1], style.number(styles.total, SCORE), formula=mean))
    yield from flow(cells, least=ROW, pad=PAD)
