"""Load: how many hours a week each person's posts come to, told from how often each duty is done and how long it takes.

All of it is an estimate, in whole or half hours. Where the shop has not said how long a duty takes, its frequency and
its level say so; where it says no frequency either, what its words say of one.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd

from rolesmith.document.rhythm import SAID
from rolesmith.presets.library import Library
from rolesmith.role.text import folded
from rolesmith.role.tree import Role
from rolesmith.team.coverage import duties_in, item_of
from rolesmith.team.decisions import Duty

MOST = 40.0
"""Hours of a week from which on somebody does too much (劳动法 36 and the State Council's 40 hours)."""
TIMES: Mapping[str, float] = {
    "每日": 5, "每单": 5, "每件": 5, "每次": 3, "每款": 2, "每场": 2, "每周": 1, "按需": 1, "每批": 1, "每期": 1,
    "每两周": 0.5, "每月": 0.25, "每季": 0.08, "每半年": 0.04, "每年": 0.02,
}  # fmt: skip
"""How often a week. What is done an order or a piece at a time is taken by the day, as one piece of work."""
MINUTES: Mapping[str, float] = {
    "每日": 30, "每单": 45, "每件": 45, "每次": 45, "每款": 60, "每场": 90, "每周": 120, "按需": 60, "每批": 90,
    "每期": 90, "每两周": 180, "每月": 240, "每季": 480, "每半年": 480, "每年": 960,
}  # fmt: skip
"""How long at a time, where nobody has said."""
WEIGHS: Mapping[str, float] = {"": 1.0, "执行": 1.0, "独立": 1.0, "带人": 1.5, "负责": 1.5}
"""By the level of a duty: who leads others talks it through with them."""
DAILY = tuple(often for often, times in TIMES.items() if times >= 5)
"""How often one does what cannot wait until somebody is back."""
UNKNOWN = "按需"
SAYS: Mapping[str, re.Pattern[str]] = {
    "每日": re.compile(f"{SAID['每日']}|当天|当日|天天"),
    "每两周": re.compile(SAID["每两周"]),
    "每周": re.compile(f"{SAID['每周']}|一周"),
    "每月": re.compile(f"{SAID['每月']}|月度|月初|月底"),
    "每季": re.compile("每季|季度"),
    "每半年": re.compile("每半年|半年度"),
    "每年": re.compile("每年|年度"),
    "每单": re.compile("每单|每笔"),
    "每场": re.compile("每场"),
    "每款": re.compile("每款"),
}
"""How a line says its frequency itself, also in words that hint at it; the first counts."""
DUTIES: Mapping[str, str] = {
    "post": "str",
    "title": "str",
    "line": "str",
    "text": "str",
    "frequency": "str",
    "minutes": "float64",
    "estimated": "bool",
    "hours": "float64",
}
"""Columns of `duties` and their types."""


class Timed(NamedTuple):
    """A line of a post: how often it is done, and how long at a time as its frequency and level say."""

    line: str
    text: str
    frequency: str
    minutes: float


def timed(role: Role, libraries: Mapping[str, Library]) -> tuple[Timed, ...]:
    """The duties of a post."""
    found = []
    for line in duties_in(role.tree):
        item = item_of(line, libraries)
        often = item.frequency if item and item.frequency in TIMES else _said(f"{line.text}\n{line.standard}")
        weight = WEIGHS[item.level] if item else 1.0
        found.append(Timed(line.id, line.text, often, _rounded(MINUTES[often] * weight)))
    return tuple(found)


def duties(posts: Mapping[str, tuple[str, tuple[Timed, ...]]], said: Mapping[Duty, float]) -> pd.DataFrame:
    """A row a duty: `frequency`; `minutes` at a time, `estimated` where the shop has not said them; `hours` a week.

    `posts` by id with their names.
    """
    rows = [
        (post, title, *_of(post, each, said.get(Duty(post, each.line))))
        for post, (title, found) in posts.items()
        for each in found
    ]
    return pd.DataFrame(rows, columns=list(DUTIES)).astype(dict(DUTIES))


def _of(post: str, duty: Timed, said: float | None) -> tuple[str, str, str, float, bool, float]:
    minutes = duty.minutes if said is None else said
    return duty.line, duty.text, duty.frequency, minutes, said is None, minutes * TIMES[duty.frequency] / 60


def load(found: pd.DataFrame, held: pd.DataFrame) -> pd.DataFrame:
    """Of `duties` a row a person and post, by `held` as frames.holdings, without who is wanted: `person`, `name`,
    `post`, `title`, `hours` a week.

    What a post comes to is divided among those who hold it, by how much of their time each gives it.
    """
    here = held.loc[~held["wanted"], ["person", "name", "post", "title", "share"]]
    parts = here["share"].fillna(100.0)
    whole = parts.groupby(here["post"]).transform("sum")
    hours = here["post"].map(found.groupby("post")["hours"].sum()).astype("float64").fillna(0.0)
    return here.assign(hours=hours * parts / whole).drop(columns="share").reset_index(drop=True)


def by_person(loads: pd.DataFrame) -> pd.DataFrame:
    """Of `load` a row a person, by id, who has most first: `name`; `hours`, in whole or half ones; `over`."""
    groups = loads.groupby("person", sort=False)
    found = groups.agg(name=("name", "first"), hours=("hours", "sum"))
    found["hours"] = found["hours"].map(halves)
    return found.assign(over=found["hours"] > MOST).sort_values("hours", ascending=False, kind="stable")


def halves(hours: float) -> float:
    """Whole or half hours: from ten on whole ones, since nobody knows it better; what is there is never nothing."""
    return float(round(hours)) if hours >= 10 else max(0.5 if hours > 0 else 0.0, round(hours * 2) / 2)


def _said(text: str) -> str:
    whole = folded(text)
    return next((often for often, words in SAYS.items() if words.search(whole)), UNKNOWN)


def _rounded(minutes: float) -> float:
    return max(5.0, round(minutes / 5) * 5.0)
