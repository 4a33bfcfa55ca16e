"""How well it is told who does what, against labels by other eyes: `python -m tests.coverage_share`.

Two sets of a line and a topic: coverage_pairs.csv has lines as owners write them, coverage_origin.csv those of starters
and libraries with where they come from. In both every third by number is held back; `--seen` leaves that out, and `-v`
shows what is told wrongly of the others. coverage_shops.csv has shops by the starters of their posts, and what an owner
would say that two of them do.
"""

import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rolesmith.presets.shipped import shipped
from rolesmith.role.tree import Node, Role
from rolesmith.team.coverage import answered, coverage, fitting, said_by
from tests.advice_share import Share

WRITTEN, ORIGIN, SHOPS = (Path(__file__).with_name(f"coverage_{name}.csv") for name in ("pairs", "origin", "shops"))
HELD = 3
"""A pair whose number this divides is held back."""
SHARES = ("主责", "协助", "知情")


@dataclass(frozen=True)
class Pair:
    """A line of a post and a topic; `share` is empty where the line does not speak of it."""

    number: int
    role: str
    line: str
    topic: str
    share: str
    origin: str = ""

    @property
    def told(self) -> str:
        """The share that is told of it."""
        found = said_by(post(self.role, [(self.line, self.origin)]), shipped().libraries)
        return next((each.share for each in found if each.topic == self.topic), "")


@dataclass(frozen=True)
class Shop:
    """Starters, and the topics that two of them do."""

    posts: tuple[str, ...]
    shared: frozenset[str]

    @property
    def told(self) -> frozenset[str]:
        """The topics that are told to be shared."""
        found = answered({key: shipped().starters[key].role for key in self.posts}, shipped().libraries)
        rows = coverage(found, fitting(found, (), (), len(self.posts)), len(self.posts))
        return frozenset(rows.loc[rows["kind"] == "shared", "topic"])


@cache
def pairs(held: bool, path: Path = WRITTEN) -> tuple[Pair, ...]:
    """The pairs of one part."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(int(row.pop("number")), row) for row in csv.DictReader(file)]
    return tuple(Pair(number, **row) for number, row in rows if (number % HELD == 0) == held)


@cache
def shops() -> tuple[Shop, ...]:
    """The shops."""
    with SHOPS.open(encoding="utf-8", newline="") as file:
        rows = [(row["posts"].split(), row["shared"].split()) for row in csv.DictReader(file)]
    return tuple(Shop(tuple(posts), frozenset(shared)) for posts, shared in rows)


def share(of: tuple[Pair, ...], name: str) -> Share:
    """Precision and recall of one share."""
    told = [(pair.share == name, pair.told == name) for pair in of]
    return Share(told.count((True, True)), told.count((True, False)), told.count((False, True)))


def post(name: str, lines: Sequence[str | tuple[str, str]]) -> Role:
    """A post with these duties; a pair is a text and its origin."""
    told = [(line, "") if isinstance(line, str) else line for line in lines]
    duties = tuple(Node(id=f"l{at}", kind="line", text=text, origin=origin) for at, (text, origin) in enumerate(told))
    groups = Node(id="g", kind="groups", picks="duty", children=(Node(id="g1", kind="group", children=duties),))
    field = Node(id="name", kind="field", meaning="name", text=name)
    head = Node(id="b", kind="section", children=(Node(id="f", kind="fields", children=(field,)),))
    return Role(tree=Node(id="role", kind="role", children=(head, Node(id="d", kind="section", children=(groups,)))))


def main() -> int:
    """Print all parts."""
    for path in (WRITTEN, ORIGIN):
        for name, held in (("seen", False), ("held", True)):
            if not held or "--seen" not in sys.argv:
                print(f"{path.stem}, {name}: {_figures(pairs(held, path))}")
        for pair in pairs(False, path) if "-v" in sys.argv else ():
            if pair.told != pair.share:
                print(f"    {pair.number} {pair.role} {pair.line} | {pair.topic} {pair.share}; told {pair.told}")
    for shop in shops():
        right = len(shop.shared & shop.told)
        print(f"{len(shop.posts)} posts: {len(shop.shared)} shared, {len(shop.told)} told, {right} right")
        if "-v" in sys.argv:
            print(f"    wrong {'、'.join(shop.told - shop.shared)}; missed {'、'.join(shop.shared - shop.told)}")
    return 0


def _figures(of: tuple[Pair, ...]) -> str:
    found = {name: share(of, name) for name in SHARES}
    shown = (f"{name} P {each.precision:.3f} R {each.recall:.3f}" for name, each in found.items())
    return f"{len(of)} pairs, {sum(not pair.share for pair in of)} of nothing; {'; '.join(shown)}"


if __name__ == "__main__":
    sys.exit(main())
