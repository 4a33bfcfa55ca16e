"""How much of tests/advice_lines.csv advice finds, and how much it finds without cause: `python -m tests.advice_share`.

A line's `expected` names what a reader would find: `law.sex` and its like by topic, other rules by id, and for goals
`goal.parts`. Only these are counted: law, verb-first and the other rules that the set labels.
"""

import csv
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rolesmith.advice import check_lines
from rolesmith.presets.shipped import shipped

SET = Path(__file__).with_name("advice_lines.csv")
COUNTED = ("law", "verb-first", "goal.parts", "vague", "open-ended", "slogan", "trait", "process", "several")


@dataclass(frozen=True)
class Labelled:
    """One line of the set."""

    look: str
    text: str
    expected: frozenset[str]
    part: str


@cache
def labelled(path: Path = SET) -> tuple[Labelled, ...]:
    """The set, in order."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            Labelled(row["as"], row["text"], frozenset(filter(None, row["expected"].split(";"))), row["part"])
            for row in csv.DictReader(file)
        )


def said(line: Labelled) -> frozenset[str]:
    """What advice finds in a line, in the words of `expected`."""
    topics = {rule.id: rule.counted_as for book in shipped().rules.values() for rule in book.rules}
    found = set()
    for finding in check_lines([line.text], line.look):  # type: ignore[arg-type]
        topic = topics[finding.rule]
        found.add(f"{finding.family}.{topic}" if finding.family in ("law", "goal") else topic)
    return frozenset(found)


@dataclass(frozen=True)
class Share:
    """Counts of one family."""

    right: int
    missed: int
    wrong: int

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0


def of_family(names: frozenset[str], family: str) -> frozenset[str]:
    return frozenset(name for name in names if name == family or name.startswith(f"{family}."))


def shares(lines: tuple[Labelled, ...]) -> dict[str, Share]:
    """Recall and precision by what is counted; each label of a line counts for itself."""
    counts: dict[str, Counter[str]] = {family: Counter() for family in COUNTED}
    for line in lines:
        found = said(line)
        for family, count in counts.items():
            want, got = of_family(line.expected, family), of_family(found, family)
            count.update(right=len(want & got), missed=len(want - got), wrong=len(got - want))
    return {family: Share(count["right"], count["missed"], count["wrong"]) for family, count in counts.items()}


def accuracy(lines: tuple[Labelled, ...]) -> float:
    """Of the duties, the share where `verb-first` is said if and only if it is expected."""
    duties = [line for line in lines if line.look == "duty"]
    return sum(("verb-first" in line.expected) == ("verb-first" in said(line)) for line in duties) / len(duties)


def main() -> int:
    """Print both parts; lines that are told wrongly with `-v`."""
    for part in ("seen", "held"):
        lines = tuple(line for line in labelled() if line.part == part)
        clean = sum(not line.expected for line in lines)
        print(f"{part}: {len(lines)} lines, {clean} clean; verb-first accuracy {accuracy(lines):.3f}")
        for family, share in shares(lines).items():
            print(
                f"  {family:12} recall {share.recall:.3f}  precision {share.precision:.3f}"
                f"  ({share.right} right, {share.missed} missed, {share.wrong} wrong)"
            )
        if "-v" in sys.argv and (part == "seen" or "--held" in sys.argv):
            for line in lines:
                want = {name for family in COUNTED for name in of_family(line.expected, family)}
                got = {name for family in COUNTED for name in of_family(said(line), family)}
                if want != got:
                    print(f"    {line.text}  missed {sorted(want - got)} wrong {sorted(got - want)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
