"""Tags: words by which a shop sorts its roles. They stand beside a role's content: to tag a role is no edit of it."""

import unicodedata
from collections.abc import Iterable

from rolesmith.role.edit import Refused
from rolesmith.role.text import clean, folded, one_line

Tags = tuple[str, ...]
TAG_LIMIT = 12
"""Longest tag, in characters."""
TAGS_LIMIT = 10
"""Most tags of a role."""
TOO_LONG = f"一个标签最多 {TAG_LIMIT} 个字，没有加上；请写短一些。"
TOO_MANY = f"一份岗位最多 {TAGS_LIMIT} 个标签，没有加上；请先去掉一个。"


def tag(text: str) -> str:
    """A tag as it is kept: on one line, without what nobody sees; empty where nothing is left."""
    return one_line("".join(sign for sign in clean(text) if unicodedata.category(sign) != "Cf"))


def alike(text: str) -> str:
    """What two spellings of one tag have in common."""
    return folded(text) or text


def tagged(before: Tags, add: Iterable[str] = (), remove: Iterable[str] = ()) -> Tags:
    """The tags with more and fewer, each once as it was first written. Raises Refused where they are too many or long.

    What is too many or too long already stays: less may always be taken away.
    """
    gone = {alike(tag(each)) for each in remove}
    kept = [each for each in before if alike(each) not in gone]
    new = _once((*kept, *filter(None, map(tag, add))))[len(kept) :]
    if any(len(each) > TAG_LIMIT for each in new):
        raise Refused(TOO_LONG)
    if new and len(kept) + len(new) > TAGS_LIMIT:
        raise Refused(TOO_MANY)
    return (*kept, *new)


def written(tags: Tags) -> str:
    """As a row holds them: a line a tag."""
    return "\n".join(tags)


def read(text: str) -> Tags:
    """The tags in a row, whoever has written it: what is none is passed over."""
    return _once(each for each in map(tag, text.split("\n")) if 0 < len(each) <= TAG_LIMIT)[:TAGS_LIMIT]


def _once(tags: Iterable[str]) -> Tags:
    found: dict[str, str] = {}
    for each in tags:
        found.setdefault(alike(each), each)
    return tuple(found.values())
