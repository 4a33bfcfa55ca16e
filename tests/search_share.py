"""How many of owners' queries are answered: `python -m tests.search_share`, or with `-v` each that is not.

Queries are those of search_queries.csv, written from how people speak before anything was searched. `right` says
what an item must be about, in its text, topic or aliases. Every third of the first is held out: nothing is tuned on it;
words of postings came later, each with its aliases. Those of search_strangers.csv are in the words of owners who have
not seen the libraries; `right` lists the items that answer, as `library/item` with `*`, from before the first search.
Part 1 was written before search was mended for them, part 2 afterwards: nothing is tuned on it.
"""

import csv
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from rolesmith.libraries.search import search
from rolesmith.presets.library import Item, Library
from rolesmith.presets.shipped import shipped

FILE = Path(__file__).with_name("search_queries.csv")
STRANGERS = Path(__file__).with_name("search_strangers.csv")
FIRST = 327
"""Queries of which every third is held out."""


@dataclass(frozen=True)
class Query:
    """What is typed for items of a kind, and what an answer must be: a pattern for its words, or origins with `*`."""

    query: str
    right: str
    area: str = ""
    kind: str = "duty"
    held_out: bool = False
    part: str = ""
    """Of the strangers' queries."""

    def answered_by(self, library: Library, item: Item) -> bool:
        if item.kind != self.kind:
            return False
        if self.part:
            return any(fnmatchcase(f"{library.library}/{item.id}", origin) for origin in self.right.split())
        said = "\n".join((item.text, item.topic, *item.aliases))
        return re.search(self.right, said, re.IGNORECASE) is not None

    def rank(self, libraries: Sequence[Library]) -> int:
        """The place of the first right answer, from 1; 0 where none is right."""
        found = search(libraries, self.query, kind=self.kind).found
        return next((at for at, hit in enumerate(found, 1) if self.answered_by(hit.library, hit.item)), 0)


def queries() -> list[Query]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [Query(**row, held_out=at < FIRST and at % 3 == 2) for at, row in enumerate(csv.DictReader(file))]


def strangers() -> list[Query]:
    with STRANGERS.open(encoding="utf-8", newline="") as file:
        return [Query(**row) for row in csv.DictReader(file)]


def possible(libraries: Sequence[Library], asked: Sequence[Query]) -> list[Query]:
    """The queries for which some item is right."""
    items = [(library, item) for library in libraries for item in library.items]
    return [query for query in asked if any(query.answered_by(*each) for each in items)]


def share(ranks: Sequence[int], first: int) -> float:
    return sum(0 < rank <= first for rank in ranks) / len(ranks)


def main() -> None:
    """Print the shares."""
    libraries = list(shipped().libraries.values())
    ours = possible(libraries, queries())
    others = possible(libraries, strangers())
    ranks = {query: query.rank(libraries) for query in (*ours, *others)}
    print(f"{sum(len(each.items) for each in libraries):,} 条；{len(ranks)} 问库里有答案")
    for name, chosen in (
        ("全部", ours),
        ("调过的", [query for query in ours if not query.held_out]),
        ("留着没看的", [query for query in ours if query.held_out]),
        ("陌生人的", [query for query in others if query.part == "1"]),
        ("陌生人后来的", [query for query in others if query.part == "2"]),
    ):
        these = [ranks[query] for query in chosen]
        print(f"{name}\t{len(these)} 问\t" + "\t".join(f"前 {n} 条 {share(these, n):.1%}" for n in (1, 5, 10)))
    if "-v" in sys.argv:
        for query, rank in ranks.items():
            if not query.held_out and query.part != "2" and not 0 < rank <= 5:
                print(f"{rank or '没有'}\t{query.query}\t{query.right}")


if __name__ == "__main__":
    main()
