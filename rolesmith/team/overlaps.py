"""What to look at where one person has several posts: lines that may stand twice, and handovers to oneself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from rolesmith.role.text import folded
from rolesmith.role.tree import Node

LIKE = 70.0
"""Percent of likeness from which two lines are shown as one that may stand twice."""
COMPARED = 200
"""Characters of a line that are compared."""
MOST = 500
"""Lines of one kind that are compared."""
SHORTEST = 3
"""Characters of a post's name that is looked for in lines; a shorter one stands in other words."""


@dataclass(frozen=True)
class Pair:
    """Two lines of different posts that may say the same; both stand in the role."""

    first: Node
    second: Node
    likeness: float
    """In percent."""


@dataclass(frozen=True)
class Handover:
    """A line, or a row of a table, that names another post of the same person."""

    node: Node
    post: str

    @property
    def text(self) -> str:
        """What it says."""
        return self.node.text or "、".join(cell.text for cell in self.node.children if cell.text)


def pairs(tree: Node, origins: Mapping[str, int]) -> Iterator[Pair]:
    """Each line that is much like one of an earlier post, with the one that is most alike.

    `origins` has, for the id of each node, the number of the post that it comes from.
    """
    for lines in _lists(tree).values():
        texts = [folded(line.text)[:COMPARED] for line in lines]
        for at, line in enumerate(lines):
            others = {n: texts[n] for n in range(at) if origins[lines[n].id] != origins[line.id]}
            if near := process.extractOne(texts[at], others, scorer=fuzz.ratio, processor=None, score_cutoff=LIKE):
                yield Pair(lines[near[2]], line, near[1])


def _lists(tree: Node) -> dict[str, list[Node]]:
    """The written lines that are on by what their lists are for."""
    found: dict[str, list[Node]] = {}
    for block in (block for section in tree.shown() for block in section.shown()):
        for holder in block.shown() if block.kind == "groups" else (block,):
            lines = [line for line in holder.shown() if line.kind == "line" and line.text.strip()]
            found.setdefault(block.picks or block.id, []).extend(lines)
    return {name: lines[:MOST] for name, lines in found.items()}


def handovers(tree: Node, origins: Mapping[str, int], posts: Sequence[str]) -> Iterator[Handover]:
    """Each line and row that names a post of the person other than its own; `posts` in the order of `origins`."""
    for section in tree.shown():
        for node in (node for block in section.shown() for node in block.walk() if node.kind in ("line", "row")):
            text = "\n".join(each.text + each.standard for each in node.walk())
            for at, post in enumerate(posts):
                if node.on and at != origins[node.id] and len(post) >= SHORTEST and post in text:
                    yield Handover(node, post)
