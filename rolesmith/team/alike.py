"""Alike: names of indicators that may mean one, told by the words that owners use for each other. Only the shop says
whether they do.
"""

import re
from collections.abc import Iterable, Mapping

from rolesmith.presets.library import Item
from rolesmith.presets.synonyms import Synonyms
from rolesmith.role.memo import memo
from rolesmith.role.text import folded


def groups(names: Iterable[str], items: Mapping[str, Item], synonyms: Synonyms) -> list[tuple[str, ...]]:
    """The names of which several may mean one indicator, each group in the order of the names.

    `items` are the indicators of libraries by each folded name and alias that only one of them has, see `by_name`.
    """
    found: dict[str, list[str]] = {}
    for name in dict.fromkeys(names):
        found.setdefault(_usual(name, items, synonyms), []).append(name)
    return [tuple(group) for group in found.values() if len({folded(name) for name in group}) > 1]


def by_name(items: Iterable[Item]) -> dict[str, Item]:
    """Indicators by their folded texts and aliases; an alias of several is none."""
    found: dict[str, Item] = {}
    known = list(items)
    for item in known:
        found.setdefault(folded(item.text), item)
    aliases: dict[str, dict[str, Item]] = {}
    for item in known:
        for alias in item.aliases:
            aliases.setdefault(folded(alias), {})[folded(item.text)] = item
    for alias, meant in aliases.items():
        if len(meant) == 1:
            found.setdefault(alias, next(iter(meant.values())))
    return found


def _usual(name: str, items: Mapping[str, Item], synonyms: Synonyms) -> str:
    """The name in the usual words."""
    item = items.get(folded(name))
    words = synonyms.groups
    return _words(synonyms).sub(lambda found: words[found[0]][0], folded(item.text if item else name))


@memo
def _words(synonyms: Synonyms) -> re.Pattern[str]:
    """All words that have another, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(synonyms.groups, key=lambda word: (-len(word), word)))))
