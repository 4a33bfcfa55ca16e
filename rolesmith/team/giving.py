"""Giving a duty that nobody has to a post: which item of the libraries says it best, and where in the role it goes."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rapidfuzz import fuzz

from rolesmith.libraries.answers import OWNER, answers
from rolesmith.libraries.topics import Topic, owned, words_of
from rolesmith.presets.library import Item, Library
from rolesmith.role.memo import memo
from rolesmith.role.tree import Node, Role, new_id
from rolesmith.team.merge import LAST

WORDS = 0.5
"""The score of an item that holds all words of a topic."""
SURELY = 2
"""How an item owns a topic of which presets/owned.yaml says so; 1 where its words do."""


class Offer(NamedTuple):
    """An item and the library that has it."""

    library: str
    item: Item


class Place(NamedTuple):
    """What is to be put into a role: new nodes behind a child of a node, and what that is called."""

    target: str
    value: tuple[Node, ...]
    after: str
    title: str


def offer(topic: Topic, libraries: Mapping[str, Library]) -> Offer | None:
    """The item that says a topic best: one that owns it, of the topic's own library, most like its name.

    None where no item says it.
    """
    found = [
        (
            (owns, key == topic.area, not item.platforms, score + fuzz.ratio(topic.topic, item.text) / 100),
            Offer(key, item),
        )
        for key, library in libraries.items()
        for item, owns, score in (*_saying(library).get(topic.topic, ()), *_holding(library, topic))
    ]
    return max(found, key=lambda each: each[0])[1] if found else None


@memo
def _saying(library: Library) -> dict[str, list[tuple[Item, int, float]]]:
    """The duties of a library by each topic that they speak for, how they own it, and how surely their words say it."""
    found: dict[str, list[tuple[Item, int, float]]] = {}
    for item in library.items:
        if item.kind == "duty":
            for topic in owned().get(f"{library.library}/{item.id}", ()):
                found.setdefault(topic.topic, []).append((item, SURELY, 0.0))
            for each in answers(item.text):
                found.setdefault(each.topic.topic, []).append((item, int(each.share == OWNER), each.score))
            if item.topic:
                found.setdefault(item.topic, []).append((item, 1, 0.0))
    return found


def _holding(library: Library, topic: Topic) -> Iterator[tuple[Item, int, float]]:
    """The duties of a library that hold all words of a topic, as topics.py has it covered by them."""
    for item in library.items if topic.words else ():
        if item.kind == "duty" and topic.is_in(words_of(item)):
            yield item, 1, WORDS


def place(role: Role, given: Offer, titles: Mapping[str, str]) -> Place | None:
    """Where the item goes: to the end of the group of its area, else into a new group; None where a role has no duties.

    `titles` are the libraries'.
    """
    item, area = given.item, given.item.area or given.library
    line = Node(
        id=new_id("l"), kind="line", text=item.text, standard=item.standard, origin=f"{given.library}/{item.id}"
    )
    block = next((each for section in role.tree.shown() for each in section.shown() if each.picks == "duty"), None)
    if block is None:
        return None
    if block.kind != "groups":
        return Place(block.id, (line,), _last(block), block.title)
    groups = [group for group in block.shown() if group.kind == "group" and group.area == area]
    own = [group for group in groups if not group.origin.startswith(f"{area}/")]
    if groups:
        group = (own or groups)[0]
        return Place(group.id, (line,), _last(group), group.title)
    title = titles.get(area) or titles.get(given.library, "")
    fresh = Node(id=new_id("g"), kind="group", title=title, area=area, least=1, children=(line,))
    last = [each.id for each in block.children if each.area != LAST]
    return Place(block.id, (fresh,), last[-1] if last else "", title)


def _last(node: Node) -> str:
    return node.children[-1].id if node.children else ""
