"""Coverage: which topics of real descriptions the posts of a shop answer for, and which nobody does, as frames.

A line with the origin of a library's item answers for what the item does; another for what its words say, which is
marked as guessed. Whether it owns a topic, helps or is told, its own words say.
"""

from collections.abc import Iterator, Mapping

import pandas as pd
from rapidfuzz import fuzz

from rolesmith.libraries.answers import HELPER, INFORMED, OWNER, Answer, answers
from rolesmith.libraries.topics import topics
from rolesmith.presets.library import Library
from rolesmith.role.memo import memo
from rolesmith.role.text import folded, one_line
from rolesmith.role.tree import Node, Role

ANSWERS: Mapping[str, str] = {
    "post": "str",
    "title": "str",
    "line": "str",
    "text": "str",
    "topic": "str",
    "area": "str",
    "share": "str",
    "score": "float64",
    "guessed": "bool",
}
"""Columns of `answered` and their types."""
COVERAGE: Mapping[str, str] = {
    "topic": "str",
    "area": "str",
    "sources": "int64",
    "owners": "object",
    "helpers": "object",
    "informed": "object",
    "kind": "str",
    "guessed": "bool",
}
"""Columns of `coverage` and their types."""
NOBODY, SOLE, SHARED = "nobody", "sole", "shared"
SAME = 60.0
"""Percent of likeness from which a line still says what the item says that it was copied from."""


def answered(posts: Mapping[str, Role], libraries: Mapping[str, Library]) -> pd.DataFrame:
    """A row a line and topic of each post, by its id: `title` is what the post is called, `line` the id of the line.

    `share`: 主责, 协助 or 知情. `guessed`: told from the line's own words; then `score` says how likely, from 0 to 1,
    and it is 1 where the line comes from a library's item.
    """
    titles = {post: title_of(role) for post, role in posts.items()}
    rows = [
        (post, titles[post], line.id, line.text, each.topic.topic, each.topic.area, each.share, each.score, guessed)
        for post, role in posts.items()
        for line in _duties(role.tree)
        for guessed, each in _of_line(line, titles[post], libraries)
    ]
    return pd.DataFrame(rows, columns=list(ANSWERS)).astype(dict(ANSWERS))


def coverage(found: pd.DataFrame) -> pd.DataFrame:
    """Of `answered` a row a topic, also one that nobody answers for: those first, by how many descriptions name it.

    `owners`, `helpers` and `informed`: tuples of titles, each post once, and only for its greatest share; `kind`:
    nobody, sole or shared, by how many posts own it; `guessed`: whether an owner is told from the words of lines only.
    """
    order = {OWNER: 0, HELPER: 1, INFORMED: 2}
    ranked = found.assign(rank=found["share"].map(order)).sort_values(["rank", "guessed"], kind="stable")
    once = ranked.drop_duplicates(["post", "topic"])
    by_topic = {str(name): part for name, part in once.groupby("topic", sort=False)}
    rows = []
    for topic in (topic for topic in topics() if topic.kind == "duty"):
        part = by_topic.get(topic.topic, once.iloc[:0])
        who = [part[part["share"] == share] for share in order]
        owners = who[0]["post"].size
        kind = (NOBODY, SOLE)[owners] if owners < 2 else SHARED
        names = [tuple(each["title"]) for each in who]
        rows.append((topic.topic, topic.area, topic.sources, *names, kind, bool(who[0]["guessed"].any())))
    all_topics = pd.DataFrame(rows, columns=list(COVERAGE)).astype(dict(COVERAGE))
    places = all_topics["kind"].map({NOBODY: 0, SHARED: 1, SOLE: 2})
    return (
        all_topics.assign(place=places)
        .sort_values(["place", "sources"], ascending=[True, False], kind="stable", ignore_index=True)
        .drop(columns="place")
    )


def title_of(role: Role) -> str:
    """What a post is called."""
    name = role.meaning("name")
    return (one_line(name.text).strip() if name else "") or "未命名岗位"


def _duties(tree: Node) -> Iterator[Node]:
    """The written duties that documents show."""
    for block in (block for section in tree.shown() for block in section.shown() if block.picks == "duty"):
        for holder in block.shown() if block.kind == "groups" else (block,):
            yield from (line for line in holder.shown() if line.kind == "line" and line.text.strip())


def _of_line(line: Node, title: str, libraries: Mapping[str, Library]) -> Iterator[tuple[bool, Answer]]:
    """What a line answers for, and whether that is guessed."""
    place, _, item_id = line.origin.partition("/")
    library = libraries.get(place)
    item = _items(library).get(item_id) if library and item_id else None
    told = answers(line.text, title)
    if item and fuzz.ratio(folded(line.text), folded(item)) >= SAME:
        shares = {each.topic.topic: each.share for each in told}
        for each in answers(item):
            yield False, Answer(each.topic, shares.get(each.topic.topic, each.share), 1.0)
    else:
        yield from ((True, each) for each in told)


@memo
def _items(library: Library) -> dict[str, str]:
    return {item.id: item.text for item in library.items if item.kind == "duty"}
