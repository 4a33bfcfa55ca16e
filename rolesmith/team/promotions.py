"""Promotions: periods such as 618 for which the shop plans shifts and extra duties. They lie beside its people.

A shift is a person's on a day, whichever promotion shows it, so that a month and a week are counted whole.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from rolesmith.role.tree import Node

PERIODS, SHIFTS, SPARED, TASKS = "promotions", "shifts", "spared", "promotion_duties"
"""The ids of the blocks that hold them."""
FIRST, LAST, HOLIDAY = "first", "last", "holiday"
"""What a line of a period says; of a holiday its title is the day."""
YES = "是"
SECTION = Node(
    id="Promotions",
    kind="section",
    title="大促",
    children=(
        Node(id=PERIODS, kind="groups", title="大促的日子"),
        Node(id=SHIFTS, kind="groups", title="排班"),
        Node(id=SPARED, kind="groups", title="不安排加班、夜班"),
        Node(id=TASKS, kind="groups", title="大促分工"),
    ),
)
"""While nothing is planned."""
STAGES = {"大促前": "开始前", "大促中": "进行中", "大促后": "结束后"}
"""The tags of library items that are for a promotion, and what they are called."""
KINDS = {"618": ((5, 20), (6, 20)), "双11": ((10, 20), (11, 14)), "年货节": ((1, 5), (2, 5))}
"""When such a promotion usually is, as months and days; the shop writes its own."""
MOST_DAYS = 62
"""Of one promotion."""
DAY = re.compile(r"\s*(20\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*")
NAMED = 20
"""Characters of what was written in a sentence."""


class Promotion(NamedTuple):
    """A promotion as it is written."""

    id: str
    name: str
    first: str
    last: str


class Task(NamedTuple):
    """An extra duty: the line's id, the item that it comes from or nothing, its words, and the person who has it."""

    line: str
    item: str
    text: str
    person: str


def promotions_in(tree: Node) -> tuple[Promotion, ...]:
    """The promotions of a tree, in their order."""
    block = tree.find(PERIODS)
    return tuple(map(_promotion, block.of("group"))) if block else ()


def _promotion(group: Node) -> Promotion:
    said = {line.origin: line.text.strip() for line in group.of("line")}
    return Promotion(group.id, group.title.strip(), said.get(FIRST, ""), said.get(LAST, ""))


def holidays_in(tree: Node) -> set[date]:
    """The days that the shop has marked as holidays by law: those that the moon sets."""
    marked = (line for _, line in _lines(tree, PERIODS) if line.origin == HOLIDAY and line.text.strip() == YES)
    return {day for line in marked if (day := day_in(line.title))}


def shifts_in(tree: Node) -> dict[str, dict[date, str]]:
    """What is written of each person's days, by the person's id; of two lines about one day the last counts."""
    found: dict[str, dict[date, str]] = {}
    for person, line in _lines(tree, SHIFTS):
        if day := day_in(line.title):
            found.setdefault(person, {})[day] = line.text.strip()
    return found


def spared_in(tree: Node) -> set[str]:
    """The people for whom no overtime and no night is to be planned; why is nowhere."""
    said = {line.origin: line.text.strip() == YES for _, line in _lines(tree, SPARED)}
    return {person for person, spared in said.items() if spared}


def tasks_in(tree: Node, promotion: str) -> tuple[Task, ...]:
    """The extra duties of a promotion."""
    lines = (line for whose, line in _lines(tree, TASKS) if whose == promotion)
    return tuple(Task(line.id, line.origin, line.title.strip(), line.text.strip()) for line in lines)


def _lines(tree: Node, block_id: str) -> Iterator[tuple[str, Node]]:
    block = tree.find(block_id)
    for group in block.of("group") if block else ():
        yield from ((group.id if block_id == PERIODS else group.origin, line) for line in group.of("line"))


def day_in(text: str) -> date | None:
    """The day that a text says, such as 2026-11-01 or 2026年11月1日."""
    found = DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def days_of(promotion: Promotion) -> tuple[list[date], str]:
    """Its days; none, and why, where what is written is no period of at most two months."""
    ends = []
    for called, written in (("第一天", promotion.first), ("最后一天", promotion.last)):
        day = day_in(written)
        if day is None:
            told = f"写着“{written[:NAMED]}”，" if written else "还没有写，"
            return [], f"{called}{told}请写成 2026-11-01 这样。"
        ends.append(day)
    length = (ends[1] - ends[0]).days + 1
    if length < 1:
        return [], "最后一天在第一天之前，请改一下；排好的班都还在。"
    if length > MOST_DAYS:
        return [], f"从第一天到最后一天有 {length} 天，一次最多排 {MOST_DAYS} 天，请分成几次；排好的班都还在。"
    return [ends[0] + timedelta(days=at) for at in range(length)], ""


def usual(today: date) -> list[tuple[str, date, date]]:
    """The promotions that shops have, each when it is next."""
    found = []
    for name, (first, last) in KINDS.items():
        year = today.year + (today > date(today.year, *last))
        found.append((name, date(year, *first), date(year, *last)))
    return found


def as_text(section: Node, names: dict[str, str]) -> Node:
    """The section as one reads it, with the names of people by their ids; each line with what it is about."""
    return section.with_(children=tuple(_told_block(block, names) for block in section.children))


def _told_block(block: Node, names: dict[str, str]) -> Node:
    groups = []
    for group in block.children:
        title = names.get(group.origin, group.title) if block.id == SHIFTS else group.title
        lines = tuple(line.with_(text=_told(block.id, line, names)) for line in group.children)
        groups.append(group.with_(title=title, children=lines))
    return block.with_(children=tuple(groups))


def _told(block: str, line: Node, names: dict[str, str]) -> str:
    if block == PERIODS:
        named = {FIRST: "第一天", LAST: "最后一天"}.get(line.origin, f"法定假日 {line.title}")
        return f"{named}：{line.text}"
    if block == SPARED:
        return names.get(line.origin, line.title)
    return f"{line.title}：{names.get(line.text, line.text)}"
