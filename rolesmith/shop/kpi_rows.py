"""What 全店 shows of its indicators: the rows of a list, sorted, with what was typed for a month; and all scores."""

from collections.abc import Callable, Iterable, Mapping
from math import isnan
from typing import Any

import pandas as pd

from rolesmith.document.kpi_year import Aim, Holder, KpiYear, Measured, Typed
from rolesmith.shop.kpis import Kpis
from rolesmith.team import kpis
from rolesmith.team.actuals import Value
from rolesmith.team.frames import rows_of
from rolesmith.team.kpis import HAND, OPEN, UNFIT
from rolesmith.team.people import UNNAMED
from rolesmith.team.targets import UNITS, Amount, amount_in, converted

POSTS = 12
"""Most posts of an indicator that the page is given; of the others it is told how many they are."""
NAMED = 20
"""Characters of what was typed in a sentence."""
Rows = list[Any]
"""The posts that have an indicator: rows of kpis.measured."""
SORTS: Mapping[str, Callable[[str, Rows], Any]] = {
    "post": lambda key, rows: 0,
    "name": lambda key, rows: key.encode("gb18030", "replace"),  # which has the common characters by their sounds
    "weight": lambda key, rows: -max((row.weight for row in rows if not isnan(row.weight)), default=-1.0),
    "score": lambda key, rows: min((row.score for row in rows if not isnan(row.score)), default=1_000.0),
    "posts": lambda key, rows: -len(rows),
}
"""By what indicators are sorted; of two alike the one that the earlier post has comes first."""


def shown(found: Kpis, month: str, *, name: str, post: str, sort: str, most: int) -> dict[str, Any]:
    """`{lists, posts, rows, total, joined}` for the page: how many each list has, the first rows of one, of a post
    or of all, and the names that were said to mean another.
    """
    scored = found.measured(month)
    every: dict[str, Rows] = {}
    for row in rows_of(scored):
        every.setdefault(row.key, []).append(row)
    units, several = kpis.units_of(scored), kpis.several_targets(scored)
    known = _lists(found, every, several)
    keys = [key for key in known.get(name, list(every)) if not post or any(row.post == post for row in every[key])]
    keys.sort(key=lambda key: SORTS.get(sort, SORTS["post"])(key, every[key]))
    return {
        "lists": {each: len(there) for each, there in known.items()},
        "posts": [(key, found.team.names[key]) for key in found.read],
        "total": len(keys),
        "rows": [
            {
                "name": key,
                "unit": units[key],
                "earlier": _earlier(found, month, key, every[key]),
                "several": key in several,
                "alike": found.alike.get(key, []),
                "posts": [_of_post(row) for row in there],
                "more": len(every[key]) - len(there),
            }
            for key in keys[:most]
            for there in [_of_those(every[key], post)]
        ],
        "joined": [pair for pair, same in found.said.items() if same],
    }


def _of_those(rows: Rows, post: str) -> Rows:
    """The rows of a post; of all posts those that are shown, each aim once before one that is there already."""
    if post:
        return [row for row in rows if row.post == post]
    firsts = {row.Index for row in {row.target: row for row in reversed(rows)}.values()}
    return sorted(rows, key=lambda row: row.Index not in firsts)[:POSTS] if len(rows) > POSTS else rows


def _earlier(found: Kpis, month: str, key: str, rows: Rows) -> str:
    """What was typed of an indicator under a name that means it by now, while nothing is typed under its own."""
    said = (found.reached.get(Value(month, row.indicator, ""), "") for row in rows if row.indicator != key)
    return "" if found.reached.get(Value(month, key, "")) else next(filter(None, said), "")


def _lists(found: Kpis, every: Mapping[str, Rows], several: Iterable[str]) -> dict[str, list[str]]:
    """The indicators of each list, by its name."""

    def having(holds: Callable[[Any], bool]) -> list[str]:
        return [key for key, rows in every.items() if any(map(holds, rows))]

    return {
        "all": list(every),
        "several": [key for key in every if key in set(several)],
        "alike": [key for key in every if key in found.alike],
        "empty": having(lambda row: isnan(row.score)),
        "hand": having(lambda row: row.how == HAND),
        "open": having(lambda row: row.how == OPEN),
    }


def _of_post(row: Any) -> dict[str, Any]:
    """What a post has of an indicator."""
    return {
        "post": row.post,
        "title": row.title,
        "called": row.indicator if row.indicator != row.key else "",
        "target": row.target,
        "weight": _number(row.weight),
        "source": row.source,
        "definition": row.definition,
        "period": row.period,
        "how": row.how,
        "own": row.own,
        "score": _number(round(row.score, 1)),
        "note": _note(row),
    }


def _note(row: Any) -> str:
    """What is to be said of a score, or of there being none; empty where nothing is."""
    if row.how == UNFIT:
        unit = f"，要和目标一样写成“{row.unit}”的数" if row.unit else "，要写成一个数"
        return f"“{row.actual[:NAMED]}”算不出分{unit}。"
    if row.how == OPEN:
        return "目标里的空还没填，填好才算得出分。" if row.target else "还没有写目标，写好才算得出分。"
    if row.how == HAND:
        return "目标不是一个数，分由您打（0 到 120）。"
    if not row.told:
        return f"目标没写方向，按越{'低' if row.lower else '高'}越好算。"
    return ""


def scores(found: Kpis, month: str) -> dict[str, Any]:
    """`{posts, people}`: each one's score of the month, and what is left out of it."""
    posts = kpis.by_post(found.measured(month))
    people = kpis.by_person(posts, found.team.held[found.team.held["post"].isin(posts.index)])
    held = dict(iter(found.team.held.groupby("person", sort=False)))
    return {
        "posts": [
            {"id": post, "name": row.title, "score": _number(round(row.score, 1)), "note": _left_out(row)}
            for post, row in zip(posts.index, rows_of(posts), strict=True)
        ],
        "people": [
            {
                "id": person,
                "name": row.name or UNNAMED,
                "score": _number(round(row.score, 1)),
                "note": _parts(held[person], posts),
            }
            for person, row in zip(people.index, rows_of(people), strict=True)
        ],
    }


def _left_out(row: Any) -> str:
    """What a post's score is without."""
    found = []
    if round(row.weight, 6) != 100:
        found.append(f"权重合计 {row.weight:g}，要正好 100")
    if row.unweighed:
        found.append(f"{row.unweighed} 个没写权重，不算在内")
    if row.lacking and row.lacking == row.number:
        found.append("还没有填")
    elif row.lacking:
        found.append(f"{row.lacking} 个还没有分，先按其余 {row.counted:g}% 的权重算")
    return "；".join(found)


def _parts(held: pd.DataFrame, posts: pd.DataFrame) -> str:
    """How a person's score comes from posts."""
    parts = []
    for row in rows_of(held):
        score = posts["score"].get(row.post, float("nan"))
        share = "" if isnan(row.share) else f" {row.share:g}%"
        parts.append(f"{row.title}{share}" + ("，还没有分" if isnan(score) else f"：{score:.1f} 分"))
    return "；".join(parts)


def _number(value: float) -> float | None:
    return None if isnan(value) else value


def year_of(found: Kpis, year: int) -> KpiYear:
    """The year as files show it."""
    units, numbers = kpis.units_of(found.framed), _Numbers()
    rows: dict[str, Rows] = {}
    for row in rows_of(found.framed):
        rows.setdefault(row.post, []).append(row)
    aims = {post: [_aim(row, units[row.key], numbers) for row in each] for post, each in rows.items()}
    places = {post: at for at, post in enumerate(rows)}
    own: dict[tuple[int, int, int], Typed] = {}
    by_hand: dict[tuple[int, int, int], float] = {}
    reached: dict[tuple[int, int], Typed] = {}
    for month in range(1, 13):
        said = f"{year}-{month:02}"
        for post, at in places.items():
            for n, (row, aim) in enumerate(zip(rows[post], aims[post], strict=True)):
                if text := found.reached.get(Value(said, row.key, post)):
                    own[month, at, n] = _typed(text, row.indicator, aim.unit)
                if (given := found.by_hand.get(Value(said, row.key, post))) is not None:
                    by_hand[month, at, n] = given
                text = found.reached.get(Value(said, row.key, "")) or found.reached.get(Value(said, row.indicator, ""))
                if text and (month, aim.key) not in reached:
                    reached[month, aim.key] = _typed(text, row.indicator, aim.unit)
    posts = [Measured(found.team.names[post], aims[post]) for post in rows]
    return KpiYear(year, posts, list(_holders(found, places)), reached, own, by_hand)


class _Numbers(dict[tuple[str, str], int]):
    """A number for each indicator and kind of unit, counted from 0."""

    def __missing__(self, key: tuple[str, str]) -> int:
        self[key] = len(self)
        return self[key]


def _aim(row: Any, unit: str, numbers: _Numbers) -> Aim:
    """The target in the unit of the indicator, or in its own where that is another kind of thing."""
    value = None if isnan(row.value) else converted(Amount(row.value, row.unit), unit)
    shown = unit if isnan(row.value) or value is not None else row.unit
    known = row.value if value is None and not isnan(row.value) else value
    kind = UNITS.get(shown, (shown, 1.0))[0]
    weight = _number(row.weight)
    return Aim(
        numbers[row.key, kind], row.indicator, row.target, known, shown, bool(row.lower), weight, row.source
    )  # fmt: skip


def _typed(text: str, name: str, unit: str) -> Typed:
    amount = amount_in(text, name)
    value = converted(amount, unit) if amount else None
    return text if value is None else value


def _holders(found: Kpis, places: Mapping[str, int]) -> Iterable[Holder]:
    held = found.team.held[~found.team.held["wanted"] & found.team.held["post"].isin(list(places))]
    for _, rows in held.groupby("person", sort=False):
        parts = [(places[row.post], 100.0 if isnan(row.share) else float(row.share)) for row in rows_of(rows)]
        yield Holder(rows["name"].iloc[0] or UNNAMED, parts)
