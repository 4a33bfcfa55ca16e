"""Decisions: what the shop has said of who does what, and of how long it takes. They lie beside its people.

A group has the decisions about one post; it knows the post's id, and what the post was called. Two may be about the
same post, since two people may begin one at the same time: then the last word counts.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rolesmith.libraries.answers import HELPER, INFORMED, OWNER
from rolesmith.role.tree import Node
from rolesmith.team.shares import number

ANSWERS, MINUTES, LEFT = "answers", "minutes", "left"
"""The ids of the blocks that hold them."""
NOT = "不管"
"""That a post does not answer for a topic, whatever its lines say."""
SHARES = (OWNER, HELPER, INFORMED, NOT)
SECTION = Node(
    id="Duties",
    kind="section",
    title="谁管什么",
    children=(
        Node(id=ANSWERS, kind="groups", title="确认过的职责"),
        Node(id=MINUTES, kind="groups", title="每次用时（分钟）"),
    ),
)
"""While nothing is decided."""
LEAVING = Node(
    id="Leaving", kind="section", title="待更新", children=(Node(id=LEFT, kind="groups", title="看过、不改的"),)
)
"""The same of what is stale."""
MOST_MINUTES = 24 * 60
"""Of one duty at a time."""


SHOP = ""
"""In the place of a post: what is said of the whole shop, which is that it does without a topic."""


class Duty(NamedTuple):
    """A line of a post, by their ids; of what was left also another thing of it."""

    post: str
    line: str


class Claim(NamedTuple):
    """A topic that a post may answer for."""

    post: str
    topic: str


def answers_in(tree: Node) -> dict[Claim, str]:
    """What is said of each claim: 主责, 协助, 知情 or 不管."""
    said = ((Claim(post, line.title.strip()), line.text.strip()) for post, line in _lines(tree, ANSWERS))
    return {claim: share for claim, share in said if share in SHARES and claim.topic}


def without(said: Mapping[Claim, str]) -> set[str]:
    """The topics that the shop does without."""
    return {claim.topic for claim, share in said.items() if claim.post == SHOP and share == NOT}


def minutes_in(tree: Node) -> dict[Duty, float]:
    """How long each duty takes at a time; without what is no number, or more than a day."""
    said = ((Duty(post, line.origin), number(line.text)) for post, line in _lines(tree, MINUTES))
    return {duty: minutes for duty, minutes in said if minutes is not None and 0 < minutes <= MOST_MINUTES}


def _lines(tree: Node, block_id: str) -> Iterator[tuple[str, Node]]:
    block = tree.find(block_id)
    for group in block.of("group") if block else ():
        yield from ((group.origin, line) for line in group.of("line"))


def left_in(tree: Node) -> dict[Duty, str]:
    """What was offered and left as it is, as stale.py names it, and a checksum of what was offered then."""
    return {Duty(post, line.origin): line.text.strip() for post, line in _lines(tree, LEFT)}


def as_text(section: Node) -> Node:
    """The section as one reads it, each line with what it is about."""
    blocks = []
    for block in section.children:
        groups = [
            group.with_(children=tuple(line.with_(text=_told(block, line)) for line in group.children))
            for group in block.children
        ]
        blocks.append(block.with_(children=tuple(groups)))
    return section.with_(children=tuple(blocks))


def _told(block: Node, line: Node) -> str:
    return line.title if block.id == LEFT else f"{line.title}：{line.text}"
