"""Promotions: periods, shifts and what the law says of them, extra duties, what the page shows, and the prints."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolesmith.presets.shipped import shipped
from rolesmith.team.promotions import STAGES, Promotion, day_in, days_of, usual
from rolesmith.team.shifts import DAILY, SOURCES, Shift, counted, findings, no_shift, shift_in
from tests.nasty import NASTY

MONDAY = date(2026, 11, 2)


# periods and shifts as they are written


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2026-10-20", "2026-11-14", ""),
        ("2026年10月20日", "2026/11/14", ""),
        ("2026-10-20", "2027-11-23", "有 400 天，一次最多排 62 天"),
        ("2026-11-14", "2026-10-20", "最后一天在第一天之前"),
        ("", "2026-10-20", "第一天还没有写"),
        ("2026-10-20", "下月", "最后一天写着“下月”"),
        ("2026-02-30", "2026-03-01", "第一天写着“2026-02-30”"),
        ("2099-12-31", "9999-99-99", "最后一天写着"),
    ],
)
def test_a_period_is_told_in_a_sentence_where_it_is_none(first: str, last: str, told: str) -> None:
    days, trouble = days_of(Promotion("p", "双11", first, last))
    assert (len(days) == 26 and not trouble) if not told else (not days and told in trouble and trouble.endswith("。"))


@pytest.mark.parametrize(
    ("text", "shift"),
    [
        ("8", Shift(8)), ("１０.5", Shift(10.5)), ("夜8", Shift(8, True)), ("8夜", Shift(8, True)),
        ("夜班", Shift(8, True)), ("早", Shift(8)), ("晚 9 小时", Shift(9)), ("11h", Shift(11)), ("休", Shift(0)),
        ("-", Shift(0)), ("24", Shift(24)), ("25", None), ("八", None), ("", None), ("夜8夜", None), ("9-18", None),
        ("-3", None), ("1e9", None), ("=1+1", None),
    ],
)  # fmt: skip
def test_what_is_written_of_a_day_is_read_or_told(text: str, shift: Shift | None) -> None:
    assert shift_in(text) == shift


def test_a_day_of_25_hours_and_words_are_told_apart() -> None:
    assert no_shift(MONDAY, "25") == "11月2日写着“25”：一天只有 24 小时，请改小。"
    assert no_shift(MONDAY, "随便") == "11月2日写着“随便”，看不出几小时：请写 8、夜8 或 休。"
    for text in (*(text for _, text in NASTY), "9" * 500, "夜" * 500):
        shift = shift_in(text)
        assert shift is None or 0 <= shift.hours <= 24
        assert len(no_shift(MONDAY, text)) < 60 and (day_in(text) is None or day_in(text))


def test_the_next_promotion_of_its_kind_is_offered() -> None:
    assert [(name, first.year, last.year) for name, first, last in usual(date(2026, 12, 1))] == [
        ("618", 2027, 2027), ("双11", 2027, 2027), ("年货节", 2027, 2027),
    ]  # fmt: skip


def test_the_library_has_duties_for_each_stage_of_a_promotion() -> None:
    tags = [tag for library in shipped().libraries.values() for item in library.items for tag in item.tags]
    assert all(tags.count(stage) >= 5 for stage in STAGES)
    assert {each.article for each in shipped().articles.root} >= set(SOURCES)


# limits


def told(hours: dict[date, Shift], *, spared: bool = False, marked: frozenset[date] = frozenset()) -> list[str]:
    return [each.text for each in findings(counted(hours, marked), spared=spared, within=set(hours))]


def test_the_37th_hour_of_a_month_is_told_with_its_article() -> None:
    days = [MONDAY + timedelta(days=7 * week + at) for week in range(4) for at in range(5)]
    hours = {day: Shift(DAILY + (3 if at < 12 else 0)) for at, day in enumerate(days)}
    assert not told(hours)
    hours[days[12]] = Shift(9)
    assert told(hours) == [
        "11 月加班 37 小时，从11月18日起超过一个月最多的 36 小时（劳动法第41条），请挪给别人。",
    ]  # fmt: skip


def test_a_day_beyond_three_hours_a_week_without_rest_and_a_person_who_is_spared_are_told() -> None:
    week = {MONDAY + timedelta(days=at): Shift(5) for at in range(7)}
    assert told(week) == ["11月2日到11月8日一天也没休：每周至少休息一天（劳动法第38条），请空出一天。"]
    (sentence,) = told({MONDAY: Shift(12)})
    assert sentence == "11月2日加班 4 小时：一天最多 3 小时（劳动法第41条），请减几小时。"
    assert not told({MONDAY: Shift(9), MONDAY + timedelta(days=1): Shift(8, True)})
    assert told({MONDAY: Shift(9), MONDAY + timedelta(days=1): Shift(8, True)}, spared=True) == [
        "勾了不安排加班、夜班，11月2日却排了加班 1 小时，请换人。",
        "勾了不安排加班、夜班，11月3日却排了夜班，请换人。",
    ]


def test_rest_days_and_holidays_are_counted_apart() -> None:
    six = {MONDAY + timedelta(days=at): Shift(8) for at in range(5)} | {MONDAY + timedelta(days=5): Shift(10)}
    assert [(each.over, each.rest, each.holiday) for each in counted(six, set())] == [(0, 0, 0)] * 5 + [(0, 10, 0)]
    new_year = date(2027, 1, 1)
    (only,) = counted({new_year: Shift(9)}, set())
    assert (only.over, only.rest, only.holiday) == (0, 0, 9)
    (only,) = counted({MONDAY: Shift(8)}, {MONDAY})
    assert only.holiday == 8


Hour = tuple[date, str]


def hour_by_hour(shifts: dict[date, Shift], marked: set[date]) -> list[Hour]:
    """The plain oracle: each half hour of each day, and what it is."""
    found: list[Hour] = []
    day = min(shifts) - timedelta(days=min(shifts).weekday())
    while day <= max(shifts):
        week = [day + timedelta(days=at) for at in range(7)]
        own = 80 - 16 * len(marked.intersection(week))
        done = 0
        for each in week:
            full = done >= own
            for half in range(int(2 * shifts.get(each, Shift(0)).hours)):
                if each in marked:
                    kind = "holiday"
                elif full or (half < 16 and done >= own):
                    kind = "rest"
                elif half >= 16:
                    kind = "over"
                else:
                    kind, done = "own", done + 1
                found.append((each, kind))
        day += timedelta(days=7)
    return found


grids = st.dictionaries(
    st.integers(0, 41).map(lambda at: MONDAY + timedelta(days=at)),
    st.builds(Shift, st.integers(0, 48).map(lambda half: half / 2), st.booleans()),
    min_size=1, max_size=42,
)  # fmt: skip


@given(grids, st.sets(st.integers(0, 41).map(lambda at: MONDAY + timedelta(days=at)), max_size=4), st.booleans())
def test_limits_are_as_a_plain_count_hour_by_hour_has_them(
    shifts: dict[date, Shift], marked: set[date], spared: bool
) -> None:
    halves = hour_by_hour(shifts, marked)
    days = counted(shifts, marked)
    for each in days:
        kinds = [kind for day, kind in halves if day == each.day]
        assert [2 * each.over, 2 * each.rest, 2 * each.holiday] == [
            kinds.count("over"), kinds.count("rest"), kinds.count("holiday"),
        ]  # fmt: skip
    sentences = [each.text for each in findings(days, spared=spared, within=set(shifts))]
    overtime = [day for day, kind in halves if kind != "own"]
    for month in {day.month for day in shifts}:
        total = len([day for day in overtime if day.month == month]) / 2
        assert any(text.startswith(f"{month} 月加班") for text in sentences) == (total > 36)
    worked = {day for day, _ in halves}
    mondays = {day - timedelta(days=day.weekday()) for day in worked}
    weeks = [monday for monday in mondays if all(monday + timedelta(days=at) in worked for at in range(7))]
    assert len([text for text in sentences if "每周至少休息一天" in text]) == len(weeks)
    assert len([text for text in sentences if "一天最多 3 小时" in text]) == len(
        [day for day in worked if shifts[day].hours > 11]
    )
    against = set(overtime) | {day for day in worked if shifts[day].night}
    assert len([text for text in sentences if "不安排加班" in text]) == (len(against) if spared else 0)
