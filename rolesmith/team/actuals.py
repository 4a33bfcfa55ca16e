"""Actuals: what the shop has typed of its indicators: what was reached in a month, a score given by hand, and which
two names mean one indicator. They lie beside its people, as decisions do.

A value of no post is the shop's, and counts for each post with the indicator; a post's own counts for that post alone.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rolesmith.document.score import MOST
from rolesmith.role.tree import Node
from rolesmith.team.shares import number

REACHED, BY_HAND, ALIKE = "reached", "by_hand", "alike"
"""The ids of the blocks that hold them."""
SAME, OTHER = "同一个", "不是同一个"
"""What is said of two names; the one that a group comes from is the one that is kept."""
MONTH = re.compile(r"20\d{2}-(0[1-9]|1[0-2])")
NAME = 60
"""Characters of an indicator's name by which it is known."""
SECTION = Node(
    id="Indicators",
    kind="section",
    title="指标",
    children=(
        Node(id=REACHED, kind="groups", title="每月实际值"),
        Node(id=BY_HAND, kind="groups", title="手工打的分"),
        Node(id=ALIKE, kind="groups", title="名字相近的指标"),
    ),
)
"""While nothing is typed."""


class Value(NamedTuple):
    """What a value is of: a month as 2026-11, an indicator by its name, and a post; no post for all of them."""

    month: str
    indicator: str
    post: str


def reached_in(tree: Node) -> dict[Value, str]:
    """What was reached, as it is typed."""
    return {value: text for value, text in _values(tree, REACHED) if text}


def by_hand_in(tree: Node) -> dict[Value, float]:
    """Scores given by hand; without what is no number from 0 to the most."""
    found = ((value, number(text)) for value, text in _values(tree, BY_HAND) if value.post)
    return {value: score for value, score in found if score is not None and score <= MOST}


def alike_in(tree: Node) -> dict[tuple[str, str], bool]:
    """Of pairs of names, the one that is kept first, whether they mean one indicator."""
    said = ((group.origin, line.title.strip(), line.text.strip()) for group, line in _lines(tree, ALIKE))
    return {(kept, other): text == SAME for kept, other, text in said if text in (SAME, OTHER) and kept and other}


def names_kept(said: Mapping[tuple[str, str], bool]) -> dict[str, str]:
    """Of each name that means another indicator than it says, the name of that one."""
    above = {other: kept for (kept, other), same in said.items() if same}
    found = {}
    for name in above:
        at, passed = name, {name}
        while (at := above.get(at, "")) and at not in passed:
            passed.add(at)
            found[name] = at
    return {name: kept for name, kept in found.items() if kept not in found or kept < name}


def _values(tree: Node, block_id: str) -> Iterator[tuple[Value, str]]:
    for group, line in _lines(tree, block_id):
        if MONTH.fullmatch(group.origin) and line.title.strip():
            yield Value(group.origin, line.title.strip(), line.origin), line.text.strip()


def _lines(tree: Node, block_id: str) -> Iterator[tuple[Node, Node]]:
    block = tree.find(block_id)
    for group in block.of("group") if block else ():
        yield from ((group, line) for line in group.of("line"))
