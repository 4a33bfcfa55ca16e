"""Frames: who holds what, and which posts nobody holds, computed from people and posts. Each function says its columns.

`posts` are the shop's by id, with their names, in the order in which they are shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from rolesmith.team.people import UNNAMED, WANTED, Held, Person

HOLDINGS: Mapping[str, str] = {
    "person": "str",
    "name": "str",
    "since": "str",
    "wanted": "bool",
    "post": "str",
    "title": "str",
    "share": "float64",
}
"""Columns of `holdings` and their types."""
NAMED = 2
"""People of one post who are named; of more there is the number."""
NAME = 8
"""Characters of a name beside others."""


@dataclass(frozen=True)
class Counts:
    """What the shop comes to in a few numbers."""

    people: int
    """Without those who are wanted."""
    wanted: int
    posts: int
    several: int
    """People with more than one post."""
    nobody: int
    """Posts that nobody holds, and nobody is wanted for."""


def holdings(people: Sequence[Person], posts: Mapping[str, str]) -> pd.DataFrame:
    """A row a person and post of the shop: `person` and `post` are ids, `name` and `title` what they are called.

    `since` as it is written; `wanted`: whether the person is still looked for; `share`: percent, NaN where none is
    written. Posts that are gone are left out, and of one that was chosen twice the second time.
    """
    rows = [
        (each.id, each.name, each.since, each.wanted, held.post, posts[held.post], held.share)
        for each in people
        for held in each.posts
        if held.post in posts
    ]
    found = pd.DataFrame(rows, columns=list(HOLDINGS)).astype(dict(HOLDINGS))
    return found.drop_duplicates(["person", "post"], ignore_index=True)


def staff(people: Sequence[Person], posts: Mapping[str, str]) -> pd.DataFrame:
    """A row a person and post as they are written, also who holds none: `name`, `post`, `share`, `since`, `wanted`."""
    nothing = Held("", "", "")
    rows = [
        (each.name, posts.get(held.post) or held.name, held.share, each.since, each.wanted)
        for each in people
        for held in each.posts or (nothing,)
    ]
    types = {"name": "str", "post": "str", "share": "float64", "since": "str", "wanted": "bool"}
    return pd.DataFrame(rows, columns=list(types)).astype(types)


def by_post(held: pd.DataFrame, posts: Mapping[str, str]) -> pd.DataFrame:
    """A row a post, also one that nobody holds: `title`; `people` and `wanted`, how many hold it and are looked for;
    `full`, how many that is in people who do nothing else; `who`, all that in a few words.
    """
    found = pd.DataFrame({"title": pd.Series(posts, dtype="str")})
    here, wanted = held[~held["wanted"]], held[held["wanted"]]
    found["people"] = here.groupby("post").size().reindex(found.index, fill_value=0)
    found["wanted"] = wanted.groupby("post").size().reindex(found.index, fill_value=0)
    found["full"] = here.groupby("post")["share"].sum().reindex(found.index, fill_value=0.0) / 100
    called = here.assign(words=[_called(*pair) for pair in zip(here["name"], here["share"], strict=True)])
    words = called.groupby("post")["words"].agg(list).reindex(found.index)
    both = zip(words, found["wanted"], strict=True)
    found["who"] = [_who(each if isinstance(each, list) else [], int(number)) for each, number in both]
    return found


def nobody(posts: pd.DataFrame) -> pd.DataFrame:
    """Of `by_post` the posts that nobody holds, and nobody is wanted for."""
    return posts[(posts["people"] == 0) & (posts["wanted"] == 0)]


def several(held: pd.DataFrame) -> pd.DataFrame:
    """A row a person with more than one post, by id: `name`; `posts`, how many; `titles`, which, with 、 between."""
    groups = held.groupby("person", sort=False)
    found = groups.agg(name=("name", "first"), posts=("post", "size"), titles=("title", "、".join))
    return found[found["posts"] > 1]


def counts(people: Sequence[Person], held: pd.DataFrame, posts: pd.DataFrame) -> Counts:
    """The shop in a few numbers."""
    wanted = sum(person.wanted for person in people)
    return Counts(len(people) - wanted, wanted, len(posts), len(several(held)), len(nobody(posts)))


def rows_of(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows as named tuples."""
    yield from frame.itertuples()


def _called(name: str, share: float) -> str:
    short = name if len(name) <= NAME else f"{name[: NAME - 1]}…"
    return f"{short or UNNAMED} {share:g}%" if share < 100 else short or UNNAMED


def _who(words: list[str], wanted: int) -> str:
    named = "、".join(words[:NAMED]) + (f" 等 {len(words)} 人" if len(words) > NAMED else "")
    return "，".join(filter(None, (named, f"{WANTED} {wanted} 人" if wanted else "")))
