"""How many of owners' queries are answered: `python -m tests.search_share`, or with `-v` each that is not.

Queries are those of search_queries.csv, written from how people speak before anything was searched. `right` says
what an item must be about, in its text, topic or aliases. Every third of the first is held out: nothing is tuned on it;
words of postings came later, each with its aliases.
"""

import csv
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rolesmith.libraries.search import search
from rolesmith.presets.library import Item, Library
from rolesmith.presets.shipped import shipped

FILE = Path(__file__).parent / "search_queries.csv"
FIRST = 327
"""Queries of which every third is held out."""


@dataclass(frozen=True)
class Query:
    """What is typed for items of a kind, and a pattern for what an answer must be about."""

    area: str
    kind: str
    query: str
    right: str
    held_out: bool

    def answered_by(self, item: Item) -> bool:
        said = "\n".join((item.text, item.topic, *item.aliases))
        return item.kind == self.kind and re.search(self.right, said, re.IGNORECASE) is not None

    def rank(self, libraries: Sequence[Library]) -> int:
        """The place of the first right answer, from 1; 0 where none is right."""
        found = search(libraries, self.query, kind=self.kind).found
        return next((at for at, hit in enumerate(found, 1) if self.answered_by(hit.item)), 0)


def queries() -> list[Query]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return [Query(**row, held_out=at < FIRST and at % 3 == 2) for at, row in enumerate(csv.DictReader(file))]


def possible(libraries: Sequence[Library]) -> list[Query]:
    """The queries for which some item is right."""
    items = [item for library in libraries for item in library.items]
    return [query for query in queries() if any(map(query.answered_by, items))]


def share(ranks: Sequence[int], first: int) -> float:
    return sum(0 < rank <= first for rank in ranks) / len(ranks)


def main() -> None:
    """Print the shares."""
    libraries = list(shipped().libraries.values())
    asked = possible(libraries)
    ranks = {query.query: query.rank(libraries) for query in asked}
    print(f"{sum(len(each.items) for each in libraries):,} 条；{len(queries())} 问，库里有答案的 {len(asked)} 问")
    for name, chosen in (
        ("全部", asked),
        ("调过的", [query for query in asked if not query.held_out]),
        ("留着没看的", [query for query in asked if query.held_out]),
    ):
        these = [ranks[query.query] for query in chosen]
        print(f"{name}\t{len(these)} 问\t" + "\t".join(f"前 {n} 条 {share(these, n):.1%}" for n in (1, 5, 10)))
    if "-v" in sys.argv:
        for query in asked:
            if not query.held_out and not 0 < ranks[query.query] <= 5:
                print(f"{ranks[query.query] or '没有'}\t{query.query}\t{query.right}")


if __name__ == "__main__":
    main()
