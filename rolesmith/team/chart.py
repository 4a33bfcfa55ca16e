"""The shop's chart: the posts in their boxes, with who holds each."""

from collections.abc import Mapping

import pandas as pd

from rolesmith.document.chart import Box
from rolesmith.document.posts import Post, organisation

UNWRITTEN = "还没有说明书"
"""What a box says whose post is only named as a superior."""


def chart(posts: Mapping[str, Post], table: pd.DataFrame, *, leads: bool = False) -> tuple[Box, ...]:
    """The posts by id as boxes; `table` is that of frames.by_post. `leads`: whether a click leads to the role.

    While the shop has written no people, a box says how many it is to have.
    """
    written = bool((table["people"] + table["wanted"]).any())
    rows = zip(posts.items(), table["who"], table["people"], strict=True)
    boxes = [
        Box(
            post.name,
            "vacant" if written and not people else "post",
            note=(who or "还没有人") if written else post.headcount,
            key=key if leads else "",
        )
        for (key, post), who, people in rows
    ]
    return organisation(list(posts.values()), boxes, outsider=UNWRITTEN)
