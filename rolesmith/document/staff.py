"""Staff: what each role says of its place in the shop, and who reports to whom."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rolesmith.document.document import Document, Grid
from rolesmith.role.blanks import Filling
from rolesmith.role.text import folded, one_line
from rolesmith.role.tree import Node, Role

TITLES: Mapping[str, tuple[str, ...]] = {
    "superior": ("直接上级", "上级", "汇报对象"),
    "department": ("所属部门", "部门"),
    "headcount": ("岗位编制", "编制", "编制人数"),
}
"""What the fields are called in roles from before fields said what they mean."""
NOBODY = re.compile("|[/—-]+|(无|没有|暂无)(（.*）|\\(.*\\))?")
SHORTEST = 3
"""Characters of a name that may stand for a longer one that ends with it: 运营主管 for 电商运营主管."""


@dataclass(frozen=True)
class Kpi:
    """One row of a table with weights, as its document shows it."""

    indicator: str
    target: str
    weight: str


@dataclass(frozen=True)
class Post:
    """A role's place in the shop; what nobody has written is empty. `duties`: title of each group and its lines."""

    name: str
    department: str
    superior: str
    headcount: str
    stamp: tuple[str, ...]
    duties: tuple[tuple[str, tuple[str, ...]], ...]
    kpis: tuple[Kpi, ...]


def post_of(role: Role, filling: Filling, document: Document) -> Post:
    """What a role and its document say."""
    return Post(
        one_line(document.name),
        _told(role, filling, "department"),
        _told(role, filling, "superior"),
        _told(role, filling, "headcount"),
        document.stamp,
        tuple(_duties(role, filling)),
        tuple(_kpis(document)),
    )


def _told(role: Role, filling: Filling, meaning: str) -> str:
    """A field's text on one line; empty where it is off or holds a blank that nobody has filled."""
    fields = [node for node in role.tree.walk() if node.kind == "field" and node.on]
    meant = [node for node in fields if node.meaning == meaning]
    named = [node for node in fields if not node.meaning and node.title.strip() in TITLES[meaning]]
    node = next(iter(meant or named), None)
    if node is None or any(piece.open for piece in filling.pieces(node.text, node.values)):
        return ""
    return one_line(filling.fill(node.text, node.values))


def _duties(role: Role, filling: Filling) -> Iterator[tuple[str, tuple[str, ...]]]:
    found = [(section, block) for section in role.tree.shown() for block in section.shown()]
    of_duties = [pair for pair in found if pair[1].picks == "duty"]
    for section, block in of_duties or [pair for pair in found if pair[1].kind == "groups"]:
        for group in block.shown() if block.kind == "groups" else (block,):
            lines = tuple(_texts(group, filling))
            title = next(filter(str.strip, (group.title, block.title, section.title)), "")
            if lines:
                yield one_line(filling.fill(title, group.values)), lines


def _texts(group: Node, filling: Filling) -> Iterator[str]:
    for line in group.shown():
        if line.kind == "line" and line.text.strip():
            yield one_line(filling.fill(line.text, line.values))


def _kpis(document: Document) -> Iterator[Kpi]:
    for part in document.parts:
        for grid in part.elements:
            if isinstance(grid, Grid) and "weight" in grid.meanings[1:]:
                at = {meaning: at for at, meaning in enumerate(grid.meanings)}
                for row in grid.rows:
                    texts = [one_line(str(phrase)) for phrase in row]
                    yield Kpi(texts[0], texts[at["target"]] if "target" in at else "", texts[at["weight"]])


@dataclass(frozen=True)
class Place:
    """A line of the reporting tree: a post by its number, or only the name of one that has no description here."""

    level: int
    """From 1."""
    name: str
    post: int | None
    circle: bool = False
    """Whether it reports, by way of others, to itself; the tree begins with it all the same."""


def reporting(posts: Sequence[Post]) -> list[Place]:
    """All posts, each below whom it reports to, in the order given; those above who are missing stand there too."""
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
    places: list[Place] = []
    waiting: list[tuple[int | str, int]] = [(top, 1) for top in reversed(tops)]
    while waiting:
        who, level = waiting.pop()
        if isinstance(who, str):
            places.append(Place(level, who, None))
        else:
            places.append(Place(level, posts[who].name, who, who in circles))
        waiting.extend((each, level + 1) for each in reversed(below.get(who, [])))
    return places


def _superiors(posts: Sequence[Post]) -> list[int | str | None]:
    """For each post the number of the one above it, else the name that it gives, or None."""
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
    """The post that a text names, whole or as one of several; else the text itself."""
    for name in map(folded, (text, *re.split("[、,，;；/]|或", text))):
        if name in named:
            return named[name]
        if len(longer := ending.get(name, set())) == 1:
            return next(iter(longer))
    return text


def _circles(above: Sequence[int | str | None]) -> set[int]:
    """The first post of each circle."""
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
