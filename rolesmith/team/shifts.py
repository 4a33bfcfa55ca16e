"""Shifts: the hours that are written of a person's days, what of them is overtime, and what the law says against it.

Each rule names its article; presets/articles.yaml says where it was read. Hours are counted, never money.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import date, timedelta
from typing import NamedTuple

from rolesmith.role.text import folded

DAILY, WEEKLY = 8.0, 40.0
"""Hours of a day and of a week that are no overtime: 国务院关于职工工作时间的规定第3条."""
MOST_OVER, MOST_MONTH = 3.0, 36.0
"""Hours of overtime in a day and in a month at most: 劳动法第41条."""
SOURCES = (
    "劳动法第36、38条",
    "劳动法第41条",
    "劳动法第42、43条",
    "劳动法第44条",
    "国务院关于职工工作时间的规定第3条",
    "全国年节及纪念日放假办法第2条",
)
"""The articles on which the rules rest."""
FIXED = {(1, 1): "元旦", (5, 1): "劳动节", (5, 2): "劳动节", (10, 1): "国庆", (10, 2): "国庆", (10, 3): "国庆"}
"""Holidays by law that have a day of their own: 全国年节及纪念日放假办法第2条. The moon sets the others."""
SHIFT = re.compile(
    r"(?P<before>[早中晚夜]?)班?(?P<hours>\d{1,4}(?:\.\d{1,2})?)?(?:个?小时|h)?(?P<after>[早中晚夜]?)班?"
)
OFF = {"休", "休息", "-", "/", "—", "0"}
WEEKDAYS = "一二三四五六日"
NAMED = 12
"""Characters of what was written in a sentence."""


class Shift(NamedTuple):
    """The hours of a day, and whether they are a night shift."""

    hours: float
    night: bool = False


class Counted(NamedTuple):
    """A day's hours, and what of them is overtime: beyond the day's (150 %), on a day of rest (200 %, or time off
    instead), on a holiday (300 %): 劳动法第44条.
    """

    day: date
    hours: float
    night: bool
    over: float
    rest: float
    holiday: float

    @property
    def overtime(self) -> float:
        """All of it."""
        return self.over + self.rest + self.holiday


class Finding(NamedTuple):
    """What is wrong: a sentence, and the days that it is about."""

    text: str
    days: tuple[date, ...]


def shift_in(text: str) -> Shift | None:
    """What is written of a day; None where it is no shift. A name alone means the hours of a day."""
    said = re.sub(r"\s+", "", folded(text))
    if said in OFF:
        return Shift(0)
    found = SHIFT.fullmatch(said)
    if not found or not said or (found["before"] and found["after"]):
        return None
    hours = float(found["hours"]) if found["hours"] else DAILY
    return Shift(hours, "夜" in (found["before"], found["after"])) if hours <= 24 else None


def is_holiday(day: date, marked: Set[date]) -> bool:
    """Whether a day is a holiday by law, by its date or since the shop has marked it."""
    return (day.month, day.day) in FIXED or day in marked


def no_shift(day: date, text: str) -> str:
    """What is wrong with a text that is no shift."""
    found = re.fullmatch(r"\D?(\d+(?:\.\d+)?)\D?", re.sub(r"小时|h|班|\s", "", folded(text)))
    if found and float(found[1]) > 24:
        return f"{_named(day)}写着“{text[:NAMED]}”：一天只有 24 小时，请改小。"
    return f"{_named(day)}写着“{text[:NAMED]}”，看不出几小时：请写 8、夜8 或 休。"


def counted(shifts: Mapping[date, Shift], marked: Set[date]) -> list[Counted]:
    """Each day that is worked, in order, with its overtime; `marked` are holidays beside the fixed ones.

    A week begins on Monday. Its own hours are 40, less 8 for each holiday in it: who works beyond these works on days
    of rest, whichever days of the week they are.
    """
    found: list[Counted] = []
    monday, left = None, 0.0
    for day in sorted(day for day, shift in shifts.items() if shift.hours > 0):
        if _monday(day) != monday:
            monday = _monday(day)
            left = max(0.0, WEEKLY - DAILY * sum(is_holiday(each, marked) for each in _week(monday)))
        hours, night = shifts[day]
        if is_holiday(day, marked):
            found.append(Counted(day, hours, night, 0, 0, hours))
            continue
        if left <= 0:
            found.append(Counted(day, hours, night, 0, hours, 0))
            continue
        own = min(hours, DAILY)
        rest = max(0.0, own - left)
        left -= own - rest
        found.append(Counted(day, hours, night, hours - own, rest, 0))
    return found


def findings(days: Iterable[Counted], *, spared: bool, within: Set[date]) -> Iterator[Finding]:
    """What the law, and what the shop has ticked, say against a person's days; only of the days, weeks and months in
    which some of `within` lie.
    """
    known = list(days)
    here = [each for each in known if each.day in within]
    for each in here:
        beyond = each.hours - DAILY
        if beyond > MOST_OVER:
            text = f"{_named(each.day)}加班 {beyond:g} 小时：一天最多 {MOST_OVER:g} 小时（劳动法第41条），请减几小时。"
            yield Finding(text, (each.day,))
    yield from _months(known, within)
    yield from _weeks(known, within)
    if spared:
        yield from _against(here)


def _months(days: Iterable[Counted], within: Set[date]) -> Iterator[Finding]:
    """Overtime of any kind counts, that on days of rest and holidays too."""
    shown = {(day.year, day.month) for day in within}
    months: dict[tuple[int, int], list[Counted]] = {}
    for each in days:
        if (month := (each.day.year, each.day.month)) in shown:
            months.setdefault(month, []).append(each)
    for (_, number), inside in months.items():
        total, beyond = 0.0, []
        for each in inside:
            total = round(total + each.overtime, 6)
            if total > MOST_MONTH and each.overtime:
                beyond.append(each.day)
        if beyond:
            yield Finding(
                f"{number} 月加班 {total:g} 小时，从{_named(beyond[0])}起超过一个月最多的 {MOST_MONTH:g} 小时"
                "（劳动法第41条），请挪给别人。",
                tuple(beyond),
            )


def _weeks(days: Iterable[Counted], within: Set[date]) -> Iterator[Finding]:
    worked: dict[date, list[date]] = {}
    for each in days:
        worked.setdefault(_monday(each.day), []).append(each.day)
    for inside in worked.values():
        if len(inside) == len(WEEKDAYS) and not within.isdisjoint(inside):
            text = (
                f"{_named(inside[0])}到{_named(inside[-1])}一天也没休：每周至少休息一天（劳动法第38条），请空出一天。"
            )
            yield Finding(text, tuple(inside))


def _against(days: Iterable[Counted]) -> Iterator[Finding]:
    for each in days:
        planned = [f"加班 {each.overtime:g} 小时"] if each.overtime else []
        planned += ["夜班"] if each.night else []
        if planned:
            text = f"勾了不安排加班、夜班，{_named(each.day)}却排了{'和'.join(planned)}，请换人。"
            yield Finding(text, (each.day,))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _week(monday: date) -> list[date]:
    return [monday + timedelta(days=at) for at in range(len(WEEKDAYS))]


def _named(day: date) -> str:
    return f"{day.month}月{day.day}日"
