"""Ids of the template that the code refers to, and a piece that was placed in one of its blocks or fields."""

from dataclasses import dataclass

NAME = "basics.info.name"
HEADCOUNT, AUTHOR = "basics.info.headcount", "closing.signatures.author"
OVERVIEW = "basics.info.overview"
AUTHORITY, PROHIBITED = "authority.authority", "prohibited.prohibited"
DUTIES, WANTED, KPIS, RELATIONS = "duties.duties", "qualifications.skills", "kpis.kpis", "relations.relations"
REQUIREMENTS = (WANTED, "qualifications.certificates", "qualifications.conduct")
LISTS = (DUTIES, RELATIONS, KPIS, "goals.goals", "authority.authority", "prohibited.prohibited")
"""Blocks whose lines often contain names of other targets: a duty may begin with 沟通."""
LINES = (DUTIES, "goals.goals", *REQUIREMENTS, "authority.authority", "prohibited.prohibited")
"""Blocks of lines, each of which may have a standard."""


@dataclass(frozen=True)
class Placed:
    """A piece of a document and its target."""

    text: str
    to: str = ""
    """The id of a block or field of the template; empty where the target is unknown."""
    group: str = ""
    """For a duty the heading above it; for another line the cell or label before it."""
    cells: tuple[tuple[str, str], ...] = ()
    """For a table row: column and text of each cell."""
    standard: str = ""
    """For a line: its standard."""


def is_exact(to: str) -> bool:
    """Whether a field holds just what it is called: 隔级领导 is not the direct one."""
    return to.startswith(("basics.", "closing.")) and to != OVERVIEW


def same_part(one: str, other: str) -> bool:
    """Whether two targets are in the same section."""
    return one.partition(".")[0] == other.partition(".")[0]
