"""Places of the template that the intake knows by name, and a piece that was laid in one."""

from dataclasses import dataclass

NAME = "basics.info.name"
DUTIES, WANTED, KPIS, RELATIONS = "duties.duties", "qualifications.skills", "kpis.kpis", "relations.relations"
REQUIREMENTS = (WANTED, "qualifications.certificates", "qualifications.conduct")
LISTS = (DUTIES, RELATIONS, KPIS, "goals.goals", "authority.authority", "prohibited.prohibited")
"""Blocks of lines whose own words are often names of other places: a duty may begin with 沟通."""


@dataclass(frozen=True)
class Placed:
    """A piece of a document and where it was laid."""

    text: str
    to: str = ""
    """The id of a block or field of the template; empty where nobody knows."""
    group: str = ""
    """Of a duty the heading that it stood under; of another line the cell or label before it in its own section."""
    cells: tuple[tuple[str, str], ...] = ()
    """A row of a table of the template's: column and text."""


def same_part(one: str, other: str) -> bool:
    """Whether two places stand in the same section."""
    return one.partition(".")[0] == other.partition(".")[0]
