"""What 全店 shows of who does what: the rows of a list, and each person's load, as its page and its files take them."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from rolesmith.document.matrix import Hours, Line, Matrix, Part
from rolesmith.presets.shipped import shipped
from rolesmith.shop.duties import Duties
from rolesmith.team import coverage, load
from rolesmith.team.coverage import NOBODY, SHARED
from rolesmith.team.decisions import without
from rolesmith.team.frames import rows_of
from rolesmith.team.people import UNNAMED

COLUMNS = 10
"""Most columns of the page's matrix; beside more, only who answers is named."""
LINES = 3
"""Lines of a post that are shown for a topic."""
LIKELY = 0.8
"""The score from which a guess is likely."""
AREA = "本店"


def lists(found: Duties) -> dict[str, pd.DataFrame]:
    """The rows of coverage in each list, by its name; `rare` and `seldom` are what may wait of `nobody` and `alone`."""
    rows = found.coverage
    nobody, guessed = rows["kind"] == NOBODY, rows["guessed"]
    alone = (rows["hands"] == 1) & ~nobody & bool(found.team.people)
    return {
        "nobody": rows[nobody & rows["usual"]],
        "rare": rows[nobody & ~rows["usual"]],
        "shared": rows[rows["kind"] == SHARED],
        "alone": rows[alone & rows["daily"]],
        "seldom": rows[alone & ~rows["daily"]],
        "guessed": rows[guessed],
        "all": rows,
    }


def shown(found: Duties, name: str, *, people: bool, most: int) -> dict[str, Any]:
    """`{lists, columns, rows, without}` for the page: how many each list has, and the first rows of one."""
    known = lists(found)
    rows = known.get(name, found.coverage).head(most)
    said = found.answered[found.answered["topic"].isin(set(rows["topic"]))]
    seen = coverage.greatest(coverage.of_people(said, found.team.held) if people else said)
    columns = columns_of(found, people=people)
    cells = dict(iter(seen.groupby("topic", sort=False)))
    by_topic = dict(iter(said.groupby("topic", sort=False)))
    none, alone = said.iloc[:0], set(known["alone"]["topic"])
    return {
        "lists": {each: len(there) for each, there in known.items()},
        "columns": list(columns.items()) if len(columns) <= COLUMNS else [],
        "posts": list(found.titles.items()),
        "people": bool(found.team.people),
        "rows": [
            {
                "topic": row.topic,
                "area": area_of(found, row.area),
                "sources": row.sources,
                "tag": tag_of(row.kind, len(row.owners)),
                "alone": row.topic in alone,
                "cells": _cells(cells.get(row.topic, none)),
                "answers": _answers(by_topic.get(row.topic, none)),
            }
            for row in rows_of(rows)
        ],
        "without": sorted(without(found.said)),
    }


def columns_of(found: Duties, *, people: bool) -> Mapping[str, str]:
    """The posts by id with their names; or those of the people who hold one."""
    if not people:
        return found.titles
    here = found.team.held[~found.team.held["wanted"]]
    return {each.person: each.name or UNNAMED for each in rows_of(here.drop_duplicates("person"))}


def matrix(found: Duties, *, people: bool) -> Matrix:
    """All topics with who answers for each, as files show them."""
    seen = coverage.greatest(coverage.of_people(found.answered, found.team.held) if people else found.answered)
    columns = columns_of(found, people=people)
    places = {key: at for at, key in enumerate(columns)}
    parts: dict[str, dict[int, Part]] = {}
    for each in rows_of(seen):
        parts.setdefault(each.topic, {})[places[each.post]] = Part(each.share, bool(each.guessed))
    lines = [
        Line(area_of(found, row.area), row.topic, tag_of(row.kind, len(row.owners)), parts.get(row.topic, {}))
        for row in rows_of(found.coverage)
    ]
    return Matrix(list(columns.values()), lines, people)


def hours(found: Duties) -> list[Hours]:
    """Each person's load, as files show it."""
    return [
        Hours(
            each["name"], each["hours"], each["over"], "、".join(f"{name} {part:g}" for _, name, part in each["posts"])
        )
        for each in people_load(found)["people"]
    ]


def area_of(found: Duties, area: str) -> str:
    """What an area is called."""
    library = found.libraries.get(area) or shipped().libraries.get(area)
    return library.title if library else AREA


def tag_of(kind: str, owners: int) -> str:
    """What is said of a topic that nobody or several own; empty where one does."""
    return {NOBODY: "没人管", SHARED: f"{owners} 个岗位都管"}.get(kind, "")


def _cells(seen: pd.DataFrame) -> list[tuple[str, str, str, bool]]:
    return [(each.post, each.title or UNNAMED, each.share, bool(each.guessed)) for each in rows_of(seen)]


def _answers(said: pd.DataFrame) -> list[dict[str, Any]]:
    """A dict a post that answers for a topic: its lines, its greatest share, and whether that is guessed."""
    lines = said.groupby("post", sort=False)["text"].agg(list)
    return [
        {
            "post": each.post,
            "title": each.title,
            "share": each.share,
            "guessed": bool(each.guessed),
            "likely": bool(each.score >= LIKELY),
            "lines": [text for text in lines[each.post] if text][:LINES],
        }
        for each in rows_of(coverage.greatest(said))
    ]


def people_load(found: Duties) -> dict[str, Any]:
    """`{most, people}`: the hours from which it is too much; each person's, and those of each post, the most first."""
    parts = dict(iter(found.loads.groupby("person", sort=False)))
    rows = load.by_person(found.loads)
    return {
        "most": load.MOST,
        "people": [
            {
                "id": person,
                "name": row.name or UNNAMED,
                "hours": row.hours,
                "over": bool(row.over),
                "posts": [(each.post, each.title, load.halves(each.hours)) for each in rows_of(parts[person])],
            }
            for person, row in zip(rows.index, rows_of(rows), strict=True)
        ],
    }


def duties_of(found: Duties, posts: Sequence[str]) -> list[dict[str, Any]]:
    """The duties of posts, what takes longest first: how often and how long each is done."""
    rows = found.timed[found.timed["post"].isin(posts)].sort_values("hours", ascending=False, kind="stable")
    return [
        {
            "post": each.post,
            "title": each.title,
            "line": each.line,
            "text": each.text,
            "frequency": each.frequency,
            "minutes": each.minutes,
            "estimated": bool(each.estimated),
            "hours": load.halves(each.hours),
        }
        for each in rows_of(rows)
    ]
