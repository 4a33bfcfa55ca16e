"""Posts: what each role says of its post in the shop, and who reports to whom."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from rolesmith.document.chart import NOBODY, Box
from rolesmith.document.document import Document, Grid
from rolesmith.role.blanks import Filling
from rolesmith.role.text import folded, one_line
from rolesmith.role.tree import Node, Role

TITLES: Mapping[str, tuple[str, ...]] = {
    "name": ("岗位名称", "职位名称"),
    "superior": ("直接上级", "上级", "汇报对象"),
    "subordinates": ("直接下级", "下级", "直接下属", "下属"),
    "department": ("所属部门", "部门"),
    "headcount": ("岗位编制", "编制", "编制人数"),
}
"""What these fields are called in older roles, whose fields have no meaning of their own."""
CIRCLE = "上下级绕成了圈"
SHORTEST = 3
"""Fewest characters of a name that stands for a longer one with the same end: 运营主管 for 电商运营主管."""


@dataclass(frozen=True)
class Kpi:
    """One row of a table with weights, as its document shows it."""

    indicator: str
    target: str
    weight: str


class Duty(NamedTuple):
    """A duty, and its standard where documents show them."""

    text: str
    standard: str


class DutyGroup(NamedTuple):
    """The duties of one group."""

    title: str
    lines: tuple[Duty, ...]


@dataclass(frozen=True)
class Post:
    """What a role says of its post in the shop; empty where it says nothing."""

    name: str
    department: str
    superior: str
    headcount: str
    stamp: tuple[str, ...]
    duties: tuple[DutyGroup, ...]
    kpis: tuple[Kpi, ...]


def post_of(role: Role, filling: Filling, document: Document) -> Post:
    """The post that a role and its document describe."""
    return Post(
        one_line(document.name),
        field_text(role, filling, "department"),
        field_text(role, filling, "superior"),
        field_text(role, filling, "headcount"),
        document.stamp,
        tuple(_duties(role, filling)),
        tuple(_kpis(document)),
    )


def field_text(role: Role, filling: Filling, meaning: str) -> str:
    """A field's text; empty where it is off, or in what is."""
    blocks = [block for section in role.tree.shown() for block in section.shown()]
    fields = [field for block in blocks if block.kind == "fields" for field in block.shown()]
    found = field_of(fields, meaning)
    return known_text(found, filling) if found else ""


def field_of(fields: Sequence[Node], meaning: str) -> Node | None:
    """The field with this meaning, or one whose title says so."""
    meant = (node for node in fields if node.meaning == meaning)
    named = (node for node in fields if not node.meaning and node.title.strip() in TITLES[meaning])
    return next(meant, None) or next(named, None)


def known_text(node: Node, filling: Filling) -> str:
    """A field's text on one line; empty where it holds a blank that nobody has filled."""
    if any(piece.open for piece in filling.pieces(node.text, node.values)):
        return ""
    return one_line(filling.fill(node.text, node.values))


def _duties(role: Role, filling: Filling) -> Iterator[DutyGroup]:
    found = [(section, block) for section in role.tree.shown() for block in section.shown()]
    of_duties = [pair for pair in found if pair[1].picks == "duty"]
    for section, block in of_duties or [pair for pair in found if pair[1].kind == "groups"]:
        for group in block.shown() if block.kind == "groups" else (block,):
            lines = tuple(_lines(group, filling))
            title = next(filter(str.strip, (group.title, block.title, section.title)), "")
            if lines:
                yield DutyGroup(one_line(filling.fill(title, group.values)), lines)


def _lines(group: Node, filling: Filling) -> Iterator[Duty]:
    for line in group.shown():
        if line.kind == "line" and line.text.strip():
            standard = line.standard if filling.standards else ""
            yield Duty(*(one_line(filling.fill(text, line.values)) for text in (line.text, standard)))


def _kpis(document: Document) -> Iterator[Kpi]:
    for part in document.parts:
        for grid in part.elements:
            if isinstance(grid, Grid) and "weight" in grid.meanings[1:]:
                at = {meaning: at for at, meaning in enumerate(grid.meanings)}
                for row in grid.rows:
                    texts = [one_line(str(phrase)) for phrase in row]
                    yield Kpi(texts[0], texts[at["target"]] if "target" in at else "", texts[at["weight"]])


@dataclass(frozen=True)
class ReportLine:
    """A line of the reporting tree: a post of ours, or the name of a superior that has no description."""

    level: int
    """From 1."""
    name: str
    post: int | None
    """Its index among the posts; None where there is only the name."""
    circle: bool = False
    """Whether it reports to itself, by way of others: the circle is cut above it."""


def reporting(posts: Sequence[Post]) -> list[ReportLine]:
    """The reporting tree, top down: all posts in the order given, and superiors that have no description."""
    above = _superiors(posts)
    below: dict[int | str, list[int]] = {}
    tops: list[int | str] = []
    circles = _circles(above)
    for at, superior in enumerate(above):
        if superior is None or at in circles:
            tops.append(at)
            continue
        if isinstance(superior, str) and superior not in below:
            tops.append(superior)
        below.setdefault(superior, []).append(at)
    lines: list[ReportLine] = []
    waiting: list[tuple[int | str, int]] = [(top, 1) for top in reversed(tops)]
    while waiting:
        who, level = waiting.pop()
        if isinstance(who, str):
            lines.append(ReportLine(level, who, None))
        else:
            lines.append(ReportLine(level, posts[who].name, who, who in circles))
        waiting.extend((each, level + 1) for each in reversed(below.get(who, [])))
    return lines


def organisation(posts: Sequence[Post], own: Sequence[Box] = (), *, outsider: str = "") -> tuple[Box, ...]:
    """The reporting tree as boxes, each with how many people its post has; or those that are `own`, one a post.

    `outsider` is the note of a superior who has no description.
    """
    shown = own or [Box(post.name, note=post.headcount) for post in posts]
    levels: list[list[Box]] = [[]]
    for line in reversed(reporting(posts)):
        box = Box(line.name, "outside", note=outsider) if line.post is None else shown[line.post]
        levels.extend([] for _ in range(line.level + 1 - len(levels)))
        below = tuple(reversed(levels[line.level]))
        levels[line.level] = []
        levels[line.level - 1].append(replace(box, below=below, note=CIRCLE if line.circle else box.note))
    return tuple(reversed(levels[0]))


def _superiors(posts: Sequence[Post]) -> list[int | str | None]:
    """For each post the index of its superior, else the superior's name as written, or None."""
    named: dict[str, int] = {}
    ending: dict[str, set[int]] = {}
    for at, post in enumerate(posts):
        name = folded(post.name)
        named.setdefault(name, at)
        for begin in range(1, len(name) - SHORTEST + 1):
            ending.setdefault(name[begin:], set()).add(named[name])
    found: list[int | str | None] = []
    for post in posts:
        found.append(None if NOBODY.fullmatch(post.superior) else _above(post.superior, named, ending))
    return found


def _above(text: str, named: Mapping[str, int], ending: Mapping[str, set[int]]) -> int | str:
    """The index of the post that a text names, alone or among others; else the text itself."""
    for name in map(folded, (text, *re.split("[、,，;；/]|或", text))):
        if name in named:
            return named[name]
        if len(longer := ending.get(name, set())) == 1:
            return next(iter(longer))
    return text


def _circles(above: Sequence[int | str | None]) -> set[int]:
    """The first post of each circle of superiors."""
    firsts: set[int] = set()
    done: set[int] = set()
    for start in range(len(above)):
        path: list[int] = []
        walked: set[int] = set()
        at: int | str | None = start
        while isinstance(at, int) and at not in done and at not in walked:
            path.append(at)
            walked.add(at)
            at = above[at]
        if isinstance(at, int) and at in walked:
            firsts.add(min(path[path.index(at) :]))
        done.update(path)
    return firsts
