"""How well a line's topics are told, against pairs labelled by other eyes before: `python -m tests.coverage_share`.

Of the pairs in coverage_pairs.csv every third by number is held back; `--seen` leaves that out. `-v` shows what is told
wrongly, of the seen ones.
"""

import csv
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rolesmith.libraries.answers import OWNER, answers
from tests.advice_share import Share

SET = Path(__file__).with_name("coverage_pairs.csv")
HELD = 3
"""A pair whose number this divides is held back."""


@dataclass(frozen=True)
class Pair:
    """A line of a post and a topic; `share` is empty where the line does not speak of it."""

    number: int
    role: str
    line: str
    topic: str
    share: str

    @property
    def told(self) -> str:
        """The share that is told of it."""
        return next((each.share for each in answers(self.line, self.role) if each.topic.topic == self.topic), "")


@cache
def pairs(held: bool) -> tuple[Pair, ...]:
    """The pairs of one part."""
    with SET.open(encoding="utf-8", newline="") as file:
        found = [
            Pair(int(row["number"]), row["role"], row["line"], row["topic"], row["share"])
            for row in csv.DictReader(file)
        ]
    return tuple(pair for pair in found if (pair.number % HELD == 0) == held)


def share(of: tuple[Pair, ...], name: str) -> Share:
    """Precision and recall of one share."""
    told = [(pair.share == name, pair.told == name) for pair in of]
    return Share(told.count((True, True)), told.count((True, False)), told.count((False, True)))


def main() -> int:
    """Print both parts."""
    for name, held in (("seen", False), ("held", True)):
        found = pairs(held)
        print(f"{name}: {len(found)} pairs, {sum(not pair.share for pair in found)} that say nothing of the topic")
        for each in (OWNER, "协助", "知情"):
            of = share(found, each)
            print(f"  {each} precision {of.precision:.3f} recall {of.recall:.3f}", end="")
            print(f" ({of.right} right, {of.missed} missed, {of.wrong} wrong)")
        for pair in found:
            if "-v" in sys.argv and not held and pair.told != pair.share:
                others = "、".join(f"{each.topic.topic} {each.score:.2f}" for each in answers(pair.line, pair.role))
                print(f"    {pair.number} {pair.line} | {pair.topic} {pair.share}; told {pair.told} | {others}")
        if "--seen" in sys.argv:
            break
    return 0


if __name__ == "__main__":
    sys.exit(main())
