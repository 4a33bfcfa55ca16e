"""How much of a labelled set advice finds, and how much it finds without cause: `python -m tests.advice_share`.

`python -m tests.advice_share law` asks the set of law as people write it, by eyes that never saw the rules; `-v`
shows what is told wrongly, with `--held` in the part held back, too.

A line's `expected` names what a reader would find: `law.sex` and its like by topic, other rules by id, and for goals
`goal.parts`. Only these are counted: law, verb-first and the other rules that the set labels. In two parts of the set
of law it is `law` without a topic: `owners`, as descriptions and advertisements come, and `lookalikes`, where nearly
every clean line says what an unlawful one says; who wrote them had read neither rules nor lines.
"""

import csv
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rolesmith.advice import check_lines
from rolesmith.presets.shipped import shipped

SET, LAW = (Path(__file__).with_name(f"{name}_lines.csv") for name in ("advice", "law"))
PARTS = ("seen", "held", "strangers", "owners", "lookalikes")
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


def warned(lines: tuple[Labelled, ...]) -> Share:
    """By lines: whether law says anything where it should, whatever it says."""
    told = [(bool(of_family(line.expected, "law")), bool(of_family(said(line), "law"))) for line in lines]
    return Share(told.count((True, True)), told.count((True, False)), told.count((False, True)))


def by_topic(lines: tuple[Labelled, ...]) -> dict[str, Share]:
    """Recall and precision of each topic of law."""
    told = [(of_family(line.expected, "law"), of_family(said(line), "law")) for line in lines]
    topics = sorted({topic for want, _ in told for topic in want})
    return {
        topic: Share(
            sum(topic in want and topic in got for want, got in told),
            sum(topic in want and topic not in got for want, got in told),
            sum(topic not in want and topic in got for want, got in told),
        )
        for topic in topics
    }


def main() -> int:
    """Print the parts of the chosen set."""
    law = "law" in sys.argv
    counted = ("law",) if law else COUNTED
    for part in PARTS if law else PARTS[:2]:
        lines = tuple(line for line in labelled(LAW if law else SET) if line.part == part)
        clean = sum(not line.expected for line in lines)
        print(f"{part}: {len(lines)} lines, {clean} clean")
        if law:
            found = {"a line warned": warned(lines)}
            if any(line.expected - {"law"} for line in lines):
                found |= {"all topics": shares(lines)["law"], **by_topic(lines)}
        else:
            print(f"  verb-first accuracy {accuracy(lines):.3f}")
            found = shares(lines)
        for name, share in found.items():
            print(
                f"  {name:18} recall {share.recall:.3f}  precision {share.precision:.3f}"
                f"  ({share.right} right, {share.missed} missed, {share.wrong} wrong)"
            )
        if "-v" in sys.argv and (part == "seen" or "--held" in sys.argv):
            for line in lines:
                want = {name for family in counted for name in of_family(line.expected, family)}
                got = {name for family in counted for name in of_family(said(line), family)}
                if want != got:
                    print(f"    {line.text}  missed {sorted(want - got)} wrong {sorted(got - want)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
